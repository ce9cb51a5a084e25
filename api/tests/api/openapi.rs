//! The document, and the page that shows it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::kit::{House, PASSWORD, contract};

#[tokio::test]
async fn the_document_is_openapi_3_1_and_complete() {
    let house = House::open().await;
    let served = house.stranger().get("/api/openapi.json").await.expect(200);
    let document = &contract().document;
    assert_eq!(&served, document);
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
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{what} says nothing");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{what} has no tag");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{what}: two operations of one name");
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let described = operation["parameters"].as_array().into_iter().flatten();
                assert!(described.into_iter().any(|parameter| parameter["name"] == name), "{what}: {{{name}}}");
            }
        }
    }
    house.close().await;
}

/// Every reference leads somewhere, and every schema is used.
#[test]
fn the_document_refers_to_what_is_there() {
    fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(members) => members.iter().for_each(|member| references(member, found)),
            _ => {}
        }
    }
    let document = &contract().document;
    let mut found = BTreeSet::new();
    references(document, &mut found);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let defined: BTreeSet<_> = schemas.keys().map(|name| format!("#/components/schemas/{name}")).collect();
    assert_eq!(found.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), defined);
}

#[tokio::test]
async fn every_route_is_in_the_document_and_the_other_way_round() {
    let house = House::open().await;
    let routes = format!("{:?}", house.router());
    let served: BTreeSet<_> = routes.split('"').filter(|text| text.starts_with('/')).map(str::to_owned).collect();
    // The last two are axum's own, for addresses that lead nowhere.
    let beside =
        ["/docs", "/docs/", "/docs/{*rest}", "/api/openapi.json", "/api/asyncapi.json", "/", "/{*__private__axum_fallback}"];
    let served: BTreeSet<_> = served.into_iter().filter(|path| !beside.contains(&path.as_str())).collect();
    house.stranger().get("/").await.refused(404, "not-found");
    let documented: BTreeSet<_> = contract().operations.iter().map(|(_, path)| path.clone()).collect();
    assert_eq!(served, documented);
    house.close().await;
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let house = House::open().await;
    let nobody = house.stranger();
    let redirect = nobody.get("/docs").await;
    assert_eq!((redirect.status, redirect.header("location")), (303, Some("/docs/")));
    let page = nobody.get("/docs/").await;
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(policy.contains("default-src 'self'"), "{policy}");
    page.clone().expect(200);
    let mut loaded = 0;
    for attribute in ["src=\"", "href=\""] {
        for address in page.text.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let address = address.strip_prefix("./").unwrap_or(address);
            assert!(!address.contains("//"), "{address}");
            assert_eq!(nobody.get(format!("/docs/{address}")).await.status, 200, "{address}");
            loaded += 1;
        }
    }
    assert!(loaded >= 5, "{}", page.text);
    let initializer = nobody.get("/docs/swagger-initializer.js").await;
    assert!(!initializer.text.contains("http://") && !initializer.text.contains("https://"), "{}", initializer.text);
    assert!(initializer.text.contains("/api/openapi.json"), "{}", initializer.text);
    // The validator is on the internet.
    assert!(initializer.text.contains(r#""validatorUrl": "none""#), "{}", initializer.text);
    house.close().await;
}

#[tokio::test]
async fn the_authorize_button_works() {
    let house = House::open().await;
    let owner = house.owner().await;
    let token_url = contract().document["components"]["securitySchemes"]["password"]["flows"]["password"]["tokenUrl"]
        .as_str()
        .unwrap();
    // As Swagger UI sends it: the client's own credentials are empty.
    let form = [
        ("grant_type", "password"),
        ("username", owner.name()),
        ("password", PASSWORD),
        ("scope", ""),
        ("client_id", ""),
        ("client_secret", ""),
    ];
    let session = house.stranger().post(token_url).header("x-requested-with", "XMLHttpRequest").form(&form).await;
    let session = session.expect(200);
    assert_eq!(session["token_type"], "bearer");
    let token = session["access_token"].as_str().unwrap();
    house.stranger().with_token(token).get("/api/users").await.expect(200);
    house.close().await;
}
