//! The industries of the plan (产业领域).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An industry of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Energy saving and environment (节能环保).
    EnergySaving,
    /// New energy (新能源).
    NewEnergy,
    /// New materials (新材料).
    NewMaterials,
    /// Advanced manufacturing (先进制造).
    AdvancedManufacturing,
    /// Modern medicine (现代药业).
    ModernMedicine,
}

impl Sector {
    /// Every sector.
    pub const ALL: [Self; 5] =
        [Self::EnergySaving, Self::NewEnergy, Self::NewMaterials, Self::AdvancedManufacturing, Self::ModernMedicine];

    /// As stored and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::EnergySaving => "energy_saving",
            Self::NewEnergy => "new_energy",
            Self::NewMaterials => "new_materials",
            Self::AdvancedManufacturing => "advanced_manufacturing",
            Self::ModernMedicine => "modern_medicine",
        }
    }
}
