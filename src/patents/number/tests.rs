use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

/// Real applications, each with its check character.
const VALID: &[&str] = &[
    "201810862228.X",
    "201811044634.1",
    "201810801154.9",
    "201810246441.8",
    "201910931480.6",
    "202023037182.X",
    "95115608.X",
    "97101765.4",
];

fn application(text: &str) -> ApplicationNumber {
    text.parse().unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn publication(text: &str) -> PublicationNumber {
    text.parse().unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn refused(text: &str) -> NumberError {
    text.parse::<PatentNumber>().unwrap_err()
}

#[test]
fn real_chinese_applications_are_taken_and_shown_as_people_write_them() {
    for text in VALID {
        assert_eq!(application(text).to_string(), *text);
        assert_eq!(application(text).canonical(), format!("CN{text}"));
        assert!(matches!(text.parse(), Ok(PatentNumber::Application(_))), "{text}");
    }
}

#[test]
fn every_spelling_of_an_application_is_the_same_application() {
    let number = application("201810862228.X");
    for text in [
        "CN201810862228.X",
        "CN201810862228X",
        "cn 2018 1 0862228 . x",
        "ZL201810862228.X",
        "ZL 2018 1 0862228.X",
        "ＣＮ２０１８１０８６２２２８．Ｘ",
        "201810862228-X",
        "201810862228·x",
    ] {
        assert_eq!(application(text), number, "{text}");
        assert_eq!(text.parse(), Ok(PatentNumber::Application(number.clone())), "{text}");
    }
    assert!(application("ZL201810862228.X").granted());
    assert!(!number.granted());
    assert_eq!(HashSet::from([application("ZL97101765.4"), application("97101765.4")]).len(), 1);
}

#[test]
fn the_kind_digit_gives_the_kind_of_patent() {
    for (text, kind, pct, year) in [
        ("201810862228.X", PatentKind::Invention, false, 2018),
        ("202023037182.X", PatentKind::UtilityModel, false, 2020),
        ("95115608.X", PatentKind::Invention, false, 1995),
    ] {
        let number = application(text);
        assert_eq!((number.kind(), number.is_national_phase(), number.year()), (Some(kind), pct, Some(year)), "{text}");
    }
    for (digits, kind, pct) in [
        ("201830000001", PatentKind::Design, false),
        ("201880000001", PatentKind::Invention, true),
        ("201890000001", PatentKind::UtilityModel, true),
        ("02800001", PatentKind::Invention, true),
    ] {
        let number = ApplicationNumber::from_unchecked_chinese(digits).unwrap();
        assert_eq!((number.kind(), number.is_national_phase()), (Some(kind), pct), "{digits}");
        assert_eq!(application(&number.to_string()), number);
    }
}

#[test]
fn every_change_of_one_digit_is_caught() {
    for text in VALID {
        for (place, original) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in ('0'..='9').filter(|&other| other != original) {
                let mut changed = (*text).to_owned();
                changed.replace_range(place..=place, &other.to_string());
                assert!(changed.parse::<ApplicationNumber>().is_err(), "{changed} for {text}");
                assert!(changed.parse::<PatentNumber>().is_err(), "{changed} for {text}");
                assert!(format!("CN{}", changed.replace('.', "")).parse::<ApplicationNumber>().is_err());
            }
        }
    }
}

#[test]
fn every_swap_of_neighbouring_digits_is_caught() {
    for text in VALID {
        let digits: Vec<char> = text.chars().filter(|c| *c != '.').collect();
        // A swap with the check character itself is not covered by the scheme.
        for place in 0..digits.len() - 2 {
            if digits[place] != digits[place + 1] {
                let mut swapped = digits.clone();
                swapped.swap(place, place + 1);
                let swapped: String = swapped.into_iter().collect();
                assert!(swapped.parse::<ApplicationNumber>().is_err(), "{swapped} for {text}");
            }
        }
    }
}

#[test]
fn faults_of_chinese_applications_are_named() {
    use NumberError::*;
    let value = |text: &str| text.to_owned();
    assert_eq!(
        refused("201810862228.9"),
        WrongCheckCharacter { value: value("201810862228.9"), expected: 'X', found: '9' }
    );
    assert!(refused("201810862228.9").to_string().contains("should be X"));
    assert_eq!(refused("CN201810862228"), MissingCheckCharacter { value: value("CN201810862228"), expected: 'X' });
    assert_eq!(refused("CN95115608"), MissingCheckCharacter { value: value("CN95115608"), expected: 'X' });
    assert_eq!(
        refused("CN201810862228A"),
        WrongCheckCharacter { value: value("CN201810862228A"), expected: 'X', found: 'A' }
    );
    assert!(matches!(refused("201840862228.X"), UnknownKindDigit { found: '4', .. }));
    assert!(matches!(refused("199910862228.X"), ImpossibleYear { .. }));
    assert!(matches!(refused("50115608.X"), ImpossibleYear { .. }));
    assert!(matches!(refused("2018108622.X"), UnexpectedCharacter { .. }));
    assert!(matches!(refused("20181086222"), WrongLength { found: 11, .. }));
    assert!(matches!(refused("ZL"), WrongLength { found: 0, .. }));
    assert!(matches!(refused("201810862228.XX"), UnexpectedCharacter { found: 'X', .. }));
    assert_eq!(refused("  "), Empty);
    assert!(matches!(refused(&"1".repeat(65)), TooLong { found: 65, .. }));
    assert_eq!(
        refused("CN2018*0862228"),
        UnexpectedCharacter { value: value("CN2018*0862228"), position: 7, found: '*' }
    );
    assert!(matches!(refused("QQ123456A"), UnknownOffice { .. }));
    assert!(matches!(refused("专利"), UnexpectedCharacter { position: 1, .. }));
    assert!(matches!(refused("US"), MissingDigits { .. }));
    assert!(matches!(refused("CN12345A"), WrongLength { found: 5, .. }));
}

#[test]
fn pct_and_foreign_applications_keep_office_and_number() {
    let pct = application("PCT/CN2018/123456");
    assert_eq!((pct.office(), pct.kind(), pct.year()), (OfficeCode::WO, None, Some(2018)));
    assert_eq!(pct.canonical(), "PCT/CN2018/123456");
    assert_eq!(application("WO2018CN123456"), pct);
    assert_eq!(application("pct/us99/12345").canonical(), "PCT/US1999/012345");
    assert_eq!(application("US 16/123,456").canonical(), "US16123456");
    assert_eq!(application("JP2019-123456").canonical(), "JP2019123456");
    assert!(matches!(refused("PCT/CN2018/12"), NumberError::WrongLength { found: 6, .. }));
    assert!(matches!(refused("PCT/QQ2018/123456"), NumberError::UnknownOffice { .. }));
    assert!(matches!(refused("PCT"), NumberError::UnknownOffice { .. }));
}

#[test]
fn publications_come_apart_into_office_number_and_kind() {
    for (text, office, number, kind) in [
        ("CN1998277A", "CN", "1998277", Some("A")),
        ("CN 1998277 A", "CN", "1998277", Some("A")),
        ("cn108976877a", "CN", "108976877", Some("A")),
        ("CN85100001A", "CN", "85100001", Some("A")),
        ("CN214567890U", "CN", "214567890", Some("U")),
        ("CN108976877", "CN", "108976877", None),
        ("US8000000B2", "US", "8000000", Some("B2")),
        ("US 8,000,000 B2", "US", "8000000", Some("B2")),
        ("US08000000B2", "US", "8000000", Some("B2")),
        ("US-A-4 567 890", "US", "4567890", Some("A")),
        ("US2005/0123456 A1", "US", "20050123456", Some("A1")),
        ("US2005123456A1", "US", "20050123456", Some("A1")),
        ("USD0690012S1", "US", "D690012", Some("S1")),
        ("USD690012S", "US", "D690012", Some("S")),
        ("USRE045123E1", "US", "RE45123", Some("E1")),
        ("USH1234", "US", "H1234", None),
        ("EP1122334A1", "EP", "1122334", Some("A1")),
        ("EP 123456 B1", "EP", "0123456", Some("B1")),
        ("EP-A1-1122334", "EP", "1122334", Some("A1")),
        ("WO2000000003A1", "WO", "2000000003", Some("A1")),
        ("WO 2000/000003 A1", "WO", "2000000003", Some("A1")),
        ("WO 00/00003 A1", "WO", "2000000003", Some("A1")),
        ("WO-A1-99/12345", "WO", "1999012345", Some("A1")),
        ("WO02/054321", "WO", "2002054321", None),
        ("JPH05123456A", "JP", "H05123456", Some("A")),
        ("JP2005-123456A", "JP", "2005123456", Some("A")),
        ("ＥＰ１１２２３３４Ａ１", "EP", "1122334", Some("A1")),
        ("DE10012345Z9", "DE", "10012345", Some("Z9")),
    ] {
        let parsed = publication(text);
        assert_eq!(
            (parsed.office().as_str(), parsed.number(), parsed.kind().map(KindCode::as_str)),
            (office, number, kind),
            "{text}"
        );
        assert_eq!(text.parse(), Ok(PatentNumber::Publication(parsed.clone())), "{text}");
        let separate = PublicationNumber::new(office.parse().unwrap(), number, parsed.kind().cloned());
        assert_eq!(separate, Ok(parsed));
    }
}

#[test]
fn separate_fields_of_the_offices_files_are_settled_too() {
    let kind = |code: &str| Some(code.parse::<KindCode>().unwrap());
    let new = |office: OfficeCode, number: &str, code: &str| PublicationNumber::new(office, number, kind(code));
    assert_eq!(new(OfficeCode::US, "07788160", "B2").unwrap().canonical(), "US7788160B2");
    assert_eq!(new(OfficeCode::WO, "WO-9912345", "A1").unwrap().canonical(), "WO1999012345A1");
    assert_eq!(new(OfficeCode::US, "20050123456", "A1").unwrap().canonical(), "US20050123456A1");
    assert!(matches!(new(OfficeCode::US, "B", "A1"), Err(NumberError::MissingDigits { .. })));
}

#[test]
fn kinds_of_the_right_shape_are_never_refused_only_marked() {
    assert_eq!(publication("CN1998277A").has_usual_kind(), Some(true));
    assert_eq!(publication("CN1998277Q7").has_usual_kind(), Some(false));
    assert_eq!(publication("CN1998277").has_usual_kind(), None);
    assert_eq!(publication("DE10012345Z9").has_usual_kind(), None);
    for bad in ["", "1", "AA", "A12", "中", "1A"] {
        assert!(matches!(bad.parse::<KindCode>(), Err(NumberError::KindCode { .. })), "{bad}");
    }
}

#[test]
fn the_spellings_are_the_usual_ones_and_all_parse_to_the_same() {
    for (text, wanted) in [
        ("CN1998277A", &["CN1998277A", "CN 1998277 A", "CN1998277"][..]),
        ("US8000000B2", &["US8000000B2", "US 8,000,000 B2", "US08000000B2", "US8000000"]),
        ("US20050123456A1", &["US20050123456A1", "US 2005/0123456 A1", "US2005123456A1"]),
        ("WO2000000003A1", &["WO2000000003A1", "WO 2000/000003 A1", "WO 00/00003 A1", "WO0000003A1"]),
        ("WO2004012345A1", &["WO04012345A1"]),
        (
            "201810862228.X",
            &["CN201810862228.X", "201810862228.X", "201810862228X", "ZL201810862228.X", "CN201810862228"],
        ),
        ("PCT/CN2018/123456", &["PCT/CN2018/123456", "WO2018CN123456"]),
    ] {
        let number: PatentNumber = text.parse().unwrap();
        let spellings = number.spellings();
        assert_eq!(spellings[0], number.canonical());
        for spelling in wanted {
            assert!(spellings.iter().any(|s| s == spelling), "{spelling} of {text}: {spellings:?}");
        }
        assert_eq!(spellings.iter().collect::<HashSet<_>>().len(), spellings.len());
    }
    let number = publication("WO2000000003A1");
    for spelling in number.spellings().iter().filter(|spelling| spelling.ends_with("A1")) {
        assert_eq!(publication(spelling), number, "{spelling}");
    }
}

#[test]
fn the_wire_form_is_the_canonical_text() {
    let number: PatentNumber = serde_json::from_str(r#""zl 2018 1 0862228.x""#).unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), r#""CN201810862228.X""#);
    let fault = serde_json::from_str::<PatentNumber>(r#""201810862228.1""#).unwrap_err();
    assert!(fault.to_string().contains("check character is 1 but should be X"), "{fault}");
}

proptest! {
    #[test]
    fn no_text_makes_them_panic(text in ".{0,70}") {
        let _ = text.parse::<PatentNumber>();
        let _ = text.parse::<ApplicationNumber>();
        let _ = text.parse::<PublicationNumber>();
        let _ = ApplicationNumber::from_unchecked_chinese(&text);
    }

    #[test]
    fn what_parses_reads_back_from_its_canonical_text(
        text in "(CN|ZL|US|EP|WO|JP|DE|PCT/US|PCT/CN|USD|USRE|)[ -]?[0-9]{1,13}[./,]?[0-9]{0,2}[ -]?([A-Z][0-9]?)?"
    ) {
        if let Ok(number) = text.parse::<PatentNumber>() {
            prop_assert_eq!(number.canonical().parse::<PatentNumber>(), Ok(number.clone()));
            prop_assert_eq!(number.to_string().parse::<PatentNumber>(), Ok(number));
        }
        if let Ok(number) = text.parse::<ApplicationNumber>() {
            prop_assert_eq!(number.canonical().parse::<ApplicationNumber>(), Ok(number));
        }
        if let Ok(number) = text.parse::<PublicationNumber>() {
            prop_assert_eq!(number.canonical().parse::<PublicationNumber>(), Ok(number));
        }
    }

    #[test]
    fn twelve_digits_have_one_check_character(digits in "20(0[3-9]|[1-9][0-9])[12389][0-9]{7}") {
        let number = ApplicationNumber::from_unchecked_chinese(&digits).unwrap();
        let right = "0123456789X".chars().filter(|c| format!("{digits}.{c}").parse::<ApplicationNumber>().is_ok()).count();
        prop_assert_eq!(right, 1);
        prop_assert_eq!(application(&number.canonical()), number);
    }
}
