//! The search page: written here, with its data beside it, then taken over by React (`islands/search`), which draws the
//! same page from the same data. What this file works out, `islands/search/shown.ts` works out in the same way.

use actix_web::{HttpResponse, route};
use minijinja::context;
use serde::Serialize;
use serde_json::json;

use crate::{
    discovery::{SearchOut, refusal},
    kernel::{Actor, Money, Result},
    platform::search::FacetValue,
};

use super::{
    catalogue,
    templates::shorter,
    visit::{Head, Visit, embedded, value},
    wanted::{SORTS, Wanted},
};

/// Values of a facet on the page, besides the chosen ones.
const VALUES: usize = 8;
/// The filters, in the order of the page: name, facet of the answer.
const GROUPS: [(&str, &str); 7] = [
    ("sector", "sector"),
    ("right", "right"),
    ("trl", "trl"),
    ("price", "price_band"),
    ("procedure", "procedure"),
    ("region", "region"),
    ("ipc", "ipc"),
];

/// A filter with the values it can take.
#[derive(Serialize)]
struct Group {
    name: &'static str,
    values: Vec<Choice>,
}

/// A value of a filter.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    count: u64,
    href: String,
    on: bool,
    /// How deep in the classification; 0 elsewhere.
    depth: usize,
    /// Height of its bar of 24; for levels of readiness.
    bar: u64,
}

/// A filter that is on, to be taken away.
#[derive(Serialize)]
struct Chip {
    label: String,
    href: String,
}

/// The page.
#[route("/search", method = "GET", method = "HEAD")]
pub async fn page(visit: Visit) -> Result<HttpResponse> {
    let wanted = Wanted::of(visit.query());
    let query = wanted.asked(visit.locale).query(visit.services.db.clock().now())?;
    let answer = SearchOut::of(visit.services.search.query(query).await.map_err(refusal)?, &Actor::Anonymous);
    let shown = Shown { visit: &visit, wanted: &wanted };
    let groups = GROUPS
        .iter()
        .map(|(name, facet)| shown.group(name, answer.facets.get(facet).map_or(&[][..], Vec::as_slice)))
        .collect::<Result<Vec<_>>>()?;
    let chips = shown.chips()?;
    let sorts: Vec<_> = SORTS
        .iter()
        .map(|sort| json!({ "name": sort, "href": shown.link(&wanted.sorted(sort)), "on": wanted.sort.as_deref().unwrap_or("relevance") == *sort }))
        .collect();
    let q = wanted.q.trim();
    let (title, description) = if q.is_empty() {
        (visit.text("search:title")?, visit.text("search:description")?)
    } else {
        (visit.text_with("search:title_for", &[("q", q)])?, visit.text_with("search:description_for", &[("q", q)])?)
    };
    let data = json!({
        "lang": visit.locale.tag(),
        "answer": answer,
        "texts": { "search": catalogue::namespace(visit.locale, "search")?, "common": catalogue::namespace(visit.locale, "common")? },
    });
    let head = Head {
        title,
        description,
        // Any other page of results is the same listings in another order.
        canonical: Some("/search".to_owned()),
        unlisted: !q.is_empty() || wanted.is_narrowed() || wanted.cursor.is_some(),
        scripts: vec!["src/islands/search/main.tsx"],
        ..Head::default()
    };
    let mut more = wanted.clone();
    more.cursor.clone_from(&answer.next);
    let values = context! {
        q => wanted.q.clone(),
        hidden => hidden(&wanted),
        answer => value(&answer)?,
        groups => value(&groups)?,
        chips => value(&chips)?,
        sorts => value(&sorts)?,
        all => shown.link(&Wanted { q: wanted.q.clone(), sort: wanted.sort.clone(), ..Wanted::default() }),
        first => wanted.cursor.is_some().then(|| shown.link(&Wanted { cursor: None, ..wanted.clone() })),
        more => answer.next.is_some().then(|| shown.link(&more)),
        data => embedded(&data),
    };
    visit.page("search.html", head, values).await
}

/// What the form keeps besides the words, so that a search without a script keeps its filters.
fn hidden(wanted: &Wanted) -> Vec<Vec<String>> {
    let kept = Wanted { q: String::new(), cursor: None, ..wanted.clone() }.query();
    url::form_urlencoded::parse(kept.as_bytes())
        .map(|(name, value)| vec![name.into_owned(), value.into_owned()])
        .collect()
}

struct Shown<'a> {
    visit: &'a Visit,
    wanted: &'a Wanted,
}

impl Shown<'_> {
    fn link(&self, wanted: &Wanted) -> String {
        let root = format!("/{}/search", self.visit.locale.tag());
        match wanted.query() {
            query if query.is_empty() => root,
            query => format!("{root}?{query}"),
        }
    }

    fn label(&self, name: &str, value: &str) -> Result<String> {
        let texts = catalogue::texts(self.visit.locale)?;
        let named = |key: &str| texts.get(&format!("{key}.{value}")).cloned();
        Ok(match name {
            "trl" => self.visit.text_with("search:trl_from", &[("level", value)])?,
            "price" => band(self.visit, value)?,
            "region" => named("common:region").unwrap_or_else(|| value.to_owned()),
            "ipc" => match named("common:ipc") {
                Some(name) => format!("{value} {name}"),
                None => value.to_owned(),
            },
            _ => named(&format!("common:{name}")).unwrap_or_else(|| value.to_owned()),
        })
    }

    fn is_on(&self, name: &str, value: &str) -> bool {
        let wanted = self.wanted;
        let among = |list: &[String]| list.iter().any(|one| one == value);
        match name {
            "sector" => among(&wanted.sector),
            "right" => among(&wanted.right),
            "procedure" => among(&wanted.procedure),
            "region" => among(&wanted.region),
            "ipc" => among(&wanted.ipc),
            "trl" => wanted.trl_min.is_some_and(|level| level.to_string() == value),
            "price" => price_value(wanted).as_deref() == Some(value),
            _ => false,
        }
    }

    fn group(&self, name: &'static str, counted: &[FacetValue]) -> Result<Group> {
        let mut counted: Vec<FacetValue> = counted.iter().filter(|one| one.value != "none").cloned().collect();
        match name {
            "ipc" => {
                counted.retain(|one| self.is_open(&one.value));
                counted.sort_by(|a, b| a.value.cmp(&b.value));
            }
            "trl" => counted = levels(&counted),
            "price" => {}
            _ => {
                let mut kept = 0;
                counted.retain(|one| {
                    kept += 1;
                    kept <= VALUES || self.is_on(name, &one.value)
                });
            }
        }
        let highest = counted.iter().map(|one| one.count).max().unwrap_or_default().max(1);
        let values = counted
            .into_iter()
            .map(|one| {
                Ok(Choice {
                    label: self.label(name, &one.value)?,
                    href: self.link(&self.wanted.toggled(name, &one.value)),
                    on: self.is_on(name, &one.value),
                    depth: if name == "ipc" { depth(&one.value) } else { 0 },
                    bar: (one.count * 24).div_ceil(highest),
                    count: one.count,
                    value: one.value,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Group { name, values })
    }

    /// A symbol is shown below one that is chosen, or beside one.
    fn is_open(&self, symbol: &str) -> bool {
        let above = above(symbol);
        above.is_empty() || self.wanted.ipc.iter().any(|chosen| chosen.starts_with(above))
    }

    fn chips(&self) -> Result<Vec<Chip>> {
        let wanted = self.wanted;
        let trl: Vec<String> = wanted.trl_min.iter().map(u8::to_string).collect();
        let price: Vec<String> = price_value(wanted).into_iter().collect();
        let lists = [
            ("sector", &wanted.sector),
            ("right", &wanted.right),
            ("trl", &trl),
            ("price", &price),
            ("procedure", &wanted.procedure),
            ("region", &wanted.region),
            ("ipc", &wanted.ipc),
        ];
        let each = lists.iter().flat_map(|(name, values)| values.iter().map(move |value| (*name, value)));
        each.map(|(name, value)| {
            Ok(Chip { label: self.label(name, value)?, href: self.link(&wanted.toggled(name, value)) })
        })
        .collect()
    }
}

fn price_value(wanted: &Wanted) -> Option<String> {
    let text = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    (wanted.price_min.is_some() || wanted.price_max.is_some())
        .then(|| format!("{}-{}", text(wanted.price_min), text(wanted.price_max)))
}

/// A band of prices in words; its upper end is the first price above it.
fn band(visit: &Visit, value: &str) -> Result<String> {
    let (from, to) = value.split_once('-').unwrap_or_default();
    let amount = |bound: &str, more: i64| {
        let minor: Option<i64> = bound.parse().ok();
        minor.map(|minor| shorter(visit.locale, Money::cny(minor + more)))
    };
    match (amount(from, 0).filter(|_| from != "0"), amount(to, 1)) {
        (Some(from), Some(to)) => visit.text_with("search:price_between", &[("from", &from), ("to", &to)]),
        (Some(from), None) => visit.text_with("search:price_from", &[("from", &from)]),
        (None, Some(to)) => visit.text_with("search:price_below", &[("to", &to)]),
        (None, None) => Ok(value.to_owned()),
    }
}

/// All nine levels: those without listings are bars without height.
fn levels(counted: &[FacetValue]) -> Vec<FacetValue> {
    let of = |level: &str| counted.iter().find(|one| one.value == level).map_or(0, |one| one.count);
    (1..=9).map(|level: u8| level.to_string()).map(|value| FacetValue { count: of(&value), value }).collect()
}

/// 0 for a section, 1 for a class, 2 for a subclass, 3 for a main group.
fn depth(symbol: &str) -> usize {
    match symbol.len() {
        0 | 1 => 0,
        2 | 3 => 1,
        4 => 2,
        _ => 3,
    }
}

/// The symbol above; none above a section.
fn above(symbol: &str) -> &str {
    let end = [0, 1, 3, 4].get(depth(symbol)).copied().unwrap_or(4);
    symbol.get(..end).unwrap_or_default()
}
