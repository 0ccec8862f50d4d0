//! Which events are told, under which topic, and to whom besides those they concern.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What notifications are about: what a reader turns on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Verification of one's organisation.
    Organisation,
    /// Mandates.
    Mandates,
    /// One's listings.
    Listings,
    /// Documents, NDAs, the data room.
    Documents,
    /// Enquiries.
    Enquiries,
    /// Offers.
    Offers,
    /// Deals.
    Deals,
    /// Money.
    Money,
    /// Listings that one watches.
    Watchlist,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 9] = [
        Self::Organisation,
        Self::Mandates,
        Self::Listings,
        Self::Documents,
        Self::Enquiries,
        Self::Offers,
        Self::Deals,
        Self::Money,
        Self::Watchlist,
    ];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Mandates => "mandates",
            Self::Listings => "listings",
            Self::Documents => "documents",
            Self::Enquiries => "enquiries",
            Self::Offers => "offers",
            Self::Deals => "deals",
            Self::Money => "money",
            Self::Watchlist => "watchlist",
        }
    }
}

/// How a reader is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In the inbox, and on the live stream.
    InApp,
    /// By mail.
    Mail,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::InApp, Self::Mail];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::InApp => "in_app",
            Self::Mail => "mail",
        }
    }
}

/// How one kind of event is told.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The event.
    pub event: &'static str,
    /// Its topic.
    pub topic: Topic,
    /// Do the operator's people have work with it?
    pub operator: bool,
    /// Is it told to those who watch the listing?
    pub watchers: bool,
}

const fn told(event: &'static str, topic: Topic) -> Kind {
    Kind { event, topic, operator: false, watchers: false }
}

const fn desk(event: &'static str, topic: Topic) -> Kind {
    Kind { event, topic, operator: true, watchers: false }
}

const fn watched(event: &'static str) -> Kind {
    Kind { event, topic: Topic::Watchlist, operator: false, watchers: true }
}

/// Every kind that is told. An event that is not here is nobody's news.
pub const KINDS: &[Kind] = &[
    desk("organisation.verification_requested", Topic::Organisation),
    told("organisation.verified", Topic::Organisation),
    told("organisation.rejected", Topic::Organisation),
    told("organisation.suspended", Topic::Organisation),
    told("organisation.reinstated", Topic::Organisation),
    told("mandate.proposed", Topic::Mandates),
    told("mandate.accepted", Topic::Mandates),
    told("mandate.declined", Topic::Mandates),
    told("mandate.ended", Topic::Mandates),
    desk("listing.submitted", Topic::Listings),
    told("listing.returned", Topic::Listings),
    told("listing.published", Topic::Listings),
    told("listing.paused", Topic::Listings),
    told("listing.resumed", Topic::Listings),
    told("listing.withdrawn", Topic::Listings),
    told("listing.under_deal", Topic::Listings),
    told("listing.reopened", Topic::Listings),
    told("listing.closed", Topic::Listings),
    told("document.added", Topic::Documents),
    told("access.requested", Topic::Documents),
    told("access.granted", Topic::Documents),
    told("access.declined", Topic::Documents),
    told("access.revoked", Topic::Documents),
    told("nda.accepted", Topic::Documents),
    told("enquiry.asked", Topic::Enquiries),
    told("enquiry.answered", Topic::Enquiries),
    told("offer.made", Topic::Offers),
    told("offer.countered", Topic::Offers),
    told("offer.accepted", Topic::Offers),
    told("offer.declined", Topic::Offers),
    told("offer.withdrawn", Topic::Offers),
    told("offer.expired", Topic::Offers),
    told("deal.opened", Topic::Deals),
    told("deal.signed", Topic::Deals),
    desk("deal.stage_changed", Topic::Deals),
    told("deal.document_added", Topic::Deals),
    desk("deal.filed", Topic::Deals),
    told("deal.delivered", Topic::Deals),
    told("deal.inspection_extended", Topic::Deals),
    told("deal.deadline_near", Topic::Deals),
    desk("deal.disputed", Topic::Deals),
    told("deal.evidence_added", Topic::Deals),
    told("deal.dispute_withdrawn", Topic::Deals),
    desk("deal.ruling_proposed", Topic::Deals),
    told("deal.ruling_confirmed", Topic::Deals),
    told("deal.message_written", Topic::Deals),
    told("deal.cancelled", Topic::Deals),
    told("deal.refunded", Topic::Deals),
    told("deal.closed", Topic::Deals),
    told("payment.received", Topic::Money),
    desk("payment.unmatched", Topic::Money),
    told("escrow.held", Topic::Money),
    told("escrow.released", Topic::Money),
    told("escrow.refunded", Topic::Money),
    told("commission.paid", Topic::Money),
    watched("watch.price_changed"),
    watched("watch.published"),
    watched("watch.paused"),
    watched("watch.resumed"),
    watched("watch.withdrawn"),
    watched("watch.under_deal"),
    watched("watch.reopened"),
    watched("watch.closed"),
];

/// How events of that kind are told, if they are.
pub fn kind(event: &str) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| kind.event == event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kernel::Locale, notifications::text};

    #[test]
    fn every_kind_has_a_text_in_both_languages_and_every_text_a_kind() {
        for locale in [Locale::Zh, Locale::En] {
            let texts = text::catalogue(locale).unwrap();
            let mut told: Vec<_> = KINDS.iter().map(|kind| kind.event).collect();
            let mut written: Vec<_> = texts.events.keys().map(String::as_str).collect();
            told.sort_unstable();
            written.sort_unstable();
            assert_eq!(told, written);
        }
    }
}
