//! The list: what waits or was done, with names, numbers and who has it in hand.

use std::collections::{BTreeMap, HashMap};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{bank_payment, deal, desk_assignment, listing, organisation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    identity,
    kernel::{Actor, Currency, DateTime, Error, FieldError, Money, Page, Result, Text, error, id::AccountId},
    platform::Services,
};

use super::{
    audit::officers,
    done::{self, Wanted},
    link,
    model::{Done, Kind, TaskId, Waiting},
    open,
    view::{DeskTaskOut, DeskTasksOut, OfficerOut, TaskState, TasksQuery},
};

/// Refuses whoever is not the operator's.
fn operators(actor: &Actor) -> Result<()> {
    actor.membership()?;
    if actor.is_operator() { Ok(()) } else { Err(Error::new(error::FORBIDDEN)) }
}

/// Whose tasks are wanted.
enum Whose {
    Anybodys,
    Nobodys,
    Of(Uuid),
}

fn whose(query: &TasksQuery, actor: &Actor) -> Result<Whose> {
    match query.assignee.as_deref() {
        None => Ok(Whose::Anybodys),
        Some("none") => Ok(Whose::Nobodys),
        Some("me") => Ok(Whose::Of(actor.principal()?.account.0)),
        Some(account) => account
            .parse::<AccountId>()
            .map(|account| Whose::Of(account.0))
            .map_err(|_| FieldError::invalid("assignee", account, "me, none or an account (acc_…)").into()),
    }
}

/// Assignments of tasks, by id.
type Assignments = HashMap<String, desk_assignment::Model>;

async fn assignments(db: &impl ConnectionTrait) -> Result<Assignments> {
    let rows = desk_assignment::Entity::find().filter(desk_assignment::Column::AccountId.is_not_null()).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.task.clone(), row)).collect())
}

/// The tasks that are wanted, to the operator's people.
///
/// # Errors
/// `forbidden` for others; `validation` on the query.
pub async fn list(services: &Services, actor: &Actor, query: &TasksQuery) -> Result<DeskTasksOut> {
    operators(actor)?;
    let page = Page { limit: query.limit, cursor: query.cursor.clone() };
    let limit = usize::try_from(page.limit()?).map_err(Error::internal)?;
    let whose = whose(query, actor)?;
    let (db, now) = (services.db.read(), services.db.clock().now());
    let open = open::open(db, services.site.current().await?.periods).await?;
    let held = assignments(db).await?;
    let holder = |id: &TaskId| held.get(&id.to_string()).and_then(|row| row.account_id);
    let me = actor.principal()?.account.0;
    let mut waiting = BTreeMap::new();
    for task in &open {
        *waiting.entry(task.id.kind.name().to_owned()).or_insert(0) += 1;
    }
    let count = |some: &dyn Fn(&Waiting) -> bool| open.iter().filter(|task| some(task)).count() as u64;
    let (late, mine) = (count(&|task| task.due <= now), count(&|task| holder(&task.id) == Some(me)));
    let (items, next) = match query.state.unwrap_or_default() {
        TaskState::Open => {
            let after = after(query)?;
            let wanted = |task: &&Waiting| {
                query.kind.is_none_or(|kind| kind == task.id.kind)
                    && after.as_ref().is_none_or(|after| task.key() > *after)
                    && match &whose {
                        Whose::Anybodys => true,
                        Whose::Nobodys => holder(&task.id).is_none(),
                        Whose::Of(account) => holder(&task.id) == Some(*account),
                    }
            };
            let mut found: Vec<Waiting> = open.iter().filter(wanted).take(limit + 1).copied().collect();
            let more = found.len() > limit;
            found.truncate(limit);
            let next = found.last().filter(|_| more).map(cursor).transpose()?;
            (shown(db, &found, &held, now).await?, next)
        }
        TaskState::Done => {
            let Some(operator) = identity::operator(db).await? else { return Err(Error::not_found()) };
            let by = if let Whose::Of(account) = whose { Some(account) } else { None };
            let wanted = Wanted { kind: query.kind, by, before: page.after()? };
            let mut found = done::done(db, operator, now, &wanted, limit as u64 + 1).await?;
            let more = found.len() > limit;
            found.truncate(limit);
            let next = found.last().filter(|_| more).map(|last| URL_SAFE_NO_PAD.encode(last.entry.as_bytes()));
            (finished(db, &found).await?, next)
        }
    };
    Ok(DeskTasksOut { items, next, waiting, late, mine })
}

fn cursor(last: &Waiting) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&last.key()).map_err(Error::internal)?))
}

fn after(query: &TasksQuery) -> Result<Option<(i64, i64, String)>> {
    let Some(cursor) = &query.cursor else { return Ok(None) };
    let key = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    key.map(Some).ok_or_else(|| Error::from(FieldError::invalid("cursor", cursor, "take `next` of an earlier answer")))
}

/// One task that waits, as the list shows it.
///
/// # Errors
/// `not_found` when it does not wait (any more).
pub async fn find(
    db: &impl ConnectionTrait,
    periods: crate::platform::site::Periods,
    id: TaskId,
    now: DateTime,
) -> Result<DeskTaskOut> {
    let open = open::open(db, periods).await?;
    let task = open.into_iter().find(|task| task.id == id).ok_or_else(Error::not_found)?;
    let held = desk_assignment::Entity::find_by_id(id.to_string()).one(db).await?;
    let held: Assignments = held.into_iter().map(|row| (row.task.clone(), row)).collect();
    shown(db, &[task], &held, now).await?.pop().ok_or_else(Error::not_found)
}

async fn shown(
    db: &impl ConnectionTrait,
    tasks: &[Waiting],
    held: &Assignments,
    now: DateTime,
) -> Result<Vec<DeskTaskOut>> {
    let subjects = Subjects::of(db, tasks.iter().map(|task| task.id)).await?;
    let people = officers(db, held.values().filter_map(|row| row.account_id)).await?;
    let show = |task: &Waiting| {
        let row = held.get(&task.id.to_string());
        DeskTaskOut {
            since: Some(task.since),
            due: Some(task.due),
            late: task.due <= now,
            assignee: row.and_then(|row| people.get(&row.account_id?).cloned()),
            assignment: row.map_or(0, |row| row.version),
            ..subjects.task(task.id, TaskState::Open)
        }
    };
    Ok(tasks.iter().map(show).collect())
}

async fn finished(db: &impl ConnectionTrait, tasks: &[Done]) -> Result<Vec<DeskTaskOut>> {
    let subjects = Subjects::of(db, tasks.iter().map(|task| task.id)).await?;
    let people = officers(db, tasks.iter().filter_map(|task| task.by)).await?;
    let by = |task: &Done| -> Option<OfficerOut> { people.get(&task.by?).cloned() };
    let show = |task: &Done| DeskTaskOut {
        done_at: Some(task.at),
        done_by: by(task),
        outcome: Some(task.outcome),
        ..subjects.task(task.id, TaskState::Done)
    };
    Ok(tasks.iter().map(show).collect())
}

/// What the tasks of one page are about.
struct Subjects {
    organisations: HashMap<Uuid, organisation::Model>,
    listings: HashMap<Uuid, listing::Model>,
    deals: HashMap<Uuid, deal::Model>,
    payments: HashMap<Uuid, bank_payment::Model>,
}

impl Subjects {
    async fn of(db: &impl ConnectionTrait, tasks: impl Iterator<Item = TaskId>) -> Result<Self> {
        let tasks: Vec<TaskId> = tasks.collect();
        let about = |kinds: &[Kind]| -> Vec<Uuid> {
            tasks.iter().filter(|task| kinds.contains(&task.kind)).map(|task| task.subject).collect()
        };
        let deal_ids = about(&[Kind::Recordal, Kind::Release, Kind::Dispute, Kind::Ruling]);
        let deals = deal::Entity::find().filter(deal::Column::Id.is_in(deal_ids)).all(db).await?;
        let payments = bank_payment::Entity::find()
            .filter(bank_payment::Column::Id.is_in(about(&[Kind::Suspense])))
            .all(db)
            .await?;
        let mut listing_ids = about(&[Kind::Listing]);
        listing_ids.extend(deals.iter().map(|deal| deal.listing_id));
        let listings = listing::Entity::find().filter(listing::Column::Id.is_in(listing_ids)).all(db).await?;
        let mut organisation_ids = about(&[Kind::Verification]);
        organisation_ids.extend(listings.iter().map(|listing| listing.organisation_id));
        organisation_ids.extend(deals.iter().flat_map(|deal| [deal.seller_id, deal.buyer_id]));
        let organisations =
            organisation::Entity::find().filter(organisation::Column::Id.is_in(organisation_ids)).all(db).await?;
        Ok(Self {
            organisations: organisations.into_iter().map(|row| (row.id, row)).collect(),
            listings: listings.into_iter().map(|row| (row.id, row)).collect(),
            deals: deals.into_iter().map(|row| (row.id, row)).collect(),
            payments: payments.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    fn name(&self, id: Uuid) -> Text {
        let row = self.organisations.get(&id);
        row.map(|row| Text { zh: row.name_zh.clone(), en: row.name_en.clone() }).unwrap_or_default()
    }

    fn title(&self, listing: Uuid) -> Text {
        let row = self.listings.get(&listing);
        row.map(|row| Text { zh: row.title_zh.clone(), en: row.title_en.clone() }).unwrap_or_default()
    }

    /// The task without what its state adds.
    fn task(&self, id: TaskId, state: TaskState) -> DeskTaskOut {
        let money = |minor: i64, currency: &str| currency.parse::<Currency>().ok().map(|of| Money::new(minor, of));
        let (number, title, parties, amount) = match id.kind {
            Kind::Verification => {
                let uscc = self.organisations.get(&id.subject).and_then(|row| row.uscc.clone());
                (uscc, self.name(id.subject), Vec::new(), None)
            }
            Kind::Listing => {
                let row = self.listings.get(&id.subject);
                let price = row.and_then(|row| money(row.price_minor?, row.currency.as_deref()?));
                let holder = row.map(|row| self.name(row.organisation_id));
                (row.map(|row| row.number.clone()), self.title(id.subject), holder.into_iter().collect(), price)
            }
            Kind::Recordal | Kind::Release | Kind::Dispute | Kind::Ruling => {
                let row = self.deals.get(&id.subject);
                let parties = row.map(|row| vec![self.name(row.seller_id), self.name(row.buyer_id)]);
                let title = row.map(|row| self.title(row.listing_id));
                (
                    row.map(|row| row.number.clone()),
                    title.unwrap_or_default(),
                    parties.unwrap_or_default(),
                    row.and_then(|row| money(row.price, &row.currency)),
                )
            }
            Kind::Suspense => {
                let row = self.payments.get(&id.subject);
                let payer = row.and_then(|row| row.payer_name.clone());
                (
                    row.map(|row| row.reference.clone()).filter(|reference| !reference.is_empty()),
                    Text { zh: payer.clone(), en: payer },
                    Vec::new(),
                    row.and_then(|row| money(row.amount, &row.currency)),
                )
            }
        };
        DeskTaskOut {
            id: id.to_string(),
            kind: id.kind,
            state,
            about: id.about(),
            link: link::path(id),
            number,
            title,
            parties,
            amount,
            since: None,
            due: None,
            late: false,
            assignee: None,
            assignment: 0,
            done_by: None,
            done_at: None,
            outcome: None,
        }
    }
}
