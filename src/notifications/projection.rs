//! From an event to everyone's inbox and mailbox.

use std::collections::{HashMap, HashSet};

use entity::{account, listing, member, notification, notification_preference, organisation};
use futures::future::BoxFuture;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use crate::{
    identity, intermediaries,
    kernel::{
        Locale, Result, Text,
        actor::Side,
        id::{MandateId, NotificationId, OrganisationId},
    },
    listings,
    platform::{
        Ctx, Settings,
        events::{Event, Projection},
        mail,
    },
};

use super::{
    hub::Hub,
    kinds::{self, Channel, Kind, Topic},
    text::{self, Mentions},
};

/// Writes inboxes and queues mails.
pub struct Tell {
    settings: std::sync::Arc<Settings>,
    hub: Hub,
}

/// One reader of one event: on whose account, and by which mandate.
struct Reader {
    account: Uuid,
    organisation: OrganisationId,
    mandate: Option<(MandateId, OrganisationId)>,
}

impl Reader {
    /// Whose side it is on: its principal's, or its own.
    fn side(&self) -> OrganisationId {
        self.mandate.map_or(self.organisation, |(_, principal)| principal)
    }
}

impl Tell {
    /// Mails link to the installation of `settings`; live streams of `hub` are rung.
    pub fn new(settings: std::sync::Arc<Settings>, hub: Hub) -> Self {
        Self { settings, hub }
    }

    async fn tell(&self, ctx: &mut Ctx, event: &Event) -> Result<()> {
        let Some(kind) = kinds::kind(&event.kind) else { return Ok(()) };
        let readers = readers(ctx, event, kind).await?;
        if readers.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = readers.iter().map(|reader| reader.account).collect();
        let accounts: HashMap<Uuid, account::Model> = account::Entity::find()
            .filter(account::Column::Id.is_in(ids.clone()))
            .filter(account::Column::DisabledAt.is_null())
            .all(ctx.db())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let muted = muted(ctx, &ids, kind).await?;
        let names = Names::of(ctx, event, &readers).await?;
        let strangers = strangers(ctx, event, kind, &readers).await?;
        let mut rows = Vec::new();
        for reader in &readers {
            let Some(account) = accounts.get(&reader.account) else { continue };
            let actor = event.organisation.filter(|_| !strangers.contains(&reader.side()));
            if !muted.contains(&(account.id, Channel::InApp.name().to_owned())) {
                rows.push(row(ctx, event, reader, actor)?);
            }
            if !muted.contains(&(account.id, Channel::Mail.name().to_owned())) {
                self.mail(ctx, event, (reader, actor), account, &names).await?;
            }
        }
        if !rows.is_empty() {
            let once = OnConflict::columns([notification::Column::AccountId, notification::Column::EventId])
                .do_nothing()
                .to_owned();
            notification::Entity::insert_many(rows).on_conflict(once).exec_without_returning(ctx.db()).await?;
        }
        Ok(())
    }

    async fn mail(
        &self,
        ctx: &Ctx,
        event: &Event,
        (reader, actor): (&Reader, Option<OrganisationId>),
        account: &account::Model,
        names: &Names,
    ) -> Result<()> {
        let locale = Locale::from_tag(&account.locale);
        let mentions = Mentions {
            listing: names.listing.in_locale(locale),
            actor: names.organisation(actor, locale),
            facts: &event.payload,
        };
        let text = text::sentence(locale, &event.kind, &mentions)?;
        let principal =
            reader.mandate.and_then(|(_, principal)| names.organisation(Some(principal), locale)).unwrap_or_default();
        let draft = mail::Draft {
            account: Some(account.id.into()),
            recipient: account.email.clone(),
            locale,
            kind: "notification".to_owned(),
            values: json!({
                "text": text,
                "by_mandate": reader.mandate.is_some(),
                "principal": principal,
                "links": [super::view::link(&self.settings.public_url, &event.subject, event.listing)],
            }),
        };
        mail::send(ctx, format!("{}:{}", event.id, account.id.simple()), draft).await
    }
}

impl Projection for Tell {
    fn name(&self) -> &'static str {
        "notifications"
    }

    fn apply<'a>(&'a self, ctx: &'a mut Ctx, events: &'a [Event]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            for event in events {
                self.tell(ctx, event).await?;
            }
            Ok(())
        })
    }

    fn applied(&self) {
        self.hub.ring();
    }
}

fn row(ctx: &Ctx, event: &Event, reader: &Reader, actor: Option<OrganisationId>) -> Result<notification::ActiveModel> {
    let id: NotificationId = ctx.id()?;
    Ok(notification::ActiveModel {
        seq: sea_orm::ActiveValue::NotSet,
        id: Set(id.0),
        account_id: Set(reader.account),
        organisation_id: Set(reader.organisation.0),
        event_id: Set(event.id.0),
        kind: Set(event.kind.clone()),
        subject: Set(event.subject.clone()),
        listing_id: Set(event.listing.map(Uuid::from)),
        mandate_id: Set(reader.mandate.map(|(id, _)| id.0)),
        facts: Set(json!({ "actor": actor, "event": event.payload })),
        at: Set(event.at),
        read_at: Set(None),
    })
}

/// Everyone to tell, each account once: parties first, then intermediaries, then the operator's desk.
async fn readers(ctx: &Ctx, event: &Event, kind: Kind) -> Result<Vec<Reader>> {
    let mut seen: HashSet<Uuid> = event.account.map(Uuid::from).into_iter().collect();
    let mut readers = Vec::new();
    let mut add = |members: Vec<member::Model>, mandate: Option<(MandateId, OrganisationId)>| {
        for member in members {
            if seen.insert(member.account_id) {
                readers.push(Reader {
                    account: member.account_id,
                    organisation: member.organisation_id.into(),
                    mandate,
                });
            }
        }
    };
    for organisation in &event.organisations {
        add(members(ctx, *organisation).await?, None);
    }
    if kind.watchers
        && let Some(listing) = event.listing
    {
        for member in listings::watchers(ctx.db(), listing).await? {
            add(vec![member], None);
        }
    }
    let holder = holder(ctx, event).await?;
    for principal in &event.organisations {
        // Who sells for a principal is told of its sales and not of what it buys, and the other way round.
        let side = holder.map(|holder| if holder == *principal { Side::Supply } else { Side::Demand });
        for mandate in intermediaries::covering(ctx.db(), *principal, event.listing, side, event.at).await? {
            add(members(ctx, mandate.intermediary).await?, Some((mandate.id, *principal)));
        }
    }
    if kind.operator {
        let desks =
            organisation::Entity::find().filter(organisation::Column::Kind.eq("operator")).all(ctx.db()).await?;
        for desk in desks {
            add(members(ctx, desk.id.into()).await?, None);
        }
    }
    Ok(readers)
}

/// The sides that may not be told who acted, because it was for a holder who is not named to them. In a deal everybody
/// knows everybody.
async fn strangers(ctx: &Ctx, event: &Event, kind: Kind, readers: &[Reader]) -> Result<HashSet<OrganisationId>> {
    let mut strangers = HashSet::new();
    let Some(listing) = event.listing.filter(|_| !matches!(kind.topic, Topic::Deals | Topic::Money)) else {
        return Ok(strangers);
    };
    let holder = holder(ctx, event).await?;
    if holder.is_none() || ![event.organisation, event.on_behalf_of].contains(&holder) {
        return Ok(strangers);
    }
    let sides: HashSet<OrganisationId> = readers.iter().map(Reader::side).collect();
    for side in sides {
        if !listings::names_to(ctx.db(), listing, side, event.at).await? {
            strangers.insert(side);
        }
    }
    Ok(strangers)
}

/// Whose listing the event is about, if it is about one.
async fn holder(ctx: &Ctx, event: &Event) -> Result<Option<OrganisationId>> {
    let Some(id) = event.listing else { return Ok(None) };
    let row = listing::Entity::find_by_id(id.0).one(ctx.db()).await?;
    Ok(row.map(|row| row.organisation_id.into()))
}

async fn members(ctx: &Ctx, organisation: OrganisationId) -> Result<Vec<member::Model>> {
    Ok(member::Entity::find().filter(member::Column::OrganisationId.eq(organisation.0)).all(ctx.db()).await?)
}

/// What of this topic its readers don't want.
async fn muted(ctx: &Ctx, accounts: &[Uuid], kind: Kind) -> Result<HashSet<(Uuid, String)>> {
    let rows = notification_preference::Entity::find()
        .filter(notification_preference::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(notification_preference::Column::Topic.eq(kind.topic.name()))
        .filter(notification_preference::Column::Enabled.eq(false))
        .all(ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.channel)).collect())
}

/// Names that a mail mentions, read once an event.
struct Names {
    listing: Text,
    organisations: HashMap<Uuid, Text>,
}

impl Names {
    async fn of(ctx: &Ctx, event: &Event, readers: &[Reader]) -> Result<Self> {
        let listing = match event.listing {
            Some(id) => listing::Entity::find_by_id(id.0).one(ctx.db()).await?,
            None => None,
        };
        let principals = readers.iter().filter_map(|reader| reader.mandate.map(|(_, principal)| principal.0));
        let wanted: HashSet<Uuid> = event.organisation.map(Uuid::from).into_iter().chain(principals).collect();
        Ok(Self {
            listing: listing.map(|row| Text { zh: row.title_zh, en: row.title_en }).unwrap_or_default(),
            organisations: identity::organisation_names(ctx.db(), wanted).await?,
        })
    }

    fn organisation(&self, id: Option<OrganisationId>, locale: Locale) -> Option<&str> {
        self.organisations.get(&id?.0)?.in_locale(locale)
    }
}
