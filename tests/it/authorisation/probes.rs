//! One request for each operation: well formed, so that only authorisation stands in its way, and stale or refused for
//! some other harmless reason once it has passed.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::world::World;

/// Operations on a published listing, which everybody may do something about.
pub const ON_PUBLISHED: [&str; 10] = [
    "create_offer",
    "list_offers_on_listing",
    "ask_enquiry",
    "list_listing_enquiries",
    "list_documents",
    "get_document",
    "get_nda",
    "accept_nda",
    "request_access",
    "list_access_requests",
];

pub enum Sent {
    Nothing,
    Json(Value),
    Form(Form),
    /// With an `If-Match` of version 0.
    Edit(Value),
}

pub struct Probe {
    pub path: String,
    pub sent: Sent,
}

fn at(path: impl Into<String>, sent: Sent) -> Option<Probe> {
    Some(Probe { path: path.into(), sent })
}

fn get(path: impl Into<String>) -> Option<Probe> {
    at(path, Sent::Nothing)
}

fn post(path: impl Into<String>, body: Value) -> Option<Probe> {
    at(path, Sent::Json(body))
}

fn stale() -> Value {
    json!({ "version": 0 })
}

/// The request that tries `operation`.
pub fn probe(operation: &str, world: &World) -> Option<Probe> {
    account(operation, world)
        .or_else(|| organisation(operation, world))
        .or_else(|| listing(operation, world))
        .or_else(|| offer(operation, world))
        .or_else(|| disclosure(operation, world))
        .or_else(|| deal(operation, world))
        .or_else(|| house(operation, world))
        .or_else(|| bank(operation, world))
        .or_else(|| desk(operation, world))
}

fn account(operation: &str, world: &World) -> Option<Probe> {
    let nobody = json!({ "email": "nobody@example.org" });
    let password = "umbrella-tangent-57-crow";
    match operation {
        "create_account" => {
            post("/accounts", json!({ "email": "someone@example.org", "password": "short", "display_name": "Lin" }))
        }
        "create_first_operator" => post(
            "/accounts/first-operator",
            json!({ "token": "none", "email": "someone@example.org", "password": password, "display_name": "Lin" }),
        ),
        "request_reset" => post("/accounts/reset", nobody),
        "confirm_reset" => post("/accounts/reset/confirm", json!({ "token": "none", "password": password })),
        "verify_account" => post("/accounts/verify", json!({ "token": "none" })),
        "resend_verification" => post("/accounts/verify/resend", nobody),
        "list_api_tokens" => get("/api-tokens"),
        "create_api_token" => post("/api-tokens", json!({ "name": "" })),
        "revoke_api_token" => get(format!("/api-tokens/{}", world.id("token"))),
        "accept_invitation" => post("/invitations/accept", json!({ "token": "none" })),
        "list_mail" => get("/mail"),
        "get_me" => get("/me"),
        "delete_me" => at("/me", Sent::Json(json!({ "password": "wrong" }))),
        "update_me" => at("/me", Sent::Edit(json!({}))),
        "export_me" => get("/me/export"),
        "change_password" => post("/me/password", json!({ "current": "wrong", "password": password })),
        "set_up_totp" => post("/me/totp", json!({})),
        "remove_totp" => at("/me/totp", Sent::Json(json!({ "code": "000000" }))),
        "confirm_totp" => post("/me/totp/confirm", json!({ "code": "000000" })),
        "list_passkeys" => get("/me/passkeys"),
        "begin_passkey" => post("/me/passkeys/begin", json!({ "password": "wrong" })),
        "add_passkey" => post("/me/passkeys", json!({ "name": "Phone", "credential": {} })),
        "rename_passkey" => at(format!("/me/passkeys/{}", world.id("passkey")), Sent::Edit(json!({ "name": "Phone" }))),
        "remove_passkey" => {
            at(format!("/me/passkeys/{}", world.id("passkey")), Sent::Json(json!({ "password": "wrong" })))
        }
        "begin_passkey_session" => post("/sessions/passkey/begin", json!({})),
        "create_passkey_session" => post("/sessions/passkey", json!({ "credential": {} })),
        "end_other_sessions" => post("/sessions/actions/end_others", json!({})),
        "list_demo_mail" => get("/demo/mail?email=nobody%40example.org"),
        "list_sessions" => get("/sessions"),
        "create_session" => post("/sessions", json!({ "email": "nobody@example.org", "password": "wrong" })),
        "end_current_session" => get("/sessions/current"),
        "refresh_session" => post("/sessions/refresh", json!({ "refresh_token": "none" })),
        "end_session" => get(format!("/sessions/{}", world.id("session"))),
        _ => None,
    }
}

fn organisation(operation: &str, world: &World) -> Option<Probe> {
    let path = format!("/organisations/{}", world.id("organisation"));
    let member = format!("{path}/members/{}", world.id("account"));
    let (seen, reason) = (json!({ "version": 1 }), json!({ "version": 0, "reason": "Not who they say they are." }));
    let decision =
        |of: &str, action: &str, body| post(format!("/organisations/{}/actions/{action}", world.id(of)), body);
    match operation {
        "list_organisations" => get("/organisations"),
        "create_organisation" => post("/organisations", json!({ "kind": "fund", "name": { "zh": "基金" } })),
        "get_organisation" => get(path),
        "update_organisation" => at(path, Sent::Edit(json!({}))),
        "reinstate_organisation" => decision("suspended", "reinstate", seen),
        "reject_organisation" => decision("requested", "reject", reason),
        "request_verification" => decision("unverified", "request_verification", seen),
        "suspend_organisation" => decision("organisation", "suspend", json!({ "version": 1, "reason": "Fraud." })),
        "verify_organisation" => decision("requested", "verify", seen),
        "list_invitations" => get(format!("{path}/invitations")),
        "withdraw_invitation" => get(format!("{path}/invitations/{}", world.id("invitation"))),
        "list_members" => get(format!("{path}/members")),
        "invite_member" => post(format!("{path}/members"), json!({ "email": "guest@example.org", "role": "viewer" })),
        "get_member" | "remove_member" => get(member),
        "update_member" => at(member, Sent::Edit(json!({ "role": "viewer" }))),
        "list_intermediaries" => get("/intermediaries"),
        "get_intermediary" => get(format!("/intermediaries/{}", world.id("intermediary"))),
        _ => None,
    }
}

fn listing(operation: &str, world: &World) -> Option<Probe> {
    let draft = format!("/listings/{}", world.id("draft"));
    let patent = format!("/patents/{}", world.id("patent"));
    match operation {
        "list_listings" => get("/listings"),
        "create_listing" => post("/listings", crate::listings::draft("One more")),
        "get_listing" => get(draft),
        "list_versions" => get(format!("{draft}/versions")),
        "get_version" => get(format!("{draft}/versions/1")),
        "edit_listing" => at(draft, Sent::Edit(json!({ "trl": 5 }))),
        "return_listing" => post(
            format!("/listings/{}/actions/return", world.id("submitted")),
            json!({ "version": 0, "reason": "unclear" }),
        ),
        "withdraw_listing" => post(format!("{draft}/actions/withdraw"), json!({ "version": 0, "reason": "sold" })),
        "submit_listing" => post(format!("{draft}/actions/submit"), stale()),
        "publish_listing" => post(format!("/listings/{}/actions/publish", world.id("submitted")), stale()),
        "pause_listing" => post(format!("/listings/{}/actions/pause", world.id("listing")), stale()),
        "resume_listing" => post(format!("/listings/{}/actions/resume", world.id("paused")), stale()),
        "get_tradeability" => get(format!("{draft}/tradeability")),
        "list_patents" => get("/patents"),
        "create_patent" => post(
            "/patents",
            json!({ "number": format!("US{}B2", 11_000_000 + world.number), "title": { "en": "Pump" } }),
        ),
        "get_patent" => get(patent),
        "edit_patent" => at(patent, Sent::Edit(json!({ "ipc": [] }))),
        "search" => get("/search?q=pump"),
        "suggest" => get("/suggest?q=pump"),
        _ => None,
    }
}

fn offer(operation: &str, world: &World) -> Option<Probe> {
    let listing = format!("/listings/{}/offers", world.id("listing"));
    let offer = format!("/offers/{}", world.id("counter_offer"));
    match operation {
        "list_offers_on_listing" => get(listing),
        "create_offer" => post(listing, crate::offers::offer()),
        "list_offers" => get("/offers"),
        "get_offer" => get(offer),
        "counter_offer" => post(format!("{offer}/actions/counter"), crate::offers::counter(1, crate::offers::offer())),
        "accept_offer" | "decline_offer" | "withdraw_offer" => {
            let action = operation.trim_end_matches("_offer");
            post(format!("/offers/{}/actions/{action}", world.id(operation)), json!({ "version": 1 }))
        }
        _ => None,
    }
}

fn disclosure(operation: &str, world: &World) -> Option<Probe> {
    let listing = format!("/listings/{}", world.id("listing"));
    let document = format!("{listing}/documents/{}", world.id("document"));
    let enquiry = format!("{listing}/enquiries/{}", world.id("enquiry"));
    let request = format!("{listing}/access-requests/{}", world.id("granting"));
    match operation {
        "list_documents" => get(format!("{listing}/documents")),
        "add_document" => at(format!("{listing}/documents"), Sent::Form(file().text("level", "public"))),
        "get_document" | "remove_document" => get(document),
        "download_document" => get(format!("{document}/content")),
        "list_looks" => get(format!("{listing}/looks")),
        "get_nda" => get(format!("{listing}/nda")),
        "accept_nda" => post(format!("{listing}/nda"), json!({ "accept": true, "version": "2026-1" })),
        "list_access_requests" => get(format!("{listing}/access-requests")),
        "request_access" => post(format!("{listing}/access-requests"), json!({ "message": "We would like to look." })),
        "get_access_request" => get(request),
        "grant_access" => post(format!("{request}/actions/grant"), json!({ "version": 1 })),
        "revoke_access" => post(format!("{request}/actions/revoke"), json!({ "version": 2 })),
        "decline_access" => {
            let other = world.id("declining");
            post(format!("{listing}/access-requests/{other}/actions/decline"), json!({ "version": 1 }))
        }
        "list_enquiries" => get("/enquiries"),
        "list_listing_enquiries" => get(format!("{listing}/enquiries")),
        "ask_enquiry" => post(format!("{listing}/enquiries"), json!({ "text": "And how cold?" })),
        "get_enquiry" => get(enquiry),
        "find_enquiry" => get(format!("/enquiries/{}", world.id("enquiry"))),
        "list_watchlist" => get("/watchlist"),
        "watch_listing" => post("/watchlist", json!({ "listing": world.id("listing") })),
        "unwatch_listing" => get(format!("/watchlist/{}", world.id("listing"))),
        "write_message" => post(format!("{enquiry}/messages"), json!({ "text": "Very." })),
        _ => None,
    }
}

fn file() -> Form {
    Form::new().part("file", Part::bytes(crate::documents::PDF.to_vec()).file_name("note.pdf"))
}

fn deal(operation: &str, world: &World) -> Option<Probe> {
    let deal = format!("/deals/{}", world.id("deal"));
    let document = format!("{deal}/documents/{}", world.id("deal document"));
    let act = |action: &str, body| post(format!("{deal}/actions/{action}"), body);
    let seen = || json!({ "version": 1 });
    let money = |minor: i64| json!({ "minor": minor, "currency": "CNY" });
    match operation {
        "list_deals" => get("/deals"),
        "get_deal" => get(deal),
        "list_deal_documents" => get(format!("{deal}/documents")),
        "add_deal_document" => at(format!("{deal}/documents"), Sent::Form(file().text("kind", "other"))),
        "get_deal_document" => get(document),
        "get_deal_document_content" => get(format!("{document}/content")),
        "list_deal_messages" => get(format!("{deal}/messages")),
        "write_deal_message" => post(format!("{deal}/messages"), json!({ "text": "When do we sign?" })),
        "list_commissions" => get("/commissions"),
        "sign_deal" => post(format!("/deals/{}/actions/sign", world.id("sign_deal")), seen()),
        "cancel_deal" => {
            post(format!("/deals/{}/actions/cancel", world.id("cancel_deal")), json!({ "version": 1, "reason": "No." }))
        }
        "file_deal" => act("file", json!({ "version": 1, "number": "1", "date": "2026-03-02" })),
        "dispute_deal" => act("dispute", json!({ "version": 1, "reason": "It is not what was agreed." })),
        "add_deal_evidence" => act("add_evidence", json!({ "version": 1, "text": "A letter." })),
        "propose_deal_ruling" => {
            act("propose_ruling", json!({ "version": 1, "to_seller": money(100_000_000), "to_buyer": money(0) }))
        }
        "confirm_deal_recordal" => act("confirm_recordal", seen()),
        "withdraw_deal_dispute" => act("withdraw_dispute", seen()),
        "confirm_deal_ruling" => act("confirm_ruling", seen()),
        "deliver_deal" | "accept_deal" | "extend_deal" | "release_deal" => {
            act(operation.trim_end_matches("_deal"), seen())
        }
        _ => None,
    }
}

fn house(operation: &str, world: &World) -> Option<Probe> {
    let mandate = format!("/mandates/{}", world.id("mandate"));
    let notification = format!("/notifications/{}", world.id("notification"));
    match operation {
        "list_mandates" => get("/mandates"),
        "create_mandate" => post(
            "/mandates",
            json!({
                "intermediary": world.id("intermediary"), "scope": "all", "side": "supply",
                "commission": { "bps": 300 }, "valid_until": "2027-03-01T00:00:00Z",
            }),
        ),
        "get_mandate" => get(mandate),
        "accept_mandate" | "decline_mandate" => {
            let action = operation.trim_end_matches("_mandate");
            post(format!("/mandates/{}/actions/{action}", world.id(operation)), json!({ "version": 1 }))
        }
        "end_mandate" => post(format!("{mandate}/actions/end"), json!({ "version": 0 })),
        "get_preferences" => get("/notification-preferences"),
        "put_preferences" => at("/notification-preferences", Sent::Json(json!({ "items": [] }))),
        "list_notifications" => get("/notifications"),
        "get_notification" => get(notification),
        "read_notification" => post(format!("{notification}/actions/read"), json!({})),
        "unread_notification" => post(format!("{notification}/actions/unread"), json!({})),
        "read_all_notifications" => post("/notifications/actions/read_all", json!({})),
        "stream_notifications" => get("/stream"),
        _ => None,
    }
}

fn bank(operation: &str, world: &World) -> Option<Probe> {
    let ledger = format!("/ledger/accounts/{}", world.id("ledger"));
    let waiting = format!("/bank/suspense/{}/actions", world.id("payment"));
    match operation {
        "list_bank_payments" => get("/bank/payments"),
        "get_bank_payment" => get(format!("/bank/payments/{}", world.id("payment"))),
        "get_sandbox_bank" => get("/bank/sandbox"),
        "create_sandbox_deposit" => post(
            "/bank/sandbox/deposits",
            json!({ "reference": "nobody's", "amount": { "minor": 1, "currency": "CNY" } }),
        ),
        "list_suspense" => get("/bank/suspense"),
        "refund_suspense" => post(format!("{waiting}/refund"), json!({ "version": 0, "note": "Not ours." })),
        "resolve_suspense" => post(format!("{waiting}/resolve"), json!({ "version": 0, "reference": "R-1" })),
        "list_ledger_accounts" => get("/ledger/accounts"),
        "get_ledger_account" => get(ledger),
        "list_ledger_transfers" => get(format!("{ledger}/transfers")),
        _ => None,
    }
}

fn desk(operation: &str, world: &World) -> Option<Probe> {
    let task = format!("/desk/tasks/listing-{}", world.id("submitted"));
    match operation {
        "list_desk_tasks" => get("/desk/tasks"),
        "get_desk_task" => get(task),
        "assign_desk_task" => post(format!("{task}/actions/assign"), json!({ "assignee": null })),
        "list_audit" => get("/audit"),
        "get_site" => get("/site"),
        "get_settings" => get("/settings"),
        "put_settings" => at("/settings", Sent::Edit(json!({}))),
        "list_setting_changes" => get("/settings/history"),
        "get_overview" => get("/insights/overview"),
        _ => None,
    }
}
