//! The READMEs, call by call.

use std::time::Duration;

use serde_json::json;

use super::{bearer, customer};
use crate::kit::{House, PASSWORD};

/// S0 names the two logins; S1 the rest. The bodies' fields are those of their tables.
#[tokio::test]
async fn s0_and_s1_order_cancel_and_set_their_menu() {
    let house = House::open().await;
    let shop = house.menu(&[]).await;
    shop.set(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    let guest = customer(&house, "dana").await;

    // POST /user_login, POST /business_login: JSON or a form, and by the names of the tables' columns.
    let nobody = house.stranger();
    for (path, name) in [("/user_login", "dana"), ("/business_login", shop.owner.name())] {
        let session = nobody.post(path).json(json!({"username": name, "password": PASSWORD})).await.expect(200);
        assert_eq!((&session["token_type"], session["user"]["username"].as_str()), (&json!("bearer"), Some(name)));
        nobody.post(path).form(&[("username", name), ("password", PASSWORD)]).await.expect(200);
    }
    nobody.post("/user_login").json(json!({"u_name": "dana", "u_password": PASSWORD})).await.expect(200);
    let owner = shop.owner.name();
    nobody.post("/business_login").json(json!({"e_name": owner, "e_password": PASSWORD})).await.expect(200);
    nobody.post("/business_login").json(json!({"biz_name": owner, "password": PASSWORD})).await.expect(200);
    let login = nobody.post("/user_login").json(json!({"username": "dana", "password": PASSWORD})).await;
    assert_eq!(login.header("cache-control"), Some("no-store"));
    let (dana, biz) = (bearer(&house, &login.expect(200)), shop.owner.clone());

    // POST /set-menu-and-instore: a menu in S1's words, then one item of it in S0's.
    let menu = json!([
        {"m_name": "Margherita", "m_img_url": "https://example.com/m.jpg", "m_price": 9.5, "m_instore": 10},
        {"m_name": "Tiramisù", "m_img_url": "", "m_price": 5, "m_instore": 4},
    ]);
    let menu = biz.post("/set-menu-and-instore").json(menu).await.expect(200);
    let (pizza, cake) = (&menu[0], &menu[1]);
    assert_eq!(
        *pizza,
        json!({
            "id": pizza["id"], "m_id": pizza["id"], "number": 101, "name": "Margherita", "m_name": "Margherita",
            "image_url": "https://example.com/m.jpg", "m_img_url": "https://example.com/m.jpg", "price": 9.5,
            "m_price": 9.5, "stock_quantity": 10, "m_instore": 10, "biz_id": biz.business_id(), "currency": "EUR",
        })
    );
    assert_eq!((&cake["image_url"], &cake["price"], &cake["m_instore"]), (&json!(null), &json!(5), &json!(4)));
    let change = json!({"id": pizza["id"], "name": "Regina", "price": 11.25, "stock_quantity": 7});
    let regina = biz.post("/set-menu-and-instore").json(change).await.expect(200);
    assert_eq!(
        (&regina["id"], &regina["m_name"], &regina["m_price"], &regina["m_instore"], &regina["image_url"]),
        (&pizza["id"], &json!("Regina"), &json!(11.25), &json!(7), &pizza["image_url"])
    );
    let offered = nobody.get(format!("/api/businesses/{}/items", biz.business_id())).await.expect(200);
    assert_eq!(offered["data"][0]["price_cents"], 1125);
    assert_eq!(offered["data"][0]["stock_quantity"], 7);

    // POST /order, by id and by number; GET /get_orders, each side's.
    let first = dana.post("/order").json(json!({"menu_id": pizza["id"], "quantity": 2})).await.expect(200);
    assert_eq!(
        first,
        json!({
            "id": first["id"], "o_id": first["id"], "number": "ORD1001", "state": "pending", "o_state": "pending",
            "biz_id": biz.business_id(), "e_id": biz.business_id(), "biz_name": first["biz_name"],
            "menu_id": pizza["id"], "m_id": pizza["id"], "quantity": 2, "user_id": guest.id(), "u_id": guest.id(),
            "items": [{"menu_id": pizza["id"], "name": "Regina", "quantity": 2, "price": 11.25}],
            "total": 22.5, "currency": "EUR", "reason": null, "placed_at": first["placed_at"],
        })
    );
    let second = dana.post("/order").json(json!({"menu_id": 102, "quantity": 1})).await.expect(200);
    assert_eq!(house.stock(&regina).await, 5);
    assert_eq!(dana.get("/get_orders").await.expect(200), json!([second, first]));
    assert_eq!(biz.get("/get_orders").await.expect(200), json!([second, first]));
    assert_eq!(customer(&house, "zoe").await.get("/get_orders").await.expect(200), json!([]));

    // POST /cancel_order gives the stock back; an order that was accepted stays.
    let cancelled = dana.post("/cancel_order").json(json!({"order_id": first["id"]})).await.expect(200);
    assert_eq!((&cancelled["state"], &cancelled["o_state"]), (&json!("cancelled"), &json!("cancelled")));
    assert_eq!(house.stock(&regina).await, 7);
    biz.does("accept", &second).await.expect(200);
    dana.post("/cancel_order").json(json!({"order_id": "ORD1002"})).await.refused(409, "wrong-state");
    assert_eq!(biz.get("/get_orders?status=accepted").await.expect(200)[0]["id"], second["id"]);
    assert_eq!(biz.get("/get_orders?status=pending&page=1&limit=10").await.expect(200), json!([]));
    // One click each: accepted, processing, completed.
    for (command, state) in [("start", "processing"), ("complete", "completed")] {
        biz.does(command, &second).await.expect(200);
        assert_eq!(dana.get("/get_orders?limit=1").await.expect(200)[0]["state"], state);
    }
    house.close().await;
}

/// S2's client makes waiters with name, email and password, who log in by email and order for their guests.
#[tokio::test]
async fn s2_waiters_order_for_their_guests_and_read_the_report() {
    let house = House::open().await;
    let shop = house.menu(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let other = house.menu(&[("Ramen", 1200, 10)]).await;

    // POST /api/users; GET /api/users; GET /api/users/<id>
    let wanda = json!({"name": "Wanda", "email": "wanda@example.com", "password": PASSWORD});
    let wanda = shop.owner.post("/api/users").json(wanda).await.expect(201);
    assert_eq!((&wanda["name"], &wanda["role"]), (&json!("Wanda"), &json!("waiter")));
    let all = shop.owner.get("/api/users").await.expect(200);
    assert!(all["data"].as_array().unwrap().contains(&wanda), "{all}");
    assert_eq!(shop.owner.get(format!("/api/users/{}", wanda["id"].as_str().unwrap())).await.expect(200), wanda);

    // POST /api/auth/login by email; GET /api/auth/verify
    let login = json!({"email": "wanda@example.com", "password": PASSWORD});
    let session = house.stranger().post("/api/auth/login").json(login).await.expect(200);
    let waiter = bearer(&house, &session);
    let verified = waiter.get("/api/auth/verify").await.expect(200);
    assert_eq!((&verified["valid"], &verified["user"]), (&json!(true), &wanda));
    house.stranger().get("/api/auth/verify").await.refused(401, "unauthenticated");

    // POST /api/orders with several products and customer details; GET /api/orders; GET /api/orders/<id>
    let order = json!({
        "items": [{"item_id": shop[0]["id"], "quantity": 2}, {"item_id": shop[1]["id"], "quantity": 1}],
        "customer": {"name": "Mr. Rossi", "phone": "+39 06 1234", "table": "12"},
    });
    let order = waiter.post("/api/orders").json(order).await.expect(201);
    assert_eq!(order["customer"], json!({"name": "Mr. Rossi", "phone": "+39 06 1234", "table": "12"}));
    assert_eq!((&order["total_cents"], &order["order_type"]), (&json!(2150), &json!("dine_in")));
    assert_eq!((&order["placed_by"], &order["customer_id"]), (&wanda["id"], &json!(null)));
    assert_eq!(waiter.get("/api/orders").await.expect(200)["data"][0]["id"], order["id"]);
    assert_eq!(waiter.sees(&order).await["lines"], order["lines"]);

    // Theirs and only theirs: the other business's orders are not there for this waiter, nor its items.
    let theirs = house.diner().await.orders(&other[0], 1).await;
    waiter.get(format!("/api/orders/{}", theirs["id"].as_str().unwrap())).await.refused(404, "not-found");
    assert_eq!(waiter.get("/api/orders").await.expect(200)["data"].as_array().unwrap().len(), 1);
    let foreign = waiter.places(&other[0], 1).await;
    assert_eq!(foreign.invalid(), ["items[0].item_id"]);
    let stranger = house.waiter(&other.owner).await;
    stranger.get(format!("/api/orders/{}", order["id"].as_str().unwrap())).await.refused(404, "not-found");
    stranger.cancels(&order).await.refused(404, "not-found");

    // GET /api/reports/products?start_date=&end_date= (the house's clock stands on this evening)
    for command in ["accept", "start", "complete"] {
        shop.owner.does(command, &order).await.expect(200);
    }
    let report = waiter.get("/api/reports/products?start_date=2026-11-21&end_date=2026-11-21").await.expect(200);
    let rows = report["data"].as_array().unwrap();
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name}: {report}"));
    assert_eq!((&row("Margherita")["quantity"], &row("Cola")["quantity"]), (&json!(2), &json!(1)));
    house.close().await;
}

/// The README's own order: `user123` orders 101 and 102 for 250.75.
#[tokio::test]
async fn s3_orders_by_numbers_and_asks_how_far_it_is() {
    let house = House::open().await;
    let shop = house.menu(&[("Espresso machine", 20_025, 5), ("Grinder", 5_050, 5)]).await;
    shop.set(json!({"grace_seconds": 5, "kitchen": "manual"})).await;
    assert_eq!((&shop[0]["number"], &shop[1]["number"]), (&json!(101), &json!(102)));
    let user = customer(&house, "user123").await;

    // As it stands there, byte by byte.
    let body = r#"{
    "user_id" : "user123",
    "item_ids": [101, 102],
    "total_amount": 250.75
}"#;
    let order = user.post("/order").header("Content-Type", "application/json").body(body).await.expect(200);
    assert_eq!(order, json!({"order_id": "ORD1001", "order_status": "Pending"}));
    assert_eq!((house.stock(&shop[0]).await, house.stock(&shop[1]).await), (4, 4));

    let asked = || user.get("/order/ORD1001");
    assert_eq!(asked().await.expect(200), order);
    house.later(Duration::from_secs(6));
    let id = shared::testing::eventually("accepted", crate::kit::SOON, || async {
        let order = shop.owner.get("/api/orders/ORD1001").await.expect(200);
        (order["status"] == "accepted").then_some(order)
    })
    .await;
    // Accepted is still in S3's queue.
    assert_eq!(asked().await.expect(200)["order_status"], "Pending");
    for (command, status) in [("start", "Processing"), ("complete", "Completed")] {
        shop.owner.does(command, &id).await.expect(200);
        assert_eq!(asked().await.expect(200), json!({"order_id": "ORD1001", "order_status": status}));
    }

    let metrics = shop.owner.get("/metrics").await.expect(200);
    assert_eq!(metrics["average_processing_time"], 0.0);
    assert_eq!(
        metrics,
        json!({
            "total_orders": 1, "average_processing_time": 0.0, "pending_orders": 0, "processing_orders": 0,
            "completed_orders": 1,
        })
    );

    // The same from behind the counter: the user is the guest's name. Twice the same item is two of it.
    let body = json!({"user_id": "user124", "item_ids": [102, "102", shop[0]["id"]], "total_amount": "301.250"});
    let order = shop.owner.post("/order").json(body).await.expect(200);
    let order = shop.owner.get(format!("/api/orders/{}", order["order_id"].as_str().unwrap())).await.expect(200);
    assert_eq!(order["customer"]["name"], "user124");
    assert_eq!((&order["total_cents"], house.stock(&shop[1]).await), (&json!(30_125), 2));
    house.close().await;
}

#[tokio::test]
async fn s4_registers_sells_orders_confirms_and_cancels() {
    let house = House::open().await;
    let nobody = house.stranger();

    // Register users
    for (username, role) in [("admin1", "admin"), ("customer1", "customer")] {
        let form = json!({"username": username, "password": PASSWORD, "role": role});
        let account = nobody.post("/register").json(form).await.expect(200);
        assert_eq!((&account["username"], &account["role"]), (&json!(username), &json!(role)));
        assert_eq!(account["business_id"].is_string(), role == "admin");
        bearer(&house, &account).get("/api/auth/verify").await.expect(200);
    }

    // Login, by a form; then Swagger's box, into which people paste the word as well.
    let login = async |username: &str| {
        let form = [("username", username), ("password", PASSWORD)];
        let session = nobody.post("/login").form(&form).await.expect(200);
        assert_eq!(session["token_type"], "bearer");
        let token = session["access_token"].as_str().unwrap().to_owned();
        nobody.get("/orders").header("Authorization", format!("Bearer Bearer {token}")).await.expect(200);
        nobody.with_token(token)
    };
    let admin = login("admin1").await;

    // Create product (admin only)
    let form = json!({"name": "Laptop", "price": 50000, "stock_quantity": 5});
    let laptop = admin.post("/products").json(form).await.expect(200);
    let form = json!({"name": "Mouse", "price": 500, "stock_quantity": 10});
    let mouse = admin.post("/products").json(form.clone()).await.expect(200);
    assert_eq!(
        laptop,
        json!({
            "id": 101, "item_id": laptop["item_id"], "name": "Laptop", "price": 50000, "currency": "EUR",
            "stock_quantity": 5, "available": true, "business_id": laptop["business_id"],
        })
    );
    let customer = login("customer1").await;
    customer.post("/products").json(form).await.refused(403, "forbidden");

    // List products
    for client in [&nobody, &customer, &admin] {
        assert_eq!(client.get("/products?page=1&limit=10").await.expect(200), json!([laptop, mouse]));
    }

    // Place order: stock is reduced, the status is PENDING. The seed's product 1 is 101 here.
    let order = customer.post("/orders").json(json!({"items": [{"product_id": 101, "quantity": 2}]})).await.expect(200);
    assert_eq!(
        order,
        json!({
            "id": 1001, "number": "ORD1001", "order_id": order["order_id"], "user_id": order["user_id"],
            "status": "PENDING", "total_amount": 100_000, "currency": "EUR", "created_at": order["created_at"],
            "items": [{
                "product_id": 101, "item_id": laptop["item_id"], "name": "Laptop", "quantity": 2, "price": 50000,
            }],
        })
    );
    let stock = async || nobody.get("/products").await.expect(200)[0]["stock_quantity"].clone();
    assert_eq!(stock().await, 3);

    // List orders: a customer its own, the admin its business's.
    let form = json!({"username": "customer2", "password": PASSWORD, "role": "customer"});
    let other = bearer(&house, &nobody.post("/register").json(form).await.expect(200));
    let second =
        json!({"items": [{"product_id": laptop["item_id"], "quantity": 1}, {"product_id": "102", "quantity": 3}]});
    let second = other.post("/orders").json(second).await.expect(200);
    assert_eq!(customer.get("/orders").await.expect(200), json!([order]));
    assert_eq!(other.get("/orders").await.expect(200), json!([second]));
    for query in ["", "?status=PENDING", "?page=1&limit=10"] {
        assert_eq!(admin.get(format!("/orders{query}")).await.expect(200), json!([second, order]), "{query}");
    }

    // Nothing moves by itself in this business, however long it takes.
    house.later(Duration::from_mins(1));
    customer.patch("/orders/1001/confirm").await.refused(403, "forbidden");
    let confirmed = admin.patch("/orders/1001/confirm").await.expect(200);
    assert_eq!(confirmed["status"], "CONFIRMED");
    assert_eq!(admin.get("/orders?status=CONFIRMED").await.expect(200), json!([confirmed]));
    assert_eq!(admin.get("/orders?status=pending").await.expect(200), json!([second]));

    // Cancel order: the stock is restored, once.
    let path = format!("/orders/{}/cancel", second["order_id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(other.patch(&path).await.expect(200)["status"], "CANCELLED");
        assert_eq!(stock().await, 3);
    }
    customer.patch("/orders/ORD1001/cancel").await.refused(409, "wrong-state");
    assert_eq!(admin.patch("/orders/ORD1001/cancel").await.expect(200)["status"], "CANCELLED");
    assert_eq!(stock().await, 5);

    // Swagger
    assert_eq!(nobody.get("/docs").await.status, 303);
    nobody.get("/docs/").await.expect(200);
    house.close().await;
}
