//! The kitchen, as those see it who work in it and those who wait for it.

use std::time::Duration;

use serde_json::{Value, json};
use shared::broker::Message;
use shared::store::kitchen;
use shared::testing::eventually;

use crate::kit::{House, Menu, Person, SOON};

/// A worker with two slots that takes ten seconds for an order is heard of.
async fn a_worker_beats(house: &House) {
    let mut tx = house.db.begin().await.unwrap();
    kitchen::beat(&mut tx, uuid::Uuid::from_u128(7), "stove", 2, 0, 10_000).await.unwrap();
    tx.commit().await.unwrap();
}

async fn accepted(diner: &Person, menu: &Menu) -> Value {
    let order = diner.orders(&menu[0], 1).await;
    menu.owner.does("accept", &order).await.expect(200)
}

#[tokio::test]
async fn the_line_and_the_waiting_time_are_those_of_the_living_workers() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 99)]).await, house.diner().await);
    let pending = diner.orders(&menu[0], 1).await;
    assert_eq!(diner.sees(&pending).await["estimate"], Value::Null, "nobody cooks");
    let kitchen = menu.owner.get("/api/kitchen").await.expect(200);
    assert_eq!((&kitchen["workers"], &kitchen["prep_seconds"]), (&json!([]), &Value::Null));

    a_worker_beats(&house).await;
    assert_eq!(
        diner.sees(&pending).await["estimate"],
        json!({"ahead": 0, "ready_in_seconds": 15}),
        "grace and a preparation"
    );
    let mut line = Vec::new();
    for _ in 0..3 {
        line.push(accepted(&diner, &menu).await);
        house.later(Duration::from_millis(1));
    }
    for (place, (order, ready)) in line.iter().zip([10, 10, 20]).enumerate() {
        assert_eq!(diner.sees(order).await["estimate"], json!({"ahead": place, "ready_in_seconds": ready}));
    }
    let kitchen = menu.owner.get("/api/kitchen").await.expect(200);
    assert_eq!(
        (&kitchen["queue_depth"], &kitchen["slots"], &kitchen["prep_seconds"]),
        (&json!(3), &json!(2), &json!(10.0))
    );
    house.later(Duration::from_secs(4));
    let waited = menu.owner.get("/api/kitchen").await.expect(200)["oldest_wait_seconds"].clone();
    assert_eq!(waited, json!(4));
    house.close().await;
}

#[tokio::test]
async fn what_people_cook_or_what_is_over_has_no_estimate() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Bread", 520, 99)]).await, house.diner().await);
    a_worker_beats(&house).await;
    menu.set(json!({"kitchen": "manual"})).await;
    let by_hand = accepted(&diner, &menu).await;
    assert_eq!(diner.sees(&by_hand).await["estimate"], Value::Null);
    menu.set(json!({"kitchen": "automatic"})).await;
    menu.owner.does("cancel", &by_hand).await.expect(200);
    assert_eq!(diner.sees(&by_hand).await["estimate"], Value::Null);
    house.close().await;
}

#[tokio::test]
async fn a_guest_sees_how_long_it_takes_before_ordering() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 99)]).await, house.diner().await);
    let address = format!("/api/businesses/{}", menu.owner.business_id());
    let now = diner.get(&address).await.expect(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&Value::Null, &json!("packed")), "no worker, no promise");
    a_worker_beats(&house).await;
    let now = diner.get(&address).await.expect(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&json!(15), &json!("quiet")));
    for _ in 0..10 {
        accepted(&diner, &menu).await;
    }
    let now = diner.get(&address).await.expect(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&json!(60), &json!("packed")));
    let listed = diner.get("/api/businesses").await.expect(200);
    assert_eq!(listed["data"][0], now);
    menu.set(json!({"acceptance": "manual"})).await;
    assert_eq!(diner.get(&address).await.expect(200)["wait_seconds"], Value::Null, "people accept when they do");
    house.close().await;
}

#[tokio::test]
async fn a_dead_letter_is_seen_and_replayed() {
    let house = House::open().await;
    let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.admin().await);
    let order = accepted(&diner, &menu).await;
    let mut work = house.broker.work(1);
    work.next().await.unwrap().reject().await.unwrap();

    let letters = eventually("the letter", SOON, || async {
        let letters = admin.get("/api/dead-letters").await.expect(200);
        (letters["data"].as_array().unwrap().len() == 1).then_some(letters)
    })
    .await;
    let letter = &letters["data"][0];
    assert_eq!((&letter["order_id"], &letter["order_number"]), (&order["id"], &order["number"]));
    assert_eq!((&letter["kind"], &letter["reason"]), (&json!("order.accepted"), &json!("rejected")));
    assert_eq!(letter["body"]["order"]["id"], order["id"]);
    assert_eq!(admin.get("/api/overview").await.expect(200)["dead_letters"], json!(1));

    let replay = format!("/api/dead-letters/{}/replay", letter["id"].as_str().unwrap());
    admin.post(&replay).await.expect(204);
    let again = work.next().await.unwrap();
    assert_eq!(again.message.as_ref().unwrap().subject.to_string(), order["id"].as_str().unwrap());
    again.ack().await.unwrap();
    admin.post(&replay).await.refused(404, "not-found");
    house.close().await;
}

/// Told of an order that is nowhere, the kitchen cannot cook, however often it is told; one whose order is over goes
/// away by being replayed.
#[tokio::test]
async fn a_replay_that_makes_no_sense_is_refused() {
    let house = House::open().await;
    let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.admin().await);
    let order = accepted(&diner, &menu).await;
    let mut work = house.broker.work(2);
    let told = work.next().await.unwrap();
    let message = told.message.clone().unwrap();
    let nowhere = Message { id: uuid::Uuid::from_u128(1), subject: uuid::Uuid::from_u128(2), ..message.clone() };
    let garbled = Message { id: uuid::Uuid::from_u128(3), body: "no json".into(), ..message };
    told.reject().await.unwrap();
    house.broker.publish(&[nowhere, garbled]).await.unwrap();
    for _ in 0..2 {
        work.next().await.unwrap().reject().await.unwrap();
    }
    work.stop().await;
    let letters = async || admin.get("/api/dead-letters").await.expect(200)["data"].as_array().unwrap().clone();
    let all = letters().await;
    let reasons: Vec<_> = all.iter().map(|letter| letter["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons[..2], ["rejected", "rejected: there is no such order"]);
    assert!(reasons[2].starts_with("rejected: ") && all[2]["id"].is_null(), "{:?}", all[2]);

    let replay = |letter: &Value| format!("/api/dead-letters/{}/replay", letter["id"].as_str().unwrap());
    admin.post(replay(&all[1])).await.refused(409, "nothing-to-cook");
    admin.post("/api/dead-letters/00000000-0000-0000-0000-000000000003/replay").await.refused(404, "not-found");
    menu.owner.does("cancel", &order).await.expect(200);
    admin.post(replay(&all[0])).await.expect(204);
    assert_eq!(letters().await, all[1..]);
    house.close().await;
}

/// What became a dead letter is not told again by the clockwork, which would only make another of it every few seconds.
#[tokio::test]
async fn an_order_that_nobody_could_cook_waits_for_an_admin() {
    let house = House::open().await;
    let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.admin().await);
    accepted(&diner, &menu).await;
    let mut work = house.broker.work(1);
    work.next().await.unwrap().reject().await.unwrap();
    let lost = accepted(&diner, &menu).await;
    // This one is simply lost.
    work.next().await.unwrap().ack().await.unwrap();
    house.later(Duration::from_mins(2));
    let again = work.next().await.unwrap();
    assert_eq!(again.message.as_ref().unwrap().subject.to_string(), lost["id"].as_str().unwrap());
    again.ack().await.unwrap();
    work.stop().await;
    assert_eq!(house.broker.waiting().await.unwrap(), 0);
    let letters = admin.get("/api/dead-letters").await.expect(200);
    assert_eq!(letters["data"].as_array().unwrap().len(), 1);
    house.close().await;
}

#[tokio::test]
async fn an_admin_sees_the_installation_at_a_glance() {
    let house = House::open().await;
    let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.admin().await);
    let (_pending, taken_back) = (diner.orders(&menu[0], 1).await, diner.orders(&menu[0], 2).await);
    diner.cancels(&taken_back).await.expect(200);
    accepted(&diner, &menu).await;
    let overview = admin.get("/api/overview").await.expect(200);
    let counts = json!({"pending": 1, "accepted": 1, "processing": 0, "completed": 0, "cancelled": 1, "rejected": 0});
    assert_eq!(overview["orders"], counts);
    assert_eq!(overview["orders_today"], json!(3));
    assert_eq!(overview["revenue_today"], json!([{"currency": "EUR", "revenue_cents": 1900}]));
    assert_eq!(overview["queue_depth"], json!(1));
    house.close().await;
}
