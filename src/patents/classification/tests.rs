use proptest::prelude::*;

use super::*;

fn ipc(text: &str) -> IpcSymbol {
    text.parse().unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn every_spelling_of_a_symbol_is_the_same_symbol() {
    for text in [
        "C01B32/182",
        "C01B 32/182",
        " c01b  32/182 ",
        "Ｃ０１Ｂ　３２／１８２",
        "C01B0032/182",
        "C01B0032182000",
        "C01B 32/182 (2017.01)",
        "C01B 32/182[2017.01]",
        "C01B-032/182",
        "C01B  32/182       20170101AFI20201113BCN        ",
        "C01B  32/182            A I                    ",
    ] {
        assert_eq!(ipc(text).canonical(), "C01B32/182", "{text}");
        assert_eq!(text.parse::<IpcClass>().unwrap().canonical(), "C01B32/182", "{text}");
    }
    assert_eq!(ipc("C01B32/182").to_string(), "C01B 32/182");
    assert_eq!(ipc("A01B0001000000").canonical(), "A01B1/00");
    assert_eq!(ipc("A01B0001100000").canonical(), "A01B1/10");
    assert_eq!(ipc("B62D   9/ 02 A I").canonical(), "B62D9/02");
}

#[test]
fn the_levels_go_from_section_to_symbol() {
    let Levels { section, class, subclass, group, full } = ipc("C01B 32/182").levels();
    assert_eq!([section, class, subclass, group, full], ["C", "C01", "C01B", "C01B32/00", "C01B32/182"]);
    let path = |text: &str| text.parse::<IpcClass>().unwrap().path();
    assert_eq!(path("C01B32/182"), ["C", "C01", "C01B", "C01B32/00", "C01B32/182"]);
    assert_eq!(path("C01B32/00"), ["C", "C01", "C01B", "C01B32/00"]);
    assert_eq!(path("c01b"), ["C", "C01", "C01B"]);
    assert_eq!(path("C01"), ["C", "C01"]);
    assert_eq!(path("C"), ["C"]);
}

#[test]
fn a_place_covers_what_lies_under_it() {
    let class = |text: &str| text.parse::<IpcClass>().unwrap();
    for above in ["C", "C01", "C01B", "C01B32/00", "C01B32/182"] {
        assert!(class(above).covers(&class("C01B32/182")), "{above}");
    }
    for beside in ["D", "C02", "C01C", "C01B3/00", "C01B32/18"] {
        assert!(!class(beside).covers(&class("C01B32/182")), "{beside}");
    }
    assert!(!class("C01B32/182").covers(&class("C01B")));
    assert_eq!((class("C01B").subclass(), class("C01").subclass()), (Some("C01B"), None));
    assert_eq!(class("C01B32/182").subclass(), Some("C01B"));
}

#[test]
fn what_is_no_symbol_is_refused_by_name() {
    for bad in [
        "",
        "I01B32/182",
        "C1B32/182",
        "C01B32",
        "C01B/182",
        "C01B32/1",
        "C01B32/1234567",
        "C01B12345/00",
        "C0132/182",
        "C01B0/00",
        "C00B1/00",
        "C01B32/18A",
        "C01B 32",
        "石墨烯",
        "C01B32/182/00",
        "Y02P20/10",
    ] {
        let fault = bad.parse::<IpcSymbol>().unwrap_err();
        assert!(fault.to_string().contains("IPC symbol"), "{bad}");
        assert!(bad.parse::<IpcClass>().is_err(), "{bad}");
    }
    assert!(matches!("C".repeat(65).parse::<IpcClass>(), Err(SymbolError::Ipc { .. })));
}

#[test]
fn the_cpc_adds_section_y() {
    let symbol: CpcSymbol = "Y02P20/10".parse().unwrap();
    assert_eq!((symbol.canonical().as_str(), symbol.to_string().as_str()), ("Y02P20/10", "Y02P 20/10"));
    assert_eq!("C01B2202/22".parse::<CpcSymbol>().unwrap().levels().group, "C01B2202/00");
    assert!("Z02P20/10".parse::<CpcSymbol>().is_err());
}

#[test]
fn locarno_classes_are_read_in_the_forms_of_the_offices() {
    for text in
        ["14-02", "14-2", "1402", "１４－０２", "LOC (13) Cl. 14-02", "LOC(13)Cl.14-02", "14-02(13)", " 14 - 02 "]
    {
        assert_eq!(text.parse::<LocarnoSymbol>().unwrap().to_string(), "14-02", "{text}");
    }
    assert_eq!("14-02".parse::<LocarnoSymbol>().unwrap().class(), 14);
    for bad in ["", "33-01", "00-01", "14-00", "14", "14-002", "1-2-3", "ab-cd", "14-+2", "LOC"] {
        assert!(matches!(bad.parse::<LocarnoSymbol>(), Err(SymbolError::Locarno { .. })), "{bad}");
    }
}

#[test]
fn the_wire_form_is_the_canonical_text() {
    assert_eq!(serde_json::to_string(&ipc("C01B 32/182")).unwrap(), r#""C01B32/182""#);
    assert_eq!(serde_json::from_str::<IpcClass>(r#""C01B""#).unwrap(), IpcClass::Subclass("C01B".into()));
    assert!(serde_json::from_str::<LocarnoSymbol>(r#""99-99""#).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_them_panic(text in ".{0,70}") {
        let _ = (text.parse::<IpcClass>(), text.parse::<CpcSymbol>(), text.parse::<LocarnoSymbol>());
    }

    #[test]
    fn symbols_of_the_right_shape_read_back(text in "[A-H](0[1-9]|[1-9][0-9])[A-Z] ?0{0,2}[1-9][0-9]?/[0-9]{2,6}") {
        let symbol: IpcSymbol = text.parse().unwrap();
        prop_assert_eq!(symbol.canonical().parse::<IpcSymbol>(), Ok(symbol.clone()));
        prop_assert_eq!(symbol.to_string().parse::<IpcSymbol>(), Ok(symbol));
    }
}
