//! Files as people have them.

use std::io::Write;

use super::{Report, read};

fn reports(name: &str, content: &[u8]) -> Vec<Report> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    let mut file = std::fs::File::create(&path).unwrap();
    if name.ends_with(".gz") {
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        packed.write_all(content).unwrap();
        packed.finish().unwrap();
    } else {
        file.write_all(content).unwrap();
    }
    read(&path).unwrap().map(|read| read.unwrap().report(false)).collect()
}

#[test]
fn a_table_with_a_mark_in_front_and_broken_rows() {
    let table = "\u{feff}row,publication_numbers,patent_title,all_subclasses\n\
                 1,CN114081026A,一种测试装置,A01M|H02G\n\
                 2,CN123,短号,A01M\n\
                 3,CN111504366B\n\
                 4,CN215792497U,\"带,逗号\",B41F\n\
                 5,CN215792498U,,b41f\n";
    let reports = reports("t.csv", table.as_bytes());
    let ok: Vec<bool> = reports.iter().map(|report| report.ok).collect();
    assert_eq!(ok, [true, false, false, true, false], "{reports:#?}");
    assert_eq!(reports[0].number, "CN 114081026 A");
    assert_eq!((reports[0].title.zh.as_deref(), reports[0].title.en.as_deref()), (Some("一种测试装置"), None));
    assert_eq!(reports[0].ipc, ["A01M", "H02G"]);
    assert_eq!(reports[1].errors[0].field, "number");
    assert_eq!((reports[2].source.as_str(), &*reports[2].errors[0].field), ("t.csv:4", "row"));
    assert_eq!(reports[3].title.zh.as_deref(), Some("带,逗号"));
    assert_eq!(reports[4].errors[0].field, "title");
}

#[test]
fn lines_of_json_packed_with_american_numbers() {
    let lines = "{\"number\":\"07788160\",\"title\":\"A thing\",\"owner\":\"Acme\",\"date\":\"20050103\"}\n\
                 not json\n\n\
                 {\"number\":\"RE041234\",\"title\":{\"en\":\"A thing\",\"zh\":\"东西\"},\"filed_on\":\"20190230\"}\n\
                 {\"number\":\"D0580123\",\"title\":\"A shape\",\"ipc\":\"A01M; B02C 1/00\",\"inventors\":[\"A\",\"B\"]}\n\
                 {\"number\":\"201810862228.1\",\"title\":\"mistyped\"}\n\
                 {\"number\":\"1998277\",\"country\":\"CN\",\"kind_code\":\"A\",\"title\":\"bare\"}\n\
                 {\"number\":\"7788161\",\"country\":\"US\",\"kind_code\":\"B2\",\"title\":\"bare\"}\n";
    let reports = reports("u.jsonl.gz", lines.as_bytes());
    let numbers: Vec<&str> = reports.iter().map(|report| report.number.as_str()).collect();
    assert_eq!(numbers[..1], ["US 7788160"]);
    assert_eq!(reports[0].applicants, ["Acme"]);
    assert_eq!((reports[1].ok, &*reports[1].errors[0].field), (false, "line"));
    assert_eq!((reports[2].source.as_str(), &*reports[2].errors[0].field), ("u.jsonl.gz:4", "filed_on"));
    assert_eq!(
        (numbers[3], reports[3].ipc.as_slice()),
        ("US D580123", &["A01M".to_owned(), "B02C 1/00".to_owned()][..])
    );
    assert!(reports[4].errors[0].limit.as_deref().unwrap().contains("should be X"), "{:?}", reports[4].errors);
    assert_eq!(numbers[6], "US 7788161 B2");
}

#[test]
fn a_name_that_tells_no_form_or_a_header_without_numbers_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.docx");
    std::fs::write(&path, "x").unwrap();
    assert!(read(&path).is_err());
    let path = directory.path().join("x.csv");
    std::fs::write(&path, "a,title\n1,b\n").unwrap();
    assert!(read(&path).is_err());
    assert!(read(&directory.path().join("none.csv")).is_err());
}
