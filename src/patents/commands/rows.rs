//! From records to rows.

use entity::{patent, patent_owner};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{
        FieldError, Result,
        fields::Fields,
        id::{OrganisationId, PatentId},
    },
    patents::{number::PatentNumber, view::Owner},
    platform::Ctx,
};

use super::record::Record;

/// Puts the record's columns into `row`.
pub(super) fn fill(row: &mut patent::ActiveModel, record: Record) {
    let (form, serial, kind) = match &record.number {
        PatentNumber::Application(number) => ("application", number.canonical(), None),
        PatentNumber::Publication(number) => {
            ("publication", number.number().to_owned(), number.kind().map(|kind| kind.as_str().to_owned()))
        }
    };
    row.number = Set(record.number.canonical());
    row.office = Set(record.number.office().as_str().to_owned());
    row.form = Set(form.to_owned());
    row.serial = Set(serial);
    row.kind_code = Set(kind);
    row.title_zh = Set(record.title.zh);
    row.title_en = Set(record.title.en);
    row.abstract_zh = Set(record.r#abstract.zh);
    row.abstract_en = Set(record.r#abstract.en);
    row.claims = Set(json!(record.claims));
    row.ipc = Set(json!(record.ipc));
    row.cpc = Set(json!(record.cpc));
    row.applicants = Set(json!(record.applicants));
    row.inventors = Set(json!(record.inventors));
    row.owners = Set(json!(record.owners));
    row.filed_on = Set(record.filed_on);
    row.published_on = Set(record.published_on);
    row.granted_on = Set(record.granted_on);
    row.expires_on = Set(record.expires_on);
    row.legal_status = Set(record.legal_status);
}

/// Refuses owners whose organisation is not here.
pub(super) async fn check_owners(ctx: &Ctx, owners: &[Owner]) -> Result<()> {
    let named = owners.iter().filter_map(|owner| owner.organisation).map(uuid::Uuid::from);
    let known = crate::identity::organisation_names(ctx.db(), named).await?;
    let mut fields = Fields::new();
    for (n, id) in owners.iter().enumerate().filter_map(|(n, owner)| Some((n, owner.organisation?))) {
        fields.check(known.contains_key(&id.0), || {
            FieldError::new(format!("owners[{n}].organisation"), "not_found")
                .value(id)
                .limit("an organisation with an account here")
        });
    }
    fields.finish()
}

/// Replaces the organisations that own a patent.
pub(super) async fn set_owners(ctx: &Ctx, id: PatentId, owners: &[Owner]) -> Result<()> {
    patent_owner::Entity::delete_many().filter(patent_owner::Column::PatentId.eq(id.0)).exec(ctx.db()).await?;
    let mut organisations: Vec<OrganisationId> = owners.iter().filter_map(|owner| owner.organisation).collect();
    organisations.sort();
    organisations.dedup();
    let rows = organisations
        .into_iter()
        .map(|organisation| patent_owner::ActiveModel { patent_id: Set(id.0), organisation_id: Set(organisation.0) });
    patent_owner::Entity::insert_many(rows).exec_without_returning(ctx.db()).await?;
    Ok(())
}
