//! Writers, the log of what was acknowledged to them, and the comparison of that log with the database.

use std::{
    fs::File,
    io::Write,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use entity::{
    bank_payment, event, event_outbox, ledger_account, ledger_transfer, listing, mandate, offer, offer_round,
};
use jiaxiu::{
    kernel::{
        Clock,
        id::{BankPaymentId, ListingId, MandateId, OfferId},
        random::Random,
    },
    listings::import::{self, Import},
    platform::{Db, db::Options},
};
use sea_orm::{ColumnTrait, DatabaseConnection, DbBackend, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::support::Caller;

/// What one writer asks for again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Mandate,
    Offer,
    Payment,
}

/// A request that can be repeated word for word.
#[derive(Clone)]
struct Request {
    key: String,
    kind: Kind,
    path: String,
    body: Value,
}

struct Acknowledged {
    kind: Kind,
    id: Uuid,
    minor: i64,
}

struct Log {
    file: Mutex<File>,
    entries: Mutex<Vec<Acknowledged>>,
}

impl Log {
    fn note(&self, request: &Request, answer: &Value) {
        let (name, id, minor) = match request.kind {
            Kind::Mandate => (&answer["id"], answer["id"].as_str().unwrap().parse::<MandateId>().unwrap().0, 0),
            Kind::Offer => (&answer["id"], answer["id"].as_str().unwrap().parse::<OfferId>().unwrap().0, 0),
            Kind::Payment => {
                let payment = &answer["payment"];
                let id = payment["id"].as_str().unwrap().parse::<BankPaymentId>().unwrap().0;
                (&payment["id"], id, request.body["amount"]["minor"].as_i64().unwrap())
            }
        };
        writeln!(self.file.lock().unwrap(), "{} {name}", request.key).unwrap();
        self.entries.lock().unwrap().push(Acknowledged { kind: request.kind, id, minor });
    }
}

/// What a writer does.
#[derive(Clone)]
enum Job {
    /// Proposes mandates to a holder.
    Propose(Caller),
    /// Makes offers on a listing.
    Bid(ListingId),
    /// Pays what nobody expects.
    Pay,
}

#[derive(Clone)]
struct Writer {
    number: usize,
    caller: Caller,
    job: Job,
    sent: u64,
    /// Sent, and never answered.
    doubt: Option<Request>,
    http: reqwest::Client,
}

/// All writers.
pub struct Load {
    log: Arc<Log>,
    writers: Vec<Writer>,
    running: Vec<JoinHandle<Writer>>,
    checked: usize,
    doubted: u64,
}

impl Load {
    /// Holders pay, intermediaries propose mandates to them, funds make offers on `listing`.
    pub fn new(log: &Path, holders: &[Caller], brokers: &[Caller], funds: &[Caller], listing: ListingId) -> Self {
        let file = Mutex::new(File::create(log).unwrap());
        let paying = holders.iter().map(|holder| (holder.clone(), Job::Pay));
        let proposing =
            brokers.iter().zip(holders).map(|(broker, holder)| (broker.clone(), Job::Propose(holder.clone())));
        let bidding = funds.iter().map(|fund| (fund.clone(), Job::Bid(listing)));
        let writers = paying
            .chain(proposing)
            .chain(bidding)
            .enumerate()
            .map(|(number, (caller, job))| Writer {
                number,
                caller,
                job,
                sent: 0,
                doubt: None,
                http: reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap(),
            })
            .collect();
        Self {
            log: Arc::new(Log { file, entries: Mutex::default() }),
            writers,
            running: vec![],
            checked: 0,
            doubted: 0,
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.log.entries.lock().unwrap().len()
    }

    pub fn doubted(&self) -> u64 {
        self.doubted
    }

    /// Lets every writer write until its server is gone.
    pub fn start(&mut self, url: &str) {
        for mut writer in std::mem::take(&mut self.writers) {
            let (log, url) = (self.log.clone(), url.to_owned());
            self.running.push(tokio::spawn(async move {
                while writer.step(&log, &url).await {}
                writer
            }));
        }
    }

    /// Waits until every writer has noticed.
    pub async fn stopped(&mut self) {
        for writer in std::mem::take(&mut self.running) {
            self.writers.push(writer.await.unwrap());
        }
        self.doubted += self.writers.iter().filter(|writer| writer.doubt.is_some()).count() as u64;
    }

    /// Repeats what was never answered, and nothing else.
    pub async fn settle_doubts(&mut self, url: &str) {
        for writer in self.writers.iter_mut().filter(|writer| writer.doubt.is_some()) {
            assert!(writer.step(&self.log, url).await, "the server went away unasked");
        }
    }

    /// Every row acknowledged since the last check is there.
    pub async fn check_latest(&mut self, url: &str) {
        let db = Db::open_to_read(&Options::new(url)).await.unwrap();
        let latest: Vec<(Kind, Uuid)> = {
            let entries = self.log.entries.lock().unwrap();
            let latest = entries[self.checked..].iter().map(|entry| (entry.kind, entry.id)).collect();
            self.checked = entries.len();
            latest
        };
        for kind in [Kind::Mandate, Kind::Offer, Kind::Payment] {
            let ids: Vec<Uuid> = latest.iter().filter(|entry| entry.0 == kind).map(|entry| entry.1).collect();
            for ids in ids.chunks(500) {
                let ids = ids.to_vec();
                let expected = ids.len() as u64;
                let found = match kind {
                    Kind::Mandate => mandate::Entity::find().filter(mandate::Column::Id.is_in(ids)).count(&db).await,
                    Kind::Offer => offer::Entity::find().filter(offer::Column::Id.is_in(ids)).count(&db).await,
                    Kind::Payment => {
                        bank_payment::Entity::find().filter(bank_payment::Column::Id.is_in(ids)).count(&db).await
                    }
                };
                assert_eq!(found.unwrap(), expected, "acknowledged {kind:?}s are lost");
            }
        }
        db.close().await.unwrap();
    }

    /// The database holds what was acknowledged, each thing once, and its events.
    pub async fn check_all(&mut self, url: &str) {
        self.checked = 0;
        self.check_latest(url).await;
        assert!(self.writers.iter().all(|writer| writer.doubt.is_none()));
        let (mandates, offers, payments, paid) = {
            let entries = self.log.entries.lock().unwrap();
            let count = |kind| entries.iter().filter(|entry| entry.kind == kind).count() as u64;
            let (mandates, offers, payments) = (count(Kind::Mandate), count(Kind::Offer), count(Kind::Payment));
            (mandates, offers, payments, entries.iter().map(|entry| entry.minor).sum::<i64>())
        };
        assert!(
            [mandates, offers, payments].iter().all(|count| *count > 0),
            "{mandates} mandates, {offers} offers and {payments} payments: there was no load"
        );
        let db = Db::open_to_read(&Options::new(url)).await.unwrap();
        assert_eq!(mandate::Entity::find().count(&db).await.unwrap(), mandates, "mandates were made twice");
        assert_eq!(offer::Entity::find().count(&db).await.unwrap(), offers, "offers were made twice");
        assert_eq!(offer_round::Entity::find().count(&db).await.unwrap(), offers, "offers and their rounds differ");
        assert_eq!(bank_payment::Entity::find().count(&db).await.unwrap(), payments, "payments were taken twice");
        assert_eq!(
            ledger_transfer::Entity::find().count(&db).await.unwrap(),
            payments,
            "transfers and payments differ"
        );
        books_agree(&db, paid).await;
        assert_eq!(events(&db, "mandate.proposed").await, mandates, "events are lost or doubled");
        assert_eq!(events(&db, "offer.made").await, offers, "events are lost or doubled");
        assert_eq!(events(&db, "payment.unmatched").await, payments, "events are lost or doubled");
        db.close().await.unwrap();
    }
}

/// A published listing of `holder`.
pub async fn published(url: &str, holder: &Caller, directory: &Path) -> ListingId {
    let db = Db::open(&Options::new(url), Clock::system(), Random::system()).await.unwrap();
    let file = directory.join("listing.jsonl");
    std::fs::write(
        &file,
        r#"{"external_id": "one", "title_en": "One", "summary_en": "The only one", "rights": ["ordinary"]}"#,
    )
    .unwrap();
    let import = Import { owner: holder.organisation, publish: true, dry_run: false };
    let done = import::run(&db, &file, import, |_| {}, |refused| panic!("{refused:?}")).await.unwrap();
    assert_eq!(done.imported, 1);
    let row = listing::Entity::find().one(db.read()).await.unwrap().unwrap();
    db.close().await;
    row.id.into()
}

/// What came in by the bank lies on one account, and is owed by another.
async fn books_agree(db: &DatabaseConnection, paid: i64) {
    let accounts = ledger_account::Entity::find().all(db).await.unwrap();
    let debits: i64 = accounts.iter().map(|account| account.debits_posted).sum();
    let credits: i64 = accounts.iter().map(|account| account.credits_posted).sum();
    assert_eq!((debits, credits), (paid, paid), "the books do not hold what was paid: {accounts:?}");
}

/// Events of a kind in the log, after what waits for a position has got one.
async fn events(db: &DatabaseConnection, kind: &str) -> u64 {
    if db.get_database_backend() == DbBackend::Postgres {
        for _ in 0..500 {
            if event_outbox::Entity::find().count(db).await.unwrap() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    event::Entity::find().filter(event::Column::Kind.eq(kind)).count(db).await.unwrap()
}

impl Writer {
    fn next(&mut self) -> Request {
        self.sent += 1;
        let key = format!("w{}-{}", self.number, self.sent);
        let (kind, path, body) = match &self.job {
            Job::Propose(holder) => {
                let body = json!({
                    "principal": holder.organisation,
                    "scope": "all",
                    "side": "supply",
                    "commission": { "bps": 250 },
                    "valid_until": "2029-01-01T00:00:00Z",
                });
                (Kind::Mandate, "/mandates".to_owned(), body)
            }
            Job::Bid(listing) => {
                let body = json!({
                    "right": "ordinary",
                    "price": { "minor": 100 + self.sent, "currency": "CNY" },
                    "expires_at": Clock::system().now() + chrono::Duration::days(20),
                });
                (Kind::Offer, format!("/listings/{listing}/offers"), body)
            }
            Job::Pay => {
                let body = json!({
                    "reference": format!("nobody waits for {key}"),
                    "amount": { "minor": 100 + self.sent, "currency": "CNY" },
                });
                (Kind::Payment, "/bank/sandbox/deposits".to_owned(), body)
            }
        };
        Request { key, kind, path, body }
    }

    /// Sends one request: the doubtful one, if there is one. False when the server went away.
    async fn step(&mut self, log: &Log, url: &str) -> bool {
        let request = match self.doubt.take() {
            Some(request) => request,
            None => self.next(),
        };
        let sent = self
            .http
            .post(format!("{url}{}", request.path))
            .bearer_auth(&self.caller.token)
            .header("Jiaxiu-Organisation", self.caller.organisation.to_string())
            .header("Idempotency-Key", &request.key)
            .json(&request.body)
            .send()
            .await;
        let Ok(response) = sent else {
            self.doubt = Some(request);
            return false;
        };
        let status = response.status();
        let Ok(bytes) = response.bytes().await else {
            self.doubt = Some(request);
            return false;
        };
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&bytes));
        log.note(&request, &serde_json::from_slice(&bytes).unwrap());
        true
    }
}
