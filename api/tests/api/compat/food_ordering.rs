//! The requests of the two food ordering clients, including bodies whose fields are named after database columns.

use serde_json::{Value, json};
use testkit::ApiClient;

use super::client_of_token;
use crate::support::{PASSWORD, TestServer};

/// Tests `POST /user_login` and `POST /business_login` with JSON, with forms, and with column names. Returns the customer's
/// client.
async fn log_in(server: &TestServer, owner: &str) -> ApiClient {
    let anonymous = server.anonymous();
    for (path, name) in [("/user_login", "dana"), ("/business_login", owner)] {
        let session = anonymous.post(path).json(json!({"username": name, "password": PASSWORD})).await;
        let session = session.expect_status(200);
        assert_eq!((&session["token_type"], session["user"]["username"].as_str()), (&json!("bearer"), Some(name)));
        anonymous.post(path).form(&[("username", name), ("password", PASSWORD)]).await.expect_status(200);
    }
    for (path, form) in [
        ("/user_login", json!({"u_name": "dana", "u_password": PASSWORD})),
        ("/business_login", json!({"e_name": owner, "e_password": PASSWORD})),
        ("/business_login", json!({"biz_name": owner, "password": PASSWORD})),
    ] {
        anonymous.post(path).json(form).await.expect_status(200);
    }
    let login = anonymous.post("/user_login").json(json!({"username": "dana", "password": PASSWORD})).await;
    assert_eq!(login.header("cache-control"), Some("no-store"));
    client_of_token(server, &login.expect_status(200))
}

/// Tests `POST /set-menu-and-instore`: creates two items with the field names of one system, then edits an item with the field
/// names of the other system. Returns the edited item.
async fn set_menu(server: &TestServer, owner: &ApiClient) -> Value {
    let menu = json!([
        {"m_name": "Margherita", "m_img_url": "https://example.com/m.jpg", "m_price": 9.5, "m_instore": 10},
        {"m_name": "Tiramisù", "m_img_url": "", "m_price": 5, "m_instore": 4},
    ]);
    let menu = owner.post("/set-menu-and-instore").json(menu).await.expect_status(200);
    let (pizza, cake) = (&menu[0], &menu[1]);
    assert_eq!(
        *pizza,
        json!({
            "id": pizza["id"], "m_id": pizza["id"], "number": 101, "name": "Margherita", "m_name": "Margherita",
            "image_url": "https://example.com/m.jpg", "m_img_url": "https://example.com/m.jpg", "price": 9.5,
            "m_price": 9.5, "stock_quantity": 10, "m_instore": 10, "biz_id": owner.business_id(), "currency": "EUR",
        })
    );
    assert_eq!((&cake["image_url"], &cake["price"], &cake["m_instore"]), (&json!(null), &json!(5), &json!(4)));
    let edit = json!({"id": pizza["id"], "name": "Regina", "price": 11.25, "stock_quantity": 7});
    let regina = owner.post("/set-menu-and-instore").json(edit).await.expect_status(200);
    assert_eq!(
        (&regina["id"], &regina["m_name"], &regina["m_price"], &regina["m_instore"], &regina["image_url"]),
        (&pizza["id"], &json!("Regina"), &json!(11.25), &json!(7), &pizza["image_url"])
    );
    let path = format!("/api/businesses/{}/items", owner.business_id());
    let items = server.anonymous().get(path).await.expect_status(200);
    assert_eq!((&items["data"][0]["price_cents"], &items["data"][0]["stock_quantity"]), (&json!(1125), &json!(7)));
    regina
}

#[tokio::test]
async fn food_ordering_client_logs_in_sets_menu_places_and_cancels_order() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[]).await;
    menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    let (customer, owner) = (server.customer_named("dana").await, &menu.owner);
    let dana = log_in(&server, owner.username()).await;
    let item = set_menu(&server, owner).await;

    // POST /order by id and by number; GET /get_orders as the customer and as the business
    let first = dana.post("/order").json(json!({"menu_id": item["id"], "quantity": 2})).await.expect_status(200);
    assert_eq!(
        first,
        json!({
            "id": first["id"], "o_id": first["id"], "number": "ORD1001", "state": "pending", "o_state": "pending",
            "biz_id": owner.business_id(), "e_id": owner.business_id(), "biz_name": first["biz_name"],
            "menu_id": item["id"], "m_id": item["id"], "quantity": 2, "user_id": customer.id(), "u_id": customer.id(),
            "menu": {
                "id": item["id"], "name": "Regina", "price": 11.25, "stock": 5, "image_url": "https://example.com/m.jpg",
            },
            "items": [{"menu_id": item["id"], "name": "Regina", "quantity": 2, "price": 11.25}],
            "total": 22.5, "currency": "EUR", "reason": null, "placed_at": first["placed_at"],
        })
    );
    let second = dana.post("/order").json(json!({"menu_id": 102, "quantity": 1})).await.expect_status(200);
    assert_eq!(server.stock(&item).await, 5);
    assert_eq!(dana.get("/get_orders").await.expect_status(200), json!([second, first]));
    assert_eq!(owner.get("/get_orders").await.expect_status(200), json!([second, first]));
    assert_eq!(server.customer_named("zoe").await.get("/get_orders").await.expect_status(200), json!([]));

    // POST /cancel_order restores the stock. An accepted order cannot be cancelled.
    let cancelled = dana.post("/cancel_order").json(json!({"order_id": first["id"]})).await.expect_status(200);
    assert_eq!((&cancelled["state"], &cancelled["o_state"]), (&json!("cancelled"), &json!("cancelled")));
    assert_eq!(server.stock(&item).await, 7);
    owner.command("accept", &second).await.expect_status(200);
    dana.post("/cancel_order").json(json!({"order_id": "ORD1002"})).await.expect_problem(409, "wrong-state");
    assert_eq!(owner.get("/get_orders?status=accepted").await.expect_status(200)[0]["id"], second["id"]);
    assert_eq!(owner.get("/get_orders?status=pending&page=1&limit=10").await.expect_status(200), json!([]));
    for (command, state) in [("start", "processing"), ("complete", "completed")] {
        owner.command(command, &second).await.expect_status(200);
        assert_eq!(dana.get("/get_orders?limit=1").await.expect_status(200)[0]["state"], state);
    }
    server.close().await;
}
