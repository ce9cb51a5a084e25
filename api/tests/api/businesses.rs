//! Businesses and their settings.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::json;

use crate::kit::{House, NOBODY, id};

#[tokio::test]
async fn a_business_changes_its_own_settings() {
    let house = House::open().await;
    let (menu, admin) = (house.menu(&[("Margherita", 950, 3)]).await, house.admin().await);
    let at = format!("/api/businesses/{}", menu.owner.business_id());
    let change = json!({
        "name": "Da Gina", "open": false, "acceptance": "manual", "grace_seconds": 0, "kitchen": "manual",
        "currency": "CHF", "timezone": "Europe/Zurich",
    });
    let changed = menu.owner.patch(&at).json(change.clone()).await.expect(200);
    for (name, value) in change.as_object().unwrap() {
        assert_eq!(&changed[name], value);
    }
    assert_eq!(house.stranger().get(&at).await.expect(200), changed);
    // The menu's prices are in the business's currency.
    let item = house.stranger().get(format!("/api/items/{}", id(&menu[0]))).await.expect(200);
    assert_eq!(item["currency"], "CHF");
    let nothing = menu.owner.patch(&at).json(json!({})).await.expect(200);
    assert_eq!(nothing, changed);
    assert_eq!(admin.patch(&at).json(json!({"open": true})).await.expect(200)["open"], true);
    house.close().await;
}

#[tokio::test]
async fn settings_that_make_no_sense_are_told_by_field() {
    let house = House::open().await;
    let owner = house.owner().await;
    let cases = [
        ("name", json!("")),
        ("open", json!("yes")),
        ("acceptance", json!("sometimes")),
        ("grace_seconds", json!(-1)),
        ("grace_seconds", json!(3601)),
        ("grace_seconds", json!(1.5)),
        ("grace_seconds", json!(1_000_000_000_000_i64)),
        ("kitchen", json!("robot")),
        ("currency", json!("eur")),
        ("timezone", json!("CET+1")),
        ("id", json!(NOBODY)),
    ];
    for (field, value) in cases {
        let change = json!({ field: value });
        let answer = owner.patch(format!("/api/businesses/{}", owner.business_id())).json(change.clone()).await;
        assert_eq!(answer.invalid(), [field], "{change}");
    }
    house.close().await;
}

shared::on_every_engine! {
/// Orders go on while the currency changes to and fro; a tag from before no longer holds.
async fn a_currency_changes_while_orders_arrive(db: Db) {
    let house = House::on(db).await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 900), ("Marinara", 850, 900)]).await, house.diner().await);
    let at = format!("/api/businesses/{}", menu.owner.business_id());
    let places = (0..60).map(|n| diner.places(&menu[n % 2], 1).among_others().into_future());
    let changes = (0..30).map(|n| {
        let currency = ["CHF", "EUR"][n % 2];
        let change = json!({ "currency": currency });
        menu.owner.patch(&at).json(change).among_others().into_future()
    });
    let (placed, changed) = tokio::join!(join_all(places), join_all(changes));
    for answer in placed {
        answer.expect(201);
    }
    for answer in changed {
        answer.expect(200);
    }
    let item = format!("/api/items/{}", id(&menu[0]));
    let tag = menu.owner.get(&item).await.header("etag").unwrap().to_owned();
    menu.owner.patch(&at).json(json!({"currency": "JPY"})).await.expect(200);
    menu.owner.patch(&item).header("if-match", &tag).json(json!({"price_cents": 900})).await.refused(412, "stale");
    let tag = menu.owner.get(&item).await.header("etag").unwrap().to_owned();
    menu.owner.patch(&at).json(json!({"currency": "JPY", "open": true})).await.expect(200);
    menu.owner.patch(&item).header("if-match", &tag).json(json!({"price_cents": 900})).await.expect(200);
    house.close().await;
}

async fn businesses_are_found_by_a_part_of_their_name(db: Db) {
    let house = House::on(db).await;
    let owner = house.owner().await;
    for (username, name) in [("o1", "Crêperie Ñandú"), ("o2", "100% Ramen_Bar"), ("o3", "RAMEN-YA")] {
        let form = json!({"username": format!("{username}x"), "password": "a table for two", "role": "business",
                          "business_name": name});
        house.stranger().post("/api/auth/register").json(form).await.expect(201);
    }
    let found = |q: &'static str| {
        let stranger = house.stranger();
        async move {
            let found = stranger.get(format!("/api/businesses?q={q}")).await.expect(200);
            let names = found["data"].as_array().unwrap().iter().map(|b| b["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>()
        }
    };
    assert_eq!(found("ramen").await, ["100% Ramen_Bar", "RAMEN-YA"]);
    assert_eq!(found("%C3%91AND%C3%9A").await, ["Crêperie Ñandú"]);
    assert_eq!(found("nobody").await, Vec::<String>::new());
    assert_eq!(found("").await.len(), 4);
    assert_eq!(found("%27%3B--").await, Vec::<String>::new());
    // What SQL takes for a wildcard is a character like others.
    assert_eq!(found("%25").await, ["100% Ramen_Bar"]);
    assert_eq!(found("n_b").await, ["100% Ramen_Bar"]);
    assert_eq!(found("n!").await, Vec::<String>::new());
    assert_eq!(found("%5C").await, Vec::<String>::new());
    let show = |id: &str| house.stranger().get(format!("/api/businesses/{id}"));
    show(owner.business_id()).await.expect(200);
    for nobody in [NOBODY, "101", "%00"] {
        show(nobody).await.refused(404, "not-found");
        house.stranger().get(format!("/api/businesses/{nobody}/items")).await.refused(404, "not-found");
    }
    house.close().await;
}
}
