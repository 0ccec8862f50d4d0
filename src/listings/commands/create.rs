//! Making a draft.

use entity::listing;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use crate::{
    kernel::{Error, FieldError, Result, Role, actor::Side, error, fields::Fields, id::ListingId},
    patents,
    platform::{Ctx, db, numbers},
};

use super::{
    super::{
        content::{Content, MAX_PATENTS},
        events,
        lifecycle::State,
        model::Listing,
        queries,
        view::{ListingIn, ListingOut},
    },
    rows,
};

/// Makes a draft of the acting organisation.
///
/// # Errors
/// `validation`; `forbidden` below member; `conflict` for an `external_id` that is taken.
pub async fn create(ctx: &mut Ctx, input: ListingIn) -> Result<ListingOut> {
    let owner = ctx.actor().taking_part(Role::Member)?.organisation;
    ctx.actor().within_mandate_on(Side::Supply, None)?;
    let mut fields = Fields::new();
    let content = Content::of(&input).checked(&mut fields);
    fields.at_most("patents", &input.patents, MAX_PATENTS);
    let external_id = input.external_id.as_deref().map(|id| fields.text("external_id", id, 1, 200));
    fields.finish()?;
    let patents = patents::resolve(ctx, &input.patents).await?;
    let id: ListingId = ctx.id()?;
    let mut row = listing::ActiveModel {
        id: Set(id.0),
        number: Set(numbers::next(ctx, "JX").await?),
        kind: Set("supply".to_owned()),
        organisation_id: Set(owner.0),
        external_id: Set(external_id),
        owner_name: Set(None),
        state: Set(State::Draft.name().to_owned()),
        state_reason: Set(None),
        version: Set(1),
        created_at: Set(ctx.now()),
        updated_at: Set(ctx.now()),
        published_at: Set(None),
        closed_at: Set(None),
        demo: Set(false),
        ..Default::default()
    };
    rows::fill(&mut row, &content)?;
    let row =
        row.insert(ctx.db()).await.map_err(Error::from).map_err(|fault| taken(fault, input.external_id.as_deref()))?;
    rows::set_patents(ctx, id, &patents).await?;
    rows::keep_version(ctx, id, 1, &content, &patents).await?;
    let listing = Listing::try_from(&row)?;
    ctx.audit_target(id);
    ctx.emit(events::event(events::CREATED, &listing))?;
    queries::show(ctx.db(), ctx.actor(), row, ctx.now()).await
}

/// An `external_id` that is taken, said as a field's fault.
fn taken(fault: Error, external_id: Option<&str>) -> Error {
    match (external_id, db::is_unique_violation(&fault)) {
        (Some(id), true) => {
            let field = FieldError::new("external_id", "taken").value(id).limit("once an organisation");
            Error::fields(error::CONFLICT, vec![field])
        }
        _ => fault,
    }
}
