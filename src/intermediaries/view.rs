//! Wire types of mandates.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{
    Actor, DateTime, Text,
    id::{MandateId, OrganisationId},
    machine,
};

use super::{
    lifecycle::{Action, State, TRANSITIONS},
    model::{Commission, Mandate, Scope, Side},
};

/// Terms of a mandate to agree on. An intermediary names its `principal`; a principal names the `intermediary`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MandateIn {
    /// Whom the intermediary is to act for; oneself unless told.
    #[serde(default)]
    pub principal: Option<OrganisationId>,
    /// Who is to act; oneself unless told.
    #[serde(default)]
    pub intermediary: Option<OrganisationId>,
    /// `"all"`, or `{"listing": "lst_…"}`.
    pub scope: Scope,
    /// The principal's side.
    pub side: Side,
    /// What the intermediary earns at release.
    pub commission: Commission,
    /// May it act in the principal's name?
    #[serde(default)]
    pub may_act: bool,
    /// In the future, at most five years away.
    pub valid_until: DateTime,
}

/// Which version of the mandate the action is meant for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MandateActionIn {
    /// As read.
    pub version: i64,
}

/// A mandate.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MandateOut {
    /// Its id.
    pub id: MandateId,
    /// Who acts.
    pub intermediary: PartyOut,
    /// For whom.
    pub principal: PartyOut,
    /// In what.
    pub scope: Scope,
    /// On which side.
    pub side: Side,
    /// For how much.
    pub commission: Commission,
    /// May the intermediary act in the principal's name?
    pub may_act: bool,
    /// Where it stands.
    pub state: State,
    /// What the reader may do now.
    pub allowed_actions: Vec<Action>,
    /// Its last moment.
    pub valid_until: DateTime,
    /// Counts its changes.
    pub version: i64,
    /// When it was proposed.
    pub created_at: DateTime,
}

/// An organisation named in a view.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartyOut {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: Text,
}

/// An intermediary in the directory.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IntermediaryOut {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: Text,
    /// ISO 3166-2.
    pub region: Option<String>,
    /// What it says about itself.
    pub profile: Text,
    /// Its website.
    pub website: Option<String>,
    /// How many mandates it holds now.
    pub active_mandates: u64,
    /// Since when it is verified.
    pub verified_at: Option<DateTime>,
}

impl MandateOut {
    /// The mandate as `actor` sees it.
    pub fn of(mandate: Mandate, actor: &Actor, name: impl Fn(OrganisationId) -> Text) -> Self {
        let party = |id| PartyOut { id, name: name(id) };
        Self {
            id: mandate.id,
            intermediary: party(mandate.intermediary),
            principal: party(mandate.principal),
            allowed_actions: machine::allowed(TRANSITIONS, mandate.state, &mandate.parties(actor)),
            scope: mandate.scope,
            side: mandate.side,
            commission: mandate.commission,
            may_act: mandate.may_act,
            state: mandate.state,
            valid_until: mandate.valid_until,
            version: mandate.version,
            created_at: mandate.created_at,
        }
    }
}
