//! The operator's desk: settings and who has which task in hand; the bureau as a kind of organisation.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use super::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Settings: one row a change, the newest is in force.
fn setting() -> TableCreateStatement {
    Table::create()
        .table("setting")
        .col(pk_uuid("id"))
        .col(big_integer_uniq("version"))
        .col(json_binary("document"))
        .col(json_binary("changes"))
        .col(uuid_null("account_id"))
        .col(timestamp_with_time_zone("at"))
        .check(Expr::cust("version > 0"))
        .to_owned()
}

fn assignment() -> TableCreateStatement {
    Table::create()
        .table("desk_assignment")
        .col(string("task").primary_key())
        .col(uuid_null("account_id"))
        .col(uuid_null("by_account_id"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer("version"))
        .foreign_key(ForeignKey::create().from("desk_assignment", "account_id").to("account", "id"))
        .to_owned()
}

/// One more kind of organisation. SQLite has no way to change a CHECK but to write the schema anew; what the rows hold
/// stays as it is, which is the case its documentation has this procedure for (lang_altertable, section 7).
async fn bureau(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    const KINDS: &str = "'insurer', 'intermediary', 'operator'";
    let db = m.get_connection();
    if m.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(
            "DO $$ DECLARE c text; BEGIN \
             FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'organisation'::regclass AND contype = 'c' \
                AND pg_get_constraintdef(oid) LIKE '%intermediary%' \
             LOOP EXECUTE format('ALTER TABLE organisation DROP CONSTRAINT %I', c); END LOOP; END $$; \
             ALTER TABLE organisation ADD CONSTRAINT organisation_kind CHECK (kind IN ('individual', 'enterprise', \
             'university', 'institute', 'fund', 'bank', 'guarantor', 'insurer', 'intermediary', 'operator', 'bureau'))",
        )
        .await?;
        return Ok(());
    }
    db.execute_unprepared("PRAGMA writable_schema = ON").await?;
    let written = db
        .execute_unprepared(&format!(
            "UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{from}, ''bureau''') \
             WHERE type = 'table' AND name = 'organisation' AND instr(sql, '{from}') > 0",
            from = KINDS.replace('\'', "''"),
        ))
        .await?;
    // RESET also makes this connection read the schema again.
    db.execute_unprepared("PRAGMA writable_schema = RESET").await?;
    if written.rows_affected() == 1 {
        Ok(())
    } else {
        Err(DbErr::Custom("the kinds of organisation were not found".to_owned()))
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(setting()).await?;
        m.create_table(assignment()).await?;
        for (name, columns) in
            [("audit_organisation", ["organisation_id", "id"]), ("audit_behalf", ["on_behalf_of", "id"])]
        {
            let mut index = Index::create();
            index.name(name).table("audit").col(columns[0]).col(columns[1]);
            m.create_index(index).await?;
        }
        // What the bureau's figures count, whole in the index.
        let mut published = Index::create();
        published.name("listing_published").table("listing").col("published_at").col("sector").col("region");
        m.create_index(published).await?;
        let (db, backend) = (m.get_connection(), m.get_database_backend());
        db.execute_unprepared(&append_only(backend, "setting")).await?;
        bureau(m).await
    }
}
