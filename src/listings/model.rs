//! Listings, as commands and queries work with them.

use entity::listing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    identity::queries::from_name,
    kernel::{
        Actor, Currency, DateTime, Error, Money, Result, Text,
        actor::Side,
        id::{ListingId, OrganisationId},
    },
};

use super::lifecycle::{Party, State};

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A technology on supply (技术供给).
    Supply,
}

/// A right on offer (拟转移的权利).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// The whole right changes hands (转让).
    Assignment,
    /// One licensee, and not even the holder uses it (独占许可).
    Exclusive,
    /// One licensee beside the holder (排他许可).
    Sole,
    /// Any number of licensees (普通许可).
    Ordinary,
    /// Licences for each other (交叉许可).
    Cross,
    /// An open licence announced to everyone (开放许可).
    Open,
    /// The right becomes a share in a company (作价投资).
    EquityContribution,
    /// Developing it together (合作开发).
    JointDevelopment,
    /// A loan on it (质押融资).
    PledgeFinance,
}

impl Right {
    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Exclusive => "exclusive",
            Self::Sole => "sole",
            Self::Ordinary => "ordinary",
            Self::Cross => "cross",
            Self::Open => "open",
            Self::EquityContribution => "equity_contribution",
            Self::JointDevelopment => "joint_development",
            Self::PledgeFinance => "pledge_finance",
        }
    }

    /// True for rights of which there is only one to give.
    pub fn is_exclusive(self) -> bool {
        matches!(self, Self::Assignment | Self::Exclusive | Self::Sole | Self::EquityContribution)
    }

    /// True when every co-owner of a patent has to agree; an ordinary licence one of them can grant alone, unless they
    /// agreed otherwise (专利法 art. 14).
    pub fn needs_all_owners(self) -> bool {
        self.is_exclusive() || self == Self::PledgeFinance
    }

    /// True when granting `self` leaves no room for `other`: one of them is a right of which there is only one.
    pub fn conflicts_with(self, other: Self) -> bool {
        self.is_exclusive() || other.is_exclusive()
    }
}

/// How it is sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// Agreement (协议转让).
    #[default]
    Negotiated,
    /// Public listing (挂牌).
    PublicListing,
    /// Auction (拍卖、网络竞价).
    Auction,
    /// Tender (招标).
    Tender,
    /// Review (评审).
    Review,
    /// Open licence (开放许可).
    OpenLicence,
}

impl Procedure {
    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negotiated => "negotiated",
            Self::PublicListing => "public_listing",
            Self::Auction => "auction",
            Self::Tender => "tender",
            Self::Review => "review",
            Self::OpenLicence => "open_licence",
        }
    }
}

/// A listing (项目), without its long texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// For people.
    pub number: String,
    /// What it is.
    pub kind: Kind,
    /// The holder.
    pub owner: OrganisationId,
    /// Its title.
    pub title: Text,
    /// Rights on offer.
    pub rights: Vec<Right>,
    /// How it is sold.
    pub procedure: Procedure,
    /// Asking price.
    pub price: Option<Money>,
    /// May the price be negotiated?
    pub price_negotiable: bool,
    /// True when the holder is named to those alone whom it lets in.
    pub anonymous: bool,
    /// Where it stands.
    pub state: State,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime,
}

impl Listing {
    /// What `actor` is to this listing.
    pub fn parties(&self, actor: &Actor) -> Vec<Party> {
        let mut parties = Vec::new();
        if actor.organisation() == Some(self.owner) && self.is_inside(actor) {
            parties.push(Party::Owner);
        }
        if actor.is_operator_staff() {
            parties.push(Party::Operator);
        }
        if matches!(actor, Actor::System(_)) {
            parties.push(Party::System);
        }
        parties
    }

    /// True for the holder's people, the intermediaries who sell for it by a mandate that covers the listing, and the
    /// operator's: they see everything.
    pub fn is_inside(&self, actor: &Actor) -> bool {
        actor.is_operator() || self.is_own(actor) && actor.within_mandate_on(Side::Supply, Some(self.id)).is_ok()
    }

    /// True for whoever acts for the holder, in whatever matter.
    pub fn is_own(&self, actor: &Actor) -> bool {
        actor.organisation() == Some(self.owner)
    }

    /// True when everybody may see it.
    pub fn is_public(&self) -> bool {
        is_public(self.state)
    }
}

/// True for the states in which everybody may see a listing.
pub fn is_public(state: State) -> bool {
    matches!(state, State::Published | State::Paused | State::UnderDeal | State::Closed)
}

/// Amount and currency, as two columns hold them.
///
/// # Errors
/// `internal` for a currency that this version does not know.
pub fn price(minor: Option<i64>, currency: Option<&str>) -> Result<Option<Money>> {
    let currency: Option<Currency> = currency.map(str::parse).transpose().map_err(Error::internal)?;
    Ok(minor.zip(currency).map(|(minor, currency)| Money { minor, currency }))
}

/// A stored JSON list.
///
/// # Errors
/// `internal` when it has another shape.
pub fn stored<T: serde::de::DeserializeOwned>(json: &serde_json::Value) -> Result<Vec<T>> {
    serde_json::from_value(json.clone()).map_err(Error::internal)
}

impl TryFrom<&listing::Model> for Listing {
    type Error = Error;
    fn try_from(row: &listing::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            number: row.number.clone(),
            kind: from_name(&row.kind)?,
            owner: row.organisation_id.into(),
            title: Text { zh: row.title_zh.clone(), en: row.title_en.clone() },
            rights: stored(&row.rights)?,
            procedure: from_name(&row.procedure)?,
            price: price(row.price_minor, row.currency.as_deref())?,
            price_negotiable: row.price_negotiable,
            anonymous: row.anonymous,
            state: from_name(&row.state)?,
            version: row.version,
            created_at: row.created_at,
        })
    }
}
