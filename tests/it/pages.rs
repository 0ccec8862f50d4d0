//! The public pages, through HTTP.

use std::{collections::HashMap, process::Command};

use jiaxiu::{kernel::Locale, web::pages::catalogue};
use regex::Regex;
use serde_json::{Value, json};

use crate::{
    documents::{PDF, add, form},
    listings::{draft, published},
    support::TestApp,
};

struct Page {
    status: u16,
    headers: reqwest::header::HeaderMap,
    text: String,
}

async fn visit(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Page {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut request = client.get(app.url(path)).header("Accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Page { status, headers, text: response.text().await.unwrap() }
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The JSON of its script elements of a type; what follows from a page that a machine reads.
    fn json(&self, kind: &str) -> Vec<Value> {
        let pattern = Regex::new(&format!(r#"(?s)<script type="{kind}"[^>]*>(.*?)</script>"#)).unwrap();
        pattern.captures_iter(&self.text).map(|found| serde_json::from_str(&found[1]).unwrap()).collect()
    }

    /// Attributes of its head, as people write them.
    fn plain(&self) -> String {
        self.text.replace("&#x2f;", "/").replace("&amp;", "&")
    }
}

const PAGES: [&str; 7] = ["", "/search", "/compare", "/intermediaries", "/help", "/terms", "/privacy"];

crate::on_both! {
    async fn every_page_is_there_in_both_languages_and_names_the_other(app: TestApp) {
        let holder = app.owner("university").await;
        let listing = published(&app, &holder, draft("Thermal management of battery packs")).await;
        app.settle().await;
        let number = listing["number"].as_str().unwrap();
        let own = [format!("/listings/{number}"), format!("/organisations/{}", holder.organisation)];
        let headed = Regex::new("<title>(.*?)</title>").unwrap();
        for path in PAGES.iter().map(|path| (*path).to_owned()).chain(own) {
            let mut titles = Vec::new();
            for lang in ["zh-CN", "en"] {
                let page = visit(&app, &format!("/{lang}{path}"), &[]).await;
                assert_eq!(page.status, 200, "{lang}{path}: {}", page.text);
                assert!(page.header("Content-Security-Policy").contains("script-src 'self';"));
                let text = page.plain();
                assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
                assert!(!text.contains(" style="), "{path}: the policy takes no style attributes");
                for (tag, part) in [("zh-CN", "zh-CN"), ("en", "en")] {
                    let link = format!("hreflang=\"{tag}\" href=\"{}/{part}{path}\"", app.services().settings.public_url);
                    assert!(text.contains(&link), "{lang}{path} lacks {link}");
                }
                assert!(text.contains("hreflang=\"x-default\""));
                assert_eq!(text.matches("<h1").count(), 1, "{lang}{path}");
                let title = headed.captures(&text).unwrap()[1].to_owned();
                assert!(!title.contains(':') || path.starts_with("/listings"), "{title} looks like a key");
                titles.push(title);
                page.json(r"application/ld\+json");
            }
            assert_ne!(titles[0], titles[1], "{path} has one title for two languages");
        }
    }
}

crate::on_both! {
    async fn a_listing_goes_from_hidden_to_seen_to_gone(app: TestApp) {
        let holder = app.owner("university").await;
        let made = holder.post("/listings", draft("Only a draft")).await.expect(201);
        let path = |made: &Value| format!("/en/listings/{}", made["number"].as_str().unwrap());
        let page = visit(&app, &path(&made), &[]).await;
        assert_eq!((page.status, page.text.contains("Only a draft")), (404, false));
        let listing = published(&app, &holder, draft("<script>alert(1)</script> & \"pumps\"")).await;
        let id = listing["id"].as_str().unwrap();
        for level in ["public", "nda"] {
            add(&holder, &format!("/listings/{id}"), form(level, "Data.pdf", PDF)).await.expect(201);
        }
        app.settle().await;
        let by_id = visit(&app, &format!("/en/listings/{id}"), &[]).await;
        assert_eq!((by_id.status, by_id.header("Location")), (301, path(&listing).as_str()));
        let page = visit(&app, &path(&listing), &[]).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("<script>alert"), "a title became a script");
        let facts = page.json(r"application/ld\+json");
        assert_eq!(facts[0]["name"], listing["title"]["en"]);
        assert_eq!(facts[0]["offers"]["price"], "1200000.00");
        assert_eq!(facts[1]["@type"], "BreadcrumbList");
        assert!(page.plain().contains(&format!("/api/v1/listings/{id}/documents/")), "the public document has no link");
        for shown in ["CNY 1.2 million", "TRL 6", "H01M 10/613", "After the NDA", "Guizhou"] {
            assert!(page.plain().contains(shown), "{shown} is missing");
        }
        let zh = visit(&app, &path(&listing).replace("/en/", "/zh-CN/"), &[]).await;
        assert!(zh.text.contains("120 万元") && zh.text.contains("签署保密协议后可见"));
        let found = visit(&app, "/en/search?q=pumps", &[]).await;
        assert!(!found.text.contains("<script>alert") && found.text.contains("<em>pumps</em>"));
        assert_eq!(found.json("application/json")[0]["answer"]["total"], 1);
        holder.post(&format!("/listings/{id}/actions/withdraw"), json!({ "version": 3, "reason": "sold" })).await.expect(200);
        app.settle().await;
        let gone = visit(&app, &path(&listing), &[]).await;
        assert_eq!((gone.status, gone.text.contains("This listing has been taken back")), (410, true));
        let feed = visit(&app, "/sitemaps/listings-1.xml", &[]).await;
        assert_eq!(feed.status, 404, "nothing is left to list");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn machines_find_their_way() {
    let app = TestApp::sqlite().await;
    let holder = app.owner("university").await;
    let listing = published(&app, &holder, draft("Cooling & <heating>")).await;
    app.settle().await;
    let number = listing["number"].as_str().unwrap();
    let robots = visit(&app, "/robots.txt", &[]).await.text;
    assert!(robots.contains("Disallow: /app\n") && robots.contains("/sitemap.xml"));
    assert!(visit(&app, "/sitemap.xml", &[]).await.plain().contains("/sitemaps/listings-1.xml"));
    let part = visit(&app, "/sitemaps/listings-1.xml", &[]).await.plain();
    assert!(
        part.contains(&format!("/zh-CN/listings/{number}</loc>"))
            && part.contains(&format!("/en/listings/{number}</loc>"))
    );
    assert!(visit(&app, "/sitemaps/pages.xml", &[]).await.plain().contains(&holder.organisation.to_string()));
    let feed = visit(&app, "/en/disclosures.atom", &[]).await;
    assert!(feed.header("Content-Type").starts_with("application/atom+xml"));
    assert!(feed.text.starts_with("<?xml") && feed.text.contains("Cooling &amp; &lt;heating&gt;"), "{}", feed.text);
    for needed in ["<id>", "<updated>", "<author>", "rel=\"self\"", &format!("/en/listings/{number}")] {
        assert!(feed.plain().contains(needed), "{needed} is missing");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_is_in_the_readers_language_and_theme() {
    let app = TestApp::sqlite().await;
    let root = visit(&app, "/", &[("Accept-Language", "en-GB,zh;q=0.5")]).await;
    assert_eq!((root.status, root.header("Location"), root.header("Vary")), (302, "/en", "Accept-Language, Cookie"));
    let chosen = visit(&app, "/", &[("Accept-Language", "en"), ("Cookie", "jiaxiu-language=zh-CN")]).await;
    assert_eq!(chosen.header("Location"), "/zh-CN");
    let dark = visit(&app, "/en/search?q=a%20b&trl_min=6", &[("Cookie", "jiaxiu-theme=dark")]).await;
    assert!(dark.text.contains("data-theme=\"dark\""));
    assert!(dark.plain().contains("href=\"/zh-CN/search?q=a%20b&trl_min=6\""), "the other language is another page");
    let odd = visit(&app, "/en", &[("Cookie", "jiaxiu-theme=\"><b>")]).await;
    assert!(!odd.text.contains("data-theme"));
    let again = visit(&app, "/en", &[("If-None-Match", odd.header("ETag"))]).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let missing = visit(&app, "/en/nothing/here", &[]).await;
    assert_eq!((missing.status, missing.text.contains("There is nothing at this address")), (404, true));
    let missing = visit(&app, "/nothing", &[("Cookie", "jiaxiu-language=zh-CN")]).await;
    assert_eq!((missing.status, missing.text.contains("这个地址没有内容")), (404, true));
    let api = visit(&app, "/api/v1/nothing", &[]).await;
    assert_eq!((api.status, api.header("Content-Type")), (404, "application/problem+json"));
    let cursor = visit(&app, "/zh-CN/search?cursor=nonsense", &[]).await;
    assert_eq!((cursor.status, cursor.text.contains("无法识别这个地址")), (422, true));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_works_by_links_and_says_what_to_loosen() {
    let app = TestApp::sqlite().await;
    let holder = app.owner("university").await;
    let one = published(&app, &holder, draft("Battery one")).await;
    let two = published(&app, &holder, draft("Battery two")).await;
    app.settle().await;
    let page = visit(&app, "/en/search?q=battery&sector=new_energy", &[]).await.plain();
    assert!(page.contains("href=\"/en/search?q=battery&sector=new_energy&trl_min=6\""), "{page}");
    assert!(page.contains("<p class=\"jx-total\" role=\"status\">2 technologies</p>"));
    assert!(page.contains("<input type=\"hidden\" name=\"sector\" value=\"new_energy\">"));
    let none = visit(&app, "/en/search?q=battery&sector=modern_medicine", &[]).await.plain();
    assert!(none.contains("without “Modern medicine”</a>"));
    let numbers = [&one, &two].map(|listing| listing["number"].as_str().unwrap().to_owned());
    let compared = visit(&app, &format!("/en/compare?ids={}&ids={}&ids=JX-0", numbers[0], numbers[1]), &[]).await;
    assert_eq!(compared.status, 200);
    for shown in ["Battery one", "Battery two", "No longer listed: JX-0."] {
        assert!(compared.text.contains(shown), "{shown}");
    }
    app.finish().await;
}

/// The catalogue is one, its readers are two: every text comes out the same here and by i18next.
#[test]
fn every_text_is_the_same_in_templates_and_application() {
    let frontend = concat!(env!("CARGO_MANIFEST_DIR"), "/frontend");
    assert!(
        std::path::Path::new(frontend).join("node_modules/i18next").exists(),
        "run `make frontend/node_modules` first: this test compares with i18next"
    );
    for locale in [Locale::Zh, Locale::En] {
        let answer = Command::new("node")
            .args(["scripts/render-texts.mjs", locale.tag()])
            .current_dir(frontend)
            .output()
            .expect("node runs");
        assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        let theirs: Vec<(String, HashMap<String, String>, String)> = serde_json::from_slice(&answer.stdout).unwrap();
        assert!(theirs.len() > 500, "{} texts", theirs.len());
        let texts = catalogue::texts(locale).unwrap();
        for (key, values, text) in theirs {
            assert_eq!(catalogue::render(texts, locale, &key, &values).as_ref(), Some(&text), "{key} {values:?}");
        }
    }
}
