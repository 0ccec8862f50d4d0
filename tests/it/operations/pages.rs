//! What browsers are told, and the pages about the API.

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_docs_come_from_here_alone() {
    let app = TestApp::sqlite().await;
    for (path, kind) in [
        ("/api/docs", "text/html; charset=utf-8"),
        ("/api/docs/viewer.js", "text/javascript; charset=utf-8"),
        ("/api/docs/request.js", "text/javascript; charset=utf-8"),
        ("/api/docs/viewer.css", "text/css; charset=utf-8"),
    ] {
        let answer = reqwest::get(app.url(path)).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], kind);
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let text = answer.text().await.unwrap();
        for foreign in ["http://", "https://", "//cdn", "<script>", "javascript:", "innerHTML", " style="] {
            assert!(!text.contains(foreign), "{path} holds {foreign}");
        }
    }
    let description: serde_json::Value =
        reqwest::get(app.url("/api/v1/openapi.json")).await.unwrap().json().await.unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_named_and_keeps_browsers_out_of_trouble() {
    let app = TestApp::sqlite().await;
    for path in ["/api/v1/mandates", "/api/v1/nothing", "/healthz", "/nothing"] {
        let answer = reqwest::get(app.url(path)).await.unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert!(header("x-request-id").unwrap().starts_with("req_"), "{path}");
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{path}");
        assert_eq!(header("content-security-policy").as_deref(), Some("default-src 'none'; frame-ancestors 'none'"));
        assert_eq!(header("strict-transport-security"), None, "there is no https here");
    }
    app.finish().await;
}
