//! Deals, through HTTP and straight against the database.

mod clock;
mod database;
mod disputes;
mod documents;
mod messages;
mod random;
#[path = "../../../src/deals/tests/reference.rs"]
mod reference;
mod road;

use jiaxiu::{
    deals::{self, NewDeal},
    kernel::{
        Money, Role,
        id::{DealId, OfferId},
    },
    listings::Right,
    platform::db::Origin,
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::{
    listings::{draft, published},
    support::{Answer, Person, TestApp},
};

/// Everybody a deal needs.
pub struct Cast {
    pub app: TestApp,
    pub seller: Person,
    pub buyer: Person,
    pub clerk: Person,
    pub approver: Person,
    pub path: String,
    pub listing: String,
}

/// 1,200,000.00 yuan.
pub const PRICE: i64 = 120_000_000;

impl Cast {
    /// A deal on a published listing, in its first stage. Without a patent there is nothing to file.
    pub async fn new(app: &TestApp, right: Right, has_filing: bool) -> Self {
        let (seller, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        Self::between(app, seller, buyer, right, has_filing).await
    }

    pub async fn between(app: &TestApp, seller: Person, buyer: Person, right: Right, has_filing: bool) -> Self {
        let listing = published(app, &seller, draft("Thermal management of battery packs")).await;
        let listing = listing["id"].as_str().unwrap().to_owned();
        let deal = open(app, &listing, &seller, &buyer, right, has_filing).await;
        let (clerk, approver) = (app.operator(Role::Clerk).await, app.operator(Role::Approver).await);
        Self { app: app.clone(), seller, buyer, clerk, approver, path: format!("/deals/{deal}"), listing }
    }

    pub async fn get(&self, as_seen_by: &Person) -> Value {
        as_seen_by.get(&self.path).await.expect(200)
    }

    /// Does `action` on the version there is.
    pub async fn act(&self, who: &Person, action: &str, says: Value) -> Answer {
        let version = self.get(&self.approver).await["version"].clone();
        self.act_on(who, action, version, says).await
    }

    pub async fn act_on(&self, who: &Person, action: &str, version: Value, mut says: Value) -> Answer {
        says["version"] = version.clone();
        let key = format!("{}-{action}-{version}", self.path);
        who.post_once(&format!("{}/actions/{action}", self.path), &key, says).await
    }

    pub async fn add(&self, who: &Person, kind: &str, name: &str, content: &str) -> Answer {
        let file = Part::text(content.to_owned()).file_name(name.to_owned()).mime_str("text/plain").unwrap();
        let form = Form::new().text("kind", kind.to_owned()).part("file", file);
        who.send(who.request(Method::POST, &format!("{}/documents", self.path)).multipart(form)).await
    }

    /// Both sides sign.
    pub async fn signed(&self) -> Value {
        self.add(&self.seller, "contract", "合同.txt", "We agree.").await.expect(201);
        self.act(&self.seller, "sign", json!({})).await.expect(200);
        self.act(&self.buyer, "sign", json!({})).await.expect(200)
    }

    pub async fn pay(&self, reference: &str, amount: Value) -> Answer {
        let key = format!("{reference}-{amount}");
        self.buyer.post_once("/bank/sandbox/deposits", &key, json!({ "reference": reference, "amount": amount })).await
    }

    /// Both sides sign and the price is paid.
    pub async fn funded(&self) -> Value {
        let deal = self.signed().await;
        let due = &deal["payment"];
        let paid = self.pay(due["reference"].as_str().unwrap(), due["amount"].clone()).await.expect(201);
        assert_eq!(paid["matched"], true, "{paid:#}");
        self.get(&self.buyer).await
    }

    pub async fn listing_state(&self) -> Value {
        self.seller.get(&format!("/listings/{}", self.listing)).await.expect(200)["state"].clone()
    }
}

/// Opens a deal as trading does: inside a command of its own.
pub async fn open(
    app: &TestApp,
    listing: &str,
    seller: &Person,
    buyer: &Person,
    right: Right,
    has_filing: bool,
) -> DealId {
    let origin: OfferId = crate::ledger::id(app);
    let new = NewDeal {
        origin: origin.to_string(),
        origin_version: 1,
        listing: listing.parse().unwrap(),
        listing_version: 3,
        seller: seller.organisation,
        buyer: buyer.organisation,
        right,
        price: Money::cny(PRICE),
        terms: json!({ "territory": "CN" }),
        has_filing,
    };
    app.services().db.run(Origin::system("test"), new, |ctx, new| Box::pin(deals::open(ctx, new))).await.unwrap().id
}

pub fn cny(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "CNY" })
}

/// Paid in, held, released, refunded, commission, fees.
pub fn books(deal: &Value) -> [i64; 6] {
    ["paid_in", "held", "released", "refunded", "commission", "fees"]
        .map(|part| deal["ledger"][part]["minor"].as_i64().unwrap())
}
