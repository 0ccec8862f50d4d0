//! Acting for a principal by mandate, through HTTP.

use entity::{audit, member, organisation};
use jiaxiu::kernel::Role;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use crate::{
    listings::{draft, published},
    support::{Client, Person, TestApp},
};

/// A mandate in force: its path, and its version.
pub async fn mandate(broker: &Person, principal: &Person, scope: Value, side: &str, may_act: bool) -> String {
    let terms = json!({
        "principal": principal.organisation,
        "scope": scope,
        "side": side,
        "commission": { "bps": 300 },
        "may_act": may_act,
        "valid_until": "2027-03-01T00:00:00Z",
    });
    let made = broker.post("/mandates", terms).await.expect(201);
    let path = format!("/mandates/{}", made["id"].as_str().unwrap());
    principal.post(&format!("{path}/actions/accept"), json!({ "version": 1 })).await.expect(200);
    path
}

/// The account of `broker`, naming `principal` as the organisation it acts for.
pub fn acting(broker: &Person, principal: &Person) -> Client {
    broker.acting_for(&principal.organisation.to_string())
}

/// Puts an organisation into a state.
pub async fn set_state(app: &TestApp, of: &Person, state: &'static str) {
    let db = &app.services().db;
    db.run(jiaxiu::platform::db::Origin::system("fixture"), of.organisation, move |ctx, id| {
        Box::pin(async move {
            let row = organisation::Entity::find_by_id(id.0).one(ctx.db()).await?.unwrap();
            let mut row = row.into_active_model();
            row.state = Set(state.to_owned());
            row.update(ctx.db()).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}

crate::on_both! {
    async fn only_a_manager_with_a_mandate_in_force_that_says_so_acts(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let agent = acting(&broker, &holder);
        agent.get("/listings").await.refused(403, "no_such_membership");
        let quiet = mandate(&broker, &holder, json!("all"), "supply", false).await;
        agent.get("/listings").await.refused(403, "no_such_membership");
        let path = mandate(&broker, &holder, json!("all"), "supply", true).await;
        let listing = agent.post("/listings", draft("Made by the broker")).await.expect(201);
        assert_eq!(listing["owner"]["id"], json!(holder.organisation));
        agent.get("/listings").await.expect(200);

        let member = app.colleague(&broker, Role::Member).await;
        acting(&member, &holder).get("/listings").await.refused(403, "no_such_membership");
        acting(&app.colleague(&broker, Role::Manager).await, &holder).get("/listings").await.expect(200);
        acting(&app.owner("intermediary").await, &holder).get("/listings").await.refused(403, "no_such_membership");

        set_state(&app, &broker, "suspended").await;
        agent.get("/listings").await.refused(403, "no_such_membership");
        set_state(&app, &broker, "verified").await;
        set_state(&app, &holder, "suspended").await;
        let submit = format!("/listings/{}/actions/submit", listing["id"].as_str().unwrap());
        agent.post(&submit, json!({ "version": 1 })).await.refused(403, "organisation_not_verified");
        set_state(&app, &holder, "verified").await;

        holder.post(&format!("{path}/actions/end"), json!({ "version": 2 })).await.expect(200);
        agent.post(&submit, json!({ "version": 1 })).await.refused(403, "no_such_membership");
        holder.get(&quiet).await.expect(200);
    }
}

crate::on_both! {
    async fn a_mandate_that_ran_out_is_refused_before_anything_swept_it(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        mandate(&broker, &holder, json!("all"), "supply", true).await;
        let agent = acting(&broker, &holder);
        agent.get("/listings").await.expect(200);
        app.clock().advance(chrono::Duration::days(364));
        agent.get("/listings").await.refused(403, "no_such_membership");
    }
}

crate::on_both! {
    async fn what_is_the_principals_own_stays_with_its_people(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        mandate(&broker, &holder, json!("all"), "supply", true).await;
        let agent = acting(&broker, &holder);
        let proposed = json!({
            "principal": holder.organisation,
            "scope": "all",
            "side": "demand",
            "commission": { "bps": 3000 },
            "may_act": true,
            "valid_until": "2027-03-01T00:00:00Z",
        });
        let mine = broker.post("/mandates", proposed.clone()).await.expect(201);
        let accept = format!("/mandates/{}/actions/accept", mine["id"].as_str().unwrap());
        agent.post(&accept, json!({ "version": 1 })).await.refused(403, "forbidden");
        agent.post("/mandates", proposed).await.refused(403, "forbidden");
        agent.get("/mandates").await.refused(403, "forbidden");
        let own = format!("/organisations/{}", holder.organisation);
        agent.get(&format!("{own}/members")).await.refused(403, "forbidden");
        agent.patch(&own, 1, json!({ "region": "CN-GZ" })).await.refused(403, "forbidden");
        let token = json!({ "name": "mine now", "read_only": false });
        agent.post("/api-tokens", token).await.refused(403, "forbidden");
        assert_eq!(holder.get(&format!("/mandates/{}", mine["id"].as_str().unwrap())).await.expect(200)["state"], "proposed");
    }
}

crate::on_both! {
    async fn nobody_acts_for_the_exchange(app: TestApp) {
        let broker = app.owner("intermediary").await;
        let clerk = app.operator(Role::Owner).await;
        // No command makes such a mandate; if a row ever said so, it would still give nothing.
        let id = app.services().db.run(jiaxiu::platform::db::Origin::system("fixture"), (broker.organisation, clerk.organisation), |ctx, (broker, operator)| {
            Box::pin(async move {
                let id: jiaxiu::kernel::id::MandateId = ctx.id()?;
                entity::mandate::ActiveModel {
                    id: Set(id.0),
                    intermediary_id: Set(broker.0),
                    principal_id: Set(operator.0),
                    scope: Set("all".to_owned()),
                    listing_id: Set(None),
                    side: Set("supply".to_owned()),
                    commission_bps: Set(0),
                    commission_min: Set(None),
                    commission_cap: Set(None),
                    currency: Set(None),
                    may_act: Set(true),
                    state: Set("active".to_owned()),
                    proposed_by: Set(broker.0),
                    valid_until: Set(ctx.now() + chrono::Duration::days(9)),
                    version: Set(2),
                    created_at: Set(ctx.now()),
                    agreed_at: Set(Some(ctx.now())),
                    ended_at: Set(None),
                }
                .insert(ctx.db())
                .await?;
                Ok(id)
            })
        });
        id.await.unwrap();
        acting(&broker, &clerk).get("/listings").await.refused(403, "no_such_membership");
    }
}

crate::on_both! {
    async fn a_mandate_for_one_listing_and_one_side_is_refused_elsewhere(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        let first = published(&app, &holder, draft("First")).await;
        let second = published(&app, &holder, draft("Second")).await;
        mandate(&broker, &holder, json!({ "listing": first["id"] }), "supply", true).await;
        let agent = acting(&broker, &holder);
        let pause = |listing: &Value| format!("/listings/{}/actions/pause", listing["id"].as_str().unwrap());
        agent.post(&pause(&second), json!({ "version": 3 })).await.refused(403, "forbidden");
        agent.post("/listings", draft("A third")).await.refused(403, "forbidden");
        assert_eq!(agent.post(&pause(&first), json!({ "version": 3 })).await.expect(200)["state"], "paused");
        let trail = audit::Entity::find()
            .filter(audit::Column::Operation.eq("pause_listing"))
            .all(app.services().db.read())
            .await
            .unwrap();
        assert_eq!(trail.len(), 1);
        assert_eq!((trail[0].organisation_id, trail[0].on_behalf_of), (Some(broker.organisation.0), Some(holder.organisation.0)));
        // A mandate for one listing shows nothing else of the principal's.
        let shown = agent.get("/listings").await.expect(200);
        let shown: Vec<_> = shown["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
        assert_eq!(shown, [&first["id"]]);
        agent.get("/ledger/accounts").await.refused(403, "forbidden");
        // The second mandate adds to the first.
        mandate(&broker, &holder, json!({ "listing": second["id"] }), "supply", true).await;
        agent.post(&pause(&second), json!({ "version": 3 })).await.expect(200);
        // Who may only buy for a principal does not sell for it.
        let buyer = app.owner("intermediary").await;
        mandate(&buyer, &holder, json!("all"), "demand", true).await;
        let resume = format!("/listings/{}/actions/resume", first["id"].as_str().unwrap());
        acting(&buyer, &holder).post(&resume, json!({ "version": 4 })).await.refused(403, "forbidden");
    }
}

crate::on_both! {
    async fn who_buys_for_a_principal_neither_sees_nor_hears_what_it_sells(app: TestApp) {
        let (broker, holder) = (app.owner("intermediary").await, app.owner("university").await);
        mandate(&broker, &holder, json!("all"), "demand", true).await;
        let made = holder.post("/listings", draft("Nobody's business yet")).await.expect(201);
        let path = format!("/listings/{}", made["id"].as_str().unwrap());
        holder.post(&format!("{path}/actions/submit"), json!({ "version": 1 })).await.expect(200);
        let other = published(&app, &app.owner("institute").await, draft("Somebody else's")).await;
        let enquiries = format!("/listings/{}/enquiries", other["id"].as_str().unwrap());
        holder.post(&enquiries, json!({ "text": "Does it last?" })).await.expect(201);
        app.settle().await;
        let agent = acting(&broker, &holder);
        agent.get(&path).await.refused(404, "not_found");
        assert_eq!(agent.get("/listings").await.expect(200)["items"], json!([]));
        let told = broker.get("/notifications?limit=100").await.expect(200);
        let mut told: Vec<&str> = told["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
        told.sort_unstable();
        assert_eq!(told, ["enquiry.asked", "mandate.accepted"]);
    }
}

crate::on_both! {
    async fn an_officer_does_not_decide_over_an_organisation_of_her_own(app: TestApp) {
        let (holder, clerk) = (app.owner("university").await, app.operator(Role::Clerk).await);
        let made = holder.post("/listings", draft("A friend's")).await.expect(201);
        let path = format!("/listings/{}/actions", made["id"].as_str().unwrap());
        holder.post(&format!("{path}/submit"), json!({ "version": 1 })).await.expect(200);
        let both = (clerk.account, holder.organisation);
        app.services().db.run(jiaxiu::platform::db::Origin::system("fixture"), both, |ctx, (account, organisation)| {
            Box::pin(async move {
                let row = member::ActiveModel {
                    organisation_id: Set(organisation.0),
                    account_id: Set(account.0),
                    role: Set(Role::Viewer.name().to_owned()),
                    version: Set(1),
                    created_at: Set(ctx.now()),
                };
                member::Entity::insert(row).exec_without_returning(ctx.db()).await?;
                Ok(())
            })
        }).await.unwrap();
        let officer = clerk.acting_for(&clerk.organisation.to_string());
        officer.post(&format!("{path}/publish"), json!({ "version": 2 })).await.refused(403, "forbidden");
        let colleague = app.operator(Role::Clerk).await;
        colleague.post(&format!("{path}/publish"), json!({ "version": 2 })).await.expect(200);
    }
}
