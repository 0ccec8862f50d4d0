//! Documents at three levels, the agreement, requests for access, looks.

use jiaxiu::kernel::Role;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::{
    listings::{draft, published},
    support::{Client, Person, TestApp},
};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n";

pub fn form(level: &str, name: &str, content: &[u8]) -> Form {
    // What the uploader says it is, is not believed.
    let part = Part::bytes(content.to_vec()).file_name(name.to_owned()).mime_str("text/html").unwrap();
    Form::new().text("level", level.to_owned()).text("title", "Test report").part("file", part)
}

pub async fn add(who: &Client, listing: &str, form: Form) -> crate::support::Answer {
    who.send(who.request(Method::POST, &format!("{listing}/documents")).multipart(form)).await
}

async fn content(who: &Client, document: &str) -> crate::support::Answer {
    who.get(&format!("{document}/content")).await
}

async fn three(app: &TestApp, holder: &Person) -> (String, [String; 3]) {
    let listing = published(app, holder, draft("Documented")).await;
    let listing = format!("/listings/{}", listing["id"].as_str().unwrap());
    let mut paths = Vec::new();
    for level in ["public", "nda", "qualified"] {
        let made = add(holder, &listing, form(level, "说明书 1.pdf", PDF)).await.expect(201);
        paths.push(format!("{listing}/documents/{}", made["id"].as_str().unwrap()));
    }
    (listing, paths.try_into().unwrap())
}

/// Statuses of opening the three documents.
async fn opens(who: &Client, documents: &[String; 3]) -> [u16; 3] {
    let mut statuses = [0; 3];
    for (status, document) in statuses.iter_mut().zip(documents) {
        *status = content(who, document).await.status.as_u16();
    }
    statuses
}

fn agree() -> Value {
    json!({ "accept": true, "version": "2026-1" })
}

crate::on_both! {
    async fn each_reader_opens_its_levels_and_every_look_is_on_record(app: TestApp) {
        let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let (listing, documents) = three(&app, &holder).await;
        let anyone = app.anonymous();
        assert_eq!(opens(&anyone, &documents).await, [200, 401, 401]);
        assert_eq!(opens(&app.unverified("fund").await.client, &documents).await, [200, 403, 403]);
        assert_eq!(opens(&buyer, &documents).await, [200, 403, 403]);
        assert_eq!(opens(&holder, &documents).await, [200, 200, 200]);
        assert_eq!(opens(&app.operator(Role::Auditor).await.client, &documents).await, [200, 200, 200]);
        content(&buyer, &documents[1]).await.refused(403, "nda_required");
        content(&buyer, &documents[2]).await.refused(403, "access_required");
        let agreed = buyer.post(&format!("{listing}/nda"), agree()).await.expect(200);
        assert!(agreed["accepted_at"].is_string());
        assert_eq!(opens(&buyer, &documents).await, [200, 200, 403]);
        let asked = buyer.post(&format!("{listing}/access-requests"), json!({ "message": "We make batteries." })).await.expect(201);
        assert_eq!((&asked["state"], &asked["nda_accepted"], &asked["allowed_actions"]), (&json!("requested"), &json!(true), &json!([])));
        let request = format!("{listing}/access-requests/{}", asked["id"].as_str().unwrap());
        assert_eq!(holder.get(&request).await.expect(200)["allowed_actions"], json!(["grant", "decline"]));
        holder.post(&format!("{request}/actions/grant"), json!({ "version": 1 })).await.expect(200);
        assert_eq!(opens(&buyer, &documents).await, [200, 200, 200]);
        let revoked = holder.post(&format!("{request}/actions/revoke"), json!({ "version": 2, "reason": "Talks ended." })).await.expect(200);
        assert_eq!(revoked["state"], "revoked");
        assert_eq!(opens(&buyer, &documents).await, [200, 200, 403]);
        let looks = holder.get(&format!("{listing}/looks?limit=100")).await.expect(200);
        // Refused tries are no looks.
        assert_eq!(looks["items"].as_array().unwrap().len(), 16, "{looks:#}");
        let by_buyer = looks["items"].as_array().unwrap().iter().filter(|look| look["organisation"]["id"] == json!(buyer.organisation));
        assert_eq!(by_buyer.count(), 8);
        assert!(looks["items"].as_array().unwrap().iter().any(|look| look["organisation"].is_null()));
        buyer.get(&format!("{listing}/looks")).await.refused(403, "forbidden");
        anyone.get(&format!("{listing}/looks")).await.refused(401, "unauthenticated");
    }
}

crate::on_both! {
    async fn of_what_cannot_be_opened_only_the_name_is_told(app: TestApp) {
        let holder = app.owner("university").await;
        let (listing, documents) = three(&app, &holder).await;
        let buyer = app.owner("enterprise").await;
        let list = buyer.get(&format!("{listing}/documents")).await.expect(200);
        let level = |level: &str| list["items"].as_array().unwrap().iter().find(|d| d["level"] == level).unwrap().clone();
        for hidden in [level("nda"), level("qualified")] {
            assert!(hidden.get("sha256").is_none() && hidden.get("size").is_none(), "{hidden:#}");
            assert_eq!((&hidden["may_open"], &hidden["name"]), (&json!(false), &json!("说明书 1.pdf")));
        }
        assert_eq!((&level("public")["may_open"], &level("public")["size"]), (&json!(true), &json!(PDF.len())));
        let got = buyer.request(Method::GET, &format!("{}/content", documents[0])).send().await.unwrap();
        let header = |name: &str| got.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("content-disposition"), "attachment; filename=\"___ 1.pdf\"; filename*=UTF-8''%E8%AF%B4%E6%98%8E%E4%B9%A6%201.pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(got.bytes().await.unwrap(), PDF);
        assert_eq!(buyer.get(&documents[2]).await.expect(200)["may_open"], false);
        let draft = holder.post("/listings", draft("Nobody sees this")).await.expect(201);
        let hidden = format!("/listings/{}", draft["id"].as_str().unwrap());
        let secret = add(&holder, &hidden, form("public", "a.pdf", PDF)).await.expect(201);
        buyer.get(&format!("{hidden}/documents")).await.refused(404, "not_found");
        buyer.get(&format!("{hidden}/documents/{}/content", secret["id"].as_str().unwrap())).await.refused(404, "not_found");
        buyer.get(&format!("{hidden}/nda")).await.refused(404, "not_found");
        // A document is found under its own listing only.
        buyer.get(&format!("{listing}/documents/{}", secret["id"].as_str().unwrap())).await.refused(404, "not_found");
    }
}

crate::on_both! {
    async fn the_holder_alone_adds_and_removes(app: TestApp) {
        let holder = app.owner("university").await;
        let (listing, documents) = three(&app, &holder).await;
        let stranger = app.owner("enterprise").await;
        add(&stranger, &listing, form("public", "a.pdf", PDF)).await.refused(403, "forbidden");
        add(&app.anonymous(), &listing, form("public", "a.pdf", PDF)).await.refused(401, "unauthenticated");
        add(&app.operator(Role::Clerk).await.client, &listing, form("public", "a.pdf", PDF)).await.refused(403, "forbidden");
        let member = app.colleague(&holder, Role::Member).await;
        // What is before the public binds the holder.
        add(&member, &listing, form("public", "a.pdf", PDF)).await.refused(403, "forbidden");
        stranger.delete(&documents[0]).await.refused(403, "forbidden");
        holder.delete(&documents[0]).await.expect(204);
        holder.delete(&documents[0]).await.refused(404, "not_found");
        content(&holder, &documents[0]).await.refused(404, "not_found");
        assert_eq!(holder.get(&format!("{listing}/documents")).await.expect(200)["items"].as_array().unwrap().len(), 2);
        let problem = add(&holder, &listing, form("secret", "a.pdf", b"")).await.refused(422, "validation");
        let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["level", "file"]);
        let json = holder.request(Method::POST, &format!("{listing}/documents")).json(&json!({}));
        holder.send(json).await.refused(415, "unsupported_media_type");
        let huge = vec![b'x'; (50 << 20) + 1];
        add(&holder, &listing, form("public", "huge.txt", &huge)).await.refused(413, "too_large");
        let once = |key: &str, content: &[u8]| {
            holder.request(Method::POST, &format!("{listing}/documents")).header("Idempotency-Key", key).multipart(form("nda", "b.txt", content))
        };
        let first = holder.send(once("k", b"text")).await.expect(201);
        assert_eq!(holder.send(once("k", b"text")).await.expect(201), first);
        assert_eq!(first["media_type"], "text/plain; charset=utf-8");
        holder.send(once("k", b"other")).await.refused(422, "idempotency_mismatch");
    }
}

crate::on_both! {
    async fn the_agreement_is_accepted_knowingly_and_once(app: TestApp) {
        let (holder, buyer) = (app.owner("university").await, app.owner("enterprise").await);
        let listing = published(&app, &holder, draft("Under NDA")).await;
        let path = format!("/listings/{}/nda", listing["id"].as_str().unwrap());
        let nda = app.anonymous().get(&path).await.expect(200);
        assert!(nda["text"]["zh"].as_str().unwrap().contains("保密") && nda["text"]["en"].as_str().unwrap().contains("confidential"));
        app.anonymous().post(&path, agree()).await.refused(401, "unauthenticated");
        buyer.post(&path, json!({ "accept": false, "version": "2026-1" })).await.refused(422, "validation");
        buyer.post(&path, json!({ "accept": true, "version": "2019-1" })).await.refused(409, "nda_outdated");
        holder.post(&path, agree()).await.refused(409, "own_listing");
        app.unverified("fund").await.post(&path, agree()).await.refused(403, "organisation_not_verified");
        app.colleague(&buyer, Role::Member).await.post(&path, agree()).await.refused(403, "forbidden");
        let first = buyer.post(&path, agree()).await.expect(200);
        app.advance(chrono::Duration::hours(1)).await;
        assert_eq!(buyer.post(&path, agree()).await.expect(200)["accepted_at"], first["accepted_at"]);
        assert_eq!(buyer.get(&path).await.expect(200)["accepted_version"], "2026-1");
        let told = holder.get("/notifications").await.expect(200);
        assert!(told["items"].as_array().unwrap().iter().any(|n| n["kind"] == "nda.accepted"), "{told:#}");
    }
}

crate::on_both! {
    async fn access_is_asked_for_once_and_ends_when_it_ends(app: TestApp) {
        let (holder, buyer, rival) = (app.owner("university").await, app.owner("enterprise").await, app.owner("fund").await);
        let (listing, documents) = three(&app, &holder).await;
        let requests = format!("{listing}/access-requests");
        let ask = json!({ "message": "Please." });
        buyer.post(&requests, json!({ "message": " " })).await.refused(422, "validation");
        holder.post(&requests, ask.clone()).await.refused(409, "own_listing");
        app.unverified("fund").await.post(&requests, ask.clone()).await.refused(403, "organisation_not_verified");
        let asked = buyer.post(&requests, ask.clone()).await.expect(201);
        buyer.post(&requests, ask.clone()).await.refused(409, "request_open");
        let request = format!("{requests}/{}", asked["id"].as_str().unwrap());
        rival.get(&request).await.refused(404, "not_found");
        assert_eq!(rival.get(&requests).await.expect(200)["items"], json!([]));
        rival.post(&format!("{request}/actions/grant"), json!({ "version": 1 })).await.refused(404, "not_found");
        buyer.post(&format!("{request}/actions/grant"), json!({ "version": 1 })).await.refused(403, "forbidden");
        let grant = format!("{request}/actions/grant");
        holder.post(&grant, json!({ "version": 9 })).await.refused(409, "stale_version");
        holder.post(&grant, json!({ "version": 1, "until": "2026-01-01T00:00:00Z" })).await.refused(422, "validation");
        app.colleague(&holder, Role::Member).await.post(&grant, json!({ "version": 1 })).await.refused(403, "forbidden");
        holder.post(&grant, json!({ "version": 1, "until": "2026-03-05T00:00:00Z" })).await.expect(200);
        holder.post(&format!("{request}/actions/decline"), json!({ "version": 2 })).await.refused(409, "not_allowed_now");
        content(&buyer, &documents[2]).await.expect(200);
        app.advance(chrono::Duration::days(4)).await;
        content(&buyer, &documents[2]).await.refused(403, "access_required");
        assert_eq!(buyer.get(&request).await.expect(200)["state"], "expired");
        holder.post(&format!("{request}/actions/revoke"), json!({ "version": 2 })).await.refused(409, "not_allowed_now");
        let again = buyer.post(&requests, ask.clone()).await.expect(201);
        let decline = format!("{requests}/{}/actions/decline", again["id"].as_str().unwrap());
        let declined = holder.post(&decline, json!({ "version": 1, "reason": "Sold by then." })).await.expect(200);
        assert_eq!((&declined["state"], &declined["reason"]), (&json!("declined"), &json!("Sold by then.")));
        assert_eq!(holder.get(&requests).await.expect(200)["items"].as_array().unwrap().len(), 2);
        buyer.post(&requests, ask).await.expect(201);
        app.anonymous().get(&requests).await.refused(401, "unauthenticated");
    }
}
