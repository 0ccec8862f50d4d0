//! Making a record.

use entity::patent;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    kernel::{Error, FieldError, Result, Role, Text, error, fields::Fields, id::PatentId},
    patents::{
        classification::{CpcSymbol, IpcClass},
        number::PatentNumber,
        queries::{canonical, office, view},
        view::{Owner, OwnerIn, PatentIn, PatentOut},
    },
    platform::Ctx,
};

/// A record whose every field was checked.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // as in `PatentIn`
pub struct Record {
    pub number: PatentNumber,
    pub title: Text,
    pub r#abstract: Text,
    pub ipc: Vec<String>,
    pub cpc: Vec<String>,
    pub owners: Vec<Owner>,
    pub input: PatentIn,
}

impl Record {
    /// Checks every field.
    ///
    /// # Errors
    /// `validation`, naming each faulty field.
    pub fn check(input: PatentIn) -> Result<Self> {
        let mut fields = Fields::new();
        let number = fields.parse::<PatentNumber>("number", &input.number);
        let title = fields.bilingual("title", input.title.clone(), true, 500);
        let r#abstract = fields.bilingual("abstract", input.r#abstract.clone(), false, 20_000);
        texts(&mut fields, "claims", &input.claims, 200, 10_000);
        texts(&mut fields, "applicants", &input.applicants, 100, 300);
        texts(&mut fields, "inventors", &input.inventors, 100, 300);
        let ipc = symbols::<IpcClass>(&mut fields, "ipc", &input.ipc, 50);
        let cpc = symbols::<CpcSymbol>(&mut fields, "cpc", &input.cpc, 100);
        let owners = owners(&mut fields, &input.owners);
        if let Some(status) = &input.legal_status {
            fields.text("legal_status", status, 0, 100);
        }
        dates(&mut fields, &input);
        fields.finish()?;
        let number = number.ok_or_else(|| Error::internal("a number that passed its check is gone"))?;
        Ok(Self { number, title, r#abstract, ipc, cpc, owners, input })
    }

    /// Puts the record's columns into `row`.
    pub(crate) fn fill(self, row: &mut patent::ActiveModel) {
        row.number = Set(canonical(&self.number));
        row.office = Set(office(&self.number));
        row.title_zh = Set(self.title.zh);
        row.title_en = Set(self.title.en);
        row.abstract_zh = Set(self.r#abstract.zh);
        row.abstract_en = Set(self.r#abstract.en);
        row.claims = Set(json!(self.input.claims));
        row.ipc = Set(json!(self.ipc));
        row.cpc = Set(json!(self.cpc));
        row.applicants = Set(json!(self.input.applicants));
        row.inventors = Set(json!(self.input.inventors));
        row.owners = Set(json!(self.owners));
        row.filed_on = Set(self.input.filed_on);
        row.published_on = Set(self.input.published_on);
        row.granted_on = Set(self.input.granted_on);
        row.expires_on = Set(self.input.expires_on);
        row.legal_status = Set(self.input.legal_status);
    }
}

fn texts(fields: &mut Fields, field: &'static str, values: &[String], most: usize, longest: usize) {
    fields.at_most(field, values, most);
    for (n, value) in values.iter().take(most).enumerate() {
        fields.text(format!("{field}[{n}]"), value, 1, longest);
    }
}

fn symbols<T>(fields: &mut Fields, field: &'static str, values: &[String], most: usize) -> Vec<String>
where
    T: std::str::FromStr + std::fmt::Display,
    T::Err: std::fmt::Display,
{
    fields.at_most(field, values, most);
    let parse = |(n, value): (usize, &String)| {
        fields.parse::<T>(format!("{field}[{n}]"), value).map(|symbol| symbol.to_string())
    };
    values.iter().take(most).enumerate().filter_map(parse).collect()
}

fn owners(fields: &mut Fields, values: &[OwnerIn]) -> Vec<Owner> {
    fields.at_most("owners", values, 100);
    let check = |(n, owner): (usize, &OwnerIn)| {
        let owner = match owner {
            OwnerIn::Name(name) => Owner { name: name.clone(), organisation: None },
            OwnerIn::Full(owner) => owner.clone(),
        };
        Owner { name: fields.text(format!("owners[{n}].name"), &owner.name, 1, 300), ..owner }
    };
    values.iter().take(100).enumerate().map(check).collect()
}

fn dates(fields: &mut Fields, input: &PatentIn) {
    let Some(filed) = input.filed_on else { return };
    let later =
        [("published_on", input.published_on), ("granted_on", input.granted_on), ("expires_on", input.expires_on)];
    for (field, date) in later {
        if let Some(date) = date {
            fields.check(date >= filed, || {
                FieldError::invalid(field, date, format!("not before the filing date, {filed}"))
            });
        }
    }
}

/// Makes a record kept by the acting organisation.
///
/// # Errors
/// `validation`; `forbidden` below member; `organisation_not_verified`; `conflict`, naming the record that has the number.
pub async fn create(ctx: &mut Ctx, record: Record) -> Result<PatentOut> {
    let keeper = ctx.actor().verified_with_role(Role::Member)?.organisation;
    let number = canonical(&record.number);
    if let Some(there) = patent::Entity::find().filter(patent::Column::Number.eq(&number)).one(ctx.db()).await? {
        let fault = FieldError::new("number", "taken")
            .value(&record.input.number)
            .limit(format!("has a record: {}", PatentId(there.id)));
        return Err(Error::fields(error::CONFLICT, vec![fault]));
    }
    let id: PatentId = ctx.id()?;
    let mut row = patent::ActiveModel {
        id: Set(id.0),
        kept_by: Set(Some(keeper.0)),
        version: Set(1),
        created_at: Set(ctx.now()),
        ..Default::default()
    };
    record.fill(&mut row);
    let row = row.insert(ctx.db()).await?;
    ctx.audit_target(id);
    view(row)
}
