//! Standing and import, without a database.

use chrono::NaiveDate;
use entity::patent;
use serde_json::json;

use super::standing::{Standing, standing};

fn record(number: &str, kind: Option<&str>, status: Option<&str>) -> patent::Model {
    patent::Model {
        id: uuid::Uuid::nil(),
        number: number.to_owned(),
        office: number[..2].to_owned(),
        form: if kind.is_some() { "publication" } else { "application" }.to_owned(),
        serial: String::new(),
        kind_code: kind.map(str::to_owned),
        title_zh: None,
        title_en: Some("A thing".to_owned()),
        abstract_zh: None,
        abstract_en: None,
        claims: json!([]),
        ipc: json!([]),
        cpc: json!([]),
        applicants: json!([]),
        inventors: json!([]),
        owners: json!([]),
        filed_on: None,
        published_on: None,
        granted_on: None,
        expires_on: None,
        legal_status: status.map(str::to_owned),
        kept_by: None,
        version: 1,
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn the_words_of_offices_tell_where_a_right_stands() {
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let number = "CN201810862228.X";
    for (status, expected) in [
        ("有权", Standing::InForce),
        ("专利权维持", Standing::InForce),
        ("授权", Standing::Granted),
        ("Granted", Standing::Granted),
        ("专利权的终止", Standing::Ended),
        ("未缴年费专利权终止", Standing::Ended),
        ("发明专利申请公布后的驳回", Standing::Ended),
        ("实质审查的生效", Standing::Pending),
        ("审中-实审", Standing::Pending),
        ("B123", Standing::Unknown),
    ] {
        assert_eq!(standing(&record(number, None, Some(status)), today), expected, "{status}");
    }
    assert_eq!(standing(&record("CN111504366B", Some("B"), None), today), Standing::Granted);
    assert_eq!(standing(&record("CN114081026A", Some("A"), None), today), Standing::Pending);
    assert_eq!(standing(&record("US8190567", None, None), today), Standing::Unknown);
    let mut old = record(number, None, Some("有权"));
    old.expires_on = NaiveDate::from_ymd_opt(2026, 3, 1);
    assert_eq!(standing(&old, today), Standing::Ended);
    old.expires_on = NaiveDate::from_ymd_opt(2026, 3, 2);
    assert_eq!(standing(&old, today), Standing::InForce);
}
