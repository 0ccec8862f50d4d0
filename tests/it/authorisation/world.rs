//! What there is to be seen and done: a holder, its business with others, and outsiders.

use std::collections::HashMap;

use entity::{passkey, session};
use jiaxiu::{
    kernel::{
        Currency, Role,
        id::{PasskeyId, SessionId},
    },
    ledger::AccountKey,
    platform::db::Origin,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use crate::{
    acting::{acting, mandate, set_state},
    documents::{PDF, add, form},
    ledger::open,
    listings::{draft, published},
    offers,
    support::{Client, Person, TestApp},
};

/// The callers, in the order of the table's columns.
pub const ACTORS: [&str; 15] = [
    "anonymous",
    "unverified",
    "stranger",
    "viewer",
    "member",
    "manager",
    "owner",
    "buyer",
    "buyer's viewer",
    "intermediary",
    "agent",
    "clerk",
    "approver",
    "auditor",
    "bureau",
];

pub struct World {
    callers: HashMap<&'static str, Client>,
    ids: HashMap<&'static str, String>,
    /// Tells this world's names from another's.
    pub number: usize,
}

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap_or_else(|| panic!("no id in {made:#}")).to_owned()
}

impl World {
    pub fn caller(&self, actor: &str) -> Client {
        self.callers[actor].clone()
    }

    /// The id of one of its things.
    pub fn id(&self, thing: &str) -> &str {
        self.ids.get(thing).unwrap_or_else(|| panic!("there is no {thing} in the world"))
    }

    pub async fn build(app: &TestApp, number: usize) -> Self {
        let holder = app.owner("university").await;
        let buyer = app.owner("enterprise").await;
        let broker = app.owner("intermediary").await;
        let mut world = Self { callers: HashMap::new(), ids: HashMap::new(), number };
        world.people(app, &holder, &buyer, &broker).await;
        world.market(app, &holder, &buyer).await;
        world.house(app, &holder).await;
        world.money(app, &holder, &buyer).await;
        world.trade(app, &holder, &buyer).await;
        world.outside(app).await;
        world.mandates(&broker, &holder).await;
        app.settle().await;
        let inbox = holder.get("/notifications").await.expect(200);
        world.ids.insert("notification", id(&inbox["items"][0]));
        world
    }

    async fn people(&mut self, app: &TestApp, holder: &Person, buyer: &Person, broker: &Person) {
        let unverified = app.unverified("enterprise").await;
        let callers = [
            ("anonymous", app.anonymous()),
            ("unverified", unverified.client.clone()),
            ("stranger", app.owner("fund").await.client),
            ("viewer", app.colleague(holder, Role::Viewer).await.client),
            ("member", app.colleague(holder, Role::Member).await.client),
            ("manager", app.colleague(holder, Role::Manager).await.client),
            ("owner", holder.client.clone()),
            ("buyer", buyer.client.clone()),
            ("buyer's viewer", app.colleague(buyer, Role::Viewer).await.client),
            ("intermediary", broker.client.clone()),
            ("agent", acting(broker, holder)),
            ("clerk", app.operator(Role::Clerk).await.client),
            ("approver", app.operator(Role::Approver).await.client),
            ("auditor", app.operator(Role::Auditor).await.client),
            ("bureau", app.owner("bureau").await.client),
        ];
        self.callers.extend(callers);
        self.ids.insert("unverified", unverified.organisation.to_string());
        self.ids.insert("organisation", holder.organisation.to_string());
        self.ids.insert("intermediary", broker.organisation.to_string());
        let other = app.colleague(holder, Role::Member).await;
        self.ids.insert("account", other.account.to_string());
        self.ids.insert("session", second_session(app, holder).await.to_string());
        self.ids.insert("passkey", passkey_of(app, holder).await.to_string());
    }

    /// A listing for every step of its life, and what readers do about the published one.
    async fn market(&mut self, app: &TestApp, holder: &Person, buyer: &Person) {
        let listing = published(app, holder, draft("Heat pump")).await;
        let path = format!("/listings/{}", id(&listing));
        self.ids.insert("listing", id(&listing));
        self.ids.insert("draft", id(&holder.post("/listings", draft("Not out yet")).await.expect(201)));
        let submitted = holder.post("/listings", draft("Soon")).await.expect(201);
        let submit = format!("/listings/{}/actions/submit", id(&submitted));
        holder.post(&submit, json!({ "version": 1 })).await.expect(200);
        self.ids.insert("submitted", id(&submitted));
        let paused = published(app, holder, draft("Not now")).await;
        let pause = format!("/listings/{}/actions/pause", id(&paused));
        holder.post(&pause, json!({ "version": paused["version"] })).await.expect(200);
        self.ids.insert("paused", id(&paused));
        let patent = json!({ "number": format!("US{}B2", 10_000_000 + self.number), "title": { "en": "Pump" } });
        self.ids.insert("patent", id(&holder.post("/patents", patent).await.expect(201)));
        let document = add(holder, &path, form("nda", "report.pdf", PDF)).await.expect(201);
        self.ids.insert("document", id(&document));
        let asked = buyer.post(&format!("{path}/enquiries"), json!({ "text": "How hot?" })).await.expect(201);
        self.ids.insert("enquiry", id(&asked));
        for thing in ["granting", "declining"] {
            // One request is open for an organisation at a time.
            let asker = if thing == "granting" { buyer.clone() } else { app.owner("bank").await };
            let agreement = json!({ "accept": true, "version": "2026-1" });
            asker.post(&format!("{path}/nda"), agreement).await.expect(200);
            let message = json!({ "message": "We make pumps." });
            let asked = asker.post(&format!("{path}/access-requests"), message).await.expect(201);
            self.ids.insert(thing, id(&asked));
        }
    }

    /// For every action that an offer and a deal take, one of its own: it may succeed.
    async fn trade(&mut self, app: &TestApp, holder: &Person, buyer: &Person) {
        for thing in ["accept_offer", "counter_offer", "decline_offer", "withdraw_offer"] {
            let offered = self.offered(app, holder, buyer).await;
            self.ids.insert(thing, id(&offered));
        }
        for thing in ["deal", "sign_deal", "cancel_deal"] {
            let offered = self.offered(app, holder, buyer).await;
            let accept = offers::action(&offered, "accept");
            let done = holder.post_once(&accept, thing, json!({ "version": 1 })).await.expect(200);
            self.ids.insert(thing, id(&done["deal"]));
        }
        let part = reqwest::multipart::Part::bytes(PDF.to_vec()).file_name("contract.pdf");
        let form = reqwest::multipart::Form::new().text("kind", "other").part("file", part);
        let path = format!("/deals/{}/documents", self.id("deal"));
        let sent = buyer.send(buyer.request(reqwest::Method::POST, &path).multipart(form)).await.expect(201);
        self.ids.insert("deal document", id(&sent));
    }

    async fn offered(&self, app: &TestApp, holder: &Person, buyer: &Person) -> Value {
        let listing = published(app, holder, draft("Cold pump")).await;
        buyer.post(&offers::on(&listing), offers::offer()).await.expect(201)
    }

    /// Organisations that wait for the operator.
    async fn outside(&mut self, app: &TestApp) {
        for state in ["requested", "suspended"] {
            let other = app.unverified("enterprise").await;
            set_state(app, &other, state).await;
            self.ids.insert(state, other.organisation.to_string());
        }
    }

    /// Mandates: two that the broker proposes, one in force.
    async fn mandates(&mut self, broker: &Person, holder: &Person) {
        for thing in ["accept_mandate", "decline_mandate"] {
            let terms = json!({
                "principal": holder.organisation, "scope": "all", "side": "supply", "commission": { "bps": 300 },
                "valid_until": "2027-03-01T00:00:00Z",
            });
            self.ids.insert(thing, id(&broker.post("/mandates", terms).await.expect(201)));
        }
        let path = mandate(broker, holder, json!("all"), "supply", true).await;
        self.ids.insert("mandate", path.trim_start_matches("/mandates/").to_owned());
    }

    async fn house(&mut self, app: &TestApp, holder: &Person) {
        let members = format!("/organisations/{}/members", holder.organisation);
        let guest = json!({ "email": format!("guest{}@example.org", self.number), "role": "viewer" });
        holder.post(&members, guest).await.expect(202);
        app.settle().await;
        let invitations = holder.get(&members.replace("members", "invitations")).await.expect(200);
        self.ids.insert("invitation", id(&invitations["items"][0]));
        let token = holder.post("/api-tokens", json!({ "name": "import" })).await.expect(201);
        self.ids.insert("token", id(&token["api_token"]));
    }

    async fn money(&mut self, app: &TestApp, holder: &Person, buyer: &Person) {
        let account = open(app, AccountKey::Party(holder.organisation, Currency::CNY)).await;
        self.ids.insert("ledger", account.id.to_string());
        let deposit = json!({ "reference": "nobody's", "amount": { "minor": 100, "currency": "CNY" } });
        let paid = buyer.post_once("/bank/sandbox/deposits", "unasked", deposit).await.expect(201);
        self.ids.insert("payment", id(&paid["payment"]));
    }
}

/// Another session of somebody: ending it leaves the first.
async fn second_session(app: &TestApp, person: &Person) -> SessionId {
    let run = app.services().db.run(Origin::system("fixture"), person.account, |ctx, account| {
        Box::pin(async move {
            let mine = session::Entity::find().filter(session::Column::AccountId.eq(account.0));
            let mut row = mine.one(ctx.db()).await?.unwrap().into_active_model();
            let id: SessionId = ctx.id()?;
            row.id = Set(id.0);
            row.refresh_seed = Set(ctx.secret()?);
            let row = row.reset_all();
            session::Entity::insert(row).exec_without_returning(ctx.db()).await?;
            Ok(id)
        })
    });
    run.await.unwrap()
}

/// A passkey of somebody that no device has.
async fn passkey_of(app: &TestApp, person: &Person) -> PasskeyId {
    let run = app.services().db.run(Origin::system("fixture"), person.account, |ctx, account| {
        Box::pin(async move {
            let id: PasskeyId = ctx.id()?;
            let row = passkey::ActiveModel {
                id: Set(id.0),
                account_id: Set(account.0),
                credential_id: Set(ctx.secret()?),
                name: Set("Phone".to_owned()),
                public_key: Set(Vec::new()),
                state: Set(Vec::new()),
                transports: Set(0),
                synced: Set(false),
                version: Set(1),
                created_at: Set(ctx.now()),
                last_used_at: Set(None),
            };
            passkey::Entity::insert(row).exec_without_returning(ctx.db()).await?;
            Ok(id)
        })
    });
    run.await.unwrap()
}
