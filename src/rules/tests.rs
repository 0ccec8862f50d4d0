use chrono::NaiveDate;

use super::*;
use crate::kernel::{Currency, Money};

const NAMES: [&str; 3] = ["private", "university", "state_owned"];
const PRIVATE: &str = include_str!("packs/private-2026-1.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn pack(name: &str) -> RulePack {
    RulePack::load(&format!("{name}@2026-1")).unwrap_or_else(|fault| panic!("{fault}"))
}

fn refused(text: &str) -> PackError {
    RulePack::parse("test.toml", text).unwrap_err()
}

#[test]
fn every_embedded_pack_answers_every_required_getter() {
    for name in NAMES {
        let pack = pack(name);
        let rules = pack.at(day("2026-06-01"));
        for key in InForce::REQUIRED {
            assert!(rules.rule(key).is_some(), "{name} lacks {key}");
        }
        for filing in Filing::ALL {
            assert!(rules.recordal_required(filing).is_ok(), "{name} {filing:?}");
            assert!(rules.recordal_request_period(filing).is_ok(), "{name} {filing:?}");
            // What must be filed has a period to file it in.
            if rules.recordal_required(filing) == Ok(true) {
                assert!(matches!(rules.recordal_request_period(filing), Ok(Some(_))), "{name} {filing:?}");
            }
        }
        assert!(rules.disclosure_period(None).is_ok());
        assert!(rules.auction_cycle_min().unwrap() < rules.auction_cycle_max().unwrap());
        assert!(rules.fee_min().unwrap().minor <= rules.fee_max().unwrap().minor);
        assert_eq!(rules.inspection_reminders().unwrap().len(), 2, "silence is acceptance only after two reminders");
    }
}

#[test]
fn the_getters_and_the_table_of_keys_agree() {
    let table = |required: bool| KEYS.iter().filter(move |key| key.required == required).map(|key| key.name);
    for key in InForce::REQUIRED {
        assert!(table(true).any(|known| known == *key), "{key}");
    }
    for key in InForce::OPTIONAL {
        assert!(table(false).any(|known| known == *key), "{key}");
    }
    let read_otherwise = |key: &str| key == "disclosure_period" || key.starts_with("recordal_re");
    for key in table(true) {
        assert!(InForce::REQUIRED.contains(&key) || read_otherwise(key), "nothing reads {key}");
    }
    for key in table(false) {
        assert!(InForce::OPTIONAL.contains(&key), "nothing reads {key}");
    }
    let names: std::collections::BTreeSet<_> = KEYS.iter().map(|key| key.name).collect();
    assert_eq!(names.len(), KEYS.len());
}

#[test]
fn values_are_those_of_the_rules() {
    let state = pack("state_owned");
    let rules = state.at(day("2026-06-01"));
    let yuan = |yuan: i64| Some(Money::cny(yuan * 100));
    for (price, days) in [
        (yuan(1_000_000), 5),
        (yuan(1_000_001), 10),
        (yuan(10_000_000), 10),
        (yuan(10_000_001), 20),
        (None, 20),
        (Some(Money::new(1, "USD".parse::<Currency>().unwrap())), 20),
    ] {
        assert_eq!(rules.disclosure_period(price), Ok(Period::working_days(days)), "{price:?}");
    }
    assert_eq!(rules.payment_period(), Ok(Period::working_days(5)));
    assert_eq!(rules.approval_below_valuation_bps(), Some(9_000));
    assert_eq!(rules.instalment_first_min_bps(), Some(3_000));
    assert_eq!(rules.deposit_max_bps(), Ok(3_000));
    assert_eq!(rules.deposit_on_buyer_default(), Ok(DepositOnDefault::Forfeited));
    assert_eq!(rules.qualification_silence(), Ok(QualificationSilence::Consent));

    let university = pack("university");
    let rules = university.at(day("2026-06-01"));
    assert_eq!(rules.price_publication_period(), Some(Period::calendar_days(15)));
    assert_eq!(rules.contributor_reward_min_bps(), Some(5_000));

    let private = pack("private");
    let rules = private.at(day("2026-06-01"));
    assert_eq!(rules.fee_bps(), Ok(100));
    assert_eq!(rules.recordal_request_period(Filing::Exclusive), Ok(Some(Period::months(3))));
    assert_eq!(rules.recordal_request_period(Filing::KnowHow), Ok(None));
    assert_eq!(rules.recordal_required(Filing::KnowHow), Ok(false));
    assert_eq!(rules.recordal_required(Filing::Assignment), Ok(true));
    assert_eq!(rules.price_publication_period(), None);
    assert_eq!(rules.open_licence_fee_max(), Some(Money::cny(2_000_000_000)));
    assert_eq!(rules.recordal_fee_assignment(), Some(Money::cny(20_000)));
}

#[test]
fn rules_say_what_they_rest_on() {
    for name in NAMES {
        let pack = pack(name);
        for rule in &pack.rules {
            assert!(rule.source.zh.is_some() && rule.source.en.is_some(), "{name} {}", rule.key);
            // There is nothing to verify in the exchange's own choices; the rest says whether its source was seen.
            assert!(rule.basis != Basis::Own || rule.verified, "{name} {}", rule.key);
        }
        assert!(pack.unverified().count() > 0, "{name}");
    }
}

#[test]
fn identities_are_read_strictly_and_ordered_by_number() {
    let id: RulePackId = "private@2026-1".parse().unwrap();
    assert_eq!((id.name(), id.version().as_str(), id.to_string().as_str()), ("private", "2026-1", "private@2026-1"));
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""private@2026-1""#);
    assert!(
        id < "private@2026-10".parse().unwrap()
            && "private@2026-9".parse::<RulePackId>().unwrap() < "private@2026-10".parse().unwrap()
    );
    for bad in [
        "",
        "private",
        "@2026-1",
        "Private@2026-1",
        "private@2026",
        "private@26-1",
        "private@2026-01",
        "private@2026-0",
        "1p@2026-1",
        "a b@2026-1",
    ] {
        assert!(bad.parse::<RulePackId>().is_err(), "{bad}");
    }
    let fault = RulePack::load("private@2030-1").unwrap_err().to_string();
    assert!(fault.contains("private@2026-1, state_owned@2026-1, university@2026-1"), "{fault}");
}

#[test]
fn dated_rules_follow_each_other() {
    let changed = PRIVATE.replace(
        "key = \"payment_period\"\nvalue = 10\nunit = \"working_days\"\n",
        "key = \"payment_period\"\nvalue = 10\nunit = \"working_days\"\nin_force_to = \"2026-08-31\"\n",
    );
    assert_ne!(changed, PRIVATE);
    let fault = refused(&changed);
    assert_eq!(
        fault.to_string().lines().nth(1),
        Some("  payment_period: missing from 2026-09-01 on; every pack needs this rule")
    );

    let next = |from: &str| {
        format!(
            "{changed}\n[[rule]]\nkey = \"payment_period\"\nvalue = 7\nunit = \"working_days\"\nbasis = \"own\"\nsource = {{ en = \"x\" }}\nin_force_from = \"{from}\"\nverified = true\n"
        )
    };
    let pack = RulePack::parse("test.toml", &next("2026-09-01")).unwrap();
    assert_eq!(pack.at(day("2026-08-31")).payment_period(), Ok(Period::working_days(10)));
    assert_eq!(pack.at(day("2026-09-01")).payment_period(), Ok(Period::working_days(7)));
    assert!(refused(&next("2026-08-31")).to_string().contains("at the same time as payment_period (rule"));
    assert!(refused(&next("2026-09-02")).to_string().contains("missing from 2026-09-01"));
}

#[test]
fn before_a_rule_is_in_force_the_error_names_pack_key_and_day() {
    let later = PRIVATE.replace("key = \"fee\"\n", "key = \"fee\"\nin_force_from = \"2025-06-01\"\n");
    let pack = RulePack::parse("test.toml", &later).unwrap();
    assert_eq!(pack.at(day("2025-06-01")).fee_bps(), Ok(100));
    let fault = pack.at(day("2025-05-31")).fee_bps().unwrap_err();
    assert_eq!(fault.to_string(), "rule pack private@2026-1 has no rule fee in force on 2025-05-31");
}

#[test]
fn every_fault_of_a_pack_is_told_at_once_with_its_rule() {
    let edit = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(PRIVATE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    };
    for (from, to, said) in [
        ("private@2026-1", "Private", "is not the identity of a pack"),
        ("key = \"signing_period\"", "key = \"singing_period\"", "singing_period (rule"),
        (
            "key = \"fee\"\nvalue = 100\n",
            "key = \"fee\"\nvalue = 10001\n",
            "value 10001 is not a whole number of bps from 0 to 10000",
        ),
        ("key = \"fee\"\nvalue = 100\n", "key = \"fee\"\nvalue = \"1\"\n", "is not a whole number of bps"),
        (
            "key = \"fee_min\"\nvalue = 0\n",
            "key = \"fee_min\"\nvalue = -1\n",
            "value -1 is not a number of minor units",
        ),
        ("value = \"forfeited\"", "value = \"burnt\"", "is not one of forfeited, refunded"),
        ("value = [7, 1]", "value = [1, 7]", "each smaller than the one before"),
        ("value = [7, 1]", "value = []", "a list of 1 to 10"),
        (
            "value = 30\nunit = \"calendar_days\"",
            "value = 30\nunit = \"days\"",
            "unit \"days\" is not one of calendar_days, working_days, months",
        ),
        ("value = 30\nunit = \"calendar_days\"", "value = 0\nunit = \"calendar_days\"", "from 1 to 3650"),
        ("value = true\nunit = \"bool\"", "value = 1\nunit = \"bool\"", "is not true or false"),
        ("key = \"fee\"\n", "key = \"fee\"\nprice_above = 5\n", "does not differ by price"),
        (
            "key = \"disclosure_period\"\n",
            "key = \"disclosure_period\"\nprice_above = 0\n",
            "price_above 0 is not a positive",
        ),
        (
            "key = \"fee\"\n",
            "key = \"fee\"\nin_force_from = \"2026-02-01\"\nin_force_to = \"2026-01-01\"\n",
            "is before in_force_from",
        ),
        ("key = \"fee\"\n", "key = \"fee\"\nin_force_from = \"2026-02-01\"\n", "fee: missing from 2026-01-01 on"),
        ("key = \"fee\"\n", "key = \"fee\"\nsurprise = 1\n", "unknown field `surprise`"),
        ("effective_from = \"2026-01-01\"", "effective_from = \"2026-13-01\"", "test.toml"),
    ] {
        let fault = refused(&edit(&[(from, to)])).to_string();
        assert!(fault.contains("test.toml") && fault.contains(said), "{to}: {fault}");
    }
    let two = refused(&edit(&[("value = \"forfeited\"", "value = \"burnt\""), ("value = [7, 1]", "value = [1, 7]")]));
    assert_eq!(two.faults.len(), 2);
}

#[test]
fn operators_add_packs_but_cannot_replace_one() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    write("ours.toml", &PRIVATE.replace("private@2026-1", "private@2026-2"));
    let packs = RulePacks::with_directory(directory.path()).unwrap();
    assert_eq!(packs.iter().count(), 4);
    assert_eq!(packs.latest("private").unwrap().id.to_string(), "private@2026-2");
    let pinned = packs.get(&"private@2026-1".parse().unwrap()).unwrap();
    assert_eq!(pinned.text, PRIVATE);
    assert!(packs.latest("nobody").is_none());

    write("theirs.toml", PRIVATE);
    let fault = RulePacks::with_directory(directory.path()).unwrap_err().to_string();
    assert!(fault.contains("theirs.toml") && fault.contains("private@2026-1 exists already"), "{fault}");
    assert!(RulePacks::with_directory(&directory.path().join("none")).is_err());
}
