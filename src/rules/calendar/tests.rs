use chrono::TimeZone;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn china() -> WorkingCalendar {
    WorkingCalendar::embedded().unwrap()
}

#[test]
fn the_years_have_as_many_working_days_as_the_notices_make() {
    // Days of the year, less its weekends and freed weekdays, plus make-up days: counted by hand from the notices.
    for (year, working) in [(2024, 251), (2025, 248), (2026, 248)] {
        let last = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        assert_eq!(china().working_days_between(last, end).unwrap(), (working, Certainty::Official), "{year}");
    }
}

#[test]
fn holidays_and_make_up_days_override_the_week() {
    for (date, working, certainty) in [
        ("2026-02-13", true, Certainty::Official),
        ("2026-02-14", true, Certainty::Official),
        ("2026-02-16", false, Certainty::Official),
        ("2026-02-21", false, Certainty::Official),
        ("2026-10-10", true, Certainty::Official),
        ("2026-10-11", false, Certainty::Official),
        ("2024-02-09", true, Certainty::Official),
        ("2027-01-01", true, Certainty::Assumed),
        ("2027-01-02", false, Certainty::Assumed),
    ] {
        assert_eq!(china().is_working_day(day(date)), (working, certainty), "{date}");
    }
}

#[test]
fn working_days_jump_over_spring_festival() {
    // 13 Feb is a Friday, 14 Feb a make-up Saturday, 15 to 23 Feb are free.
    assert_eq!(china().add_working_days(day("2026-02-13"), 1).unwrap().0, day("2026-02-14"));
    assert_eq!(china().add_working_days(day("2026-02-13"), 2).unwrap().0, day("2026-02-24"));
    // 28 Feb is a make-up Saturday.
    assert_eq!(china().add_working_days(day("2026-02-13"), 6).unwrap().0, day("2026-02-28"));
    assert_eq!(china().add_working_days(day("2026-02-13"), 0).unwrap(), (day("2026-02-13"), Certainty::Official));
}

#[test]
fn periods_end_at_midnight_in_china() {
    // 20:00 UTC on 2 March is already 3 March in China.
    let from = Utc.with_ymd_and_hms(2026, 3, 2, 20, 0, 0).unwrap();
    let end = china().add_period(from, Period::working_days(3)).unwrap();
    assert_eq!((end.last_day, end.certainty), (day("2026-03-06"), Certainty::Official));
    assert_eq!(end.at, Utc.with_ymd_and_hms(2026, 3, 6, 16, 0, 0).unwrap());
    assert_eq!(end.reminder(1), Utc.with_ymd_and_hms(2026, 3, 5, 1, 0, 0).unwrap());
    assert_eq!(end.reminder(0), Utc.with_ymd_and_hms(2026, 3, 6, 1, 0, 0).unwrap());
}

#[test]
fn days_and_months_ending_on_a_free_day_end_with_the_next_working_day() {
    let noon = |text: &str| day(text).and_hms_opt(4, 0, 0).unwrap().and_utc();
    for (from, period, last) in [
        ("2026-03-02", Period::calendar_days(4), "2026-03-06"),
        ("2026-03-02", Period::calendar_days(5), "2026-03-09"),
        // 14 Feb is a Saturday on which people work.
        ("2026-02-12", Period::calendar_days(2), "2026-02-14"),
        ("2026-02-12", Period::calendar_days(5), "2026-02-24"),
        ("2026-01-31", Period::months(1), "2026-02-28"),
        ("2025-12-30", Period::months(3), "2026-03-30"),
        ("2026-07-01", Period::months(3), "2026-10-08"),
        ("2024-01-31", Period::months(1), "2024-02-29"),
    ] {
        assert_eq!(china().add_period(noon(from), period).unwrap().last_day, day(last), "{period} from {from}");
    }
}

#[test]
fn a_year_without_a_file_is_counted_monday_to_friday_and_says_so() {
    let from = day("2026-12-30").and_hms_opt(2, 0, 0).unwrap().and_utc();
    let across = china().add_period(from, Period::working_days(3)).unwrap();
    assert_eq!((across.last_day, across.certainty), (day("2027-01-04"), Certainty::Assumed));
    let within = china().add_period(from, Period::working_days(1)).unwrap();
    assert_eq!((within.last_day, within.certainty), (day("2026-12-31"), Certainty::Official));
}

#[test]
fn absurd_periods_are_refused_not_computed() {
    let from = day("2026-01-01").and_hms_opt(0, 0, 0).unwrap().and_utc();
    for period in [Period::calendar_days(3_651), Period::working_days(u32::MAX), Period::months(601)] {
        let fault = china().add_period(from, period).unwrap_err();
        assert!(matches!(fault, CalendarError::PeriodTooLong { .. }), "{fault}");
        assert!(fault.to_string().contains(&period.count.to_string()));
    }
    for period in [Period::calendar_days(3_650), Period::working_days(1), Period::months(600)] {
        let fault = china().add_period(DateTime::<Utc>::MAX_UTC, period).unwrap_err();
        assert!(matches!(fault, CalendarError::OutOfRange { .. }), "{fault}");
    }
}

#[test]
fn an_operators_year_is_added_or_replaces_an_embedded_one() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    write("cn-2026.toml", "year = 2026\nsource = \"amended\"\nverified = false\n");
    write(
        "cn-2027.toml",
        "year = 2027\nsource = \"notice\"\nverified = true\n[[holiday]]\nname = { zh = \"元旦\" }\nfrom = \"2027-01-01\"\nto = \"2027-01-01\"\n",
    );
    write("readme.txt", "not a calendar");
    let calendar = WorkingCalendar::with_directory(directory.path()).unwrap();
    assert_eq!(calendar.is_working_day(day("2026-02-16")), (true, Certainty::Unverified));
    assert_eq!(calendar.is_working_day(day("2027-01-01")), (false, Certainty::Official));
    assert_eq!(calendar.is_working_day(day("2025-10-01")), (false, Certainty::Official));
    assert_eq!(calendar.years().len(), 4);
    assert!(matches!(
        WorkingCalendar::with_directory(&directory.path().join("none")),
        Err(CalendarError::Unreadable { .. })
    ));
}

#[test]
fn a_faulty_calendar_is_refused_with_file_and_day() {
    let head = "year = 2027\nsource = \"x\"\nverified = true\n";
    let holiday = |from: &str, to: &str, make_up: &str| {
        format!("{head}[[holiday]]\nname = {{ zh = \"x\" }}\nfrom = \"{from}\"\nto = \"{to}\"\nmake_up = [{make_up}]\n")
    };
    for (text, said) in [
        ("year = 1999\nsource = \"x\"\nverified = true\n".to_owned(), "1999: the year is not between"),
        ("year = 2027\nsource = \" \"\nverified = true\n".to_owned(), "source is empty"),
        (holiday("2027-05-02", "2027-05-01", ""), "1 to 15 days"),
        (holiday("2027-05-01", "2027-05-16", ""), "1 to 15 days"),
        (holiday("2026-05-01", "2026-05-01", ""), "2026-05-01: the day is not in the year"),
        (holiday("2027-05-01", "2027-05-01", "\"2027-05-03\""), "2027-05-03: a make-up day"),
        (holiday("2027-05-01", "2027-05-02", "\"2027-05-02\""), "2027-05-02: the day is given twice"),
        (format!("{head}surprise = 1\n"), "unknown field"),
        ("year = \n".to_owned(), "broken.toml"),
    ] {
        let fault = WorkingCalendar::default().add("broken.toml", &text).unwrap_err().to_string();
        assert!(fault.contains("broken.toml") && fault.contains(said), "{fault}");
    }
    let mut twice = WorkingCalendar::default();
    twice.add("a.toml", head).unwrap();
    assert!(twice.add("b.toml", head).unwrap_err().to_string().contains("another file"));
}
