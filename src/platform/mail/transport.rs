//! Where mail goes.

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use crate::kernel::{Error, Result, error, id::MailId};

/// How mail leaves.
#[derive(Clone)]
pub enum Transport {
    /// It does not: it is kept for its recipient to read at `GET /mail`. For the demo and for tests.
    Captured,
    /// By SMTP.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Sends mail from one address.
#[derive(Clone)]
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
}

impl Mailer {
    /// Captures every mail.
    ///
    /// # Errors
    /// `internal` when `from` is no mailbox.
    pub fn captured(from: &str) -> Result<Self> {
        Ok(Self { transport: Transport::Captured, from: from.parse().map_err(Error::internal)? })
    }

    /// Sends by SMTP; `url` as lettre takes it: `smtps://user:password@host`, `smtp://host:25?tls=required`.
    ///
    /// # Errors
    /// `internal` when the address or the URL does not parse.
    pub fn smtp(url: &str, from: &str) -> Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(Error::internal)?.build();
        Ok(Self { transport: Transport::Smtp(transport), from: from.parse().map_err(Error::internal)? })
    }

    /// True when mail does not leave.
    pub fn is_captured(&self) -> bool {
        matches!(self.transport, Transport::Captured)
    }

    /// Sends one mail.
    ///
    /// # Errors
    /// `internal` when the recipient is no mailbox; `unavailable` when the server does not take the mail.
    pub async fn send(&self, id: MailId, recipient: &str, subject: &str, body: &str) -> Result<()> {
        let Transport::Smtp(smtp) = &self.transport else { return Ok(()) };
        let message = Message::builder()
            .from(self.from.clone())
            .to(recipient.parse().map_err(Error::internal)?)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())
            .map_err(Error::internal)?;
        smtp.send(message).await.map_err(|fault| Error::caused(error::UNAVAILABLE, fault))?;
        Ok(())
    }
}
