//! What there is to be seen and done: a holder, its business with others, and outsiders.

use std::collections::HashMap;

use entity::session;
use jiaxiu::{
    kernel::{Currency, Role, id::SessionId},
    ledger::AccountKey,
    platform::db::Origin,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use crate::{
    acting::{acting, mandate},
    ledger::open,
    listings::{draft, published},
    offers,
    support::{Client, Person, TestApp},
};

/// The callers, in the order of the table's columns.
pub const ACTORS: [&str; 14] = [
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
        let path = mandate(&broker, &holder, json!("all"), "supply", true).await;
        world.ids.insert("mandate", path.trim_start_matches("/mandates/").to_owned());
        app.settle().await;
        let inbox = holder.get("/notifications").await.expect(200);
        world.ids.insert("notification", id(&inbox["items"][0]));
        world
    }

    async fn people(&mut self, app: &TestApp, holder: &Person, buyer: &Person, broker: &Person) {
        let callers = [
            ("anonymous", app.anonymous()),
            ("unverified", app.unverified("enterprise").await.client),
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
        ];
        self.callers.extend(callers);
        self.ids.insert("organisation", holder.organisation.to_string());
        self.ids.insert("intermediary", broker.organisation.to_string());
        let other = app.colleague(holder, Role::Member).await;
        self.ids.insert("account", other.account.to_string());
        self.ids.insert("session", second_session(app, holder).await.to_string());
    }

    async fn market(&mut self, app: &TestApp, holder: &Person, buyer: &Person) {
        let listing = published(app, holder, draft("Heat pump")).await;
        self.ids.insert("listing", id(&listing));
        let offered = buyer.post(&offers::on(&listing), offers::offer()).await.expect(201);
        self.ids.insert("offer", id(&offered));
        let draft = holder.post("/listings", draft("Not out yet")).await.expect(201);
        self.ids.insert("draft", id(&draft));
        let patent = json!({ "number": format!("US{}B2", 10_000_000 + self.number), "title": { "en": "Pump" } });
        self.ids.insert("patent", id(&holder.post("/patents", patent).await.expect(201)));
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
