//! The schema's history: one frozen file a migration.

mod m0001_platform;
mod m0002_identity;
mod m0003_mandates;
mod m0004_patents;
mod m0005_listings;
mod m0006_ledger;
mod m0007_deals;
mod m0008_trading;
mod m0009_notifications;
mod m0010_disclosure;
mod m0011_passkeys;
mod m0012_listings_workspace;
mod m0013_desk;
mod m0014_deal_messages;
mod m0015_ledger_speed;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Every migration, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_mandates::Migration),
            Box::new(m0004_patents::Migration),
            Box::new(m0005_listings::Migration),
            Box::new(m0006_ledger::Migration),
            Box::new(m0007_deals::Migration),
            Box::new(m0008_trading::Migration),
            Box::new(m0009_notifications::Migration),
            Box::new(m0010_disclosure::Migration),
            Box::new(m0011_passkeys::Migration),
            Box::new(m0012_listings_workspace::Migration),
            Box::new(m0013_desk::Migration),
            Box::new(m0014_deal_messages::Migration),
            Box::new(m0015_ledger_speed::Migration),
        ]
    }
}
