//! Who may do what, for every operation of the OpenAPI document: an operation that is not in the table fails.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use shared::testing::eventually;

use crate::kit::{Answer, House, Menu, NOBODY, PASSWORD, Person, SOON, contract, id};

/// In the order of the table's columns.
const ACTORS: [&str; 7] = ["anonymous", "customer A", "customer B", "waiter", "business", "other business", "admin"];

/// An operation, and what each of the [`ACTORS`] is answered: for a thing of the business (an order is of customer A),
/// for one of the other business (of customer B), and for one that does not exist. Where there is no thing, once.
type Row = (&'static str, &'static str, &'static [[u16; 7]]);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("post",   "/api/auth/register",          &[[201, 201, 201, 201, 201, 201, 201]]),
    ("post",   "/api/auth/login",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/api/auth/refresh",           &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/api/auth/logout",            &[[204, 204, 204, 204, 204, 204, 204]]),
    ("get",    "/api/auth/verify",            &[[401, 200, 200, 200, 200, 200, 200]]),
    // An admin has to say whose waiter it is.
    ("post",   "/api/users",                  &[[401, 403, 403, 403, 201, 201, 422]]),
    ("get",    "/api/users",                  &[[401, 403, 403, 403, 200, 200, 200]]),
    ("get",    "/api/users/{id}",             &[[401, 404, 404, 404, 200, 404, 200],
                                                [401, 404, 404, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("delete", "/api/users/{id}",             &[[401, 403, 403, 403, 204, 404, 204],
                                                [401, 403, 403, 403, 404, 204, 204],
                                                [401, 403, 403, 403, 404, 404, 404]]),
    ("get",    "/api/businesses",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/api/businesses/{id}",        &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/businesses/{id}/items",  &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/api/businesses/{id}",        &[[401, 403, 403, 403, 200, 404, 200],
                                                [401, 403, 403, 403, 404, 200, 200],
                                                [401, 403, 403, 403, 404, 404, 404]]),
    ("post",   "/api/items",                  &[[401, 403, 403, 403, 201, 201, 403]]),
    ("get",    "/api/items/{id}",             &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/api/items/{id}",             &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("delete", "/api/items/{id}",             &[[401, 403, 403, 403, 204, 404, 403],
                                                [401, 403, 403, 403, 404, 204, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("post",   "/api/items/{id}/stock",       &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    // Of an item: guests order anywhere, staff at home.
    ("post",   "/api/orders",                 &[[401, 201, 201, 201, 201, 422, 403],
                                                [401, 201, 201, 422, 422, 201, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/api/orders",                 &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/api/orders/{id}",            &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/orders/{id}/events",     &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    // Cancelling: a waiter only what it placed itself.
    ("post",   "/api/orders/{id}/{command}",  &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/kitchen",                &[[401, 403, 403, 200, 200, 200, 200]]),
    ("get",    "/api/overview",               &[[401, 403, 403, 403, 403, 403, 200]]),
    ("get",    "/api/reports/products",       &[[401, 403, 403, 200, 200, 200, 200]]),
    ("get",    "/api/reports/summary",        &[[401, 403, 403, 403, 200, 200, 200]]),
    ("get",    "/api/dead-letters",           &[[401, 403, 403, 403, 403, 403, 200]]),
    // Nobody's letters but the broker's; an order's id is none of them.
    ("post",   "/api/dead-letters/{id}/replay", &[[401, 403, 403, 403, 403, 403, 404]]),
    ("post",   "/user_login",                 &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/business_login",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/login",                      &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/register",                   &[[200, 200, 200, 200, 200, 200, 200]]),
    // The seeds' names: whoever may do it under ours.
    ("post",   "/order",                      &[[401, 200, 200, 200, 200, 422, 403],
                                                [401, 200, 200, 422, 422, 200, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/order/{order_id}",           &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("post",   "/cancel_order",               &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/get_orders",                 &[[401, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/set-menu-and-instore",       &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("post",   "/products",                   &[[401, 403, 403, 403, 200, 200, 403]]),
    ("get",    "/products",                   &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/orders",                     &[[401, 200, 200, 200, 200, 422, 403],
                                                [401, 200, 200, 422, 422, 200, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/orders",                     &[[401, 200, 200, 200, 200, 200, 200]]),
    ("patch",  "/orders/{order_id}/confirm",  &[[401, 403, 404, 403, 200, 404, 200],
                                                [401, 404, 403, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/orders/{order_id}/cancel",   &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/livez",                      &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/metrics",                    &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/readyz",                     &[[200, 200, 200, 200, 200, 200, 200]]),
];

struct Cast {
    menus: [Menu; 2],
    diners: [Person; 2],
    actors: [Person; 7],
}

impl Cast {
    async fn of(house: &House) -> Self {
        let menus = [house.menu(&[("Margherita", 950, 900)]).await, house.menu(&[("Ramen", 1200, 900)]).await];
        let diners = [house.diner().await, house.diner().await];
        let actors = [
            house.stranger(),
            diners[0].clone(),
            diners[1].clone(),
            house.waiter(&menus[0].owner).await,
            menus[0].owner.clone(),
            menus[1].owner.clone(),
            house.admin().await,
        ];
        Self { menus, diners, actors }
    }

    /// The id of a fresh thing of one business or the other, for the operation to be tried on.
    async fn thing(&self, house: &House, path: &str, whose: usize) -> String {
        let Some(menu) = self.menus.get(whose) else { return NOBODY.to_owned() };
        let kind = match path {
            "/api/orders" | "/orders" | "/order" => "offers",
            "/set-menu-and-instore" => "items",
            "/cancel_order" | "/order/{order_id}" => "orders",
            path => path.trim_start_matches("/api").split('/').nth(1).unwrap(),
        };
        let thing = match kind {
            "businesses" => return menu.owner.business_id().to_owned(),
            "offers" => menu[0].clone(),
            "orders" => self.diners[whose].orders(&menu[0], 1).await,
            "items" => menu.owner.post("/api/items").json(json!({"name": "Dish", "price_cents": 1})).await.expect(201),
            "users" => {
                let form = json!({"name": "Wanda", "username": house.name("wanda"), "password": PASSWORD});
                menu.owner.post("/api/users").json(form).await.expect(201)
            }
            other => panic!("what is one of {other}?"),
        };
        id(&thing).to_owned()
    }
}

/// A body that is acceptable.
async fn body(house: &House, operation: (&str, &str), thing: &str) -> Option<Value> {
    let customer = |house: &House| json!({"username": house.name("new"), "password": PASSWORD, "role": "customer"});
    Some(match operation {
        ("post", "/api/auth/register" | "/register") => customer(house),
        ("post", "/api/auth/login" | "/api/auth/refresh" | "/api/auth/logout") => {
            let form = customer(house);
            let session = house.stranger().post("/api/auth/register").json(form.clone()).await.expect(201);
            match operation.1 {
                "/api/auth/login" => json!({"username": form["username"], "password": PASSWORD}),
                _ => json!({"refresh_token": session["refresh_token"]}),
            }
        }
        ("post", "/user_login" | "/login") => json!({"username": house.diner().await.name(), "password": PASSWORD}),
        ("post", "/business_login") => json!({"username": house.owner().await.name(), "password": PASSWORD}),
        ("post", "/order") => json!({"menu_id": thing, "quantity": 1}),
        ("post", "/orders") => json!({"items": [{"product_id": thing, "quantity": 1}]}),
        ("post", "/cancel_order") => json!({"order_id": thing}),
        ("post", "/set-menu-and-instore") => json!({"id": thing, "stock_quantity": 900}),
        ("post", "/products") => json!({"name": "Dish", "price": 0.01}),
        ("post", "/api/users") => json!({"name": "Wanda", "username": house.name("wanda"), "password": PASSWORD}),
        ("patch", "/api/businesses/{id}") => json!({"grace_seconds": 5}),
        ("post", "/api/items") => json!({"name": "Dish", "price_cents": 1}),
        ("patch", "/api/items/{id}") => json!({"price_cents": 2}),
        ("post", "/api/items/{id}/stock") => json!({"delta": 1}),
        ("post", "/api/orders") => json!({"items": [{"item_id": thing, "quantity": 1}]}),
        _ => return None,
    })
}

fn without_trace(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    body.as_object_mut().map(|problem| problem.remove("trace_id"));
    body
}

/// What the document promises beyond what everybody asks for: other media types, and the replay of a letter.
async fn ask_for_the_rest(house: &House, cast: &Cast) {
    let (owner, admin) = (&cast.menus[0].owner, &cast.actors[6]);
    for (method, path, status, kind) in contract().successes() {
        if method == "get" && status == 200 && !path.contains('{') && !kind.ends_with("json") {
            owner.get(path).header("accept", kind).await.expect(200);
        }
    }
    let order = cast.diners[0].orders(&cast.menus[0][0], 1).await;
    owner.does("accept", &order).await.expect(200);
    house.broker.work(1).next().await.unwrap().reject().await.unwrap();
    let letter = eventually("a dead letter", SOON, || async {
        let letters = admin.get("/api/dead-letters").await.expect(200);
        letters["data"].as_array().unwrap().first().cloned()
    });
    admin.post(format!("/api/dead-letters/{}/replay", id(&letter.await))).await.expect(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let house = Arc::new(House::open().await);
    let cast = Cast::of(&house).await;
    let mut wrong = Vec::new();
    let mut asked = 0;
    for (method, path) in &contract().operations {
        let Some((_, _, rows)) = TABLE.iter().find(|(of, at, _)| of == method && at == path) else {
            panic!("{method} {path} is not in the table: who may do it?");
        };
        for (column, actor) in cast.actors.iter().enumerate() {
            let mut refusals: Vec<Answer> = Vec::new();
            for (whose, row) in rows.iter().enumerate() {
                let named = rows.len() > 1;
                let thing = if named { cast.thing(&house, path, whose).await } else { String::new() };
                let address = path.replace("{id}", &thing).replace("{order_id}", &thing).replace("{command}", "cancel");
                let mut ask = actor.ask(method.to_uppercase().parse::<Method>().unwrap(), address);
                if let Some(body) = body(&house, (method, path), &thing).await {
                    ask = ask.json(body);
                }
                let answer = ask.await;
                if answer.status != row[column] {
                    let whose = ["own", "foreign", "missing"][whose];
                    wrong.push(format!("{method} {path}, {whose}, {}: {}", ACTORS[column], answer.status));
                }
                asked += 1;
                if answer.status >= 400 {
                    refusals.push(answer);
                }
            }
            // What is not theirs looks like what is not there.
            let missing = refusals.last().cloned();
            for (refusal, missing) in refusals.iter().zip(std::iter::repeat(missing.as_ref())) {
                let Some(missing) = missing.filter(|missing| missing.status == refusal.status) else { continue };
                assert_eq!(without_trace(refusal), without_trace(missing), "{method} {path}, {}", ACTORS[column]);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (method, path, _) in TABLE {
        let known = contract().operations.iter().any(|(of, at)| of == method && at == path);
        assert!(known, "{method} {path} is in the table, but in no document");
    }
    ask_for_the_rest(&house, &cast).await;
    let seen = house.wire.seen.lock().unwrap().clone();
    let unseen: Vec<_> = contract().successes().difference(&seen).cloned().collect();
    assert!(unseen.is_empty(), "the document promises what nobody ever got: {unseen:#?}");
    println!("{asked} requests of {} operations", TABLE.len());
    Arc::into_inner(house).unwrap().close().await;
}
