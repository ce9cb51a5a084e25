//! What happens by itself.

use std::time::Duration;

use serde_json::{Value, json};
use shared::testing::eventually;

use crate::kit::{House, Person, Plan, SOON};

/// The order, once it has this status.
async fn becomes(person: &Person, order: &Value, status: &str) -> Value {
    eventually(status, SOON, || async {
        let now = person.sees(order).await;
        (now["status"] == status).then_some(now)
    })
    .await
}

#[tokio::test]
async fn an_order_is_accepted_by_itself_when_its_grace_is_over() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let (order, taken_back) = (diner.orders(&menu[0], 1).await, diner.orders(&menu[0], 1).await);
    house.later(Duration::from_millis(4999));
    diner.cancels(&taken_back).await.expect(200);
    assert_eq!(diner.sees(&order).await["status"], "pending");
    house.later(Duration::from_millis(1));
    let accepted = becomes(&diner, &order, "accepted").await;
    assert_eq!((&accepted["accepted_at"], &accepted["version"]), (&json!("2026-11-21T18:00:05.000Z"), &json!(2)));
    diner.cancels(&order).await.refused(409, "wrong-state");
    let history = diner.history(&order).await;
    assert_eq!(history[1]["actor"], json!({"role": "system", "id": null, "name": "Expediter"}));
    assert_eq!(house.stock(&menu[0]).await, 8);
    house.close().await;
}

#[tokio::test]
async fn without_a_grace_an_order_is_accepted_at_once() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    menu.set(json!({"grace_seconds": 0})).await;
    let order = diner.orders(&menu[0], 1).await;
    assert_eq!(order["status"], "pending");
    becomes(&diner, &order, "accepted").await;
    house.close().await;
}

#[tokio::test]
async fn an_order_that_nobody_accepts_is_cancelled_and_gives_its_stock_back() {
    let plan = Plan { accept_timeout_seconds: 60, ..Plan::default() };
    let house = House::planned(plan).await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    menu.set(json!({"acceptance": "manual"})).await;
    let (forgotten, seen) = (diner.orders(&menu[0], 2).await, diner.orders(&menu[0], 1).await);
    house.later(Duration::from_secs(59));
    menu.owner.does("accept", &seen).await.expect(200);
    assert_eq!(diner.sees(&forgotten).await["status"], "pending");
    house.later(Duration::from_secs(1));
    let cancelled = becomes(&diner, &forgotten, "cancelled").await;
    assert_eq!(cancelled["reason"], "Nobody accepted the order in time.");
    assert_eq!(diner.history(&forgotten).await[1]["actor"]["role"], "system");
    assert_eq!(house.stock(&menu[0]).await, 8);
    assert_eq!(diner.sees(&seen).await["status"], "accepted");
    menu.owner.does("accept", &forgotten).await.refused(409, "wrong-state");
    house.close().await;
}

#[tokio::test]
async fn orders_keep_the_terms_that_they_were_placed_under() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let before = diner.orders(&menu[0], 1).await;
    menu.set(json!({"acceptance": "manual"})).await;
    let after = diner.orders(&menu[0], 1).await;
    house.later(Duration::from_secs(5));
    becomes(&diner, &before, "accepted").await;
    assert_eq!(diner.sees(&after).await["status"], "pending");
    house.close().await;
}

shared::on_every_engine! {
    /// A whole room is due at once: more than one transaction moves.
    async fn all_that_is_due_is_accepted(db: Db) {
        let house = House::on(db).await;
        let (menu, diner) = (house.menu(&[("Margherita", 950, 500)]).await, house.diner().await);
        let all = (0..230).map(|_| std::future::IntoFuture::into_future(diner.places(&menu[0], 1).among_others()));
        for answer in futures_util::future::join_all(all).await {
            answer.expect(201);
        }
        house.later(Duration::from_secs(5));
        eventually("230 accepted orders", SOON, || async {
            let pending = diner.get("/api/orders?status=pending&limit=1").await.expect(200);
            pending["data"].as_array().unwrap().is_empty().then_some(())
        })
        .await;
        let rest = diner.get("/api/orders?status=cancelled,rejected").await.expect(200);
        assert_eq!(rest["data"], json!([]));
        house.close().await;
    }
}

/// A row that cannot be read, for whatever reason, is nobody's affair but its own.
#[tokio::test]
async fn an_order_that_cannot_be_read_keeps_no_other_waiting() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let (broken, fine) = (diner.orders(&menu[0], 1).await, diner.orders(&menu[0], 1).await);
    let spoil = async |text: &str| {
        let mut tx = house.db.begin().await.unwrap();
        let id = broken["id"].as_str().unwrap().parse::<shared::order::OrderId>().unwrap();
        shared::sql!(tx, execute "update orders set lines_json = ? where id = ?", text, id).await.unwrap();
        tx.commit().await.unwrap();
    };
    spoil("nonsense").await;
    house.later(Duration::from_secs(5));
    becomes(&diner, &fine, "accepted").await;

    spoil(&broken["lines"].to_string()).await;
    house.later(Duration::from_mins(1));
    becomes(&diner, &broken, "accepted").await;
    house.close().await;
}
