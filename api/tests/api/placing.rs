//! Placing orders: what is taken, what is refused, and by which words.

use serde_json::{Value, json};
use shared::sql;

use crate::kit::{House, NOBODY, Person, id};

fn lines(lines: &[(&Value, i64)]) -> Value {
    let lines: Vec<_> =
        lines.iter().map(|(item, quantity)| json!({"item_id": id(item), "quantity": quantity})).collect();
    json!({ "items": lines })
}

#[tokio::test]
async fn an_order_of_two_items_is_placed_and_takes_its_stock() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 3), ("Tiramisù", 600, 10)]).await, house.diner().await);
    let mut wish = lines(&[(&menu[0], 2), (&menu[1], 3)]);
    wish["note"] = "no garlic".into();
    wish["items"][0]["note"] = " well done ".into();
    wish["expected_total_cents"] = 3700.into();
    let answer = diner.post("/api/orders").json(wish).await;
    let location = answer.header("location").unwrap().to_owned();
    assert!(answer.header("idempotent-replayed").is_none());
    let order = answer.expect(201);
    assert_eq!(location, format!("/api/orders/{}", id(&order)));
    assert_eq!(
        order,
        json!({
            "id": order["id"], "number": "ORD1001", "status": "pending", "version": 1,
            "business_id": menu.owner.business_id(), "business_name": order["business_name"],
            "customer_id": diner.id(), "placed_by": diner.id(), "order_type": "takeaway",
            "customer": {"name": diner.name(), "phone": null, "table": null}, "note": "no garlic",
            "lines": [
                {"item_id": id(&menu[0]), "name": "Margherita", "quantity": 2, "unit_price_cents": 950,
                 "line_total_cents": 1900, "note": "well done"},
                {"item_id": id(&menu[1]), "name": "Tiramisù", "quantity": 3, "unit_price_cents": 600,
                 "line_total_cents": 1800, "note": null},
            ],
            "total_cents": 3700, "currency": "EUR", "reason": null, "placed_at": "2026-11-21T18:00:00.000Z",
            "accepted_at": null, "processing_at": null, "completed_at": null, "cancelled_at": null,
            "handed_over_at": null, "estimate": order["estimate"],
        })
    );
    assert_eq!((house.stock(&menu[0]).await, house.stock(&menu[1]).await), (1, 7));
    assert_eq!(diner.sees(&order).await, order);
    let by_number = diner.get("/api/orders/ord1001").await.expect(200);
    assert_eq!(by_number, order);
    house.close().await;
}

#[tokio::test]
async fn quantities_that_nobody_orders_are_refused() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 1000)]).await, house.diner().await);
    let refused: Vec<Value> = vec![
        json!(0),
        json!(-7),
        json!(1.5),
        json!(1.0),
        json!(1000),
        json!(1_000_000_000_000_i64),
        json!(1e30),
        json!(u64::MAX),
        json!(i64::MIN),
        json!("two"),
        json!("2"),
        json!(null),
        json!(true),
        json!([1]),
        json!({}),
    ];
    for quantity in refused {
        let wish = json!({"items": [{"item_id": id(&menu[0]), "quantity": quantity}]});
        let problem = diner.post("/api/orders").json(wish).await.refused(422, "invalid");
        let error = &problem["errors"][0];
        assert_eq!(error["field"], "items[0].quantity", "{quantity}");
        assert_eq!(error["message"], "must be a whole number from 1 to 999", "{quantity}");
    }
    diner.orders(&menu[0], 999).await;
    diner.orders(&menu[0], 1).await;
    house.close().await;
}

#[tokio::test]
async fn wishes_that_make_no_sense_are_told_by_field() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 1000)]).await, house.diner().await);
    let line = json!({"item_id": id(&menu[0]), "quantity": 1});
    let cases = [
        (json!({}), "items"),
        (json!({"items": null}), "items"),
        (json!({"items": []}), "items"),
        (json!({"items": {}}), "items"),
        (json!({"items": vec![line.clone(); 51]}), "items"),
        (json!({"items": [{"quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": id(&menu[0])}]}), "items[0].quantity"),
        (json!({"items": [{"item_id": "101", "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": 101, "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": NOBODY, "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [line, {"item_id": NOBODY, "quantity": 1}]}), "items[1].item_id"),
        (json!({"items": [line], "business_id": "mine"}), "business_id"),
        (json!({"items": [line], "business_id": NOBODY}), "items[0].item_id"),
        (json!({"items": [line], "order_type": "drone"}), "order_type"),
        (json!({"items": [line], "note": "n".repeat(501)}), "note"),
        (json!({"items": [line], "note": "ring\u{7}"}), "note"),
        (json!({"items": [line], "customer": {"name": "n".repeat(201)}}), "customer.name"),
        (json!({"items": [line], "customer": {"shoe_size": 43}}), "customer.shoe_size"),
        (json!({"items": [line], "expected_total_cents": "950"}), "expected_total_cents"),
        (json!({"items": [line], "total_cents": 1}), "total_cents"),
        (json!({"items": [line], "status": "completed"}), "status"),
        (
            json!({"items": [{"item_id": id(&menu[0]), "quantity": 1, "unit_price_cents": 1}]}),
            "items[0].unit_price_cents",
        ),
    ];
    for (wish, field) in cases {
        let answer = diner.post("/api/orders").json(wish.clone()).await;
        assert_eq!(answer.invalid(), [field], "{wish}");
    }
    assert_eq!(house.stock(&menu[0]).await, 1000);
    house.close().await;
}

#[tokio::test]
async fn the_same_item_twice_is_one_line() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 2000), ("Cola", 300, 9)]).await, house.diner().await);
    let item = |index: usize, quantity: i64, note: &str| json!({"item_id": id(&menu[index]), "quantity": quantity, "note": note});
    let wish = json!({"items": [item(0, 2, "rare"), item(1, 1, ""), item(0, 3, "no salt"), item(0, 1, "")]});
    let order = diner.post("/api/orders").json(wish).await.expect(201);
    assert_eq!(order["lines"].as_array().unwrap().len(), 2);
    assert_eq!((&order["lines"][0]["quantity"], &order["lines"][0]["note"]), (&json!(6), &json!("rare; no salt")));
    assert_eq!(order["total_cents"], 6 * 950 + 300);
    assert_eq!(house.stock(&menu[0]).await, 1994);

    let too_many = json!({"items": [item(0, 999, ""), item(1, 1, ""), item(0, 1, "")]});
    assert_eq!(diner.post("/api/orders").json(too_many).await.invalid(), ["items[2].quantity"]);
    let fifty = json!({"items": vec![item(0, 1, ""); 50]});
    assert_eq!(diner.post("/api/orders").json(fifty).await.expect(201)["lines"][0]["quantity"], 50);
    house.close().await;
}

#[tokio::test]
async fn sold_out_names_each_item_and_what_is_left() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 3), ("Tiramisù", 600, 0), ("Cola", 300, 9), ("Bread", 100, 9)]).await;
    let diner = house.diner().await;
    let off = json!({"available": false});
    menu.owner.patch(format!("/api/items/{}", id(&menu[3]))).json(off).await.expect(200);
    let wish = lines(&[(&menu[0], 4), (&menu[2], 1), (&menu[1], 1), (&menu[3], 2)]);
    let problem = diner.post("/api/orders").json(wish).await.refused(409, "sold-out");
    assert_eq!(
        problem["items"],
        json!([
            {"item_id": id(&menu[0]), "name": "Margherita", "requested": 4, "left": 3},
            {"item_id": id(&menu[1]), "name": "Tiramisù", "requested": 1, "left": 0},
            {"item_id": id(&menu[3]), "name": "Bread", "requested": 2, "left": 0},
        ])
    );
    assert_eq!(problem["detail"], "There is not enough of: Margherita (3 left), Tiramisù (0 left), Bread (0 left).");
    assert_eq!(house.stock(&menu[2]).await, 9);
    house.close().await;
}

#[tokio::test]
async fn what_is_off_the_menu_cannot_be_ordered() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 3)]).await, house.diner().await);
    let order = diner.orders(&menu[0], 1).await;
    menu.owner.delete(format!("/api/items/{}", id(&menu[0]))).await.expect(204);
    assert_eq!(diner.places(&menu[0], 1).await.invalid(), ["items[0].item_id"]);
    // History stays, and so do the books.
    assert_eq!(diner.sees(&order).await["lines"][0]["name"], "Margherita");
    diner.cancels(&order).await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn an_order_is_of_one_business() {
    let house = House::open().await;
    let (one, other) = (house.menu(&[("Margherita", 950, 3)]).await, house.menu(&[("Ramen", 1200, 3)]).await);
    let diner = house.diner().await;
    let both = lines(&[(&one[0], 1), (&other[0], 1)]);
    diner.post("/api/orders").json(both.clone()).await.refused(422, "several-businesses");
    let mut named = both;
    named["business_id"] = one.owner.business_id().into();
    assert_eq!(diner.post("/api/orders").json(named).await.invalid(), ["items[1].item_id"]);
    house.close().await;
}

#[tokio::test]
async fn a_closed_business_takes_no_orders() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 3)]).await, house.diner().await);
    menu.set(json!({"open": false})).await;
    diner.places(&menu[0], 1).await.refused(409, "business-closed");
    menu.owner.places(&menu[0], 1).await.refused(409, "business-closed");
    menu.set(json!({"open": true})).await;
    diner.orders(&menu[0], 1).await;
    house.close().await;
}

#[tokio::test]
async fn a_price_that_has_changed_is_told_before_it_is_paid() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 300), ("Yacht", 100_000_000, 9)]).await, house.diner().await);
    let dearer = json!({"price_cents": 1000});
    menu.owner.patch(format!("/api/items/{}", id(&menu[0]))).json(dearer).await.expect(200);
    let mut wish = lines(&[(&menu[0], 2)]);
    wish["expected_total_cents"] = 1900.into();
    let problem = diner.post("/api/orders").json(wish.clone()).await.refused(409, "price-changed");
    assert_eq!((&problem["expected_total_cents"], &problem["total_cents"]), (&json!(1900), &json!(2000)));
    wish["expected_total_cents"] = 2000.into();
    let order = diner.post("/api/orders").json(wish).await.expect(201);
    // What was ordered keeps its price.
    menu.owner.patch(format!("/api/items/{}", id(&menu[0]))).json(json!({"price_cents": 1})).await.expect(200);
    assert_eq!(diner.sees(&order).await["total_cents"], 2000);
    // A total may be more than any single price.
    let mut fleet = lines(&[(&menu[1], 3)]);
    fleet["expected_total_cents"] = 300_000_000.into();
    let fleet = diner.post("/api/orders").json(fleet).await.expect(201);
    assert_eq!(diner.sees(&fleet).await["lines"][0]["line_total_cents"], 300_000_000);
    menu.owner.does("accept", &fleet).await.expect(200);
    house.close().await;
}

async fn for_guest(staff: &Person, item: &Value, customer: Value) -> Value {
    let wish = json!({"items": [{"item_id": id(item), "quantity": 1}], "customer": customer});
    staff.post("/api/orders").json(wish).await.expect(201)
}

#[tokio::test]
async fn staff_orders_for_guests() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 30)]).await;
    let (waiter, foreign) = (house.waiter(&menu.owner).await, house.menu(&[("Ramen", 1200, 3)]).await);
    for staff in [&waiter, &menu.owner] {
        let order = for_guest(staff, &menu[0], json!({"name": "Ms Rossi", "phone": "+39 06", "table": " 7 "})).await;
        assert_eq!((&order["customer_id"], &order["placed_by"]), (&json!(null), &json!(staff.id())));
        assert_eq!(order["customer"], json!({"name": "Ms Rossi", "phone": "+39 06", "table": "7"}));
        assert_eq!(order["order_type"], "dine_in");
        let order = for_guest(staff, &menu[0], json!({"name": "", "table": " "})).await;
        assert_eq!(order["customer"], json!({"name": null, "phone": null, "table": null}));
        assert_eq!(order["order_type"], "takeaway");
        // Of their own menu only.
        assert_eq!(staff.places(&foreign[0], 1).await.invalid(), ["items[0].item_id"]);
        let mut elsewhere = lines(&[(&menu[0], 1)]);
        elsewhere["business_id"] = foreign.owner.business_id().into();
        assert_eq!(staff.post("/api/orders").json(elsewhere).await.invalid(), ["items[0].item_id"]);
    }
    let admin = house.admin().await;
    admin.places(&menu[0], 1).await.refused(403, "forbidden");
    house.stranger().places(&menu[0], 1).await.refused(401, "unauthenticated");
    house.close().await;
}

#[tokio::test]
async fn a_trace_goes_from_the_request_to_the_event() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 3)]).await, house.diner().await);
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let parent = format!("00-{trace}-00f067aa0ba902b7-01");
    let order = diner.places(&menu[0], 1).header("traceparent", &parent).await.expect(201);
    menu.owner.does("accept", &order).header("traceparent", &parent).await.expect(200);
    for event in diner.history(&order).await {
        assert_eq!(event["traceparent"].as_str().unwrap().split('-').nth(1), Some(trace), "{event}");
    }
    let problem = diner.places(&menu[0], 9).header("traceparent", &parent).await.refused(409, "sold-out");
    assert_eq!(problem["trace_id"], trace);
    let mut read = house.db.read().await.unwrap();
    let told = sql!(read, one[i64], "select count(*) from events where traceparent is null").await.unwrap();
    assert_eq!(told, (0,));
    drop(read);
    house.close().await;
}
