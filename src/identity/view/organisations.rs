//! Wire types of organisations and their members.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::{
    Actor, DateTime, Error, Locale, Page, Result, Role, Sector, Text,
    actor::OrganisationKind,
    id::{AccountId, InvitationId, OrganisationId},
    machine,
};

use super::super::{
    lifecycle::{Action, Party, State, TRANSITIONS},
    model::{Organisation, Stage},
};

/// A new organisation; its maker owns it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationIn {
    /// What it is; not `operator`.
    pub kind: OrganisationKind,
    /// In one language at least, at most 200 characters each.
    pub name: Text,
    /// Uniform social credit code (GB 32100); needed for verification by every kind but individual.
    #[serde(default)]
    pub uscc: Option<String>,
    /// ISO 3166-2, such as `CN-GZ`.
    #[serde(default)]
    pub region: Option<String>,
    /// Industry.
    #[serde(default)]
    pub sector: Option<Sector>,
    /// Stage of a firm.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Number of people, at most 10,000,000.
    #[serde(default)]
    pub staff: Option<u32>,
    /// About itself, at most 5,000 characters each.
    #[serde(default)]
    pub profile: Option<Text>,
    /// `http` or `https`, at most 300 characters.
    #[serde(default)]
    pub website: Option<String>,
}

/// Tells a field that is null from one that is missing.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(source).map(Some)
}

/// What to change of an organisation: missing stays, null clears.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationPatch {
    /// In one language at least. A verified organisation that changes it is to be verified again.
    #[serde(default)]
    pub name: Option<Text>,
    /// As the name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub uscc: Option<Option<String>>,
    /// ISO 3166-2.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub region: Option<Option<String>>,
    /// Industry.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Sector>)]
    pub sector: Option<Option<Sector>>,
    /// Stage of a firm.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Stage>)]
    pub stage: Option<Option<Stage>>,
    /// Number of people.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub staff: Option<Option<u32>>,
    /// About itself.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Text>)]
    pub profile: Option<Option<Text>>,
    /// `http` or `https`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub website: Option<Option<String>>,
}

/// Which organisations are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrganisationsQuery {
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those of this kind.
    pub kind: Option<OrganisationKind>,
    /// How many, 1 to 100; 20 unless told.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl OrganisationsQuery {
    /// The part that says which page.
    pub fn page(&self) -> Page {
        Page { limit: self.limit, cursor: self.cursor.clone() }
    }
}

/// Which version of the organisation the action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionIn {
    /// As read.
    pub version: i64,
}

/// As [`DecisionIn`], with the reason that the organisation gets to read.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonIn {
    /// As read.
    pub version: i64,
    /// 1 to 2,000 characters.
    pub reason: String,
}

/// An organisation. Its members and the operator see all of it, others its public profile.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationOut {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: Text,
    /// ISO 3166-2.
    pub region: Option<String>,
    /// Industry.
    pub sector: Option<Sector>,
    /// Stage of a firm.
    pub stage: Option<Stage>,
    /// About itself.
    pub profile: Text,
    /// Its address on the web.
    pub website: Option<String>,
    /// Where it stands with the operator.
    pub state: State,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// Counts its changes.
    pub version: i64,
    /// Uniform social credit code. Members and operator only, as what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
    /// Number of people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// Why it was rejected or suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime>,
    /// When it was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<DateTime>,
}

impl OrganisationOut {
    /// The organisation as `actor` sees it.
    pub fn of(found: Organisation, actor: &Actor) -> Self {
        let own = actor.in_person().is_ok_and(|own| own.organisation == found.id);
        let parties = found.parties(actor);
        Self::new(found, own || actor.is_operator(), &parties)
    }

    /// The organisation as whoever just made it sees it.
    pub fn to_founder(found: Organisation) -> Self {
        Self::new(found, true, &[Party::Member])
    }

    fn new(found: Organisation, inside: bool, parties: &[Party]) -> Self {
        let row = found.row;
        let mut allowed_actions = machine::allowed(TRANSITIONS, found.state, parties);
        // That one is an edit of the profile, not an action of its own.
        allowed_actions.retain(|action| *action != Action::Revise);
        Self {
            id: found.id,
            kind: found.kind,
            name: found.name,
            region: row.region,
            sector: found.sector,
            stage: found.stage,
            profile: Text { zh: row.profile_zh, en: row.profile_en },
            website: row.website,
            state: found.state,
            allowed_actions,
            version: found.version,
            uscc: row.uscc.filter(|_| inside),
            staff: row.staff.filter(|_| inside).and_then(|staff| u32::try_from(staff).ok()),
            state_reason: row.state_reason.filter(|_| inside),
            created_at: inside.then_some(row.created_at),
            verified_at: row.verified_at.filter(|_| inside),
        }
    }
}

/// Somebody to invite.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberIn {
    /// The address the invitation goes to.
    pub email: String,
    /// owner, manager, member or viewer; in the operator's organisation owner, clerk, approver or auditor.
    pub role: Role,
}

/// A member's new role.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// As what from now on.
    pub role: Role,
}

/// A member of an organisation, to the others.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberOut {
    /// Whose account.
    pub account: AccountId,
    /// Her name.
    pub display_name: String,
    /// Her address.
    pub email: String,
    /// Her language.
    pub locale: Locale,
    /// As what.
    pub role: Role,
    /// True when signing in takes a second factor.
    pub second_factor: bool,
    /// Counts the changes of the role; for `If-Match`.
    pub version: i64,
    /// Since when.
    pub created_at: DateTime,
}

impl MemberOut {
    /// From the rows of membership and account.
    ///
    /// # Errors
    /// `internal` for a role nobody knows.
    pub fn of(row: entity::member::Model, account: entity::account::Model) -> Result<Self> {
        Ok(Self {
            account: account.id.into(),
            display_name: account.display_name,
            email: account.email,
            locale: Locale::from_tag(&account.locale),
            role: Role::from_name(&row.role).ok_or_else(|| Error::internal(format!("unknown role {}", row.role)))?,
            second_factor: account.totp_enabled_at.is_some(),
            version: row.version,
            created_at: row.created_at,
        })
    }
}

/// An invitation that stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InvitationOut {
    /// Its id.
    pub id: InvitationId,
    /// Where it went.
    pub email: String,
    /// As what.
    pub role: Role,
    /// When it was sent.
    pub created_at: DateTime,
    /// Until when it stands.
    pub expires_at: DateTime,
}

impl TryFrom<entity::invitation::Model> for InvitationOut {
    type Error = Error;
    fn try_from(row: entity::invitation::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            email: row.email,
            role: Role::from_name(&row.role).ok_or_else(|| Error::internal(format!("unknown role {}", row.role)))?,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }
}
