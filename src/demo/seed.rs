//! Playing the story: every scene is a command that its people could have sent.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    intermediaries::commands::{
        propose,
        resolve::{self, Resolve},
    },
    intermediaries::lifecycle::Action as MandateAction,
    kernel::{
        Error, Result, Role,
        id::{DealId, ListingId, OfferId},
    },
    listings::{
        commands::{
            act::{self, Act},
            create,
        },
        lifecycle::Action,
    },
    patents,
};

use super::{
    data::{self, Scope, Story, Technology},
    plot::{self, Scene},
    stage::Stage,
};

/// The operator's key in the demo's files.
pub(super) const EXCHANGE: &str = "exchange";

/// What the story has made so far, by the files' keys.
#[derive(Default)]
pub(super) struct Made {
    pub(super) listings: HashMap<String, ListingId>,
    pub(super) offers: HashMap<String, OfferId>,
    pub(super) deals: HashMap<String, DealId>,
    pub(super) enquiries: HashMap<usize, crate::kernel::id::EnquiryId>,
}

/// What a scene needs besides the stage.
pub(super) struct Script<'a> {
    pub(super) stage: &'a Stage,
    pub(super) story: &'a Story,
    pub(super) technologies: &'a [Technology],
    pub(super) made: Made,
}

/// Reads wire input: what people send is what the demo sends.
pub(super) fn wire<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

/// Something the files name and the story has not made.
pub(super) fn missing(what: &str, key: &str) -> Error {
    Error::internal(format!("the demo has no {what} {key}"))
}

/// Plays everything. `progress` is told how many scenes of how many are done.
///
/// # Errors
/// Whatever a command refuses with: the story breaks no rule.
pub async fn play(stage: &mut Stage, mut progress: impl FnMut(usize, usize)) -> Result<()> {
    let first = plot::first_day(stage.today());
    let (organisations, technologies) = (data::organisations()?, data::technologies()?);
    let story = plot::within(data::story()?, first);
    let password = stage.password_hash().await?;
    for organisation in organisations.iter().filter(|organisation| !organisation.newcomer) {
        stage.bring_in(organisation, &password).await?;
    }
    let scenes = plot::scenes(&technologies, &story, first);
    let count = scenes.len();
    let mut script = Script { stage, story: &story, technologies: &technologies, made: Made::default() };
    for (n, (day, scene)) in scenes.into_iter().enumerate() {
        script.stage.move_to(day);
        script.play(&scene).await.map_err(|fault| Error::internal(format!("scene {scene:?}: {fault}")))?;
        progress(n + 1, count);
    }
    script.stray().await?;
    for organisation in organisations.iter().filter(|organisation| organisation.newcomer) {
        stage.bring_in(organisation, &password).await?;
    }
    Ok(())
}

impl Script<'_> {
    async fn play(&mut self, scene: &Scene<'_>) -> Result<()> {
        match scene {
            Scene::List(technology) => self.list(technology).await,
            Scene::Mandate(n) => self.mandate(*n).await,
            Scene::Document(n) => self.document(*n).await,
            Scene::Ask(n) => self.ask(*n).await,
            Scene::Answer(n) => self.answer(*n).await,
            Scene::Offer(offer) => self.offer(offer).await,
            Scene::Counter(offer, n) => self.counter(offer, *n).await,
            Scene::End(offer) => self.end(offer).await,
            Scene::Deal(deal, step) => self.deal(deal, *step).await,
            Scene::Say(deal, said) => self.say(deal, said).await,
        }
    }

    async fn list(&mut self, technology: &Technology) -> Result<()> {
        let owner = technology.owner.as_str();
        for patent in &technology.patents {
            self.patent(owner, patent).await?;
        }
        let input = wire(json!({
            "kind": "supply",
            "title": technology.title,
            "summary": technology.summary,
            "description": technology.description,
            "sector": technology.sector,
            "ipc": technology.ipc,
            "trl": technology.trl,
            "trl_evidence": technology.trl_evidence,
            "improvements": technology.improvements,
            "rights": technology.rights,
            "procedure": technology.procedure,
            "price": technology.price_minor.map(|minor| json!({ "minor": minor, "currency": "CNY" })),
            "price_negotiable": technology.price_negotiable,
            "region": technology.region,
            "patents": technology.patents.iter().map(|patent| &patent.number).collect::<Vec<_>>(),
        }))?;
        let listing = self.stage.run(owner, input, |ctx, input| Box::pin(create::create(ctx, input))).await?;
        self.made.listings.insert(technology.key.clone(), listing.id);
        let path: &[(Action, bool)] = match technology.state_hint.as_str() {
            "draft" => &[],
            "submitted" => &[(Action::Submit, false)],
            "paused" => &[(Action::Submit, false), (Action::Publish, true), (Action::Pause, false)],
            _ => &[(Action::Submit, false), (Action::Publish, true)],
        };
        for (version, (action, by_operator)) in (listing.version..).zip(path) {
            let input = Act { id: listing.id, version, action: *action, reason: None };
            if *by_operator {
                self.stage
                    .run_at_desk(Role::Clerk, "publish_listing", input, |ctx, input| Box::pin(act::act(ctx, input)))
                    .await?;
            } else {
                self.stage.run(owner, input, |ctx, input| Box::pin(act::act(ctx, input))).await?;
            }
        }
        Ok(())
    }

    async fn patent(&self, owner: &str, patent: &data::Patent) -> Result<()> {
        let input = wire(json!({
            "number": patent.number,
            "title": patent.title,
            "abstract": patent.r#abstract,
            "claims": patent.claims,
            "ipc": patent.ipc,
            "applicants": patent.applicants,
            "inventors": patent.inventors,
            "owners": patent.owners,
            "filed_on": patent.filed_on,
            "published_on": patent.published_on,
            "granted_on": patent.granted_on,
            "expires_on": patent.expires_on,
            "legal_status": patent.legal_status,
        }))?;
        let record = patents::Record::check(input)?;
        self.stage.run(owner, record, |ctx, record| Box::pin(patents::commands::create::create(ctx, record))).await?;
        Ok(())
    }

    async fn mandate(&self, n: usize) -> Result<()> {
        let Some(mandate) = self.story.mandates.get(n) else { return Ok(()) };
        let scope = match &mandate.scope {
            Scope::All => json!("all"),
            Scope::Listing { listing } => json!({ "listing": self.listing(listing)? }),
        };
        let money = |minor: Option<i64>| minor.map(|minor| json!({ "minor": minor, "currency": "CNY" }));
        let input = wire(json!({
            "principal": self.stage.organisation(&mandate.principal)?,
            "scope": scope,
            "side": mandate.side,
            "commission": { "bps": mandate.bps, "min": money(mandate.min_minor), "cap": money(mandate.cap_minor) },
            "may_act": mandate.may_act,
            "valid_until": self.stage.in_days(mandate.days_valid),
        }))?;
        let proposed =
            self.stage.run(&mandate.intermediary, input, |ctx, input| Box::pin(propose::propose(ctx, input))).await?;
        let input = Resolve { id: proposed.id, version: proposed.version, action: MandateAction::Accept };
        self.stage.run(&mandate.principal, input, |ctx, input| Box::pin(resolve::resolve(ctx, input))).await?;
        Ok(())
    }

    /// The listing of a key.
    pub(super) fn listing(&self, key: &str) -> Result<ListingId> {
        self.made.listings.get(key).copied().ok_or_else(|| missing("listing", key))
    }

    /// Who holds the technology of a key.
    pub(super) fn holder(&self, key: &str) -> Result<&str> {
        let technology = self.technologies.iter().find(|technology| technology.key == key);
        technology.map(|technology| technology.owner.as_str()).ok_or_else(|| missing("technology", key))
    }
}
