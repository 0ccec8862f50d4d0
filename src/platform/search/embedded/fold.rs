//! Folding characters, so that different ways to write the same thing become one: width and compatibility forms
//! (Unicode NFKC), case, diacritics of Latin letters, traditional and simplified Chinese.
//!
//! One character at a time, so that a highlight can be put on the text as it was written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::simplified::simplify;

/// What a folded character is to the tokenizer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Part of a word written with spaces around it.
    Letter,
    /// Han, Kana or Hangul: written without spaces, so cut into overlapping pairs.
    Cjk,
    /// Between words.
    Separator,
}

/// Hands the folded form of `c` to `sink`: mostly one character; none for invisible ones; several for ligatures,
/// unit signs and the like.
#[inline]
pub(super) fn fold(c: char, mut sink: impl FnMut(char, Class)) {
    match c {
        '\0'..='\x7f' => {
            let class = if c.is_ascii_alphanumeric() { Class::Letter } else { Class::Separator };
            sink(c.to_ascii_lowercase(), class);
        }
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => sink(simplify(c), Class::Cjk),
        _ => fold_rare(c, &mut sink),
    }
}

fn fold_rare(c: char, sink: &mut dyn FnMut(char, Class)) {
    // Soft hyphen, zero-width characters and byte-order mark are invisible; a combining mark belongs to its letter.
    if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}') {
        return;
    }
    let mut each = |c: char| {
        for lower in c.to_lowercase().filter(|lower| !matches!(lower, '\u{300}'..='\u{36f}')) {
            let folded = simplify(lower);
            sink(folded, class(folded));
        }
    };
    if matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') {
        c.nfkd().filter(|part| !is_combining_mark(*part)).for_each(&mut each);
    } else {
        c.nfkc().for_each(&mut each);
    }
}

fn class(c: char) -> Class {
    match c {
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Class::Cjk,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Separator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, |c, _| out.push(c)));
        out
    }

    #[test]
    fn different_ways_to_write_the_same_thing_fold_to_one() {
        assert_eq!(folded("ＡＢｃ１２，"), "abc12,");
        assert_eq!(folded("Müller Ångström e\u{301}lan İzmir"), "muller angstrom elan izmir");
        assert_eq!(folded("石墨烯薄膜製備方法"), "石墨烯薄膜制备方法");
        assert_eq!(folded("㎡ ﬁ ①"), "m2 fi 1");
        assert_eq!(folded("zero\u{200b}width soft\u{ad}hyphen"), "zerowidth softhyphen");
        assert_eq!(folded("ｶﾞｽ ΑΒΓ"), "カ\u{3099}ス αβγ");
    }

    #[test]
    fn classes_follow_the_scripts() {
        let class_of = |c| {
            let mut seen = None;
            fold(c, |_, class| seen = Some(class));
            seen
        };
        for c in ['石', '々', 'カ', 'ひ', '한', '㐀', '𠀀', '\u{f900}'] {
            assert_eq!(class_of(c), Some(Class::Cjk), "{c}");
        }
        for c in ['a', '9', 'é', 'Ω', 'ж', 'Ａ'] {
            assert_eq!(class_of(c), Some(Class::Letter), "{c}");
        }
        for c in [' ', '-', '，', '。', '、', '“', '\u{3000}', '\u{1f600}'] {
            assert_eq!(class_of(c), Some(Class::Separator), "{c}");
        }
        assert_eq!(class_of('\u{301}'), None);
    }
}
