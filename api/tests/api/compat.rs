//! The compatibility routes: the documented requests of clients of earlier systems, and invalid requests.

mod amounts;
mod basic_authentication;
mod food_ordering;
mod food_ordering_app;
mod invalid_requests;
mod menu_import;
mod mini_order;
mod numbered_pages;
mod order_lists;
mod order_queue;
mod trailing_slashes;
mod waiter_api;

use std::path::Path;

use serde_json::Value;
use testkit::ApiClient;

use crate::support::TestServer;

/// Each row of `docs/seeds.md` names the tests that cover it, as `file: test`.
#[test]
fn tests_named_in_the_documentation_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let document = std::fs::read_to_string(root.join("docs/seeds.md")).unwrap();
    let (mut rows, mut tests) = (Vec::new(), 0);
    for line in document.lines() {
        let Some(number) = line.strip_prefix("| ").and_then(|line| line.split(' ').next()?.parse::<u32>().ok()) else {
            continue;
        };
        rows.push(number);
        let named: Vec<_> = line.split('`').skip(1).step_by(2).filter_map(|span| span.split_once(": ")).collect();
        assert!(!named.is_empty(), "row {number} names no test");
        for (file, test) in named {
            let source = std::fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("row {number}: no {file}"));
            let declarations = [format!("fn {test}("), format!("mod {test} {{"), format!("test(\"{test}\"")];
            let is_declared = declarations.iter().any(|declaration| source.contains(declaration));
            assert!(is_declared, "row {number}: no {test} in {file}");
            tests += 1;
        }
    }
    assert_eq!(rows, (1..=25).collect::<Vec<_>>());
    println!("{tests} tests of {} rows", rows.len());
}

/// Returns a client that uses the access token of this session.
fn client_of_token(server: &TestServer, session: &Value) -> ApiClient {
    server.anonymous().with_token(session["access_token"].as_str().unwrap())
}
