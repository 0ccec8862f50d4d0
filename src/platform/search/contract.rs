//! What every search engine must do: the port's specification as cases. Run [`all`] on an empty engine of any kind.
//!
//! Each case fills the engine anew through a rebuild, so that cases don't see each other's documents.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{
    BilingualText, Change, FacetValue, Kind, Lang, SearchAnswer, SearchDocument, SearchEngine, SearchError,
    SearchQuery, Sort, WarningCode,
};

/// No hits.
const NONE: [u64; 0] = [];

/// Runs every case.
pub async fn all(engine: &dyn SearchEngine) {
    texts(engine).await;
    language(engine).await;
    codes(engine).await;
    facets_and_filters(engine).await;
    order_and_pages(engine).await;
    highlights(engine).await;
    tolerance(engine).await;
    bad_input(engine).await;
    suggestions(engine).await;
    changes(engine).await;
    rebuilds(engine).await;
}

/// A document with the id `n`, published `n` hours after the epoch.
pub fn document(n: u64) -> SearchDocument {
    SearchDocument {
        id: id(n),
        organisation: Uuid::from_u128(7),
        published_at: hour(n),
        card: json!({ "n": n }),
        ..SearchDocument::default()
    }
}

pub fn id(n: u64) -> Uuid {
    // The upper half the same, as in a burst of version-7 ids.
    Uuid::from_u64_pair(0x0190_0000_0000_7000, 0x8000_0000_0000_0000 | n)
}

fn hour(n: u64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(n as i64)
}

fn zh(text: &str) -> BilingualText {
    BilingualText { zh: Some(text.to_owned()), en: None }
}

fn en(text: &str) -> BilingualText {
    BilingualText { zh: None, en: Some(text.to_owned()) }
}

fn titled(n: u64, title: BilingualText) -> SearchDocument {
    SearchDocument { title, ..document(n) }
}

/// Replaces all documents.
pub async fn fill(engine: &dyn SearchEngine, documents: Vec<SearchDocument>) {
    let mut rebuild = engine.rebuild().await.unwrap();
    rebuild.add(documents).await.unwrap();
    rebuild.finish(0).await.unwrap();
}

async fn ask(engine: &dyn SearchEngine, query: SearchQuery) -> SearchAnswer {
    engine.query(query).await.unwrap()
}

fn numbers(answer: &SearchAnswer) -> Vec<u64> {
    answer.hits.iter().map(|hit| hit.id.as_u64_pair().1 & !(1 << 63)).collect()
}

/// Hits in order.
pub async fn hits(engine: &dyn SearchEngine, q: &str) -> Vec<u64> {
    numbers(&ask(engine, SearchQuery::text(q)).await)
}

async fn found(engine: &dyn SearchEngine, q: &str) -> BTreeSet<u64> {
    hits(engine, q).await.into_iter().collect()
}

async fn warnings(engine: &dyn SearchEngine, q: &str) -> Vec<WarningCode> {
    ask(engine, SearchQuery::text(q)).await.warnings.iter().map(|warning| warning.code).collect()
}

fn set<const N: usize>(numbers: [u64; N]) -> BTreeSet<u64> {
    numbers.into()
}

fn counts(answer: &SearchAnswer, facet: &str) -> Vec<(String, u64)> {
    answer.facets[facet].iter().map(|FacetValue { value, count }| (value.clone(), *count)).collect()
}

fn counted<const N: usize>(values: [(&str, u64); N]) -> Vec<(String, u64)> {
    values.map(|(value, count)| (value.to_owned(), count)).to_vec()
}

async fn texts(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            titled(
                1,
                BilingualText {
                    zh: Some("一种石墨烯薄膜的制备方法".into()),
                    en: Some("Preparation of graphene films".into()),
                },
            ),
            titled(2, zh("石墨电极及其应用")),
            titled(3, zh("鋰離子電池隔膜")),
            titled(4, en("Solid-state batteries manufactured by roll pressing")),
            titled(5, en("ＧＲＡＰＨＥＮＥ　ＳＥＮＳＯＲ")),
            SearchDocument {
                summary: en("A catalyst of Müller type"),
                description: zh("用於烟气脱硝的催化剂"),
                ..titled(6, en("Catalyst"))
            },
            SearchDocument {
                owner: BilingualText { zh: Some("贵州大学".into()), en: Some("Guizhou University".into()) },
                ..titled(7, en("Alloy"))
            },
            titled(8, zh(&"长".repeat(490).replacen("长", "稀土磁体", 1))),
            titled(9, zh("铝合金压铸")),
        ],
    )
    .await;
    // Chinese, and every character of it.
    assert_eq!(found(engine, "石墨烯").await, set([1]));
    assert_eq!(found(engine, "石墨").await, set([1, 2]));
    assert_eq!(hits(engine, "石墨烯薄膜制备方法").await[0], 1);
    assert_eq!(found(engine, "铝").await, set([9]));
    assert_eq!(found(engine, "铸").await, set([9]));
    assert_eq!(found(engine, "墨").await, set([1, 2]));
    // Traditional finds simplified, and the other way round.
    assert_eq!(found(engine, "锂离子电池").await, set([3]));
    assert_eq!(hits(engine, "石墨烯薄膜製備").await[0], 1);
    assert_eq!(found(engine, "用于烟气脱硝").await, set([6]));
    // English by its stems, whatever the case; diacritics and width make no difference.
    assert_eq!(found(engine, "BATTERY manufacturing").await, set([4]));
    assert_eq!(found(engine, "graphene").await, set([1, 5]));
    assert_eq!(found(engine, "ｇｒａｐｈｅｎｅ").await, set([1, 5]));
    assert_eq!(found(engine, "muller").await, set([6]));
    // Any word may match, and more is better.
    assert_eq!(hits(engine, "graphene sensor").await, [5, 1]);
    // The holder is text too.
    assert_eq!(found(engine, "贵州大学").await, set([7]));
    // Long titles are indexed to their end.
    assert_eq!(found(engine, "稀土磁体").await, set([8]));
    // A word unfinished.
    let growing = |q: &str| SearchQuery { prefix: true, ..SearchQuery::text(q) };
    assert_eq!(numbers(&ask(engine, growing("graph")).await).into_iter().collect::<BTreeSet<_>>(), set([1, 5]));
    assert_eq!(numbers(&ask(engine, growing("manufacturi")).await), [4]);
    assert_eq!(numbers(&ask(engine, growing("催")).await), [6]);
    assert_eq!(numbers(&ask(engine, growing("graph ")).await), NONE, "a finished word is not a prefix");
    // The card comes back as it was put in.
    let answer = ask(engine, SearchQuery::text("铝合金")).await;
    assert_eq!(answer.hits[0].card.get(), r#"{"n":9}"#);
    assert_eq!(answer.hits[0].organisation, Uuid::from_u128(7));
    assert!(answer.hits[0].score > 0.0 && answer.took_ms > 0.0 && answer.total == 1);
}

async fn language(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            SearchDocument {
                owner: en("University of Guizhou"),
                trl: Some(4),
                ..titled(1, en("Thin film of graphene"))
            },
            SearchDocument { owner: en("Guizhou Film Works"), trl: Some(7), ..titled(2, en("Film that is thin")) },
            SearchDocument {
                price: Some((100_000_000, "CNY".into())),
                rights: vec!["exclusive".into()],
                ..titled(3, zh("薄膜电池石墨"))
            },
            SearchDocument {
                price: Some((600_000_000, "CNY".into())),
                rights: vec!["assignment".into(), "sole".into()],
                kind: Kind::Need,
                ..titled(4, zh("石墨电池薄膜"))
            },
        ],
    )
    .await;
    assert_eq!(found(engine, "\"thin film\"").await, set([1]));
    assert_eq!(found(engine, "“石墨电池”").await, set([4]));
    assert_eq!(found(engine, "film -graphene").await, set([2]));
    assert_eq!(found(engine, "film -\"thin film\"").await, set([2]));
    assert_eq!(found(engine, "石墨 -电池石墨").await, set([4]));
    assert_eq!(found(engine, "-film").await, set([3, 4]));
    assert_eq!(found(engine, "owner:\"university guizhou\"").await, set([1]));
    assert_eq!(found(engine, "owner:Guizhou").await, set([1, 2]));
    assert_eq!(found(engine, "film trl:>=6").await, set([2]));
    assert_eq!(found(engine, "trl:4..7").await, set([1, 2]));
    assert_eq!(found(engine, "price:<5000000").await, set([3]));
    assert_eq!(found(engine, "price:>=100万").await, set([3, 4]));
    assert_eq!(found(engine, "right:exclusive,sole").await, set([3, 4]));
    assert_eq!(found(engine, "right:Sole kind:need").await, set([4]));
    assert_eq!(found(engine, "-right:sole").await, set([1, 2, 3]));
    assert_eq!(found(engine, "类型：需求").await, set([4]));
    // Both phrase and words: the phrase must, the words may.
    assert_eq!(hits(engine, "\"film\" graphene").await, [1, 2]);
}

async fn codes(engine: &dyn SearchEngine) {
    let patented = |n, number: &str, ipc: &[&str]| SearchDocument {
        patents: vec![number.to_owned()],
        ipc: ipc.iter().map(|symbol| (*symbol).to_owned()).collect(),
        ..titled(n, en("Device 2018"))
    };
    fill(
        engine,
        vec![
            patented(1, "CN201810392222.0", &["C01B 32/182", "H01M4/583"]),
            patented(2, "CN108000000B", &["C01B 33/00"]),
            patented(3, "US7788160B2", &["C01G 1/02"]),
        ],
    )
    .await;
    for q in [
        "CN201810392222.0",
        "ZL201810392222.0",
        "ZL 2018 1 0392222.0",
        "201810392222.0",
        "2018103922220",
        "201810392222",
        "ｚｌ201810392222.0",
        "patent:ZL201810392222.0",
        "patent:\"ZL 2018 1 0392222.0\"",
        "申请号：201810392222",
    ] {
        assert_eq!(found(engine, q).await, set([1]), "{q}");
    }
    for q in ["CN108000000", "CN 108000000 B", "patent:CN108000000A"] {
        assert_eq!(found(engine, q).await, set([2]), "{q}");
    }
    for q in ["US 7,788,160 B2", "US7788160", "7788160", "07788160", "patent:7788160"] {
        assert_eq!(found(engine, q).await, set([3]), "{q}");
    }
    assert_eq!(found(engine, "CN999999999999").await, set([]));
    assert_eq!(found(engine, "ipc:C01B").await, set([1, 2]));
    assert_eq!(found(engine, "ipc:C").await, set([1, 2, 3]));
    assert_eq!(found(engine, "ipc:C01").await, set([1, 2, 3]));
    assert_eq!(found(engine, "ipc:C01B32").await, set([1]));
    assert_eq!(found(engine, "ipc:C01B 32/182").await, set([1]));
    assert_eq!(found(engine, "ipc:c01b32/182,H02K").await, set([1]));
    assert_eq!(found(engine, "ipc:C01B32/00").await, set([1]), "a main group stands for all in it");
    assert_eq!(found(engine, "C01B 32/182").await, set([1]), "also without the field");
    assert_eq!(found(engine, "C01B").await, set([1, 2]));
    let by_parameter = SearchQuery { ipc: vec!["C01B 33/00".into(), "C01G".into()], ..SearchQuery::default() };
    assert_eq!(numbers(&ask(engine, by_parameter).await), [3, 2]);
}

async fn facets_and_filters(engine: &dyn SearchEngine) {
    let listed = |n, sector: &str, rights: &[&str], trl, price: Option<i64>, ipc: &str| SearchDocument {
        sector: Some(sector.to_owned()),
        rights: rights.iter().map(|right| (*right).to_owned()).collect(),
        trl: Some(trl),
        price: price.map(|minor| (minor, "CNY".to_owned())),
        procedure: Some(if n == 1 { "auction" } else { "negotiated" }.to_owned()),
        region: Some("贵阳".to_owned()),
        ipc: vec![ipc.to_owned()],
        ..titled(n, en("film"))
    };
    fill(
        engine,
        vec![
            listed(1, "new_materials", &["exclusive", "sole"], 3, Some(5_000_000), "C01B 32/182"),
            listed(2, "new_materials", &["exclusive"], 6, Some(60_000_000), "C01B 33/02"),
            listed(3, "new_energy", &["assignment"], 6, None, "H01M 4/583"),
            SearchDocument { kind: Kind::Need, state: "under_deal".into(), ..titled(4, en("other")) },
        ],
    )
    .await;
    let answer = ask(engine, SearchQuery::text("film")).await;
    assert_eq!(answer.total, 3);
    assert_eq!(counts(&answer, "sector"), counted([("new_materials", 2), ("new_energy", 1)]));
    assert_eq!(counts(&answer, "right"), counted([("exclusive", 2), ("assignment", 1), ("sole", 1)]));
    assert_eq!(counts(&answer, "trl"), counted([("3", 1), ("6", 2)]));
    assert_eq!(counts(&answer, "region"), counted([("贵阳", 3)]));
    assert_eq!(counts(&answer, "procedure"), counted([("negotiated", 2), ("auction", 1)]));
    assert_eq!(counts(&answer, "kind"), counted([("supply", 3)]));
    assert_eq!(counts(&answer, "state"), counted([("published", 3)]));
    assert_eq!(counts(&answer, "price_band"), counted([("0-9999999", 1), ("50000000-99999999", 1), ("none", 1)]));
    assert_eq!(counts(&answer, "ipc"), counted([("C", 2), ("C01", 2), ("C01B", 2), ("H", 1), ("H01", 1), ("H01M", 1)]));

    // A filter narrows everything but its own facet.
    let answer = ask(engine, SearchQuery { sector: vec!["New_Energy".into()], ..SearchQuery::default() }).await;
    assert_eq!(numbers(&answer), [3]);
    assert_eq!(counts(&answer, "sector"), counted([("new_materials", 2), ("new_energy", 1)]));
    assert_eq!(counts(&answer, "right"), counted([("assignment", 1)]));
    // Nothing found says what to loosen.
    let answer = ask(engine, SearchQuery { sector: vec!["modern_medicine".into()], ..SearchQuery::text("film") }).await;
    assert_eq!((answer.total, counts(&answer, "sector").len()), (0, 2));
    // Main groups below a class filtered by.
    let answer = ask(engine, SearchQuery { ipc: vec!["C01B".into()], ..SearchQuery::default() }).await;
    assert_eq!(answer.total, 2);
    let ipc = counts(&answer, "ipc");
    assert!(
        ipc.contains(&("C01B32".into(), 1)) && ipc.contains(&("C01B33".into(), 1)) && ipc.contains(&("H01M".into(), 1)),
        "{ipc:?}"
    );

    let numbers_of = async |query: SearchQuery| numbers(&ask(engine, query).await);
    let all = SearchQuery::default;
    assert_eq!(numbers_of(SearchQuery { kind: Some(Kind::Need), ..all() }).await, [4]);
    assert_eq!(numbers_of(SearchQuery { state: vec!["under_deal".into()], ..all() }).await, [4]);
    assert_eq!(numbers_of(SearchQuery { right: vec!["sole".into(), "assignment".into()], ..all() }).await, [3, 1]);
    assert_eq!(numbers_of(SearchQuery { procedure: vec!["auction".into()], ..all() }).await, [1]);
    assert_eq!(numbers_of(SearchQuery { region: vec!["贵阳".into()], trl_min: Some(6), ..all() }).await, [3, 2]);
    assert_eq!(numbers_of(SearchQuery { trl_max: Some(5), ..all() }).await, [1]);
    assert_eq!(numbers_of(SearchQuery { price_min: Some(5_000_001), ..all() }).await, [2]);
    assert_eq!(numbers_of(SearchQuery { price_max: Some(60_000_000), ..all() }).await, [2, 1]);
    assert_eq!(numbers_of(SearchQuery { price_min: Some(6), price_max: Some(5), ..all() }).await, NONE);
    assert_eq!(
        numbers_of(SearchQuery { price_max: Some(i64::MAX), currency: Some("usd".into()), ..all() }).await,
        NONE
    );
    assert_eq!(numbers_of(SearchQuery { currency: Some("cny".into()), ..all() }).await, [2, 1]);
    assert_eq!(numbers_of(SearchQuery { organisation: Some(Uuid::from_u128(7)), ..all() }).await, [4, 3, 2, 1]);
    assert_eq!(numbers_of(SearchQuery { organisation: Some(Uuid::from_u128(8)), ..all() }).await, NONE);
    assert_eq!(
        numbers_of(SearchQuery { sector: vec!["new_materials".into()], right: vec!["assignment".into()], ..all() })
            .await,
        NONE
    );
}

async fn order_and_pages(engine: &dyn SearchEngine) {
    let priced = |n: u64| SearchDocument {
        price: (n % 5 != 0).then(|| ((n % 7) as i64 * 1_000, "CNY".into())),
        ends_at: (n % 3 == 0).then(|| hour(1_000 - n)),
        published_at: hour(n / 4),
        description: en(&"film ".repeat((n % 6) as usize)),
        ..titled(n, en("film"))
    };
    let documents: Vec<SearchDocument> = (1..=60).map(priced).collect();
    fill(engine, documents.clone()).await;

    let first = |sort| SearchQuery { sort, limit: 3, ..SearchQuery::text("film") };
    let published = |n: u64| documents[n as usize - 1].published_at;
    let newest = numbers(&ask(engine, SearchQuery { limit: 60, ..first(Sort::Newest) }).await);
    assert!(newest.is_sorted_by_key(|n| std::cmp::Reverse(published(*n))), "{newest:?}");
    let price = |n: u64| documents[n as usize - 1].price.as_ref().map(|(minor, _)| *minor);
    let cheapest = numbers(&ask(engine, SearchQuery { limit: 60, ..first(Sort::PriceAsc) }).await);
    assert!(cheapest.is_sorted_by_key(|n| price(*n).unwrap_or(i64::MAX)), "{cheapest:?}");
    let dearest = numbers(&ask(engine, SearchQuery { limit: 60, ..first(Sort::PriceDesc) }).await);
    assert!(dearest.is_sorted_by_key(|n| price(*n).map_or(1, |minor| -minor)), "{dearest:?}");
    assert_eq!(price(*dearest.last().unwrap()), None, "what has no price comes last either way");
    assert_eq!(numbers(&ask(engine, first(Sort::EndingSoon)).await), [60, 57, 54]);
    let now = Some(hour(1_000 - 55));
    assert_eq!(
        numbers(&ask(engine, SearchQuery { now, ..first(Sort::EndingSoon) }).await),
        [54, 51, 48],
        "what has ended is no longer ending"
    );

    for sort in [Sort::Relevance, Sort::Newest, Sort::PriceAsc, Sort::PriceDesc, Sort::EndingSoon] {
        let whole = numbers(&ask(engine, SearchQuery { limit: 60, ..first(sort) }).await);
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 60);
        let mut paged = Vec::new();
        let mut query = SearchQuery { limit: 7, ..first(sort) };
        loop {
            let answer = ask(engine, query.clone()).await;
            assert_eq!(answer.total, 60);
            paged.extend(numbers(&answer));
            query.cursor = answer.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole, "{sort:?}");
    }
    // Nothing to be relevant to: newest first. No hits asked for: counts only.
    assert_eq!(numbers(&ask(engine, SearchQuery { limit: 60, ..SearchQuery::default() }).await), newest);
    let counted = ask(engine, SearchQuery { limit: 0, ..SearchQuery::default() }).await;
    assert_eq!((counted.total, counted.hits.len(), counted.next), (60, 0, None));
    assert_eq!(counted.facets["kind"][0].count, 60);
}

async fn highlights(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![SearchDocument {
            title: BilingualText {
                zh: Some("石墨烯<b>薄膜</b>".into()),
                en: Some("\"Graphene\" & <script>films</script>".into()),
            },
            summary: en(&format!("{} graphene film here {}", "padding ".repeat(200), "padding ".repeat(200))),
            owner: en("Film Works"),
            ..document(1)
        }],
    )
    .await;
    let marks = async |q: &str| ask(engine, SearchQuery::text(q)).await.hits[0].highlights.clone();
    let both = marks("film 石墨烯").await;
    assert_eq!(both["title.zh"], "<em>石墨烯</em>&lt;b&gt;薄膜&lt;/b&gt;");
    assert_eq!(both["title.en"], "&quot;Graphene&quot; &amp; &lt;script&gt;<em>films</em>&lt;/script&gt;");
    assert_eq!(both["owner.en"], "<em>Film</em> Works");
    assert!(both["summary.en"].contains("<em>film</em>") && both["summary.en"].len() < 400, "{}", both["summary.en"]);
    assert!(!both.contains_key("summary.zh"));
    assert!(marks("石").await["title.zh"].starts_with("<em>石</em>墨烯"));
    assert!(marks("\"graphene film\"").await["summary.en"].contains("<em>graphene</em> <em>film</em>"));
    assert!(marks("kind:supply").await.is_empty());
    let growing = SearchQuery { prefix: true, ..SearchQuery::text("grap") };
    assert!(ask(engine, growing).await.hits[0].highlights["title.en"].contains("<em>Graphene</em>"));
}

async fn tolerance(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            titled(1, en("Graphene electrodes")),
            titled(2, en("Photovoltaic sensor")),
            titled(3, en("Tensor processing")),
            titled(4, zh("石墨电极")),
        ],
    )
    .await;
    for (typed, expected) in [("graphne", 1), ("grahpene", 1), ("photovoltiac", 2), ("elektrodes", 1)] {
        let answer = ask(engine, SearchQuery::text(typed)).await;
        assert_eq!(numbers(&answer), [expected], "{typed}");
        assert_eq!(
            answer.warnings.iter().map(|w| (w.code, w.part.as_str())).collect::<Vec<_>>(),
            [(WarningCode::Spelling, typed)]
        );
    }
    // A word that exists is taken at its word, and short ones are not guessed at.
    assert_eq!(found(engine, "sensor").await, set([2]));
    assert_eq!(found(engine, "sen").await, set([]));
    assert_eq!(found(engine, "zzzzzzzz").await, set([]));
    // A Chinese word that doesn't occur as a whole is looked for in parts.
    assert_eq!(found(engine, "石墨烯").await, set([4]));
}

async fn bad_input(engine: &dyn SearchEngine) {
    fill(engine, vec![titled(1, en("bar film high")), titled(2, en("Time: 10:30"))]).await;
    assert_eq!(warnings(engine, "foo:bar").await, [WarningCode::UnknownField]);
    assert_eq!(found(engine, "foo:bar").await, set([1]));
    assert_eq!(warnings(engine, "film trl:high").await, [WarningCode::BadValue]);
    assert_eq!(found(engine, "trl:high").await, set([1]));
    assert_eq!(warnings(engine, "\"film").await, [WarningCode::UnclosedQuote]);
    assert_eq!(found(engine, "\"film").await, set([1]));
    assert_eq!(warnings(engine, "???").await, [WarningCode::NothingSearchable]);
    assert_eq!(found(engine, "???").await, set([]));
    assert_eq!(found(engine, "time: 10:30").await, set([2]));
    assert_eq!(warnings(engine, "time: 10:30").await, []);
    let many: String = (0..150).map(|n| format!("w{n} ")).collect();
    fill(engine, vec![titled(1, en(&many))]).await;
    assert_eq!(warnings(engine, &many).await, [WarningCode::TooManyWords]);
    assert_eq!(found(engine, &many).await, set([1]));
    for garbage in [
        "",
        " ",
        "-",
        "--",
        "\"\"",
        "\"",
        "“",
        "ipc:",
        ":",
        "-:",
        "a:b:c",
        "((((",
        "* ? ~ ^ [ ]",
        "NOT AND OR",
        "\0\u{feff}",
        "🦀",
        "price:<",
        "trl:..",
        "-\"\"",
        "%%27",
    ] {
        let answer = engine.query(SearchQuery { prefix: true, ..SearchQuery::text(garbage) }).await;
        assert!(answer.is_ok(), "{garbage}: {answer:?}");
    }
    assert!(engine.query(SearchQuery::text("石".repeat(1_000))).await.is_ok());
    assert!(matches!(
        engine.query(SearchQuery::text("石".repeat(1_001))).await,
        Err(SearchError::TooLong { field: "q", limit: 1_000, actual: 1_001 })
    ));
    assert!(matches!(
        engine.query(SearchQuery { limit: 101, ..SearchQuery::default() }).await,
        Err(SearchError::OutOfRange { field: "limit", value: 101, .. })
    ));
    assert!(matches!(
        engine.query(SearchQuery { trl_min: Some(0), ..SearchQuery::default() }).await,
        Err(SearchError::OutOfRange { field: "trl_min", .. })
    ));
    assert!(matches!(
        engine.query(SearchQuery { sector: vec![String::new(); 51], ..SearchQuery::default() }).await,
        Err(SearchError::TooLong { field: "sector", limit: 50, actual: 51 })
    ));
    for cursor in ["x", "1.2.3", "", "石.石.石"] {
        let query = SearchQuery { cursor: Some(cursor.into()), ..SearchQuery::default() };
        assert!(matches!(engine.query(query).await, Err(SearchError::BadCursor)), "{cursor}");
    }
}

async fn suggestions(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            titled(1, BilingualText { zh: Some("石墨烯薄膜".into()), en: Some("Graphene film".into()) }),
            titled(2, en("Graphite electrode")),
            titled(3, en("Graphite electrode")),
            SearchDocument { summary: en("graphene inside"), ..titled(4, en("Something else")) },
        ],
    )
    .await;
    let suggest = async |prefix: &str, lang| {
        let mut texts: Vec<String> =
            engine.suggest(prefix, 5, lang).await.unwrap().into_iter().map(|s| s.text).collect();
        texts.sort();
        texts
    };
    assert_eq!(
        suggest("grap", Some(Lang::En)).await,
        ["Graphene film", "Graphite electrode"],
        "each once, titles only"
    );
    assert_eq!(suggest("grap", Some(Lang::Zh)).await, ["Graphite electrode", "石墨烯薄膜"]);
    assert_eq!(suggest("graphite elec", None).await, ["Graphite electrode"]);
    assert_eq!(suggest("石墨", Some(Lang::Zh)).await, ["石墨烯薄膜"]);
    assert_eq!(suggest("石", None).await, ["石墨烯薄膜"]);
    assert_eq!(suggest("  ", None).await, Vec::<String>::new());
    assert_eq!(engine.suggest("grap", 1, None).await.unwrap().len(), 1);
}

async fn changes(engine: &dyn SearchEngine) {
    fill(engine, vec![titled(1, en("old alpha")), titled(2, en("beta"))]).await;
    engine.index(vec![titled(1, en("new gamma")).into(), titled(3, en("delta")).into()], 10).await.unwrap();
    assert_eq!(engine.cursor(), 10);
    assert_eq!(found(engine, "alpha").await, set([]));
    assert_eq!(found(engine, "gamma").await, set([1]));
    assert_eq!(found(engine, "delta").await, set([3]));
    engine.index(vec![Change::Delete(id(2)), Change::Delete(id(99))], 11).await.unwrap();
    assert_eq!(found(engine, "beta").await, set([]));
    let answer = ask(engine, SearchQuery::default()).await;
    assert_eq!((answer.total, answer.facets["kind"][0].count), (2, 2), "deleted documents are not counted");
    // In order: the last change on an id wins.
    engine.index(vec![titled(4, en("epsilon")).into(), Change::Delete(id(4))], 12).await.unwrap();
    engine
        .index(vec![Change::Delete(id(5)), titled(5, en("zeta")).into(), titled(5, en("eta")).into()], 13)
        .await
        .unwrap();
    assert_eq!(found(engine, "epsilon zeta").await, set([]));
    assert_eq!(found(engine, "eta").await, set([5]));
    // An empty batch moves the cursor alone.
    engine.index(Vec::new(), 20).await.unwrap();
    assert_eq!(engine.cursor(), 20);
    assert_eq!(engine.stats().await.unwrap().documents, 3);
    // A batch that can't be written changes nothing.
    let wrong = SearchDocument { trl: Some(12), ..titled(7, en("theta")) };
    let refused = engine.index(vec![titled(6, en("theta")).into(), wrong.into()], 30).await;
    assert!(matches!(refused, Err(SearchError::OutOfRange { field: "trl", value: 12, .. })));
    engine.index(Vec::new(), 21).await.unwrap();
    assert_eq!(found(engine, "theta").await, set([]));
    assert_eq!(engine.cursor(), 21);
}

async fn rebuilds(engine: &dyn SearchEngine) {
    fill(engine, vec![titled(1, en("old"))]).await;
    engine.index(Vec::new(), 40).await.unwrap();
    let mut rebuild = engine.rebuild().await.unwrap();
    assert!(matches!(engine.rebuild().await.err(), Some(SearchError::RebuildRunning)));
    rebuild.add(vec![titled(2, en("new one")), titled(3, en("new two"))]).await.unwrap();
    // The old index serves, and takes changes, until the swap.
    engine.index(vec![titled(4, en("old too")).into()], 41).await.unwrap();
    assert_eq!(found(engine, "old").await, set([1, 4]));
    assert_eq!(found(engine, "new").await, set([]));
    rebuild.add(vec![titled(5, en("new three"))]).await.unwrap();
    rebuild.finish(39).await.unwrap();
    assert_eq!(found(engine, "old").await, set([]));
    assert_eq!(found(engine, "new").await, set([2, 3, 5]));
    assert_eq!(engine.cursor(), 39, "what happened meanwhile is replayed");
    engine.index(vec![titled(2, en("changed")).into()], 42).await.unwrap();
    assert_eq!(found(engine, "new").await, set([3, 5]));
    // One that is dropped leaves nothing behind, and the next can begin.
    let mut dropped = engine.rebuild().await.unwrap();
    dropped.add(vec![titled(9, en("never"))]).await.unwrap();
    drop(dropped);
    assert_eq!(found(engine, "never").await, set([]));
    drop(engine.rebuild().await.unwrap());
}
