//! Organisations, as commands and queries work with them.

use entity::organisation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::{Actor, Error, Result, Role, Sector, Text, actor::OrganisationKind, id::OrganisationId};

use super::{
    lifecycle::{Party, State},
    queries::{from_name, kind_from_name},
};

/// Stage of a firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before its first revenue or just after.
    StartUp,
    /// Growing.
    Growth,
    /// Expanding to other markets.
    Expansion,
    /// Mature.
    Maturity,
}

impl Stage {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::StartUp => "start_up",
            Self::Growth => "growth",
            Self::Expansion => "expansion",
            Self::Maturity => "maturity",
        }
    }
}

/// A party of the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: Text,
    /// Where it stands with the operator.
    pub state: State,
    /// Its industry.
    pub sector: Option<Sector>,
    /// How far it is.
    pub stage: Option<Stage>,
    /// Counts its changes.
    pub version: i64,
    /// The row.
    pub row: organisation::Model,
}

impl Organisation {
    /// What `actor` is to this organisation. Nobody decides over her own.
    pub fn parties(&self, actor: &Actor) -> Vec<Party> {
        if matches!(actor, Actor::System(_)) {
            return vec![Party::System];
        }
        let Ok(own) = actor.in_person() else { return Vec::new() };
        if own.organisation == self.id {
            // The exchange itself is verified by nobody.
            let acts = own.role.covers(Role::Manager) && self.kind != OrganisationKind::Operator;
            return if acts { vec![Party::Member] } else { Vec::new() };
        }
        if actor.is_operator_staff() { vec![Party::Operator] } else { Vec::new() }
    }
}

impl TryFrom<organisation::Model> for Organisation {
    type Error = Error;
    fn try_from(row: organisation::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: kind_from_name(&row.kind)?,
            name: Text { zh: row.name_zh.clone(), en: row.name_en.clone() },
            state: from_name(&row.state)?,
            sector: row.sector.as_deref().map(from_name).transpose()?,
            stage: row.stage.as_deref().map(from_name).transpose()?,
            version: row.version,
            row,
        })
    }
}

/// True when `role` exists in organisations of `kind`.
pub fn has_role(kind: OrganisationKind, role: Role) -> bool {
    let operators = matches!(role, Role::Clerk | Role::Approver | Role::Auditor);
    role == Role::Owner || operators == (kind == OrganisationKind::Operator)
}

/// A kind, as stored.
pub(super) fn kind_name(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Individual => "individual",
        OrganisationKind::Enterprise => "enterprise",
        OrganisationKind::University => "university",
        OrganisationKind::Institute => "institute",
        OrganisationKind::Fund => "fund",
        OrganisationKind::Bank => "bank",
        OrganisationKind::Guarantor => "guarantor",
        OrganisationKind::Insurer => "insurer",
        OrganisationKind::Intermediary => "intermediary",
        OrganisationKind::Operator => "operator",
        OrganisationKind::Bureau => "bureau",
    }
}
