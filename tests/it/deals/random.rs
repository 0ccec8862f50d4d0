//! Random commands through the database against the plain telling of a deal.

use entity::deal;
use futures::future::BoxFuture;
use jiaxiu::{
    deals::{
        books,
        commands::{Plain as At, acceptance, cancel, dispute, document, recordal, release, ruling, sign},
        model::Deal,
        sweep::Deadlines,
        view::{CancelDealIn, DisputeDealIn, DocumentKind, EvidenceIn, FileDealIn, ProposeRulingIn},
    },
    kernel::{
        Actor, Locale, Money, Principal, Result, Role,
        actor::{Membership, OrganisationKind},
        id::DealId,
    },
    ledger::bank::{
        deposit::{Deposit, sandbox_deposit},
        view::DepositIn,
    },
    listings::Right,
    platform::{Ctx, blob::Blob, db::Origin, jobs::Sweep},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sea_orm::EntityTrait;

use super::{
    Cast, PRICE,
    reference::{Plain, ROAD, Try, Who, attempt},
};
use crate::support::{Person, TestApp};

struct Stage {
    cast: Cast,
    stranger: Person,
    other: Person,
}

impl Stage {
    fn actor(&self, who: Who) -> Actor {
        let (person, kind, role) = match who {
            Who::Seller => (&self.cast.seller, OrganisationKind::University, Role::Manager),
            Who::Buyer => (&self.cast.buyer, OrganisationKind::Enterprise, Role::Manager),
            Who::Clerk => (&self.cast.clerk, OrganisationKind::Operator, Role::Clerk),
            Who::Approver => (&self.cast.approver, OrganisationKind::Operator, Role::Approver),
            Who::OtherApprover => (&self.other, OrganisationKind::Operator, Role::Approver),
            Who::Stranger => (&self.stranger, OrganisationKind::Fund, Role::Owner),
        };
        let organisation = person.organisation;
        Actor::Account(Box::new(Principal {
            account: person.account,
            session: None,
            api_token: None,
            read_only: false,
            second_factor_missing: false,
            email_verified: true,
            locale: Locale::En,
            membership: Some(Membership { organisation, kind, role, verified: true, mandate: None }),
        }))
    }

    async fn attempt(&self, id: DealId, plain: &Plain, who: Who, what: Try) -> Result<(), &'static str> {
        let app = &self.cast.app;
        match what {
            Try::Wait => {
                for hours in [80 * 24, 25] {
                    app.clock().advance(chrono::Duration::hours(hours));
                    Deadlines.run(&app.services().db).await.unwrap();
                }
                return Ok(());
            }
            Try::Pay => {
                let row = deal::Entity::find_by_id(id.0).one(app.services().db.read()).await.unwrap().unwrap();
                let input = DepositIn {
                    reference: Some(row.reference),
                    amount: Money::new(PRICE, "CNY".parse().unwrap()),
                    payer_name: None,
                };
                let deposit = Deposit { input, payees: jiaxiu::app::payees() };
                let origin = Origin { actor: self.actor(Who::Buyer), ..Origin::system("test") };
                let paid =
                    app.services().db.run(origin, deposit, |ctx, deposit| Box::pin(sandbox_deposit(ctx, deposit)));
                return if paid.await.unwrap().matched { Ok(()) } else { Err("suspense") };
            }
            _ => {}
        }
        let origin = Origin { actor: self.actor(who), ..Origin::system("test") };
        let (version, share) = (plain.version, if let Try::ProposeRuling(p) = what { plain.share(p) } else { 0 });
        let input = (id, version, what, share);
        app.services().db.run(origin, input, command).await.map_err(|fault| fault.code().name)
    }

    async fn check(&self, id: DealId, plain: &Plain, said: &str) {
        let db = self.cast.app.services().db.read();
        let row = deal::Entity::find_by_id(id.0).one(db).await.unwrap().unwrap();
        assert_eq!((row.stage.as_str(), row.version), (plain.stage, plain.version), "{said}");
        let deal = Deal::try_from(row).unwrap();
        assert_eq!(books::faults(db, &deal).await.unwrap(), [], "{said}");
        let books = books::of(db, &deal).await.unwrap();
        let to_seller = books.released.minor + books.commission.minor + books.fees.minor;
        assert_eq!(
            (books.held.minor, to_seller, books.refunded.minor),
            (plain.held, plain.to_seller, plain.to_buyer),
            "{said}"
        );
    }
}

fn command(ctx: &mut Ctx, (id, version, what, share): (DealId, i64, Try, i64)) -> BoxFuture<'_, Result<()>> {
    let at = At { id, version };
    let text = || "words".to_owned();
    Box::pin(async move {
        match what {
            Try::PutContract => {
                let blob = Blob { key: "none".to_owned(), sha256: version.to_string(), size: 1 };
                let input = document::AddDocument {
                    deal: id,
                    kind: DocumentKind::Contract,
                    name: text(),
                    media_type: "text/plain".to_owned(),
                    blob,
                };
                return document::add_document(ctx, input).await.map(drop);
            }
            Try::Sign => sign::sign(ctx, at).await,
            Try::Cancel => cancel::cancel(ctx, (id, CancelDealIn { version, reason: None })).await,
            Try::File => {
                let date = (ctx.now() + chrono::Duration::hours(8)).date_naive();
                recordal::file(ctx, (id, FileDealIn { version, number: text(), date })).await
            }
            Try::ConfirmRecordal => recordal::confirm_recordal(ctx, at).await,
            Try::Deliver => acceptance::deliver(ctx, at).await,
            Try::Accept => acceptance::accept(ctx, at).await,
            Try::Extend => acceptance::extend(ctx, at).await,
            Try::Release => release::release(ctx, at).await,
            Try::Dispute => dispute::dispute(ctx, (id, DisputeDealIn { version, reason: text() })).await,
            Try::AddEvidence => {
                dispute::add_evidence(ctx, (id, EvidenceIn { version, text: text(), document: None })).await
            }
            Try::ProposeRuling(_) => {
                let (to_seller, to_buyer) = (Money::cny(share), Money::cny(PRICE - share));
                ruling::propose_ruling(ctx, (id, ProposeRulingIn { version, to_seller, to_buyer, reason: None })).await
            }
            Try::ConfirmRuling => ruling::confirm_ruling(ctx, at).await,
            Try::WithdrawDispute => dispute::withdraw_dispute(ctx, at).await,
            Try::Pay | Try::Wait => unreachable!("no commands"),
        }
        .map(drop)
    })
}

fn attempts() -> impl Strategy<Value = Vec<(Who, Try)>> {
    let rest = prop::collection::vec(attempt(), 1..25);
    (0..=ROAD.len(), rest).prop_map(|(begun, rest)| ROAD[..begun].iter().copied().chain(rest).collect())
}

async fn compare(app: TestApp, cases: usize) {
    // Neither right is one of which there is only one, so that all deals can be on one listing.
    let cast = Cast::new(&app, Right::JointDevelopment, false).await;
    let stage = Stage { stranger: app.owner("fund").await, other: app.operator(Role::Approver).await, cast };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for case in 0..cases {
        let recordal = case % 2 == 0;
        let right = if recordal { Right::PledgeFinance } else { Right::JointDevelopment };
        let (seller, buyer) = (&stage.cast.seller, &stage.cast.buyer);
        let id = super::open(&app, &stage.cast.listing, seller, buyer, right, true).await;
        let mut plain = Plain::new(recordal, PRICE);
        let mut said = format!("case {case}:");
        for (who, what) in attempts().new_tree(&mut runner).unwrap().current() {
            said.push_str(&format!(" {who:?} {what:?};"));
            let found = stage.attempt(id, &plain, who, what).await;
            let expected = plain.attempt(who, what);
            assert_eq!(found, expected, "{said}");
            if expected.is_ok() {
                stage.check(id, &plain, &said).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_commands_on_sqlite() {
    let app = TestApp::sqlite().await;
    compare(app.clone(), 220).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_commands_on_postgres() {
    let app = TestApp::postgres().await;
    compare(app.clone(), 40).await;
    app.finish().await;
}
