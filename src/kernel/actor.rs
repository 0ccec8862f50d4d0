//! Who is asking.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Error, Locale, Result, error,
    id::{AccountId, ApiTokenId, ListingId, MandateId, OrganisationId, SessionId},
};

/// What an account may do inside one organisation. The last three exist in the operator's organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Drafts and answers.
    Member,
    /// Binds the organisation: offers, signatures, mandates, money.
    Manager,
    /// As manager, and rules over members.
    Owner,
    /// The operator's: reads everything that is not sealed, changes nothing.
    Auditor,
    /// The operator's: prepares (verifies, publishes, confirms recordals, proposes rulings).
    Clerk,
    /// The operator's: as clerk, and confirms what another prepared.
    Approver,
}

impl Role {
    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Manager => "manager",
            Self::Owner => "owner",
            Self::Auditor => "auditor",
            Self::Clerk => "clerk",
            Self::Approver => "approver",
        }
    }

    /// True when this role may do what `needed` may. The auditor reads and no more; the clerk counts as member,
    /// the approver as manager.
    pub fn covers(self, needed: Self) -> bool {
        fn rank(role: Role) -> u8 {
            match role {
                Role::Viewer | Role::Auditor => 0,
                Role::Member | Role::Clerk => 1,
                Role::Manager | Role::Approver => 2,
                Role::Owner => 3,
            }
        }
        rank(self) >= rank(needed)
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Viewer, Self::Member, Self::Manager, Self::Owner, Self::Auditor, Self::Clerk, Self::Approver]
            .into_iter()
            .find(|role| role.name() == name)
    }
}

/// The kind of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A person acting for herself.
    Individual,
    /// A firm.
    Enterprise,
    /// A university.
    University,
    /// A research institute.
    Institute,
    /// A venture or guidance fund.
    Fund,
    /// A bank.
    Bank,
    /// A guarantee company.
    Guarantor,
    /// An insurer.
    Insurer,
    /// A broker, incubator, law or accounting firm.
    Intermediary,
    /// The exchange itself.
    Operator,
    /// The city's science and technology bureau (主管部门): looks on, and trades nothing.
    Bureau,
}

/// The organisation an account acts for in this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which.
    pub organisation: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What the account may do in it.
    pub role: Role,
    /// True once the operator has verified it (and not suspended it since).
    pub verified: bool,
    /// Set when the account is no member, but an intermediary that acts for the organisation by mandate.
    pub mandate: Option<ActingMandate>,
}

/// Which side of a deal somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It holds the technology.
    Supply,
    /// It looks for one.
    Demand,
}

/// By what an intermediary acts for its principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingMandate {
    /// The intermediary, of which the account is a member.
    pub intermediary: OrganisationId,
    /// What its mandates allow; at least one.
    pub grants: Vec<Grant>,
}

/// What one mandate allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which.
    pub mandate: MandateId,
    /// The side of the principal on which it holds.
    pub side: Side,
    /// The only listing it covers; everything when there is none.
    pub listing: Option<ListingId>,
}

impl Grant {
    fn covers(&self, listing: Option<ListingId>) -> bool {
        self.listing.is_none() || self.listing == listing
    }
}

/// A signed-in account, as the session and membership rows say at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub account: AccountId,
    /// The session, unless an API token is used.
    pub session: Option<SessionId>,
    /// The API token, unless a session is used.
    pub api_token: Option<ApiTokenId>,
    /// The token may only read.
    pub read_only: bool,
    /// The account confirmed its e-mail address; until then it may only look after itself.
    pub email_verified: bool,
    /// The organisation it would act for is the operator's, and it showed no second factor: it acts for nobody.
    pub second_factor_missing: bool,
    /// The account's language.
    pub locale: Locale,
    /// The organisation it acts for; none when it has none, or several and named none.
    pub membership: Option<Membership>,
}

/// Who runs a command or a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A signed-in account.
    Account(Box<Principal>),
    /// A part of this program: the clock, a consumer, the bank, the command line.
    System(&'static str),
}

impl Actor {
    /// The signed-in account.
    ///
    /// # Errors
    /// `unauthenticated` for anyone else.
    pub fn principal(&self) -> Result<&Principal> {
        match self {
            Self::Account(principal) => Ok(principal),
            _ => Err(Error::new(error::UNAUTHENTICATED)),
        }
    }

    /// The organisation acted for.
    ///
    /// # Errors
    /// `unauthenticated`; `organisation_required` when none was chosen; `second_factor_required` for the operator's
    /// people without one.
    pub fn membership(&self) -> Result<&Membership> {
        let principal = self.principal()?;
        principal.membership.as_ref().ok_or_else(|| {
            Error::new(if principal.second_factor_missing {
                error::SECOND_FACTOR_REQUIRED
            } else {
                error::ORGANISATION_REQUIRED
            })
        })
    }

    /// The signed-in account with its session: what credentials are changed with. Programs' tokens don't do.
    ///
    /// # Errors
    /// `unauthenticated`, and `forbidden` for an API token.
    pub fn in_session(&self) -> Result<(AccountId, SessionId)> {
        let principal = self.principal()?;
        let session = principal.session.ok_or_else(|| Error::because(error::FORBIDDEN, "sign in to do this"))?;
        Ok((principal.account, session))
    }

    /// The organisation acted for, with at least `role` in it.
    ///
    /// # Errors
    /// As [`Actor::membership`], and `forbidden`.
    pub fn with_role(&self, role: Role) -> Result<&Membership> {
        let membership = self.membership()?;
        if membership.role.covers(role) { Ok(membership) } else { Err(Error::new(error::FORBIDDEN)) }
    }

    /// As [`Actor::with_role`], of an organisation that takes part: an authority looks on.
    ///
    /// # Errors
    /// As [`Actor::with_role`].
    pub fn taking_part(&self, role: Role) -> Result<&Membership> {
        let membership = self.with_role(role)?;
        if membership.kind == OrganisationKind::Bureau {
            return Err(Error::because(error::FORBIDDEN, "an authority looks on and takes no part in trade"));
        }
        Ok(membership)
    }

    /// As [`Actor::taking_part`], and verified: what binding an organisation takes.
    ///
    /// # Errors
    /// As [`Actor::taking_part`], and `organisation_not_verified`.
    pub fn verified_with_role(&self, role: Role) -> Result<&Membership> {
        let membership = self.taking_part(role)?;
        if membership.verified { Ok(membership) } else { Err(Error::new(error::ORGANISATION_NOT_VERIFIED)) }
    }

    /// Refuses an intermediary that acts by mandate: members, mandates and profiles are the principal's own business.
    ///
    /// # Errors
    /// `forbidden` for a mandate; as [`Actor::membership`].
    pub fn in_person(&self) -> Result<&Membership> {
        let membership = self.membership()?;
        match membership.mandate {
            None => Ok(membership),
            Some(_) => Err(Error::because(error::FORBIDDEN, "no mandate covers this")),
        }
    }

    /// Refuses an intermediary whose mandates do not cover `listing` (none: something that belongs to no listing).
    ///
    /// # Errors
    /// `forbidden`.
    pub fn within_mandate(&self, listing: Option<ListingId>) -> Result<()> {
        match self.grants() {
            Some(grants) if !grants.iter().any(|grant| grant.covers(listing)) => {
                Err(Error::because(error::FORBIDDEN, "your mandate covers another listing"))
            }
            _ => Ok(()),
        }
    }

    /// As [`Actor::within_mandate`], and on that side of the deal: who may sell for a principal may not buy for it.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn within_mandate_on(&self, side: Side, listing: Option<ListingId>) -> Result<()> {
        self.within_mandate(listing)?;
        match self.grants() {
            Some(grants) if !grants.iter().any(|grant| grant.covers(listing) && grant.side == side) => {
                Err(Error::because(error::FORBIDDEN, "your mandate is for the other side"))
            }
            _ => Ok(()),
        }
    }

    /// What the mandates allow by which an intermediary acts here; none for an organisation's own people.
    pub fn grants(&self) -> Option<&[Grant]> {
        self.membership().ok()?.mandate.as_ref().map(|mandate| mandate.grants.as_slice())
    }

    /// The only listings that mandates show on `side`; none for an organisation's own people and for mandates over
    /// everything.
    pub fn only_listings(&self, side: Side) -> Option<Vec<ListingId>> {
        self.grants()?.iter().filter(|grant| grant.side == side).map(|grant| grant.listing).collect()
    }

    /// The account's id, if one is signed in.
    pub fn account(&self) -> Option<AccountId> {
        self.principal().ok().map(|principal| principal.account)
    }

    /// The id of the organisation acted for, if there is one.
    pub fn organisation(&self) -> Option<OrganisationId> {
        self.membership().ok().map(|membership| membership.organisation)
    }

    /// The organisation whose people really act, and the principal they act for by mandate.
    pub fn acting(&self) -> (Option<OrganisationId>, Option<OrganisationId>) {
        match self.membership() {
            Ok(Membership { organisation, mandate: Some(mandate), .. }) => {
                (Some(mandate.intermediary), Some(*organisation))
            }
            Ok(membership) => (Some(membership.organisation), None),
            Err(_) => (None, None),
        }
    }

    /// The role in the operator's organisation, if that is the one acted for.
    pub fn operator_role(&self) -> Option<Role> {
        self.membership().ok().filter(|m| m.kind == OrganisationKind::Operator).map(|m| m.role)
    }

    /// True for the people of a verified bureau.
    pub fn is_bureau(&self) -> bool {
        self.membership().is_ok_and(|own| own.kind == OrganisationKind::Bureau && own.verified)
    }

    /// True for the operator's people, whatever their role.
    pub fn is_operator(&self) -> bool {
        self.operator_role().is_some()
    }

    /// True for the operator's people who may act (owner, clerk, approver; not the auditor).
    pub fn is_operator_staff(&self) -> bool {
        matches!(self.operator_role(), Some(Role::Owner | Role::Clerk | Role::Approver))
    }
}
