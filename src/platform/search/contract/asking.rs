//! What is asked: texts, the query language, codes, tolerance, suggestions.

use super::*;

pub(super) async fn texts(engine: &dyn SearchEngine) {
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

pub(super) async fn language(engine: &dyn SearchEngine) {
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

pub(super) async fn codes(engine: &dyn SearchEngine) {
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

pub(super) async fn tolerance(engine: &dyn SearchEngine) {
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

pub(super) async fn bad_input(engine: &dyn SearchEngine) {
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

pub(super) async fn suggestions(engine: &dyn SearchEngine) {
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
