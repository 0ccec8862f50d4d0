//! Members: invited by mail, given roles, removed.

use chrono::TimeDelta;
use jiaxiu::kernel::Role;
use serde_json::{Value, json};

use super::{fields, mailed, newcomer, sign_in, sign_up};

fn invite(email: &str, role: &str) -> Value {
    json!({ "email": email, "role": role })
}

crate::on_both! {
    async fn invitations_read_alike_with_and_without_an_account(app: TestApp) {
        let owner = app.owner("university").await;
        let path = format!("/organisations/{}/members", owner.organisation);
        let lin = newcomer(&app, "lin@example.org").await;
        let known = owner.post(&path, invite("Lin@example.org", "manager")).await.expect(202);
        let unknown = owner.post(&path, invite("wu@example.org", "manager")).await.expect(202);
        let keys = |answer: &Value| answer.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&known), keys(&unknown));
        assert_eq!((&known["role"], &known["email"]), (&json!("manager"), &json!("lin@example.org")));
        app.settle().await;
        let token = mailed(&lin, "invitation").await;
        let joined = lin.post("/invitations/accept", json!({ "token": token })).await.expect(200);
        assert_eq!((&joined["id"], &joined["role"]), (&json!(owner.organisation), &json!("manager")));
        lin.post("/invitations/accept", json!({ "token": token })).await.refused(422, "link_not_valid");
        owner.post(&path, invite("lin@example.org", "viewer")).await.refused(409, "already_a_member");
        // Whoever has no account signs up with that address, and finds the invitation.
        let wu = sign_up(&app, "wu@example.org").await;
        let token = mailed(&wu, "invitation").await;
        wu.post("/invitations/accept", json!({ "token": token })).await.refused(403, "email_not_verified");
        let verify = mailed(&wu, "verify_email").await;
        app.anonymous().post("/accounts/verify", json!({ "token": verify })).await.expect(200);
        lin.post("/invitations/accept", json!({ "token": token })).await.refused(422, "link_not_valid");
        wu.post("/invitations/accept", json!({ "token": token })).await.expect(200);
        assert_eq!(owner.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 3);
    }
}

crate::on_both! {
    async fn invitations_end_are_replaced_and_taken_back(app: TestApp) {
        let owner = app.owner("university").await;
        let base = format!("/organisations/{}", owner.organisation);
        let path = format!("{base}/members");
        let lin = newcomer(&app, "lin@example.org").await;
        owner.post(&path, invite("lin@example.org", "member")).await.expect(202);
        app.settle().await;
        let first = mailed(&lin, "invitation").await;
        app.advance(TimeDelta::minutes(1)).await;
        owner.post(&path, invite("lin@example.org", "viewer")).await.expect(202);
        app.settle().await;
        let second = mailed(&lin, "invitation").await;
        lin.post("/invitations/accept", json!({ "token": first })).await.refused(422, "link_not_valid");
        let open = owner.get(&format!("{base}/invitations")).await.expect(200);
        let [only] = &open["items"].as_array().unwrap()[..] else { panic!("{open}") };
        assert_eq!((&only["email"], &only["role"]), (&json!("lin@example.org"), &json!("viewer")));
        let one = format!("{base}/invitations/{}", only["id"].as_str().unwrap());
        let manager = app.colleague(&owner, Role::Manager).await;
        manager.get(&format!("{base}/invitations")).await.refused(403, "forbidden");
        manager.delete(&one).await.refused(403, "forbidden");
        app.owner("fund").await.delete(&one).await.refused(403, "forbidden");
        app.anonymous().delete(&one).await.refused(401, "unauthenticated");
        app.anonymous().get(&format!("{base}/invitations")).await.refused(401, "unauthenticated");
        owner.delete(&one).await.expect(204);
        owner.delete(&one).await.refused(404, "not_found");
        lin.post("/invitations/accept", json!({ "token": second })).await.refused(422, "link_not_valid");
        app.anonymous().post("/invitations/accept", json!({ "token": second })).await.refused(401, "unauthenticated");
        owner.post(&path, invite("lin@example.org", "viewer")).await.expect(202);
        app.advance(TimeDelta::days(14)).await;
        let lin = sign_in(&app, "lin@example.org").await;
        let late = mailed(&lin, "invitation").await;
        lin.post("/invitations/accept", json!({ "token": late })).await.refused(422, "link_not_valid");
    }
}

crate::on_both! {
    async fn only_owners_rule_over_members(app: TestApp) {
        let owner = app.owner("university").await;
        let path = format!("/organisations/{}/members", owner.organisation);
        let manager = app.colleague(&owner, Role::Manager).await;
        let viewer = app.colleague(&owner, Role::Viewer).await;
        let (stranger, clerk) = (app.owner("fund").await, app.operator(Role::Clerk).await);
        let one = format!("{path}/{}", viewer.account);
        for reader in [&owner, &manager, &viewer, &clerk] {
            assert_eq!(reader.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 3);
            assert_eq!(reader.get(&one).await.expect(200)["role"], "viewer");
        }
        stranger.get(&path).await.refused(403, "forbidden");
        stranger.get(&one).await.refused(403, "forbidden");
        let hidden = app.unverified("bank").await;
        let hidden_path = format!("/organisations/{}/members", hidden.organisation);
        stranger.get(&hidden_path).await.refused(404, "not_found");
        stranger.get(&format!("{hidden_path}/{}", hidden.account)).await.refused(404, "not_found");
        stranger.post(&hidden_path, invite("x@example.org", "member")).await.refused(404, "not_found");
        for path in [&path, &one] {
            app.anonymous().get(path).await.refused(401, "unauthenticated");
        }
        app.anonymous().post(&path, invite("x@example.org", "member")).await.refused(401, "unauthenticated");
        app.anonymous().patch(&one, 1, json!({ "role": "member" })).await.refused(401, "unauthenticated");
        app.anonymous().delete(&one).await.refused(401, "unauthenticated");
        for other in [&manager, &viewer, &stranger, &clerk] {
            other.post(&path, invite("x@example.org", "member")).await.refused(403, "forbidden");
            other.patch(&one, 1, json!({ "role": "owner" })).await.refused(403, "forbidden");
            if other.account != viewer.account {
                other.delete(&one).await.refused(403, "forbidden");
            }
        }
        let bad = owner.post(&path, invite("nonsense", "clerk")).await.refused(422, "validation");
        assert_eq!(fields(&bad), ["email", "role"]);
        assert_eq!(fields(&owner.patch(&one, 1, json!({ "role": "approver" })).await.refused(422, "validation")), ["role"]);
        owner.patch(&one, 4, json!({ "role": "member" })).await.refused(412, "precondition_failed");
        let changed = owner.patch(&one, 1, json!({ "role": "member" })).await.expect(200);
        assert_eq!((&changed["role"], &changed["version"]), (&json!("member"), &json!(2)));
        let nobody = format!("{path}/{}", stranger.account);
        owner.get(&nobody).await.refused(404, "not_found");
        owner.patch(&nobody, 1, json!({ "role": "member" })).await.refused(404, "not_found");
        owner.delete(&nobody).await.refused(404, "not_found");
        // In the operator's organisation the roles are others.
        let chief = app.operator(Role::Owner).await;
        let theirs = format!("/organisations/{}/members", chief.organisation);
        let bad = chief.post(&theirs, invite("x@example.org", "manager")).await.refused(422, "validation");
        assert_eq!(fields(&bad), ["role"]);
        chief.post(&theirs, invite("x@example.org", "approver")).await.expect(202);
    }
}

crate::on_both! {
    async fn a_removed_member_is_out_at_once_and_an_owner_stays(app: TestApp) {
        let owner = app.owner("university").await;
        let path = format!("/organisations/{}/members", owner.organisation);
        let member = app.colleague(&owner, Role::Member).await;
        let made = member.post("/api-tokens", json!({ "name": "mine" })).await.expect(201);
        let program = app.anonymous().with_token(made["token"].as_str().unwrap());
        member.get("/mandates").await.expect(200);
        program.get("/mandates").await.expect(200);
        owner.delete(&format!("{path}/{}", member.account)).await.expect(204);
        member.get("/mandates").await.refused(403, "no_such_membership");
        program.get("/mandates").await.refused(403, "no_such_membership");
        assert_eq!(owner.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 1);
        // A role takes effect with the next request, too.
        let manager = app.colleague(&owner, Role::Manager).await;
        let organisation = format!("/organisations/{}", owner.organisation);
        manager.patch(&organisation, 1, json!({ "staff": 1 })).await.expect(200);
        owner.patch(&format!("{path}/{}", manager.account), 1, json!({ "role": "viewer" })).await.expect(200);
        manager.patch(&organisation, 2, json!({ "staff": 2 })).await.refused(403, "forbidden");
        // Everyone may leave but the last owner.
        manager.delete(&format!("{path}/{}", manager.account)).await.expect(204);
        let own = format!("{path}/{}", owner.account);
        owner.delete(&own).await.refused(409, "last_owner");
        owner.patch(&own, 1, json!({ "role": "manager" })).await.refused(409, "last_owner");
        let second = app.colleague(&owner, Role::Owner).await;
        owner.patch(&own, 1, json!({ "role": "manager" })).await.expect(200);
        second.delete(&format!("{path}/{}", second.account)).await.refused(409, "last_owner");
    }
}

crate::on_both! {
    async fn two_owners_do_not_both_leave(app: TestApp) {
        let owner = app.owner("university").await;
        let second = app.colleague(&owner, Role::Owner).await;
        let path = format!("/organisations/{}/members", owner.organisation);
        let (own, other) = (format!("{path}/{}", owner.account), format!("{path}/{}", second.account));
        let (a, b) = futures::future::join(owner.delete(&own), second.delete(&other)).await;
        let mut codes = [a.status.as_u16(), b.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [204, 409]);
    }
}
