//! Routes of notifications.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpResponse, get, http::StatusCode, post, put, web};
use bytes::Bytes;
use entity::notification;
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use tokio::sync::mpsc;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    identity,
    kernel::{
        Error, FieldError, Page, Principal, Result,
        id::{ListingId, NotificationId},
    },
    platform::{
        Services,
        http::{Call, Json, Query, Reply},
    },
};

use super::{
    commands,
    hub::Hub,
    kinds::Topic,
    queries::{self, Wanted},
    view::{InboxOut, NotificationOut, Preferences, ReadOut},
};

/// How often a stream says that it is alive, and looks whether its session still is.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(read_all_notifications)
        .service(get_notification)
        .service(read_notification)
        .service(unread_notification);
    config.service(get_preferences).service(put_preferences).service(stream_notifications);
}

/// Which part of the inbox.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InboxQuery {
    /// How many, 1 to 100; 20 unless told.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// Only what is unread.
    #[serde(default)]
    unread: bool,
    /// Only about this.
    #[param(inline)]
    topic: Option<Topic>,
    /// Only of this listing.
    listing: Option<ListingId>,
}

/// The signed-in account's inbox, newest first.
#[utoipa::path(tag = "notifications", params(InboxQuery), security(("bearer" = [])), responses(
    (status = 200, body = InboxOut),
    (status = 422),
))]
#[get("/notifications")]
pub(crate) async fn list_notifications(call: Call, query: Query<InboxQuery>) -> Result<web::Json<InboxOut>> {
    let InboxQuery { limit, cursor, unread, topic, listing } = query.0;
    let page = Page { limit, cursor };
    let wanted = Wanted { unread, topic, listing };
    let url = &call.services.settings.public_url;
    Ok(web::Json(queries::inbox(call.db(), call.actor(), url, &page, &wanted).await?))
}

/// One notification.
#[utoipa::path(tag = "notifications", params(("id" = NotificationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = NotificationOut),
    (status = 404),
))]
#[get("/notifications/{id}")]
pub(crate) async fn get_notification(call: Call, id: web::Path<NotificationId>) -> Result<web::Json<NotificationOut>> {
    Ok(web::Json(queries::find(call.db(), call.actor(), &call.services.settings.public_url, *id).await?))
}

/// Marks one as read.
#[utoipa::path(tag = "notifications", params(("id" = NotificationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = ReadOut),
    (status = 404),
))]
#[post("/notifications/{id}/actions/read")]
pub(crate) async fn read_notification(call: Call, id: web::Path<NotificationId>) -> Result<Reply> {
    call.command("read_notification", StatusCode::OK, Some(*id), |ctx, id| Box::pin(commands::read(ctx, id))).await
}

/// Marks one as unread again.
#[utoipa::path(tag = "notifications", params(("id" = NotificationId, Path)), security(("bearer" = [])), responses(
    (status = 200, body = ReadOut),
    (status = 404),
))]
#[post("/notifications/{id}/actions/unread")]
pub(crate) async fn unread_notification(call: Call, id: web::Path<NotificationId>) -> Result<Reply> {
    call.command("unread_notification", StatusCode::OK, *id, |ctx, id| Box::pin(commands::unread(ctx, id))).await
}

/// Marks all as read.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), responses(
    (status = 200, body = ReadOut),
))]
#[post("/notifications/actions/read_all")]
pub(crate) async fn read_all_notifications(call: Call) -> Result<Reply> {
    call.command("read_all_notifications", StatusCode::OK, None, |ctx, id| Box::pin(commands::read(ctx, id))).await
}

/// What the account is told, and how.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), responses(
    (status = 200, body = Preferences),
))]
#[get("/notification-preferences")]
pub(crate) async fn get_preferences(call: Call) -> Result<web::Json<Preferences>> {
    Ok(web::Json(queries::preferences(call.db(), call.actor()).await?))
}

/// Turns topics on and off; what is left out stays as it is.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), responses(
    (status = 200, body = Preferences),
))]
#[put("/notification-preferences")]
pub(crate) async fn put_preferences(call: Call, body: Json<Preferences>) -> Result<Reply> {
    call.command("put_preferences", StatusCode::OK, body.0, |ctx, wanted| Box::pin(commands::prefer(ctx, wanted))).await
}

/// The inbox as it fills: server-sent events of type `notification`, resumed by `Last-Event-ID`.
#[utoipa::path(tag = "notifications", security(("bearer" = [])), params(
    ("Last-Event-ID" = Option<i64>, Header, description = "`id` of the last event that arrived"),
), responses(
    (status = 200, body = String, content_type = "text/event-stream"),
))]
#[get("/stream")]
pub(crate) async fn stream_notifications(call: Call, hub: web::Data<Hub>) -> Result<HttpResponse> {
    let principal = call.actor().principal()?.clone();
    let since = last_event_id(&call)?;
    // Subscribe before reading what was missed: nothing falls between, and the sequence number tells what came twice.
    let live = hub.subscribe(principal.account);
    let missed = match since {
        Some(seq) => queries::missed(call.db(), &principal, seq).await?,
        None => Vec::new(),
    };
    let reader = Reader { services: call.services.clone(), principal, seq: since.unwrap_or(0) };
    let body =
        stream::once(async { Ok(Bytes::from_static(b"retry: 2000\n: open\n\n")) }).chain(events(reader, missed, live));
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-cache"))
        // Compression would hold events back until a block is full.
        .insert_header(("Content-Encoding", "identity"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(body))
}

fn last_event_id(call: &Call) -> Result<Option<i64>> {
    let Some(value) = call.request.headers().get("Last-Event-ID") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    text.parse()
        .map(Some)
        .map_err(|_| FieldError::invalid("Last-Event-ID", text, "the `id` of an event of this stream").into())
}

struct Reader {
    services: web::Data<Services>,
    principal: Principal,
    seq: i64,
}

impl Reader {
    /// One event on the wire; nothing for one that was sent.
    async fn write(&mut self, row: notification::Model) -> Result<Option<Bytes>> {
        if row.seq <= self.seq {
            return Ok(None);
        }
        self.seq = row.seq;
        let url = &self.services.settings.public_url;
        let shown = queries::show(self.services.db.read(), self.principal.locale, url, vec![row]).await?;
        let Some(shown) = shown.first() else { return Ok(None) };
        let data = serde_json::to_string(shown).map_err(Error::internal)?;
        Ok(Some(Bytes::from(format!("id: {}\nevent: notification\ndata: {data}\n\n", self.seq))))
    }
}

type Live = mpsc::Receiver<Arc<notification::Model>>;

fn events(reader: Reader, missed: Vec<notification::Model>, live: Live) -> impl Stream<Item = Result<Bytes>> {
    stream::unfold((reader, missed.into_iter(), live), |(mut reader, mut missed, mut live)| async move {
        loop {
            let next = match missed.next() {
                Some(row) => Some(row),
                None => match tokio::time::timeout(HEARTBEAT, live.recv()).await {
                    Ok(Some(row)) => Some(row.as_ref().clone()),
                    Ok(None) => return None,
                    Err(_) => None,
                },
            };
            let bytes = match next {
                Some(row) => match reader.write(row).await {
                    Ok(Some(bytes)) => bytes,
                    Ok(None) => continue,
                    Err(fault) => return Some((Err(fault), (reader, missed, live))),
                },
                None if identity::is_signed_in(&reader.services, &reader.principal).await.unwrap_or(false) => {
                    Bytes::from_static(b": alive\n\n")
                }
                None => return None,
            };
            return Some((Ok(bytes), (reader, missed, live)));
        }
    })
}
