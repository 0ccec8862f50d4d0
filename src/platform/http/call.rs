//! One request: who asks, and the way to the command that answers.

use std::{
    future::{Ready, ready},
    net::IpAddr,
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder, body::BoxBody, dev::Payload, http::StatusCode, web,
};
use futures::future::BoxFuture;
use sea_orm::DatabaseConnection;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    kernel::{Actor, Error, FieldError, Result, error, id::RequestId},
    platform::{
        Ctx, Services,
        db::Origin,
        idempotency::{self, Claim, MAX_KEY},
    },
};

use super::body::{self, BodyDigest};

/// What the session middleware found out about a request.
#[derive(Clone)]
pub struct RequestFacts {
    /// Who asks.
    pub actor: Actor,
    /// The request's name in the log.
    pub id: RequestId,
    /// The caller's network address.
    pub address: Option<IpAddr>,
}

/// A request, as handlers see it.
pub struct Call {
    /// The application's stores.
    pub services: web::Data<Services>,
    /// Who asks, and from where.
    pub facts: RequestFacts,
    /// The request itself.
    pub request: HttpRequest,
}

impl FromRequest for Call {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let facts = request.extensions().get::<RequestFacts>().cloned();
        let services = request.app_data::<web::Data<Services>>().cloned();
        ready(match (facts, services) {
            (Some(facts), Some(services)) => Ok(Self { services, facts, request: request.clone() }),
            _ => Err(Error::internal("the session middleware is missing")),
        })
    }
}

impl Call {
    /// Who asks.
    pub fn actor(&self) -> &Actor {
        &self.facts.actor
    }

    /// A connection to read with.
    pub fn db(&self) -> &DatabaseConnection {
        self.services.db.read()
    }

    /// The version an edit is based on, from `If-Match`.
    ///
    /// # Errors
    /// `precondition_required` without one; `validation` when it is no number.
    pub fn if_match(&self) -> Result<i64> {
        body::if_match(&self.request)
    }

    /// Where a command of this request comes from, without an idempotency key.
    pub fn origin(&self, operation: &'static str) -> Origin {
        Origin {
            actor: self.facts.actor.clone(),
            request: Some(self.facts.id),
            address: self.facts.address.map(|address| address.to_string()),
            claim: None,
            operation: Some(operation),
            hot: false,
        }
    }

    /// Refuses a token that may only read.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn may_write(&self) -> Result<()> {
        if self.actor().principal().is_ok_and(|principal| principal.read_only) {
            return Err(Error::because(error::FORBIDDEN, "this API token may only read"));
        }
        Ok(())
    }

    /// Runs a command once, under the request's `Idempotency-Key` if it brings one, and answers with what it returns.
    ///
    /// `operation` names it in the audit trail: the operation id of the API description.
    ///
    /// # Errors
    /// What the command refuses with; the idempotency errors; `forbidden` for a token that may only read.
    pub async fn command<C, V>(
        &self,
        operation: &'static str,
        status: StatusCode,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<V>> + Send + Sync + 'static,
    ) -> Result<Reply>
    where
        C: Clone + Send + Sync + 'static,
        V: Serialize + Send + 'static,
    {
        self.claimed(self.origin(operation), status, input, run).await
    }

    async fn claimed<C, V>(
        &self,
        mut origin: Origin,
        status: StatusCode,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<V>> + Send + Sync + 'static,
    ) -> Result<Reply>
    where
        C: Clone + Send + Sync + 'static,
        V: Serialize + Send + 'static,
    {
        self.may_write()?;
        origin.claim = self.claim()?;
        let Some(claim) = origin.claim.clone() else {
            return self.answer(origin, status, input, run).await;
        };
        let _hold = self.services.in_flight.hold(&claim)?;
        if let Some(earlier) = idempotency::earlier(&self.services.db, &claim).await? {
            return Ok(Reply::replayed(earlier));
        }
        match self.answer(origin, status, input, run).await {
            // Another server may have carried out the same request meanwhile.
            Err(fault) if crate::platform::db::is_unique_violation(&fault) => {
                match idempotency::earlier(&self.services.db, &claim).await? {
                    Some(earlier) => Ok(Reply::replayed(earlier)),
                    None => Err(fault),
                }
            }
            outcome => outcome,
        }
    }

    /// As [`Call::command`], for requests that move money: the key is not optional.
    ///
    /// # Errors
    /// As [`Call::command`], and `idempotency_required`.
    pub async fn money_command<C, V>(
        &self,
        operation: &'static str,
        status: StatusCode,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<V>> + Send + Sync + 'static,
    ) -> Result<Reply>
    where
        C: Clone + Send + Sync + 'static,
        V: Serialize + Send + 'static,
    {
        // Whoever isn't signed in learns that first.
        self.actor().principal()?;
        if self.claim()?.is_none() {
            let fault = FieldError::required("Idempotency-Key").limit(format!("1 to {MAX_KEY} characters"));
            return Err(Error::fields(error::IDEMPOTENCY_REQUIRED, vec![fault]));
        }
        // Money goes through a few accounts that all such commands want: settlement, fees, a party's own.
        self.claimed(Origin { hot: true, ..self.origin(operation) }, status, input, run).await
    }

    async fn answer<C, V>(
        &self,
        origin: Origin,
        status: StatusCode,
        input: C,
        run: impl for<'a> Fn(&'a mut Ctx, C) -> BoxFuture<'a, Result<V>> + Send + Sync + 'static,
    ) -> Result<Reply>
    where
        C: Clone + Send + Sync + 'static,
        V: Serialize + Send + 'static,
    {
        let run = std::sync::Arc::new(run);
        let body = self
            .services
            .db
            .run(origin, input, move |ctx, input| {
                let run = run.clone();
                Box::pin(async move {
                    let view = run(ctx, input).await?;
                    let body = serde_json::to_string(&view).map_err(Error::internal)?;
                    ctx.settle_claim(status.as_u16(), &body)?;
                    Ok(body)
                })
            })
            .await?;
        Ok(Reply { status, body })
    }

    fn claim(&self) -> Result<Option<Claim>> {
        let Some(key) = self.request.headers().get("Idempotency-Key") else { return Ok(None) };
        let Some(account) = self.actor().account() else { return Ok(None) };
        let key = key.to_str().unwrap_or_default();
        if key.is_empty() || key.len() > MAX_KEY {
            let shown = format!("{} bytes", key.len());
            return Err(FieldError::new("Idempotency-Key", "invalid")
                .value(shown)
                .limit(format!("1 to {MAX_KEY} visible ASCII characters"))
                .into());
        }
        let body = self.request.extensions().get::<BodyDigest>().map(|digest| digest.0.clone()).unwrap_or_default();
        let organisation = self.actor().organisation().map(|id| id.to_string()).unwrap_or_default();
        let asked = [self.request.method().as_str(), self.request.path(), &organisation, &body].join("\n");
        let digest = crate::kernel::random::hash(&asked);
        Ok(Some(Claim { account, key: key.to_owned(), digest }))
    }
}

/// Notes the digest of a body that was not read by [`super::Json`], such as an uploaded file.
pub fn note_body(request: &HttpRequest, content: &[u8]) {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    request.extensions_mut().insert(BodyDigest(URL_SAFE_NO_PAD.encode(Sha256::digest(content))));
}

/// An answer whose JSON was made inside the command's transaction.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    body: String,
}

impl Reply {
    /// An answer that no command made.
    ///
    /// # Errors
    /// `internal` when `view` does not serialise.
    pub fn json(status: StatusCode, view: &impl Serialize) -> Result<Self> {
        Ok(Self { status, body: serde_json::to_string(view).map_err(Error::internal)? })
    }

    fn replayed(answer: idempotency::Answer) -> Self {
        Self { status: StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK), body: answer.body }
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::NO_CONTENT {
            return response.finish();
        }
        response.content_type("application/json").body(self.body)
    }
}
