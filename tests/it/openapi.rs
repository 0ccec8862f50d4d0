//! The API description: committed, whole, and true to the code.

use std::collections::BTreeSet;

use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn described() -> Value {
    serde_json::from_str(&jiaxiu::web::openapi::text().unwrap()).unwrap()
}

/// Every operation: method, path, description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let mut found = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                found.push((method.to_owned(), path.clone(), operation.clone()));
            }
        }
    }
    found
}

#[test]
fn the_committed_description_is_the_code_s() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
    let current = format!("{}\n", jiaxiu::web::openapi::text().unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if committed != current {
        let differing = committed.lines().zip(current.lines()).position(|(a, b)| a != b);
        let line = differing.unwrap_or(committed.lines().count().min(current.lines().count())) + 1;
        panic!("docs/openapi.json differs from the code at line {line}; `make openapi` writes it anew");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&described()) {
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
        assert!(names.insert(name.to_owned()), "{name} names two operations");
        assert!(operation["tags"][0].is_string(), "{name} has no tag");
        let told = operation["summary"].as_str().or(operation["description"].as_str()).unwrap_or_default();
        assert!(!told.is_empty(), "{name} has no summary");
    }
    assert!(names.len() > 20, "{names:?}");
}

#[test]
fn every_operation_tells_how_it_refuses() {
    let mut missing = Vec::new();
    for (method, path, operation) in operations(&described()) {
        let mut expect = |status: &str, because: &str| {
            if operation["responses"].get(status).is_none() {
                missing.push(format!("{method} {path}: {status} ({because})"));
            }
        };
        if operation.get("security").is_some() {
            expect("401", "it needs a signed-in account");
        }
        if path.contains('{') {
            expect("404", "it names a resource");
        }
        if operation.get("requestBody").is_some_and(|body| body["content"].get("application/json").is_some()) {
            expect("422", "it takes a body");
        }
    }
    assert!(missing.is_empty(), "not in the description:\n{}", missing.join("\n"));
}

#[test]
fn every_refusal_is_a_problem() {
    for (method, path, operation) in operations(&described()) {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            if status.starts_with('4') || status.starts_with('5') {
                let problem = &answer["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(problem, "#/components/schemas/Problem", "{method} {path} {status}");
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = described();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[test]
fn bodies_are_described() {
    let document = described();
    let body = &document["paths"]["/api/v1/mandates"]["post"]["requestBody"]["content"]["application/json"];
    assert_eq!(body["schema"]["$ref"], "#/components/schemas/MandateIn");
    for (method, path, operation) in operations(&document) {
        if ["put", "patch"].contains(&method.as_str()) {
            assert!(operation.get("requestBody").is_some(), "{method} {path} takes a body that is not described");
        }
    }
}
