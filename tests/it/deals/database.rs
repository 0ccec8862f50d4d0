//! What the database refuses by itself, whoever writes.

use std::collections::BTreeSet;

use entity::{deal, deal_transition};
use futures::future::BoxFuture;
use jiaxiu::{
    deals::lifecycle::TRANSITIONS,
    kernel::{Error, Result, id::DealId},
    listings::Right,
    platform::{Ctx, db::Origin},
};
use sea_orm::{ConnectionTrait, EntityTrait, TransactionTrait};
use serde_json::json;

use super::Cast;
use crate::support::TestApp;

crate::on_both! {
    async fn the_database_holds_the_table_of_the_code(app: TestApp) {
        let rows = deal_transition::Entity::find().all(app.services().db.read()).await.unwrap();
        let stored: BTreeSet<_> = rows.into_iter().map(|row| (row.from_stage, row.action, row.to_stage)).collect();
        let mut written: BTreeSet<_> = TRANSITIONS
            .iter()
            .map(|arrow| (arrow.from.name().to_owned(), arrow.action.name().to_owned(), arrow.to.name().to_owned()))
            .collect();
        for beginning in [("none", "root", "none"), ("none", "open", "contract")] {
            written.insert((beginning.0.to_owned(), beginning.1.to_owned(), beginning.2.to_owned()));
        }
        assert_eq!(stored, written);
    }
}

/// An id as a literal of the database's dialect.
fn literal(ctx: &Ctx, id: DealId) -> String {
    if ctx.is_postgres() { format!("'{}'", id.0) } else { format!("x'{}'", id.0.simple()) }
}

fn event(id: &str, seq: i64, prev: i64, from: &str, action: &str, to: &str) -> String {
    format!(
        "INSERT INTO deal_event (deal_id, seq, prev_seq, from_stage, action, to_stage, party, at, facts) \
         VALUES ({id}, {seq}, {prev}, '{from}', '{action}', '{to}', 'system', '2026-03-02 02:00:00+00:00', '{{}}')"
    )
}

/// Everything that must not be written into a deal at version 5, stage funding, with recordal required.
fn illegal(id: &str, other: &str) -> Vec<String> {
    vec![
        // No such arrow; an arrow from elsewhere; an arrow that leads elsewhere.
        event(id, 6, 5, "funding", "release", "closed"),
        event(id, 6, 5, "release", "release", "closed"),
        event(id, 6, 5, "funding", "receive", "release"),
        event(id, 6, 5, "contract", "sign", "contract"),
        // Past recordal, which the rule pack demands.
        event(id, 6, 5, "funding", "receive", "acceptance"),
        // A gap, a fork, a second root, another's predecessor.
        event(id, 7, 6, "funding", "cancel", "cancelled"),
        event(id, 7, 5, "funding", "cancel", "cancelled"),
        event(id, 5, 4, "contract", "conclude", "funding"),
        event(id, 0, 0, "none", "root", "none"),
        event(id, 1, 0, "none", "open", "contract"),
        event(other, 1, 0, "none", "open", "contract"),
        event(other, 6, 5, "funding", "cancel", "cancelled"),
        // A root that is none, and a first step that follows nothing.
        event(other, 0, 0, "none", "open", "contract"),
        event(other, 0, -1, "none", "root", "none"),
        // NULL in a key.
        event(id, 6, 5, "funding", "cancel", "cancelled").replace("'funding'", "NULL"),
        event(id, 6, 5, "funding", "cancel", "cancelled").replace("'cancelled'", "NULL"),
        event(id, 6, 5, "funding", "cancel", "cancelled").replace(", 6, 5,", ", 6, NULL,"),
        // The head moved by hand: on, back, sideways, its deadline, its terms, away.
        format!("UPDATE deal SET version = 6, stage = 'cancelled' WHERE id = {id}"),
        format!("UPDATE deal SET version = 4, stage = 'contract' WHERE id = {id}"),
        format!("UPDATE deal SET stage = 'release' WHERE id = {id}"),
        format!("UPDATE deal SET deadline = NULL, at_deadline = NULL WHERE id = {id}"),
        format!("UPDATE deal SET price = 1 WHERE id = {id}"),
        format!("UPDATE deal SET recordal_required = NOT recordal_required WHERE id = {id}"),
        format!("UPDATE deal SET seller_id = buyer_id WHERE id = {id}"),
        format!("DELETE FROM deal WHERE id = {id}"),
        // History, charges and arrows are what they were.
        format!("UPDATE deal_event SET to_stage = 'closed' WHERE deal_id = {id} AND seq = 5"),
        format!("UPDATE deal_event SET party = 'clock' WHERE deal_id = {id}"),
        format!("DELETE FROM deal_event WHERE deal_id = {id}"),
        format!("UPDATE deal_charge SET bps = 0 WHERE deal_id = {id}"),
        format!("DELETE FROM deal_charge WHERE deal_id = {id}"),
        format!(
            "INSERT INTO deal_charge (deal_id, line, kind, payer_id, bps) \
             SELECT id, 9, 'fee', seller_id, 5000 FROM deal WHERE id = {id}"
        ),
        "INSERT INTO deal_transition (from_stage, action, to_stage) VALUES ('funding', 'release', 'closed')".to_owned(),
        "UPDATE deal_transition SET to_stage = 'closed' WHERE action = 'cancel'".to_owned(),
        "DELETE FROM deal_transition WHERE action = 'cancel'".to_owned(),
        format!("UPDATE deal_document SET sha256 = 'x' WHERE deal_id = {id}"),
    ]
}

/// Tries every illegal write in a savepoint of its own, between two legal steps of one transaction.
fn attempt(ctx: &mut Ctx, id: DealId) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let key = literal(ctx, id);
        let other = literal(ctx, ctx.id()?);
        let mut passed = Vec::new();
        for sql in illegal(&key, &other) {
            let savepoint = ctx.db().begin().await?;
            if savepoint.execute_unprepared(&sql).await.is_ok() {
                passed.push(sql);
            }
            savepoint.rollback().await?;
        }
        ctx.db().execute_unprepared(&event(&key, 6, 5, "funding", "cancel", "cancelled")).await?;
        Ok(passed)
    })
}

/// A dispute returns to where it came from, and to nowhere else.
fn detour(ctx: &mut Ctx, id: DealId) -> BoxFuture<'_, Result<Vec<&'static str>>> {
    Box::pin(async move {
        let key = literal(ctx, id);
        ctx.db().execute_unprepared(&event(&key, 7, 6, "recordal", "dispute", "disputed")).await?;
        let mut passed = Vec::new();
        for to in ["release", "acceptance"] {
            let savepoint = ctx.db().begin().await?;
            if savepoint.execute_unprepared(&event(&key, 8, 7, "disputed", "withdraw_dispute", to)).await.is_ok() {
                passed.push(to);
            }
            savepoint.rollback().await?;
        }
        ctx.db().execute_unprepared(&event(&key, 8, 7, "disputed", "withdraw_dispute", "recordal")).await?;
        Ok(passed)
    })
}

crate::on_both! {
    async fn every_illegal_write_fails_alone(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, true).await;
        let deal = cast.signed().await;
        assert_eq!((&deal["stage"], &deal["version"]), (&json!("funding"), &json!(5)));
        let id: DealId = deal["id"].as_str().unwrap().parse().unwrap();
        let passed = app.services().db.run(Origin::system("test"), id, attempt).await.unwrap();
        assert!(passed.is_empty(), "the database took:\n{}", passed.join("\n"));
        let stands = head(&app, id).await;
        assert_eq!((stands.version, stands.stage.as_str()), (6, "cancelled"), "the neighbour committed");
    }
}

crate::on_both! {
    async fn a_dispute_returns_to_where_it_came_from(app: TestApp) {
        let cast = Cast::new(&app, Right::Assignment, true).await;
        let deal = cast.funded().await;
        assert_eq!((&deal["stage"], &deal["version"]), (&json!("recordal"), &json!(6)));
        let id: DealId = deal["id"].as_str().unwrap().parse().unwrap();
        assert!(app.services().db.run(Origin::system("test"), id, detour).await.unwrap().is_empty());
        let stands = head(&app, id).await;
        assert_eq!((stands.version, stands.stage.as_str()), (8, "recordal"));
    }
}

async fn head(app: &TestApp, id: DealId) -> deal::Model {
    deal::Entity::find_by_id(id.0).one(app.services().db.read()).await.unwrap().unwrap()
}

fn cancel(ctx: &mut Ctx, id: DealId) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let sql = event(&literal(ctx, id), 2, 1, "contract", "cancel", "cancelled");
        ctx.db().execute_unprepared(&sql).await.map_err(Error::from)?;
        Ok(())
    })
}

fn skip(ctx: &mut Ctx, id: DealId) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move {
        let sql = event(&literal(ctx, id), 2, 1, "contract", "release", "closed");
        ctx.db().execute_unprepared(&sql).await.map_err(Error::from)?;
        Ok(())
    })
}

crate::on_both! {
    /// Commands that share a commit: the illegal ones fail, the others stand, and of two that follow the same step one.
    async fn commands_beside_an_illegal_one_commit(app: TestApp) {
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        let mut ids = Vec::new();
        for _ in 0..8 {
            ids.push(crate::deals::open(&app, &cast.listing, &cast.seller, &cast.buyer, Right::Ordinary, false).await);
        }
        let db = &app.services().db;
        let runs = ids.iter().flat_map(|id| {
            let illegal = db.run(Origin::system("test"), *id, skip);
            let (one, two) = (db.run(Origin::system("test"), *id, cancel), db.run(Origin::system("test"), *id, cancel));
            [Box::pin(illegal) as BoxFuture<'_, Result<()>>, Box::pin(one), Box::pin(two)]
        });
        let results = futures::future::join_all(runs).await;
        for three in results.chunks(3) {
            assert!(three[0].is_err());
            assert_eq!(three[1..].iter().filter(|result| result.is_ok()).count(), 1, "two followed the same step");
        }
        for id in ids {
            let head = head(&app, id).await;
            assert_eq!((head.version, head.stage.as_str()), (2, "cancelled"));
        }
    }
}
