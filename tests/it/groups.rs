//! Commands that run side by side: each stands or falls alone.

use entity::{event, ledger_account};
use futures::future::join_all;
use jiaxiu::{
    kernel::{Error, Result, error},
    platform::{Ctx, db::Origin, events::NewEvent},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::support::TestApp;

/// Writes a row and an event, and then may fail in one of three ways.
async fn write(ctx: &mut Ctx, n: u32) -> Result<u32> {
    let id: uuid::Uuid = ctx.id()?;
    let row = ledger_account::ActiveModel {
        id: Set(id),
        kind: Set("party".to_owned()),
        owner: Set(format!("n-{n}")),
        currency: Set("CNY".to_owned()),
        side: Set("credit".to_owned()),
        debits_posted: Set(0),
        credits_posted: Set(0),
        debits_pending: Set(0),
        credits_pending: Set(0),
        created_at: Set(ctx.now()),
    };
    ledger_account::Entity::insert(row).exec_without_returning(ctx.db()).await?;
    ctx.emit(NewEvent::about("payment.refunded", n))?;
    match n % 17 {
        3 => Err(Error::new(error::CONFLICT)),
        7 => panic!("a command that panics, as the test wants it"),
        11 => Err(ctx.db().execute_unprepared("INSERT INTO nowhere VALUES (1)").await.unwrap_err().into()),
        _ => Ok(n),
    }
}

/// Long runs without a failure and swarms of them, so that groups change their mind.
async fn side_by_side(app: TestApp, hot: bool) {
    let db = app.services().db.clone();
    for (from, to) in [(0, 3), (3, 4), (4, 400), (1700, 1702)] {
        let runs = (from..to).map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                db.run(Origin { hot, ..Origin::system("test") }, n, |ctx, n| Box::pin(write(ctx, n))).await
            })
        });
        for (n, outcome) in (from..to).zip(join_all(runs).await) {
            assert_eq!(outcome.unwrap().is_ok(), ![3, 7, 11].contains(&(n % 17)), "{n}");
        }
    }
    let rows = ledger_account::Entity::find()
        .filter(ledger_account::Column::Owner.starts_with("n-"))
        .all(db.read())
        .await
        .unwrap();
    let mut found: Vec<u32> = rows.iter().map(|row| row.owner[2..].parse().unwrap()).collect();
    found.sort_unstable();
    let expected: Vec<u32> = (0..400).chain(1700..1702).filter(|n| ![3, 7, 11].contains(&(n % 17))).collect();
    assert_eq!(found, expected);
    app.settle().await;
    let events = event::Entity::find().filter(event::Column::Kind.eq("payment.refunded")).all(db.read()).await.unwrap();
    assert_eq!(events.len(), expected.len());
}

crate::on_both! {
    async fn what_fails_leaves_its_neighbours_alone(app: TestApp) {
        side_by_side(app, false).await;
    }
}

crate::on_both! {
    async fn hot_commands_leave_their_neighbours_alone(app: TestApp) {
        side_by_side(app, true).await;
    }
}
