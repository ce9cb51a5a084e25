//! The document, and the page that shows it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::kit::{Answer, Contract, House, PASSWORD, contract, id};

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
    let beside = [
        "/docs",
        "/docs/",
        "/docs/{*rest}",
        "/api/openapi.json",
        "/api/asyncapi.json",
        "/",
        "/{*__private__axum_fallback}",
    ];
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

/// A document that forgets a field, a header, a status or a type is found out by the first answer that has it.
#[tokio::test]
async fn what_the_document_forgets_is_missed() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 9), ("Marinara", 850, 9)]).await;
    let diner = house.diner().await;
    let placed = diner.places(&menu[0], 1).await;
    let order = placed.clone().expect(201);
    let refused = diner.places(&menu[0], 99).await;
    let page = house.stranger().get(format!("/api/businesses/{}/items?limit=1", menu.owner.business_id())).await;
    let business = house.stranger().get(format!("/api/businesses/{}", menu.owner.business_id())).await;
    let events = diner.get(format!("/api/orders/{}/events", id(&order))).await;
    house.close().await;

    let document = &contract().document;
    let check = |document: &Value, answer: &Answer| {
        let (method, path) = answer.what.split_once(' ').unwrap();
        Contract::of(document.clone()).check(method, path, answer)
    };
    let orders = "/paths/~1api~1orders/post/responses";
    let forgotten = [
        (&placed, "/components/schemas/Order/properties/total_cents".to_owned()),
        (&placed, "/components/schemas/Order/properties/estimate".to_owned()),
        (&placed, "/components/schemas/Line/properties/note".to_owned()),
        (&placed, "/components/schemas/Guest/properties/table".to_owned()),
        (&placed, format!("{orders}/201")),
        (&placed, format!("{orders}/201/content/application~1json")),
        (&placed, format!("{orders}/201/headers/Location")),
        (&refused, format!("{orders}/409")),
        (&page, "/paths/~1api~1businesses~1{id}~1items/get/responses/200/headers/Link".to_owned()),
        // Of schemas that are made of several.
        (&business, "/components/schemas/Business/properties/grace_seconds".to_owned()),
        (&business, "/components/schemas/BusinessNow/allOf/1/properties/load".to_owned()),
        (&events, "/components/schemas/Actor/properties/role".to_owned()),
    ];
    for (answer, part) in &forgotten {
        assert_eq!(check(document, answer), Ok(()));
        let (parent, name) = part.rsplit_once('/').unwrap();
        let mut document = document.clone();
        let taken = document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(&name.replace("~1", "/"));
        assert!(taken.is_some(), "{part} is nowhere");
        assert!(check(&document, answer).is_err(), "{part} is not missed");
    }
}
