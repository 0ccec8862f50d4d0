//! What is answered: facets, order, pages, highlights; and how the index changes.

use super::*;

pub(super) async fn facets_and_filters(engine: &dyn SearchEngine) {
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

pub(super) async fn order_and_pages(engine: &dyn SearchEngine) {
    let priced = |n: u64| SearchDocument {
        price: (!n.is_multiple_of(5)).then(|| ((n % 7) as i64 * 1_000, "CNY".into())),
        ends_at: n.is_multiple_of(3).then(|| hour(1_000 - n)),
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

pub(super) async fn highlights(engine: &dyn SearchEngine) {
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

pub(super) async fn changes(engine: &dyn SearchEngine) {
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

pub(super) async fn rebuilds(engine: &dyn SearchEngine) {
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
