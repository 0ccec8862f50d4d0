//! The layout of the index: which fields there are, and how a document is laid out in them.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, STORED, Schema, TantivyDocument, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, Term};
use uuid::Uuid;

use super::words::WordTokenizer;
use crate::platform::search::codes::{fold_code, ipc_levels, patent_keys};
use crate::platform::search::document::{BilingualText, Lang, SearchDocument};
use crate::platform::search::error::{Result, SearchError};

/// Changes with the layout or the tokenizer; an index of another version is not opened but rebuilt.
pub(super) const LAYOUT: u32 = 1;

const WORDS: &str = "jiaxiu_words";

/// How often the title counts as text. A word in the title says more than one in the description; twice is what
/// measured best on sets whose texts don't repeat their titles, and costs nothing on those that do.
const TITLE_WEIGHT: usize = 2;

/// Where each price band but the first begins, in minor units: 0.1, 0.5, 1, 5 and 10 million yuan.
const BANDS: [i64; 5] = [10_000_000, 50_000_000, 100_000_000, 500_000_000, 1_000_000_000];

/// The facet of IPC main groups, shown as part of `ipc` below the classes that are filtered by.
pub(super) const IPC_GROUP: &str = "ipc_group";

/// Separates a facet's or code's name from its value.
pub(super) const IS: char = '=';

/// Texts that are kept for highlighting, with the names they go by in answers.
pub(super) const TEXTS: [&str; 8] =
    ["title.zh", "title.en", "summary.zh", "summary.en", "description.zh", "description.en", "owner.zh", "owner.en"];

/// The fields, by purpose.
#[derive(Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// Sixteen bytes; what updates and deletes go by.
    pub(super) id: Field,
    /// All that is findable by plain words: title, summary, description and holder in both languages.
    pub(super) text: Field,
    /// The titles alone, for suggestions.
    pub(super) title: Field,
    /// The holder's names alone, for `owner:`.
    pub(super) owner: Field,
    /// Exact values to filter by, as `name=value`, folded (patent keys and IPC levels as they come).
    pub(super) code: Field,
    /// Values to count, as `name=value`, as given.
    pub(super) facet: Field,
    pub(super) price: Field,
    pub(super) published: Field,
    pub(super) ends: Field,
    /// Random part of the id: the last word on the order of equals.
    pub(super) tie: Field,
    pub(super) organisation: Field,
    pub(super) external_id: Field,
    pub(super) card: Field,
    /// In the order of [`TEXTS`].
    pub(super) texts: [Field; 8],
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let words = |option| {
            TextOptions::default()
                .set_indexing_options(TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(option))
        };
        let exact = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let kept = BytesOptions::default().set_stored();
        let fast = NumericOptions::default().set_fast();
        Self {
            id: schema.add_bytes_field("id", BytesOptions::default().set_indexed().set_stored()),
            text: schema.add_text_field("text", words(IndexRecordOption::WithFreqsAndPositions)),
            title: schema.add_text_field("title", words(IndexRecordOption::WithFreqs)),
            owner: schema.add_text_field("owner", words(IndexRecordOption::WithFreqsAndPositions)),
            code: schema.add_text_field("code", exact),
            facet: schema.add_text_field("facet", TextOptions::default().set_fast("raw")),
            price: schema.add_i64_field("price", fast.clone()),
            published: schema.add_i64_field("published", fast.clone()),
            ends: schema.add_i64_field("ends", fast.clone()),
            tie: schema.add_u64_field("tie", fast),
            organisation: schema.add_bytes_field("organisation", kept.clone()),
            external_id: schema.add_text_field("external_id", STORED),
            card: schema.add_bytes_field("card", kept),
            texts: TEXTS.map(|name| schema.add_text_field(&name.replace('.', "_"), STORED)),
            schema: schema.build(),
        }
    }

    /// What stands for the document in deletes and updates.
    pub(super) fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }

    /// `name=value` to filter by.
    pub(super) fn code_term(&self, name: &str, value: &str) -> Term {
        Term::from_field_text(self.code, &format!("{name}{IS}{value}"))
    }

    /// Lays a document out.
    ///
    /// # Errors
    /// [`SearchError::OutOfRange`] for a technology readiness level outside 1 to 9.
    pub(super) fn lay_out(&self, document: &SearchDocument) -> Result<TantivyDocument> {
        let mut out = TantivyDocument::default();
        out.add_bytes(self.id, document.id.as_bytes());
        out.add_bytes(self.organisation, document.organisation.as_bytes());
        out.add_u64(self.tie, document.id.as_u64_pair().1);
        if let Some(external_id) = &document.external_id {
            out.add_text(self.external_id, external_id);
        }
        let card = serde_json::to_vec(&document.card).map_err(|error| SearchError::Engine(error.to_string()))?;
        out.add_bytes(self.card, &card);
        self.add_texts(document, &mut out);
        self.add_codes(document, &mut out)?;
        if let Some((minor, _)) = &document.price {
            out.add_i64(self.price, *minor);
        }
        out.add_i64(self.published, document.published_at.timestamp_millis());
        if let Some(ends_at) = document.ends_at {
            out.add_i64(self.ends, ends_at.timestamp_millis());
        }
        Ok(out)
    }

    fn add_texts(&self, document: &SearchDocument, out: &mut TantivyDocument) {
        let texts: [&BilingualText; 4] = [&document.title, &document.summary, &document.description, &document.owner];
        for (index, both) in texts.into_iter().enumerate() {
            for (lang, text) in both.iter() {
                let times = if index == 0 { TITLE_WEIGHT } else { 1 };
                (0..times).for_each(|_| out.add_text(self.text, text));
                out.add_text(self.texts[index * 2 + usize::from(lang == Lang::En)], text);
            }
        }
        document.title.iter().for_each(|(_, text)| out.add_text(self.title, text));
        document.owner.iter().for_each(|(_, text)| out.add_text(self.owner, text));
    }

    fn add_codes(&self, document: &SearchDocument, out: &mut TantivyDocument) -> Result<()> {
        self.add_code("kind", document.kind.code(), out);
        self.add_facet("kind", document.kind.code(), out);
        self.add_code("organisation", document.organisation.simple().encode_lower(&mut Uuid::encode_buffer()), out);
        let mut counted = |name: &str, value: &str| {
            let value = value.trim();
            if !value.is_empty() {
                self.add_code(name, &fold_code(value), out);
                self.add_facet(name, value, out);
            }
        };
        counted("state", &document.state);
        for (name, value) in
            [("sector", &document.sector), ("region", &document.region), ("procedure", &document.procedure)]
        {
            value.iter().for_each(|value| counted(name, value));
        }
        distinct(document.rights.clone()).iter().for_each(|right| counted("right", right));
        match document.trl {
            Some(trl @ 1..=9) => counted("trl", &trl.to_string()),
            Some(trl) => return Err(SearchError::OutOfRange { field: "trl", value: i64::from(trl), limit: "1 to 9" }),
            None => {}
        }
        self.add_facet("price_band", &price_band(document.price.as_ref().map(|(minor, _)| *minor)), out);
        if let Some((_, currency)) = &document.price {
            self.add_code("currency", &fold_code(currency), out);
        }
        self.add_classes(document, out);
        for key in distinct(document.patents.iter().flat_map(|number| patent_keys(number)).collect()) {
            self.add_code("patent", &key, out);
        }
        Ok(())
    }

    fn add_classes(&self, document: &SearchDocument, out: &mut TantivyDocument) {
        for level in distinct(document.ipc.iter().filter_map(|symbol| ipc_levels(symbol)).flatten().collect()) {
            self.add_code("ipc", &level, out);
            match level.len() {
                ..=4 => self.add_facet("ipc", &level, out),
                // Full symbols are too many to count and are only filtered by.
                _ if level.contains('/') => {}
                _ => self.add_facet(IPC_GROUP, &level, out),
            }
        }
    }

    fn add_code(&self, name: &str, value: &str, out: &mut TantivyDocument) {
        out.add_text(self.code, format!("{name}{IS}{value}"));
    }

    fn add_facet(&self, name: &str, value: &str, out: &mut TantivyDocument) {
        out.add_text(self.facet, format!("{name}{IS}{value}"));
    }
}

fn distinct(mut values: Vec<String>) -> Vec<String> {
    values.sort_unstable();
    values.dedup();
    values
}

/// The band a price is counted in: `from-to` in minor units, both inclusive, `from-` at the open end, `none` without a price.
fn price_band(minor: Option<i64>) -> String {
    let Some(minor) = minor else { return "none".to_owned() };
    let above = BANDS.iter().position(|next| minor < *next).unwrap_or(BANDS.len());
    let from = if above == 0 { 0 } else { BANDS[above - 1] };
    BANDS.get(above).map_or_else(|| format!("{from}-"), |next| format!("{from}-{}", next - 1))
}

/// Makes the tokenizer known to an index.
pub(super) fn register_tokenizer(index: &Index) {
    index.tokenizers().register(WORDS, TextAnalyzer::from(WordTokenizer::new()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_fall_into_bands() {
        assert_eq!(price_band(None), "none");
        assert_eq!(price_band(Some(0)), "0-9999999");
        assert_eq!(price_band(Some(9_999_999)), "0-9999999");
        assert_eq!(price_band(Some(10_000_000)), "10000000-49999999");
        assert_eq!(price_band(Some(999_999_999_999)), "1000000000-");
    }

    #[test]
    fn a_readiness_level_that_does_not_exist_is_refused() {
        let document = SearchDocument { trl: Some(10), ..SearchDocument::default() };
        let refused = Fields::new().lay_out(&document).err().map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some("trl is 10; it must be 1 to 9"));
    }
}
