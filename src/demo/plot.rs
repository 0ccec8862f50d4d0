//! What happens when: every scene of the story with its day, in order.

use chrono::NaiveDate;

use crate::kernel::DateTime;

use super::data::{By, Deal, Message, Offer, Outcome, Story, Target, Technology};

/// From this day on there are mandates and files, of listings that stand by then.
const PAPERS: i64 = -88;
/// The day on which the last listing is published.
const LAST_LISTED: i64 = -5;
/// The day on which the first one is.
const FIRST_DAY: i64 = -322;
/// The rule packs that come with the program are in force from this day on; nothing of the demo happens before.
const RULES_FROM: (i32, u32, u32) = (2026, 1, 5);
/// How long a listing stands before its first question or offer.
const BEFORE_TALK: i64 = 10;

/// The story's first day, counted from `today`.
pub fn first_day(today: DateTime) -> i64 {
    let (year, month, day) = RULES_FROM;
    let rules = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    FIRST_DAY.max((rules - today.date_naive()).num_days()).min(PAPERS - BEFORE_TALK)
}

/// On which day each technology is listed: one after the other, and each before anybody speaks of it.
fn listed(technologies: &[Technology], story: &Story, first: i64) -> Vec<i64> {
    let count = i64::try_from(technologies.len().max(2)).unwrap_or(i64::MAX) - 1;
    let spoken = |key: &str| {
        let asked = story.enquiries.iter().filter(|enquiry| enquiry.listing == key).map(|enquiry| enquiry.day);
        let offered = story.offers.iter().filter(|offer| offer.listing == key).map(|offer| offer.day);
        let filed = story.documents.iter().filter(|document| document.listing == key).map(|_| PAPERS);
        let mandated = story.mandates.iter().filter(|mandate| mandate.scope.is_about(key)).map(|_| PAPERS);
        asked.chain(offered).chain(filed).chain(mandated).min().unwrap_or(0)
    };
    let day = |(n, technology): (i64, &Technology)| {
        // What waits for the exchange came in the last days.
        if technology.state_hint == "submitted" {
            return -1 - n % 3;
        }
        (first + n * (LAST_LISTED - first) / count).min(spoken(&technology.key) - BEFORE_TALK).max(first)
    };
    (0..).zip(technologies).map(day).collect()
}

/// The story without what would have happened before its first day.
pub(super) fn within(mut story: Story, first: i64) -> Story {
    story.enquiries.retain(|enquiry| enquiry.day > first);
    story.offers.retain(|offer| offer.day > first);
    let offers: Vec<String> = story.offers.iter().map(|offer| offer.key.clone()).collect();
    story.deals.retain(|deal| offers.contains(&deal.offer));
    story
}

/// One scene.
#[derive(Clone, Debug)]
pub(super) enum Scene<'a> {
    /// A holder drafts a listing and takes it as far as its file says.
    List(&'a Technology),
    /// A mandate is agreed on; the index into the story's.
    Mandate(usize),
    /// Files of a listing are added; the index into the story's.
    Document(usize),
    /// A question; the index into the story's.
    Ask(usize),
    /// Its answer.
    Answer(usize),
    /// The first round of an offer.
    Offer(&'a Offer),
    /// A counter-offer, by its index.
    Counter(&'a Offer, usize),
    /// How an offer ends.
    End(&'a Offer),
    /// A step of a deal.
    Deal(&'a Deal, Step),
    /// A message between its sides.
    Say(&'a Deal, &'a Message),
}

/// A step of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Contract,
    SignSeller,
    SignBuyer,
    Pay,
    File,
    ConfirmRecordal,
    Deliver,
    Accept,
    Release,
    Cancel,
    Dispute,
    ProposeRefund,
    ConfirmRuling,
}

/// Days after the acceptance on which a deal's steps happen.
const STEPS: [(i64, Step); 9] = [
    (1, Step::Contract),
    (3, Step::SignSeller),
    (4, Step::SignBuyer),
    (10, Step::Pay),
    (12, Step::File),
    (13, Step::ConfirmRecordal),
    (14, Step::Deliver),
    (18, Step::Accept),
    (19, Step::Release),
];

/// The steps of a deal that stands where `target` says.
fn steps(target: Target) -> Vec<(i64, Step)> {
    let until = |last: Step| -> Vec<(i64, Step)> {
        let end = STEPS.iter().position(|(_, step)| *step == last).map_or(0, |n| n + 1);
        STEPS[..end].to_vec()
    };
    match target {
        Target::ContractUnsigned => until(Step::Contract),
        Target::ContractOneSignature => until(Step::SignSeller),
        Target::Funding => vec![(5, Step::Contract), (6, Step::SignSeller), (7, Step::SignBuyer)],
        Target::Recordal => until(Step::Pay),
        // Delivered late enough that the inspection is still under way.
        Target::Acceptance => [until(Step::Pay), vec![(20, Step::Deliver)]].concat(),
        Target::Release => until(Step::Accept),
        Target::Closed => until(Step::Release),
        Target::Disputed => [until(Step::Deliver), vec![(28, Step::Dispute)]].concat(),
        Target::Cancelled => [until(Step::SignSeller), vec![(5, Step::Cancel)]].concat(),
        Target::Refunded => {
            [until(Step::Deliver), vec![(28, Step::Dispute), (33, Step::ProposeRefund), (34, Step::ConfirmRuling)]]
                .concat()
        }
    }
}

/// Every scene with its day, in the order in which they play.
pub(super) fn scenes<'a>(technologies: &'a [Technology], story: &'a Story, first: i64) -> Vec<(i64, Scene<'a>)> {
    let mut scenes: Vec<(i64, Scene<'a>)> = Vec::new();
    for (day, technology) in listed(technologies, story, first).into_iter().zip(technologies) {
        scenes.push((day, Scene::List(technology)));
    }
    scenes.extend((0..story.mandates.len()).map(|n| (PAPERS, Scene::Mandate(n))));
    scenes.extend((0..story.documents.len()).map(|n| (PAPERS + 1, Scene::Document(n))));
    for (n, enquiry) in story.enquiries.iter().enumerate() {
        scenes.push((enquiry.day, Scene::Ask(n)));
        scenes.extend(enquiry.answer.iter().map(|answer| (answer.day, Scene::Answer(n))));
    }
    for offer in &story.offers {
        scenes.push((offer.day, Scene::Offer(offer)));
        scenes.extend(offer.rounds.iter().enumerate().map(|(n, round)| (round.day, Scene::Counter(offer, n))));
        if let Some(day) = offer.outcome_day.filter(|_| !matches!(offer.outcome, Outcome::Open | Outcome::Countered)) {
            scenes.push((day, Scene::End(offer)));
            let deals = story.deals.iter().filter(|deal| deal.offer == offer.key);
            scenes.extend(deals.flat_map(|deal| {
                let steps = steps(deal.target).into_iter();
                let steps = steps.map(move |(after, step)| (day + after, Scene::Deal(deal, step)));
                steps.chain(deal.messages.iter().map(move |said| (day + said.after, Scene::Say(deal, said))))
            }));
        }
    }
    // A stable sort: scenes of one day keep the order in which they were told.
    scenes.sort_by_key(|(day, _)| *day);
    scenes
}

/// Who made the standing round of an offer.
pub(super) fn last_speaker(offer: &Offer) -> By {
    offer.rounds.last().map_or(By::Buyer, |round| round.by)
}
