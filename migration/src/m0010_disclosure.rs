//! Documents of listings, who may see them and who did; enquiries.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0001_platform::append_only;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn to(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(target, "id").to_owned()
}

fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

fn listing_document() -> TableCreateStatement {
    Table::create()
        .table("listing_document")
        .col(pk_uuid("id"))
        .col(uuid("listing_id"))
        .col(string("level").check(Expr::cust("level IN ('public', 'nda', 'qualified')")))
        .col(text_null("title"))
        .col(text("name"))
        .col(string("media_type"))
        .col(big_integer("size"))
        .col(string("sha256"))
        .col(string_uniq("blob_key"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .foreign_key(&mut to("listing_document", "listing_id", "listing"))
        .to_owned()
}

fn document_look() -> TableCreateStatement {
    Table::create()
        .table("document_look")
        .col(pk_uuid("id"))
        .col(uuid("document_id"))
        .col(uuid("listing_id"))
        .col(uuid_null("account_id"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("on_behalf_of"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut to("document_look", "document_id", "listing_document"))
        .foreign_key(&mut to("document_look", "listing_id", "listing"))
        .to_owned()
}

fn nda_acceptance() -> TableCreateStatement {
    Table::create()
        .table("nda_acceptance")
        .col(uuid("listing_id"))
        .col(uuid("organisation_id"))
        .col(string("version"))
        .col(string("text_sha256"))
        .col(string("locale"))
        .col(uuid("account_id"))
        .col(uuid_null("acting_organisation_id"))
        .col(timestamp_with_time_zone("at"))
        .primary_key(Index::create().col("listing_id").col("organisation_id").col("version"))
        .foreign_key(&mut to("nda_acceptance", "listing_id", "listing"))
        .foreign_key(&mut to("nda_acceptance", "organisation_id", "organisation"))
        .to_owned()
}

fn access_request() -> TableCreateStatement {
    Table::create()
        .table("access_request")
        .col(pk_uuid("id"))
        .col(uuid("listing_id"))
        .col(uuid("organisation_id"))
        .col(uuid("account_id"))
        .col(text("message"))
        .col(string("state"))
        .col(timestamp_with_time_zone_null("until"))
        .col(text_null("reason"))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(uuid_null("decided_by"))
        .foreign_key(&mut to("access_request", "listing_id", "listing"))
        .foreign_key(&mut to("access_request", "organisation_id", "organisation"))
        .to_owned()
}

fn enquiry() -> TableCreateStatement {
    Table::create()
        .table("enquiry")
        .col(pk_uuid("id"))
        .col(uuid("listing_id"))
        .col(uuid("asker_id"))
        .col(uuid("holder_id"))
        .col(timestamp_with_time_zone("answer_due"))
        .col(timestamp_with_time_zone_null("first_answered_at"))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::cust("asker_id <> holder_id"))
        .foreign_key(&mut to("enquiry", "listing_id", "listing"))
        .foreign_key(&mut to("enquiry", "asker_id", "organisation"))
        .foreign_key(&mut to("enquiry", "holder_id", "organisation"))
        .to_owned()
}

fn enquiry_message() -> TableCreateStatement {
    Table::create()
        .table("enquiry_message")
        .col(pk_uuid("id"))
        .col(uuid("enquiry_id"))
        .col(big_integer("seq"))
        .col(uuid("organisation_id"))
        .col(uuid("account_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut to("enquiry_message", "enquiry_id", "enquiry"))
        .foreign_key(&mut to("enquiry_message", "organisation_id", "organisation"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [listing_document(), document_look(), nda_acceptance(), access_request(), enquiry(), enquiry_message()]
        {
            m.create_table(table).await?;
        }
        for index in [
            index("listing_document_listing", "listing_document", &["listing_id", "id"]),
            index("document_look_listing", "document_look", &["listing_id", "id"]),
            index("access_request_listing", "access_request", &["listing_id", "organisation_id"]),
            index("enquiry_listing", "enquiry", &["listing_id", "id"]),
            index("enquiry_asker", "enquiry", &["asker_id", "id"]),
            index("enquiry_holder", "enquiry", &["holder_id", "id"]),
            index("enquiry_message_enquiry", "enquiry_message", &["enquiry_id", "seq"]).unique().to_owned(),
        ] {
            m.create_index(index).await?;
        }
        let (db, backend) = (m.get_connection(), m.get_database_backend());
        // One request under way, or one grant in force, for each organisation.
        db.execute_unprepared(
            "CREATE UNIQUE INDEX access_request_open ON access_request (listing_id, organisation_id) \
             WHERE state IN ('requested', 'granted')",
        )
        .await?;
        for table in ["document_look", "nda_acceptance", "enquiry_message"] {
            db.execute_unprepared(&append_only(backend, table)).await?;
        }
        Ok(())
    }
}
