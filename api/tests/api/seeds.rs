//! Every call that the five seeds' READMEs document, as it stands there, and what their clients may get wrong.

mod amounts;
mod bad_input;
mod pages;
mod replay;

use serde_json::Value;

use crate::kit::{House, PASSWORD, Person};

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
