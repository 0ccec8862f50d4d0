//! Filters: from the conditions in the text and from the parameters beside it.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{EmptyQuery, Query, RangeQuery};

use super::plan::{Filter, Planner, any_of};
use crate::platform::search::answer::WarningCode;
use crate::platform::search::codes::{fold_code, ipc_lookup};
use crate::platform::search::document::Kind;
use crate::platform::search::error::Result;
use crate::platform::search::language::{Condition, Facet, Test};
use crate::platform::search::query::SearchQuery;

impl Planner<'_> {
    pub(super) fn add_condition(&mut self, condition: &Condition) -> Result<()> {
        let (facet, query): (Option<&'static str>, Box<dyn Query>) = match &condition.test {
            Test::OneOf(facet, values) => (Some(facet.name()), self.codes(facet.name(), values)),
            Test::Ipc(levels) => {
                if !condition.negated {
                    self.plan.classes.extend(levels.iter().cloned());
                }
                (Some("ipc"), self.codes("ipc", levels))
            }
            Test::Owner(name) => (None, self.all_words(self.fields.owner, name)?),
            Test::Patent(keys) => (None, self.codes("patent", keys)),
            Test::Trl(low, high) => (Some("trl"), self.trl(*low, *high)),
            Test::Price(low, high) => (Some("price_band"), self.price(*low, *high)),
        };
        if condition.negated {
            self.plan.must_not.push(query);
        } else {
            self.plan.filters.push(Filter { facet, query });
        }
        Ok(())
    }

    pub(super) fn add_filters(&mut self, query: &SearchQuery) {
        let lists = [
            (Facet::Sector, &query.sector),
            (Facet::Right, &query.right),
            (Facet::Procedure, &query.procedure),
            (Facet::Region, &query.region),
            (Facet::State, &query.state),
        ];
        for (facet, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            let folded: Vec<String> = values.iter().map(|value| fold_code(value)).collect();
            self.filter(Some(facet.name()), self.codes(facet.name(), &folded));
        }
        if let Some(kind) = query.kind.map(Kind::code) {
            self.filter(Some("kind"), self.codes("kind", &[kind.to_owned()]));
        }
        if let Some(organisation) = query.organisation {
            self.filter(None, self.codes("organisation", &[organisation.simple().to_string()]));
        }
        if !query.ipc.is_empty() {
            let levels: Vec<String> = query.ipc.iter().filter_map(|symbol| ipc_lookup(symbol)).collect();
            for wrong in query.ipc.iter().filter(|symbol| ipc_lookup(symbol).is_none()) {
                self.warn(WarningCode::BadValue, wrong);
            }
            self.filter(Some("ipc"), self.codes("ipc", &levels));
            self.plan.classes.extend(levels);
        }
        if query.trl_min.is_some() || query.trl_max.is_some() {
            self.filter(Some("trl"), self.trl(query.trl_min.unwrap_or(1), query.trl_max.unwrap_or(9)));
        }
        if query.price_min.is_some() || query.price_max.is_some() {
            self.filter(Some("price_band"), self.price(query.price_min, query.price_max));
        }
        if let Some(currency) = &query.currency {
            self.filter(None, self.codes("currency", &[fold_code(currency)]));
        }
    }

    fn filter(&mut self, facet: Option<&'static str>, query: Box<dyn Query>) {
        self.plan.filters.push(Filter { facet, query });
    }

    fn codes(&self, name: &str, values: &[String]) -> Box<dyn Query> {
        any_of(values.iter().map(|value| self.fields.code_term(name, value)).collect())
    }

    fn trl(&self, low: u8, high: u8) -> Box<dyn Query> {
        self.codes("trl", &(low..=high).map(|trl| trl.to_string()).collect::<Vec<_>>())
    }

    fn price(&self, low: Option<i64>, high: Option<i64>) -> Box<dyn Query> {
        let bound = |minor: Option<i64>| {
            minor.map_or(Bound::Unbounded, |minor| Bound::Included(Term::from_field_i64(self.fields.price, minor)))
        };
        match (low, high) {
            (Some(low), Some(high)) if low > high => Box::new(EmptyQuery),
            // The engine needs one end to know the field.
            (None, high) => Box::new(RangeQuery::new(bound(Some(i64::MIN)), bound(high))),
            (low, high) => Box::new(RangeQuery::new(bound(low), bound(high))),
        }
    }
}
