//! Files of deals.

use jiaxiu::listings::Right;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::json;

use super::Cast;

crate::on_both! {
    async fn both_sides_and_the_operator_read_what_either_added(app: TestApp) {
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        let made = cast.add(&cast.seller, "other", "技术 资料.txt", "full text").await.expect(201);
        assert_eq!((&made["kind"], &made["name"], &made["size"]), (&json!("other"), &json!("技术 资料.txt"), &json!(9)));
        let item = format!("{}/documents/{}", cast.path, made["id"].as_str().unwrap());
        for reader in [&cast.seller, &cast.buyer, &cast.clerk] {
            let answer = reader.get(&format!("{item}/content")).await;
            let disposition = answer.headers["content-disposition"].to_str().unwrap().to_owned();
            assert!(disposition.starts_with("attachment") && disposition.contains("UTF-8''"), "{disposition}");
            assert_eq!(answer.expect(200), "full text");
            assert_eq!(reader.get(&item).await.expect(200), made);
            assert_eq!(reader.get(&format!("{}/documents", cast.path)).await.expect(200)["items"], json!([made]));
        }
        assert_eq!(cast.get(&cast.buyer).await["version"], 1, "only a contract is a step");
        let stranger = app.owner("fund").await;
        for path in [format!("{item}/content"), item.clone(), format!("{}/documents", cast.path)] {
            stranger.get(&path).await.refused(404, "not_found");
            app.anonymous().get(&path).await.refused(401, "unauthenticated");
        }
    }
}

crate::on_both! {
    async fn bad_files_are_named(app: TestApp) {
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        let path = format!("{}/documents", cast.path);
        let post = async |form: Form| cast.seller.send(cast.seller.request(Method::POST, &path).multipart(form)).await;
        let file = |content: &'static str| Part::text(content).file_name("a.txt");
        for (form, field) in [
            (Form::new().part("file", file("x")), "kind"),
            (Form::new().text("kind", "poem").part("file", file("x")), "kind"),
            (Form::new().text("kind", "other"), "file"),
            (Form::new().text("kind", "other").part("file", file("")), "file"),
            (Form::new().text("kind", "other").text("colour", "red").part("file", file("x")), "colour"),
            (Form::new().text("kind", "other").part("file", Part::text("x").file_name("../")), "file.name"),
        ] {
            let problem = post(form).await.refused(422, "validation");
            assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
        }
        let max = usize::try_from(app.services().settings.max_upload).unwrap();
        let huge = Part::bytes(vec![b'x'; max + 1]).file_name("huge.bin");
        post(Form::new().text("kind", "other").part("file", huge)).await.refused(413, "too_large");
        cast.seller.post(&path, json!({})).await.refused(400, "malformed");
        assert_eq!(cast.get(&cast.seller).await["documents"], json!([]));
        // Once the deal is over, its file is closed; and a contract has its stage.
        cast.funded().await;
        cast.add(&cast.seller, "contract", "late.txt", "other words").await.refused(409, "not_allowed_now");
        cast.add(&cast.clerk, "other", "note.txt", "seen").await.expect(201);
    }
}

crate::on_both! {
    async fn the_same_upload_under_the_same_key_is_kept_once(app: TestApp) {
        let cast = Cast::new(&app, Right::Ordinary, false).await;
        let path = format!("{}/documents", cast.path);
        let post = async |content: &'static str| {
            let form = Form::new().text("kind", "contract").part("file", Part::text(content).file_name("a.txt"));
            let request = cast.seller.request(Method::POST, &path).header("Idempotency-Key", "u-1").multipart(form);
            cast.seller.send(request).await
        };
        let first = post("one").await.expect(201);
        assert_eq!(post("one").await.expect(201), first);
        post("two").await.refused(422, "idempotency_mismatch");
        assert_eq!(cast.get(&cast.seller).await["documents"].as_array().unwrap().len(), 1);
    }
}
