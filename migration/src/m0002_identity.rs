//! Accounts, organisations, members, sessions, tokens.

use sea_orm_migration::{prelude::*, schema::*};

/// The roles, in every organisation but the operator's and in the operator's.
const ROLES: &str = "role IN ('owner', 'manager', 'member', 'viewer', 'clerk', 'approver', 'auditor')";

#[derive(DeriveMigrationName)]
pub struct Migration;

fn reference(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from.0, from.1).to(to, "id").to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("account")
                .col(pk_uuid("id"))
                .col(string_uniq("email"))
                .col(timestamp_with_time_zone_null("email_verified_at"))
                .col(string("password_hash"))
                .col(string("display_name"))
                .col(string("locale"))
                .col(string_null("totp_secret"))
                .col(timestamp_with_time_zone_null("totp_enabled_at"))
                .col(big_integer("totp_last_step").default(0))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("disabled_at"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("organisation")
                .col(pk_uuid("id"))
                .col(string("kind"))
                .col(string_null("name_zh"))
                .col(string_null("name_en"))
                .col(string_uniq("uscc").null())
                .col(string_null("region"))
                .col(string_null("sector"))
                .col(string_null("stage"))
                .col(integer_null("staff"))
                .col(text_null("profile_zh"))
                .col(text_null("profile_en"))
                .col(string_null("website"))
                .col(string("state"))
                .col(string_null("state_reason"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("verified_at"))
                .col(boolean("demo").default(false))
                .check(Expr::cust("name_zh IS NOT NULL OR name_en IS NOT NULL"))
                .check(Expr::cust("state IN ('unverified', 'requested', 'verified', 'rejected', 'suspended')"))
                .check(Expr::cust(
                    "kind IN ('individual', 'enterprise', 'university', 'institute', 'fund', 'bank', 'guarantor', \
                     'insurer', 'intermediary', 'operator')",
                ))
                .check(Expr::cust("staff >= 0"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("member")
                .col(uuid("organisation_id"))
                .col(uuid("account_id"))
                .col(string("role"))
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("created_at"))
                .check(Expr::cust(ROLES))
                .primary_key(Index::create().col("organisation_id").col("account_id"))
                .foreign_key(&mut reference(("member", "organisation_id"), "organisation"))
                .foreign_key(&mut reference(("member", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("member_account").table("member").col("account_id").to_owned()).await?;
        m.create_table(
            Table::create()
                .table("invitation")
                .col(pk_uuid("id"))
                .col(uuid("organisation_id"))
                .col(string("email"))
                .col(string("role"))
                .col(string_uniq("token_hash"))
                .col(uuid("invited_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("accepted_at"))
                .check(Expr::cust(ROLES))
                .foreign_key(&mut reference(("invitation", "organisation_id"), "organisation"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("session")
                .col(pk_uuid("id"))
                .col(uuid("account_id"))
                .col(string("refresh_seed"))
                .col(big_integer("generation"))
                .col(timestamp_with_time_zone("rotated_at"))
                .col(timestamp_with_time_zone_null("second_factor_at"))
                .col(string("mode"))
                .col(string_null("user_agent"))
                .col(string_null("address"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .foreign_key(&mut reference(("session", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("session_account").table("session").col("account_id").to_owned()).await?;
        m.create_table(
            Table::create()
                .table("api_token")
                .col(pk_uuid("id"))
                .col(uuid("account_id"))
                .col(uuid_null("organisation_id"))
                .col(string("name"))
                .col(string_uniq("token_hash"))
                .col(boolean("read_only"))
                .col(boolean("second_factor"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("expires_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .foreign_key(&mut reference(("api_token", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("account_token")
                .col(string("token_hash").primary_key())
                .col(uuid_null("account_id"))
                .col(string("purpose"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .check(Expr::cust("purpose IN ('verify', 'reset', 'first_operator')"))
                .check(Expr::cust("(account_id IS NULL) = (purpose = 'first_operator')"))
                .foreign_key(&mut reference(("account_token", "account_id"), "account"))
                .to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("account_token_account").table("account_token").col("account_id").to_owned(),
        )
        .await?;
        m.create_index(
            Index::create().name("invitation_organisation").table("invitation").col("organisation_id").to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("api_token_account").table("api_token").col("account_id").to_owned())
            .await?;
        // One exchange, one operator.
        m.get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX organisation_operator ON organisation (kind) WHERE kind = 'operator'",
            )
            .await?;
        Ok(())
    }
}
