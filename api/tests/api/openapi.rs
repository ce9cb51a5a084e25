//! The `OpenAPI` document and Swagger UI.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use testkit::api_client::id_of;
use testkit::{OpenApiContract, TestResponse, collect_references};

use crate::support::{PASSWORD, TestServer, contract};

#[tokio::test]
async fn document_is_openapi_3_1_and_complete() {
    let server = TestServer::start().await;
    let returned = server.anonymous().get("/api/openapi.json").await.expect_status(200);
    let document = contract().document();
    assert_eq!(&returned, document);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."), "{}", document["openapi"]);
    for name in ["title", "version", "description", "license"] {
        assert!(!document["info"][name].is_null(), "no {name}");
    }
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!((&schemes["bearer"]["scheme"], &schemes["bearer"]["bearerFormat"]), (&json!("bearer"), &json!("JWT")));
    assert_eq!(schemes["password"]["flows"]["password"]["tokenUrl"], "/api/auth/login");

    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{what} has no summary");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{what} does not have one tag");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{what}: a duplicate operation id");
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                assert!(
                    parameters.into_iter().any(|parameter| parameter["name"] == name),
                    "{what} does not describe {{{name}}}"
                );
            }
        }
    }
    server.close().await;
}

/// Every reference can be resolved, and every schema is used.
#[test]
fn document_has_no_broken_references_or_unused_schemas() {
    let document = contract().document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let defined: BTreeSet<_> = schemas.keys().map(|name| format!("#/components/schemas/{name}")).collect();
    let referenced: BTreeSet<_> = collect_references(document).into_iter().map(str::to_owned).collect();
    assert_eq!(referenced, defined);
}

#[tokio::test]
async fn document_contains_exactly_the_served_routes() {
    let server = TestServer::start().await;
    let debug = format!("{:?}", server.router());
    let routes = debug.split('"').filter(|text| text.starts_with('/'));
    // The last two paths belong to axum's fallback.
    let undocumented = [
        "/docs",
        "/docs/",
        "/docs/{*rest}",
        "/api/openapi.json",
        "/api/asyncapi.json",
        "/",
        "/{*__private__axum_fallback}",
    ];
    let routes: BTreeSet<_> = routes.filter(|path| !undocumented.contains(path)).map(str::to_owned).collect();
    server.anonymous().get("/").await.expect_problem(404, "not-found");
    let documented: BTreeSet<_> = contract().operations().iter().map(|(_, path)| path.clone()).collect();
    assert_eq!(routes, documented);
    server.close().await;
}

#[tokio::test]
async fn swagger_ui_loads_nothing_from_other_sites() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    let redirect = anonymous.get("/docs").await;
    assert_eq!((redirect.status, redirect.header("location")), (303, Some("/docs/")));
    let page = anonymous.get("/docs/").await;
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(policy.contains("default-src 'self'"), "{policy}");
    page.clone().expect_status(200);
    let mut assets = 0;
    for attribute in ["src=\"", "href=\""] {
        for path in page.text.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let path = path.strip_prefix("./").unwrap_or(path);
            assert!(!path.contains("//"), "{path}");
            assert_eq!(anonymous.get(format!("/docs/{path}")).await.status, 200, "{path}");
            assets += 1;
        }
    }
    assert!(assets >= 5, "{}", page.text);
    let initializer = anonymous.get("/docs/swagger-initializer.js").await;
    assert!(!initializer.text.contains("http://") && !initializer.text.contains("https://"), "{}", initializer.text);
    assert!(initializer.text.contains("/api/openapi.json"), "{}", initializer.text);
    // The default validator is a third-party website.
    assert!(initializer.text.contains(r#""validatorUrl": "none""#), "{}", initializer.text);
    server.close().await;
}

#[tokio::test]
async fn authorize_button_of_swagger_ui_logs_in() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let token_url = contract().document()["components"]["securitySchemes"]["password"]["flows"]["password"]["tokenUrl"]
        .as_str()
        .unwrap();
    // The form that Swagger UI sends, with empty client credentials.
    let form = [
        ("grant_type", "password"),
        ("username", owner.username()),
        ("password", PASSWORD),
        ("scope", ""),
        ("client_id", ""),
        ("client_secret", ""),
    ];
    let session = server.anonymous().post(token_url).header("x-requested-with", "XMLHttpRequest").form(&form).await;
    let session = session.expect_status(200);
    assert_eq!(session["token_type"], "bearer");
    let token = session["access_token"].as_str().unwrap();
    server.anonymous().with_token(token).get("/api/users").await.expect_status(200);
    server.close().await;
}

/// The contract check detects a field, header, status or media type that is missing from the document.
#[tokio::test]
async fn undocumented_parts_of_responses_are_detected() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9), ("Marinara", 850, 9)]).await;
    let customer = server.customer().await;
    let placed = customer.place(&menu[0], 1).await;
    let order = placed.clone().expect_status(201);
    let refused = customer.place(&menu[0], 99).await;
    let page = server.anonymous().get(format!("/api/businesses/{}/items?limit=1", menu.owner.business_id())).await;
    let business = server.anonymous().get(format!("/api/businesses/{}", menu.owner.business_id())).await;
    let events = customer.get(format!("/api/orders/{}/events", id_of(&order))).await;
    server.close().await;

    let document = contract().document();
    let check = |document: &Value, response: &TestResponse| {
        let (method, path) = response.request.split_once(' ').unwrap();
        OpenApiContract::new(document.clone()).check(method, path, response)
    };
    let orders = "/paths/~1api~1orders/post/responses";
    let parts = [
        (&placed, "/components/schemas/Order/properties/total_cents".to_owned()),
        (&placed, "/components/schemas/Order/properties/estimate".to_owned()),
        (&placed, "/components/schemas/OrderLine/properties/note".to_owned()),
        (&placed, "/components/schemas/Guest/properties/table".to_owned()),
        (&placed, format!("{orders}/201")),
        (&placed, format!("{orders}/201/content/application~1json")),
        (&placed, format!("{orders}/201/headers/Location")),
        (&refused, format!("{orders}/409")),
        (&page, "/paths/~1api~1businesses~1{id}~1items/get/responses/200/headers/Link".to_owned()),
        // Schemas that are composed of other schemas.
        (&business, "/components/schemas/Business/properties/grace_seconds".to_owned()),
        (&business, "/components/schemas/BusinessWithLoad/allOf/1/properties/load".to_owned()),
        (&events, "/components/schemas/Actor/properties/role".to_owned()),
    ];
    for (response, part) in &parts {
        assert_eq!(check(document, response), Ok(()));
        let (parent, name) = part.rsplit_once('/').unwrap();
        let mut document = document.clone();
        let removed = document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(&name.replace("~1", "/"));
        assert!(removed.is_some(), "no {part}");
        assert!(check(&document, response).is_err(), "the check does not detect that {part} is missing");
    }
}

/// The web app generates its types from the committed document.
#[test]
fn committed_document_equals_the_served_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("web/openapi.json");
    let served = serde_json::to_string_pretty(&api::openapi::document()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == served, "web/openapi.json is stale: run `UPDATE=1 cargo test -p api --test api openapi`");
}
