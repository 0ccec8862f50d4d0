//! Speaks to the server as a program would.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use jiaxiu::{
    identity::tokens,
    kernel::id::{AccountId, SessionId},
};

use super::TestApp;

/// What a caller shows for itself.
#[derive(Clone)]
enum Credential {
    None,
    Token(String),
    /// An access token made at each request: tests leap over the hours in which people would refresh theirs.
    Session(SessionId, AccountId),
}

/// A caller: signed in or not, acting for an organisation or not.
#[derive(Clone)]
pub struct Client {
    pub app: TestApp,
    http: reqwest::Client,
    credential: Credential,
    organisation: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The body, if the status is the expected one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }

    /// Checks that the request was refused with `code`.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{body:#}");
        assert!(body["request_id"].is_string(), "{body:#}");
        body
    }
}

impl Client {
    pub fn anonymous(app: TestApp) -> Self {
        Self { app, http: reqwest::Client::new(), credential: Credential::None, organisation: None }
    }

    /// Signed in by a session, acting for an organisation.
    pub fn signed_in(app: TestApp, session: SessionId, account: AccountId, organisation: String) -> Self {
        let credential = Credential::Session(session, account);
        Self { credential, organisation: Some(organisation), ..Self::anonymous(app) }
    }

    /// What it signs its requests with at this moment.
    pub fn token(&self) -> Option<String> {
        match &self.credential {
            Credential::None => None,
            Credential::Token(token) => Some(token.clone()),
            Credential::Session(session, account) => {
                let services = self.app.services();
                let key = &services.settings.token_key;
                Some(tokens::sign(key, *session, *account, services.db.clock().now()).unwrap())
            }
        }
    }

    /// The same caller with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { credential: Credential::Token(token.to_owned()), ..self.clone() }
    }

    /// The same account, acting for another organisation.
    pub fn acting_for(&self, organisation: &str) -> Self {
        Self { organisation: Some(organisation.to_owned()), ..self.clone() }
    }

    /// A request to `/api/v1…` that the caller can shape further.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.http.request(method, self.app.url(&format!("/api/v1{path}")));
        if let Some(token) = self.token() {
            request = request.bearer_auth(token);
        }
        if let Some(organisation) = &self.organisation {
            request = request.header("Jiaxiu-Organisation", organisation);
        }
        request
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// A POST with an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).header("Idempotency-Key", key).json(&body)).await
    }

    /// An edit based on `version`.
    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).header("If-Match", format!("\"{version}\"")).json(&body)).await
    }

    /// A DELETE with a body, which some take as proof.
    pub async fn delete_with(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::DELETE, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }
}
