//! `jiaxiu demo`: a living demo on this machine, made the first time and kept.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use crate::{
    app,
    config::Config,
    demo::{self, Credentials, PASSWORD, Stage},
    discovery,
    kernel::{Clock, Locale, random::Random},
    notifications::Hub,
    platform::events,
};

use super::{Console, Outcome, Setting, serve};

/// The file that lists who can sign in; it is written last, so that a demo without it is not whole.
const ACCOUNTS: &str = "accounts.json";

/// A living demo on this machine.
#[derive(clap::Args)]
pub struct Demo {
    /// Port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Throw the demo's data away and make it anew.
    #[arg(long)]
    fresh: bool,
}

impl Demo {
    pub(super) async fn run(self, setting: Setting) -> Outcome {
        let mut config = setting.config;
        if config.data == Config::default().data {
            config.data = config.data.join("demo");
        }
        config.bind = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        config.demo = true;
        config.bank.sandbox = true;
        config.mail.smtp_url = None;
        let list = config.data.join(ACCOUNTS);
        if self.fresh || !list.exists() {
            clear(&config.data, &list)?;
            make(&config, setting.console, &list).await?;
        }
        let accounts: Vec<Credentials> = serde_json::from_slice(&std::fs::read(&list)?)?;
        serve::serve(&config, move |address| greet(address, &accounts, &list)).await
    }
}

/// Empties the demo's directory, if it is one.
fn clear(data: &Path, list: &Path) -> Outcome {
    if !data.exists() {
        return Ok(());
    }
    let began = data.join("demo.begun");
    let empty = std::fs::read_dir(data)?.next().is_none();
    if !(empty || list.exists() || began.exists()) {
        return Err(format!(
            "{} holds something that is not a demo; name another directory with --data",
            data.display()
        )
        .into());
    }
    std::fs::remove_dir_all(data)?;
    Ok(())
}

async fn make(config: &Config, console: Console, list: &Path) -> Outcome {
    std::fs::create_dir_all(&config.data)?;
    std::fs::write(config.data.join("demo.begun"), "")?;
    app::migrate(&config.database_url()).await?;
    let today = Clock::system().now();
    let clock = Clock::fixed(today + chrono::Duration::days(demo::first_day(today) - 4));
    let services = app::open(config, clock.clone(), Random::system()).await?;
    let mut stage = Stage::new(services.clone(), clock, today);
    demo::play(&mut stage, |scene, of| console.progress(format!("making the demo: scene {scene} of {of}"))).await?;
    let db = &services.db;
    if db.is_postgres() {
        while events::sequencer::step(db).await? > 0 {}
    }
    for projection in app::projections(&services, &Hub::default()) {
        events::catch_up(db, &projection).await?;
    }
    // What the story mailed is sent now: whoever signs up first must not wait behind it.
    let worker = app::worker(&services);
    while worker.run_due(db).await? > 0 {}
    discovery::reindex(db, services.search.as_ref(), |count| console.progress(format!("{count} listings indexed")))
        .await?;
    console.progress_done();
    db.close().await;
    write_private(list, &serde_json::to_vec_pretty(&stage.credentials)?)?;
    Ok(())
}

/// Second factors are secrets even in a demo.
fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let part: PathBuf = path.with_extension("part");
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(part, path)
}

fn greet(address: SocketAddr, accounts: &[Credentials], list: &Path) {
    println!("\nThe demo is at http://{address} (API: http://{address}/api/docs). Everything in it is invented.\n");
    println!("Every password is {PASSWORD}; the exchange's people also need a code: jiaxiu account code SECRET\n");
    for account in accounts {
        let name = account.organisation_name.in_locale(Locale::En).unwrap_or_default();
        let code = account.totp_secret.as_deref().map(|secret| format!("  second factor {secret}")).unwrap_or_default();
        println!("  {:<46} {:<9} {name}{code}", account.email, account.role.name());
    }
    println!(
        "\nSign up for yourself too: what would be mailed is shown on the page. Passkeys work at http://localhost:{}.",
        address.port()
    );
    println!("\nThe same as JSON: {}\n", list.display());
}
