//! Every call that the five seeds' READMEs document, as it stands there, and what their clients may get wrong.

mod amounts;
mod bad_input;
mod pages;
mod replay;

use std::path::Path;

use serde_json::Value;

use crate::kit::{House, PASSWORD, Person};

/// Each row of docs/seeds.md names what proves it: `file: test`.
#[test]
fn the_documents_rows_name_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let document = std::fs::read_to_string(root.join("docs/seeds.md")).unwrap();
    let (mut rows, mut proofs) = (Vec::new(), 0);
    for line in document.lines() {
        let Some(number) = line.strip_prefix("| ").and_then(|line| line.split(' ').next()?.parse::<u32>().ok()) else {
            continue;
        };
        rows.push(number);
        let proved: Vec<_> = line.split('`').skip(1).step_by(2).filter_map(|span| span.split_once(": ")).collect();
        assert!(!proved.is_empty(), "row {number} is proved by nothing");
        for (file, test) in proved {
            let source = std::fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("row {number}: no {file}"));
            let begins = [format!("fn {test}("), format!("mod {test} {{"), format!("test(\"{test}\"")];
            assert!(begins.iter().any(|begin| source.contains(begin)), "row {number}: no {test} in {file}");
            proofs += 1;
        }
    }
    assert_eq!(rows, (1..=25).collect::<Vec<_>>());
    println!("{proofs} proofs of {} rows", rows.len());
}

/// Whoever has these tokens, as a client that knows nothing but its token.
fn bearer(house: &House, session: &Value) -> Person {
    house.stranger().with_token(session["access_token"].as_str().unwrap())
}

/// A customer of this name.
async fn customer(house: &House, username: &str) -> Person {
    let form = serde_json::json!({"username": username, "password": PASSWORD, "role": "customer"});
    let session = house.stranger().post("/api/auth/register").json(form).await.expect(201);
    Person::of(&house.wire, &session)
}
