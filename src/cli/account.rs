//! `jiaxiu account`: the operator's people. Everybody else signs up.

use clap::{Subcommand, ValueEnum};

use crate::{
    app,
    identity::commands::{CreateOperator, OperatorMade, create_operator},
    kernel::{Clock, Role, random::Random},
    platform::{
        Db,
        db::{Options, Origin},
    },
};

use super::{Outcome, Setting};

/// Accounts of the operator's people.
#[derive(clap::Args)]
pub struct Account {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make an account one of the operator's, or make one, and print a link to set its password. The server may be
    /// running.
    Create(Create),
    /// Print the code of a second factor's secret at this moment (RFC 6238).
    Code(Code),
}

#[derive(clap::Args)]
struct Code {
    /// The secret, base32.
    secret: String,
}

#[derive(clap::Args)]
struct Create {
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// The account belongs to the operator: no other kind is made here.
    #[arg(long, required = true)]
    operator: bool,
    /// What it may do; owner for the first, clerk for others, unless given.
    #[arg(long, value_enum)]
    role: Option<OperatorRole>,
    /// The name others see.
    #[arg(long)]
    name: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum OperatorRole {
    /// Everything, and rules over members.
    Owner,
    /// Prepares.
    Clerk,
    /// Confirms what another prepared.
    Approver,
    /// Reads.
    Auditor,
}

impl From<OperatorRole> for Role {
    fn from(role: OperatorRole) -> Self {
        match role {
            OperatorRole::Owner => Self::Owner,
            OperatorRole::Clerk => Self::Clerk,
            OperatorRole::Approver => Self::Approver,
            OperatorRole::Auditor => Self::Auditor,
        }
    }
}

impl Account {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        let create = match self.action {
            Action::Create(create) => create,
            Action::Code(code) => {
                let now = Clock::system().now();
                let code = crate::identity::totp::code(&code.secret, now)?;
                return setting.console.answer(&serde_json::json!({ "code": code }), &code);
            }
        };
        let config = &setting.config;
        std::fs::create_dir_all(&config.data)?;
        app::migrate(&config.database_url()).await?;
        let db = Db::open(&Options::new(config.database_url()), Clock::system(), Random::system()).await?;
        let input = CreateOperator {
            email: create.email,
            name: create.name,
            role: create.role.map(Role::from),
            installation: config.name.clone(),
            public_url: config.public_url(),
        };
        let mut origin = Origin::system("command line");
        origin.operation = Some("create_operator");
        let made = db.run(origin, input, |ctx, input| Box::pin(create_operator(ctx, input))).await;
        db.close().await;
        let made = made?;
        let machine = serde_json::json!({
            "account": made.account, "role": made.role, "link": made.link, "token": made.token,
        });
        setting.console.answer(&machine, sentence(&made))
    }
}

fn sentence(made: &OperatorMade) -> String {
    format!(
        "Account {} is the operator's {}. Set its password within 24 hours:\n\n  {}\n\n\
         or by the API: POST /api/v1/accounts/reset/confirm {{\"token\": \"{}\", \"password\": \"…\"}}\n\
         Then sign in, set up the second factor (POST /me/totp, POST /me/totp/confirm), and sign in with a code.",
        made.account,
        made.role.name(),
        made.link,
        made.token
    )
}
