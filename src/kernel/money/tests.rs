use proptest::prelude::*;

use super::*;

fn yen(minor: i64) -> Money {
    Money::new(minor, "JPY".parse().unwrap())
}

#[test]
fn the_wire_form_is_minor_and_currency_and_nothing_else() {
    let money: Money = serde_json::from_str(r#"{"minor":1250000,"currency":"CNY"}"#).unwrap();
    assert_eq!(money, Money::cny(1_250_000));
    assert_eq!(serde_json::to_string(&money).unwrap(), r#"{"minor":1250000,"currency":"CNY"}"#);
    for bad in [
        r#"{"minor":1,"currency":"CNY","x":1}"#,
        r#"{"minor":1.5,"currency":"CNY"}"#,
        r#"{"minor":"1","currency":"CNY"}"#,
        r#"{"minor":9223372036854775808,"currency":"CNY"}"#,
        r#"{"minor":1,"currency":"cny"}"#,
        r#"{"minor":1,"currency":"XXX"}"#,
        r#"{"minor":1}"#,
    ] {
        assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_error_lists_exactly_the_supported_currencies() {
    let text = "ZZZ".parse::<Currency>().unwrap_err().to_string();
    let listed = text.split("one of ").nth(1).unwrap();
    let codes: Vec<_> = Currency::supported().map(Currency::code).collect();
    assert_eq!(listed, codes.join(", "));
    assert!(Currency::supported().any(|known| known == Currency::CNY));
}

#[test]
fn currencies_do_not_mix_and_sums_do_not_wrap() {
    let mismatch = Money::cny(1).checked_add(yen(1)).unwrap_err();
    assert!(matches!(mismatch, MoneyError::CurrencyMismatch { .. }));
    assert!(mismatch.to_string().contains("CNY and JPY"));
    assert_eq!(Money::cny(i64::MAX).checked_add(Money::cny(1)), Err(MoneyError::Overflow));
    assert_eq!(Money::cny(i64::MIN).checked_sub(Money::cny(1)), Err(MoneyError::Overflow));
    assert_eq!(Money::sum(Currency::CNY, [1, 2, 3].map(Money::cny)), Ok(Money::cny(6)));
    assert!(Money::sum(Currency::CNY, [yen(1)]).is_err());
    assert!(Money::cny(1).compare(yen(1)).is_err());
}

#[test]
fn basis_points_round_a_half_away_from_zero() {
    for (minor, bps, expected) in
        [(50, 100, 1), (49, 100, 0), (-50, 100, -1), (-49, 100, 0), (10_000, 250, 250), (i64::MAX, 10_000, i64::MAX)]
    {
        assert_eq!(Money::cny(minor).basis_points(bps), Ok(Money::cny(expected)), "{bps} bps of {minor}");
    }
    assert_eq!(Money::cny(i64::MIN).basis_points(10_000), Ok(Money::cny(i64::MIN)));
    assert_eq!(Money::cny(i64::MAX).basis_points(10_001), Err(MoneyError::Overflow));
}

#[test]
fn splits_give_the_odd_units_to_the_largest_remainders_then_the_earliest() {
    let minors = |money: Money, weights: &[u64]| -> Vec<i64> {
        money.split(weights).unwrap().into_iter().map(|share| share.minor).collect()
    };
    assert_eq!(minors(Money::cny(100), &[1, 1, 1]), [34, 33, 33]);
    assert_eq!(minors(Money::cny(101), &[1, 1, 1]), [34, 34, 33]);
    assert_eq!(minors(Money::cny(-100), &[1, 1, 1]), [-34, -33, -33]);
    assert_eq!(minors(Money::cny(10), &[0, 3, 4]), [0, 4, 6]);
    assert_eq!(minors(Money::cny(1), &[0, 0, 1]), [0, 0, 1]);
    assert_eq!(Money::cny(1).split(&[]), Err(MoneyError::NoWeights));
    assert_eq!(Money::cny(1).split(&[0, 0]), Err(MoneyError::NoWeights));
}

#[test]
fn decimals_are_read_strictly() {
    let cny = |text: &str| Money::from_decimal(text, Currency::CNY);
    for (text, minor) in [
        ("12,500.00", 1_250_000),
        (" -3.5 ", -350),
        ("+7", 700),
        ("0.01", 1),
        ("-0.01", -1),
        ("1,234,567.8", 123_456_780),
    ] {
        assert_eq!(cny(text), Ok(Money::cny(minor)), "{text}");
    }
    for bad in ["", "-", ".", "1.", ".5", "1.234", "1,25", ",100", "1,,000", "1e3", "--1", "¥1", "1 000", "１"] {
        assert!(matches!(cny(bad), Err(MoneyError::Malformed { .. })), "{bad}");
    }
    assert_eq!(cny("92233720368547758.08"), Err(MoneyError::Overflow));
    assert!(Money::from_decimal("1.0", yen(0).currency).is_err());
}

#[test]
fn people_read_wan_and_yi_or_million_and_billion() {
    for (fen, exact, brief) in [
        (1_250_000, "12,500.00元", "1.25万元"),
        (999_999, "9,999.99元", "9,999.99元"),
        (1_000_000, "10,000.00元", "1万元"),
        (32_000_000_000, "320,000,000.00元", "3.2亿元"),
        (9_999_999_999, "99,999,999.99元", "1亿元"),
        (9_999_400_000, "99,994,000.00元", "9,999.4万元"),
        (-1_250_000, "-12,500.00元", "-1.25万元"),
        (0, "0.00元", "0.00元"),
    ] {
        assert_eq!((Money::cny(fen).exact_zh().as_str(), Money::cny(fen).brief_zh().as_str()), (exact, brief));
    }
    assert_eq!(Money::cny(125_000_000).brief_en(), "CNY 1.25 million");
    assert_eq!(Money::cny(99_999_999_999).brief_en(), "CNY 1 billion");
    assert_eq!(Money::cny(1_250_000).brief_en(), "CNY 12,500.00");
    assert_eq!(yen(1_234_567).exact_en(), "JPY 1,234,567");
    assert_eq!(yen(12_300).brief_zh(), "1.23万日元");
    assert_eq!(Money::cny(i64::MIN).to_string(), "CNY -92233720368547758.08");
}

proptest! {
    #[test]
    fn a_split_sums_to_the_whole_and_is_fair(minor in any::<i64>(), weights in prop::collection::vec(any::<u64>(), 1..12)) {
        prop_assume!(weights.iter().any(|&weight| weight > 0));
        let whole = Money::cny(minor);
        let shares = whole.split(&weights).unwrap();
        prop_assert_eq!(shares.len(), weights.len());
        prop_assert_eq!(shares.iter().map(|share| i128::from(share.minor)).sum::<i128>(), i128::from(minor));
        let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
        for (share, &weight) in shares.iter().zip(&weights) {
            let floor = u128::from(minor.unsigned_abs()) * u128::from(weight) / total;
            let magnitude = u128::from(share.minor.unsigned_abs());
            prop_assert!(magnitude == floor || magnitude == floor + 1);
            prop_assert!(share.minor == 0 || (share.minor < 0) == (minor < 0));
            prop_assert!(weight > 0 || share.is_zero());
        }
        prop_assert_eq!(shares, whole.split(&weights).unwrap());
    }

    #[test]
    fn adding_then_subtracting_gives_the_amount_back(a in any::<i64>(), b in any::<i64>()) {
        match Money::cny(a).checked_add(Money::cny(b)) {
            Ok(sum) => prop_assert_eq!(sum.checked_sub(Money::cny(b)), Ok(Money::cny(a))),
            Err(fault) => { prop_assert_eq!(fault, MoneyError::Overflow); prop_assert!(a.checked_add(b).is_none()); }
        }
    }

    #[test]
    fn decimals_read_back(minor in any::<i64>(), index in 0usize..13) {
        let money = Money::new(minor, Currency::supported().nth(index).unwrap());
        prop_assert_eq!(Money::from_decimal(&money.to_decimal(), money.currency), Ok(money));
        let grouped = money.exact_en();
        prop_assert_eq!(Money::from_decimal(grouped.split_once(' ').unwrap().1, money.currency), Ok(money));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,30}") {
        let _ = Money::from_decimal(&text, Currency::CNY);
    }
}
