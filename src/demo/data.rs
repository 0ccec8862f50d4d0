//! The demo's texts, as the files in `data/` hold them.

use chrono::NaiveDate;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    kernel::{Error, Locale, Result, Role, Text, actor::OrganisationKind},
    listings::improvements::Improvement,
};

/// A party of the demo.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Name within these files.
    pub key: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: Text,
    /// Uniform social credit code; invented.
    pub uscc: Option<String>,
    /// ISO 3166-2.
    pub region: Option<String>,
    /// Sector.
    pub sector: Option<String>,
    /// Stage of a firm.
    pub stage: Option<String>,
    /// Number of people.
    pub staff: Option<i32>,
    /// What it says of itself.
    pub profile: Text,
    /// Who works there.
    pub people: Vec<Person>,
    /// It came yesterday, and waits to be verified.
    #[serde(default)]
    pub newcomer: bool,
}

/// Somebody of the demo.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name within these files.
    pub key: String,
    /// Name that others see.
    pub display_name: String,
    /// Address, in a domain that no one has (RFC 2606).
    pub email: String,
    /// Language.
    pub locale: Locale,
    /// Role in the organisation.
    pub role: Role,
}

/// A technology of the demo.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technology {
    /// Name within these files.
    pub key: String,
    /// The organisation that holds it.
    pub owner: String,
    /// Title.
    pub title: Text,
    /// Summary.
    pub summary: Text,
    /// Description.
    pub description: Text,
    /// Sector.
    pub sector: String,
    /// IPC symbols.
    pub ipc: Vec<String>,
    /// Technology readiness level, 1 to 9.
    pub trl: u8,
    /// What the level rests on.
    pub trl_evidence: Text,
    /// What it improves, by how much, against what.
    #[serde(default)]
    pub improvements: Vec<Improvement>,
    /// Rights on offer.
    pub rights: Vec<String>,
    /// How it is sold.
    pub procedure: String,
    /// Asking price in fen.
    pub price_minor: Option<i64>,
    /// May the price be negotiated?
    pub price_negotiable: bool,
    /// ISO 3166-2.
    pub region: String,
    /// Where its listing stands.
    pub state_hint: String,
    /// Its patents; none for know-how.
    pub patents: Vec<Patent>,
}

/// A patent of the demo; the numbers are invented.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patent {
    /// Application number with check character.
    pub number: String,
    /// Title.
    pub title: Text,
    /// Abstract.
    pub r#abstract: Text,
    /// Applicants.
    pub applicants: Vec<String>,
    /// Inventors.
    pub inventors: Vec<String>,
    /// Owners.
    pub owners: Vec<String>,
    /// IPC symbols.
    pub ipc: Vec<String>,
    /// Filing date.
    pub filed_on: NaiveDate,
    /// Publication date.
    pub published_on: NaiveDate,
    /// Grant date.
    pub granted_on: Option<NaiveDate>,
    /// Last day of its term.
    pub expires_on: NaiveDate,
    /// granted or pending.
    pub legal_status: String,
    /// Claims.
    pub claims: Vec<String>,
}

/// What happened before that, so that there are quarters to look back on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    enquiries: Vec<Enquiry>,
    offers: Vec<Offer>,
    deals: Vec<Deal>,
}

/// What happened in the demo's last three months. Days count from today: -12 is twelve days ago.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Questions and answers.
    pub enquiries: Vec<Enquiry>,
    /// Offers.
    pub offers: Vec<Offer>,
    /// Deals that came of them.
    pub deals: Vec<Deal>,
    /// Mandates.
    pub mandates: Vec<Mandate>,
    /// Files.
    pub documents: Vec<Document>,
}

/// A question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enquiry {
    /// About which technology.
    pub listing: String,
    /// Who asks.
    pub from: String,
    /// When.
    pub day: i64,
    /// What.
    pub text: String,
    /// In which language.
    pub locale: Locale,
    /// The answer, if there is one.
    pub answer: Option<Answer>,
}

/// An answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// When.
    pub day: i64,
    /// What.
    pub text: String,
}

/// Who speaks in a thread of offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The buyer.
    Buyer,
    /// The seller.
    Seller,
}

/// How an offer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It waits for an answer.
    Open,
    /// So does a counter-offer.
    Countered,
    /// It became a deal.
    Accepted,
    /// It was declined.
    Declined,
    /// It was taken back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

/// An offer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Name within these files.
    pub key: String,
    /// For which technology.
    pub listing: String,
    /// Who offers.
    pub buyer: String,
    /// When.
    pub day: i64,
    /// For which right.
    pub right: String,
    /// The first price, in fen.
    pub price_minor: i64,
    /// What the buyer says.
    pub message: String,
    /// How long each price stands.
    pub expires_in_days: i64,
    /// Counter-offers.
    pub rounds: Vec<Round>,
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub outcome_day: Option<i64>,
    /// Why.
    pub reason: Option<String>,
}

/// A counter-offer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Who speaks.
    pub by: By,
    /// When.
    pub day: i64,
    /// The price now, in fen.
    pub price_minor: i64,
    /// What they say.
    pub message: String,
}

/// A deal, and how far it has come.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// The accepted offer.
    pub offer: String,
    /// Where it stands.
    pub target: Target,
    /// Number of its recordal.
    pub recordal_number: Option<String>,
    /// Why it is disputed.
    pub dispute_reason: Option<String>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// What its sides write to each other.
    #[serde(default)]
    pub messages: Vec<Message>,
}

/// A message between the sides of a deal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Days after the acceptance.
    pub after: i64,
    /// Who writes.
    pub by: By,
    /// What.
    pub text: String,
}

/// Where a deal of the demo stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the stages, in their order
pub enum Target {
    ContractUnsigned,
    ContractOneSignature,
    Funding,
    Recordal,
    Acceptance,
    Release,
    Closed,
    Disputed,
    Cancelled,
    Refunded,
}

/// A mandate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// Who acts.
    pub intermediary: String,
    /// For whom.
    pub principal: String,
    /// In what.
    pub scope: Scope,
    /// On which side.
    pub side: crate::intermediaries::model::Side,
    /// Commission in basis points.
    pub bps: u16,
    /// At least so much, in fen.
    pub min_minor: Option<i64>,
    /// At most so much, in fen.
    pub cap_minor: Option<i64>,
    /// May it act in the principal's name?
    pub may_act: bool,
    /// How long it lasts.
    pub days_valid: i64,
}

/// What a mandate of the demo covers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    All,
    /// One technology, by its key.
    #[serde(untagged)]
    Listing {
        /// Which.
        listing: String,
    },
}

impl Scope {
    /// Does it name that technology?
    pub fn is_about(&self, key: &str) -> bool {
        matches!(self, Self::Listing { listing } if listing == key)
    }
}

/// A file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Of which technology.
    pub listing: String,
    /// Its title.
    pub name: String,
    /// public, nda or qualified.
    pub level: String,
    /// Markdown.
    pub content: String,
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|fault| Error::internal(format!("{name}: {fault}")))
}

/// The organisations, the exchange first.
///
/// # Errors
/// `internal` for a file that does not parse.
pub fn organisations() -> Result<Vec<Organisation>> {
    parse("organisations.json", include_str!("data/organisations.json"))
}

/// The sixty technologies.
///
/// # Errors
/// As [`organisations`].
pub fn technologies() -> Result<Vec<Technology>> {
    macro_rules! files {
        ($($name:literal),*) => {
            [$(($name, include_str!(concat!("data/technologies/", $name, ".json")))),*]
        };
    }
    let files = files![
        "energy_saving",
        "new_energy",
        "new_materials_1",
        "new_materials_2",
        "advanced_manufacturing",
        "modern_medicine"
    ];
    let mut all = Vec::new();
    for (name, text) in files {
        all.extend(parse::<Vec<Technology>>(name, text)?);
    }
    Ok(all)
}

/// The story, the older part of it first.
///
/// # Errors
/// As [`organisations`].
pub fn story() -> Result<Story> {
    let mut story: Story = parse("story.json", include_str!("data/story.json"))?;
    let history: History = parse("history.json", include_str!("data/history.json"))?;
    story.enquiries = [history.enquiries, story.enquiries].concat();
    story.offers = [history.offers, story.offers].concat();
    story.deals = [history.deals, story.deals].concat();
    Ok(story)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        kernel::uscc::Uscc,
        patents::{classification::IpcSymbol, number::ApplicationNumber},
    };

    #[test]
    fn the_cast_is_complete_and_its_codes_are_right() {
        let organisations = organisations().unwrap();
        assert!(organisations.len() >= 20);
        for organisation in &organisations {
            assert!(organisation.name.zh.is_some() && organisation.name.en.is_some(), "{}", organisation.key);
            if let Some(uscc) = &organisation.uscc {
                uscc.parse::<Uscc>().unwrap();
            }
            for person in &organisation.people {
                assert!(person.email.ends_with(".example"), "{}", person.email);
            }
        }
    }

    #[test]
    fn sixty_technologies_in_both_languages_with_right_numbers() {
        let technologies = technologies().unwrap();
        assert_eq!(technologies.len(), 60);
        let owners: HashSet<String> = organisations().unwrap().into_iter().map(|o| o.key).collect();
        let mut numbers = HashSet::new();
        let mut sectors = HashSet::new();
        for technology in &technologies {
            assert!(owners.contains(&technology.owner), "{}", technology.key);
            sectors.insert(technology.sector.clone());
            for text in [&technology.title, &technology.summary, &technology.description, &technology.trl_evidence] {
                assert!(text.zh.is_some() && text.en.is_some(), "{}", technology.key);
            }
            for symbol in &technology.ipc {
                symbol.parse::<IpcSymbol>().unwrap();
            }
            for patent in &technology.patents {
                patent.number.parse::<ApplicationNumber>().unwrap();
                assert!(numbers.insert(patent.number.clone()), "{} twice", patent.number);
            }
        }
        assert_eq!(sectors.len(), 5);
        assert!(technologies.iter().any(|technology| technology.patents.is_empty()), "know-how without a patent");
    }

    #[test]
    fn the_story_speaks_of_what_exists() {
        let keys: HashSet<String> = technologies().unwrap().into_iter().map(|t| t.key).collect();
        let story = story().unwrap();
        let offers: HashSet<&str> = story.offers.iter().map(|offer| offer.key.as_str()).collect();
        assert!(story.offers.iter().all(|offer| keys.contains(&offer.listing)));
        assert!(story.enquiries.iter().all(|enquiry| keys.contains(&enquiry.listing)));
        assert!(story.documents.iter().all(|document| keys.contains(&document.listing)));
        assert!(story.deals.iter().all(|deal| offers.contains(deal.offer.as_str())));
        let targets: Vec<Target> = story.deals.iter().map(|deal| deal.target).collect();
        for target in [
            Target::ContractUnsigned,
            Target::Funding,
            Target::Recordal,
            Target::Acceptance,
            Target::Release,
            Target::Closed,
            Target::Disputed,
        ] {
            assert!(targets.contains(&target), "{target:?}");
        }
    }
}
