//! Lists: pages without gaps or duplicates, filters and searches.

use std::collections::HashSet;
use std::future::IntoFuture as _;
use std::time::Duration;

use domain::account::{Role, User, UserId};
use domain::business::{Acceptance, Business, BusinessId, KitchenMode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use store::{businesses, users};
use testkit::api_client::id_of;
use testkit::fixture::parse;
use testkit::{ApiClient, on_every_engine};

use crate::support::TestServer;

/// Fetches all pages of a list and returns the ids. `next_cursor` and `Link` must agree.
async fn walk(client: &ApiClient, path: &str, limit: usize) -> Vec<String> {
    let (mut ids, mut next) =
        (Vec::new(), format!("{path}{}limit={limit}", if path.contains('?') { '&' } else { '?' }));
    loop {
        let response = client.get(&next).await;
        let link = response.header("link").map(str::to_owned);
        let page = response.expect_status(200);
        let rows = page["data"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| id_of(row).to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(link, None, "a link on the last page");
            return ids;
        };
        assert_eq!(rows.len(), limit, "a page that is not full, but not the last");
        let link = link.unwrap();
        next = link.trim_start_matches('<').trim_end_matches(">; rel=\"next\"").into();
        assert!(next.contains(&format!("cursor={cursor}")), "{next} does not contain {cursor}");
    }
}

fn assert_complete(walked: &[String], expected: usize) {
    assert_eq!(walked.len(), expected);
    assert_eq!(walked.iter().collect::<HashSet<_>>().len(), expected, "duplicates");
}

on_every_engine! {
    async fn pages_of_250_entries_have_no_gaps_or_duplicates(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[]).await;
        let (customer, admin) = (server.customer().await, server.admin().await);
        for n in 0..250 {
            let form = json!({"name": format!("Dish {n}"), "price_cents": 100, "stock_quantity": 9});
            menu.owner.post("/api/items").json(form).skip_record_check().await.expect_status(201);
        }
        let items = format!("/api/businesses/{}/items", menu.owner.business_id());
        for limit in [7, 50, 100] {
            assert_complete(&walk(&server.anonymous(), &items, limit).await, 250);
        }
        let item = server.anonymous().get(&items).await.expect_status(200)["data"][0].clone();
        menu.owner
            .post(format!("/api/items/{}/stock", id_of(&item)))
            .json(json!({"delta": 500}))
            .await
            .expect_status(200);

        let placed = join_all((0..250).map(|_| customer.place(&item, 1).skip_record_check().into_future())).await;
        assert!(placed.iter().all(|response| response.status == 201));
        for client in [&customer, &menu.owner, &admin] {
            let walked = walk(client, "/api/orders", 60).await;
            assert_complete(&walked, 250);
            assert!(walked.is_sorted_by(|newer, older| newer > older), "newest first");
        }

        let mut tx = server.db.begin().await.unwrap();
        for n in 0..250 {
            let stamp = server.clock.stamp();
            let business = Business {
                id: BusinessId(stamp.id),
                name: parse(&format!("Kiosk {n}")),
                currency: parse("EUR"),
                timezone: parse("UTC"),
                open: true,
                acceptance: Acceptance::Manual,
                grace_seconds: 5,
                kitchen: KitchenMode::Manual,
                created_at: stamp.at,
            };
            businesses::create(&mut tx, &business).await.unwrap();
            let waiter = User {
                id: UserId(server.clock.new_id()),
                username: parse(&format!("extra{n}")),
                email: None,
                name: parse("Wanda"),
                role: Role::Waiter,
                business_id: Some(parse(menu.owner.business_id())),
                created_at: stamp.at,
            };
            users::create(&mut tx, &waiter, "$argon2id$").await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_complete(&walk(&server.anonymous(), "/api/businesses", 33).await, 251);
        assert_complete(&walk(&server.anonymous(), "/api/businesses?q=kiosk", 100).await, 250);
        assert_complete(&walk(&menu.owner, "/api/users", 100).await, 251);
        assert_complete(&walk(&admin, "/api/users", 50).await, 253);
        server.close().await;
    }

    /// The board of the web app reads all open orders, oldest first, regardless of their age.
    async fn open_orders_are_listed_oldest_first(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 900)]).await;
        menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
        let owner = &menu.owner;
        let mut orders = Vec::new();
        for n in 0..12 {
            let order = owner.place_order(&menu[0], 1).await;
            for command in ["accept", "start", "complete", "hand-over"].into_iter().take(n % 5) {
                owner.command(command, &order).await.expect_status(200);
            }
            orders.push(id_of(&order).to_owned());
            server.advance(Duration::from_secs(30));
        }
        let ids = |keep: &dyn Fn(usize) -> bool| -> Vec<String> {
            (0..12).filter(|n| keep(*n)).map(|n| orders[n].clone()).collect()
        };
        let list = async |query: &str| walk(owner, &format!("/api/orders?order=oldest{query}"), 5).await;
        assert_eq!(list("").await, ids(&|_| true));
        assert_eq!(list("&status=completed&handed_over=false").await, ids(&|n| n % 5 == 3));
        assert_eq!(list("&handed_over=false").await, ids(&|n| n % 5 != 4));
        assert_eq!(list("&handed_over=true").await, ids(&|n| n % 5 == 4));
        assert_eq!(list("&status=pending&handed_over=true").await, ids(&|_| false));
        assert_eq!(list("&status=pending,accepted").await, ids(&|n| n % 5 < 2));
        let newest = walk(owner, "/api/orders?order=newest&handed_over=false", 5).await;
        assert_eq!(newest, ids(&|n| n % 5 != 4).into_iter().rev().collect::<Vec<_>>());
        for (query, field) in [("order=random", "order"), ("order=oldest&q=dana", "order"), ("handed_over=maybe", "handed_over")] {
            let response = owner.get(format!("/api/orders?{query}")).await;
            assert_eq!(response.expect_invalid_fields(), [field]);
        }
        server.close().await;
    }

    async fn orders_are_found_by_status_time_number_and_guest(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 900)]).await;
        menu.update_settings(json!({"acceptance": "manual"})).await;
        let (owner, customer) = (&menu.owner, server.customer().await);
        let mut orders = Vec::new();
        for n in 0..30 {
            let name = ["Élise", "elisabeth", "Bob_%", "Zoë 🍕"][n % 4];
            let form = json!({"items": [{"item_id": id_of(&menu[0]), "quantity": 1}], "customer": {"name": name}});
            orders.push(owner.post("/api/orders").json(form).await.expect_status(201));
            server.advance(Duration::from_secs(1));
        }
        for order in orders.iter().step_by(2) {
            owner.command("accept", order).await.expect_status(200);
        }
        for order in orders.iter().step_by(6) {
            owner.command("start", order).await.expect_status(200);
        }
        owner.command("reject", &orders[1]).await.expect_status(200);
        let found = |query: String| async move { walk(owner, &format!("/api/orders?{query}"), 4).await };
        let expected = |keep: &dyn Fn(usize) -> bool| -> Vec<String> {
            (0..30).rev().filter(|n| keep(*n)).map(|n| id_of(&orders[n]).to_owned()).collect()
        };
        let pending = |n: usize| n % 2 == 1 && n != 1;
        let accepted = |n: usize| n.is_multiple_of(2) && !n.is_multiple_of(6);
        assert_eq!(found("status=pending".into()).await, expected(&pending));
        assert_eq!(found("status=pending,accepted".into()).await, expected(&|n| pending(n) || accepted(n)));
        assert_eq!(found("status=%20Rejected,,rejected".into()).await, expected(&|n| n == 1));
        assert_eq!(found("status=".into()).await.len(), 30);
        assert_eq!(found("status=completed".into()).await.len(), 0);

        let (from, to) = (orders[10]["placed_at"].as_str().unwrap(), orders[20]["placed_at"].as_str().unwrap());
        assert_eq!(found(format!("from={from}")).await, expected(&|n| n >= 10));
        assert_eq!(found(format!("to={to}")).await, expected(&|n| n < 20));
        let both = format!("from={from}&to={to}&status=accepted");
        assert_eq!(found(both).await, expected(&|n| accepted(n) && (10..20).contains(&n)));
        assert_eq!(found("from=&to=&q=&cursor=".into()).await.len(), 30);
        assert_eq!(found("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z".into()).await.len(), 30);
        assert_eq!(found("from=9999-12-31T23:59:59.999Z".into()).await.len(), 0);
        assert_eq!(found("to=1969-12-31T23:59:59Z".into()).await.len(), 0);
        assert_eq!(found("from=2026-01-01T00:00:00%2B01:00".into()).await.len(), 30);
        let unescaped = owner.get("/api/orders?from=2026-01-01T00:00:00+01:00").await.expect_problem(422, "invalid");
        let reason = "must be a time whose + is sent as %2B, such as 2026-11-21T19:30:00%2B01:00";
        assert_eq!(unescaped["errors"], json!([{"field": "from", "message": reason}]));
        for search in ["/api/orders?q=a%00b", "/api/businesses?q=%00"] {
            assert_eq!(owner.get(search).await.expect_invalid_fields(), ["q"]);
        }
        for path in ["/api/orders", "/api/businesses"] {
            let search = async |text: String| owner.get(format!("{path}?q=%20{text}%20")).await;
            search("%C3%A9".repeat(200)).await.expect_status(200);
            let refusal = search("%C3%A9".repeat(201)).await.expect_problem(422, "invalid");
            assert_eq!(refusal["errors"], json!([{"field": "q", "message": "must have at most 200 characters, not 201"}]));
        }

        // By the beginning of a word of the guest's name, without case and accents, and combined with other filters.
        assert_eq!(found("q=%C3%89LI".into()).await, expected(&|n| n % 4 < 2));
        assert_eq!(found("q=elisab".into()).await, expected(&|n| n % 4 == 1));
        assert_eq!(found("q=bob_%25".into()).await, expected(&|n| n % 4 == 2));
        assert_eq!(found("q=zo%C3%AB%20%F0%9F%8D%95".into()).await, expected(&|n| n % 4 == 3));
        assert_eq!(found("q=%25".into()).await.len(), 0);
        let combined = format!("q=%C3%A9&status=processing&from={from}");
        assert_eq!(found(combined).await, expected(&|n| n % 12 == 0 && n >= 10));

        let number = orders[5]["number"].as_str().unwrap();
        assert_eq!(found(format!("q={}", number.to_lowercase())).await, expected(&|n| n == 5));
        assert_eq!(found(format!("q={number}&status=accepted")).await.len(), 0);
        assert_eq!(found(format!("q={number}&to={from}")).await, expected(&|n| n == 5));
        assert_eq!(found(format!("q={number}&from={to}")).await.len(), 0);
        let digits = &number[3..];
        for notation in [digits.to_owned(), format!("%23{digits}"), format!("ORD%20{digits}"), format!("ord-{digits}")] {
            assert_eq!(found(format!("q={notation}")).await, expected(&|n| n == 5), "{notation}");
        }
        assert_eq!(found("q=ORD999999999999999999999".into()).await.len(), 0);
        // Orders of other customers are not found.
        assert_eq!(walk(&customer, &format!("/api/orders?q={number}"), 4).await.len(), 0);
        assert_eq!(walk(&customer, "/api/orders?q=elis", 4).await.len(), 0);
        server.close().await;
    }
}

/// A search by frequent words, or by a customer, compares a limited number of orders per request. The page may be empty although
/// a later page contains a match, so the client follows the cursor.
#[tokio::test]
async fn search_for_frequent_words_continues_on_the_next_page() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9_000)]).await;
    menu.update_settings(json!({"acceptance": "manual"})).await;
    let (customer, named) = (server.customer().await, json!({"name": "Anna Searched"}));
    let place = |client: &ApiClient, guest: &Value| {
        let form = json!({"items": [{"item_id": id_of(&menu[0]), "quantity": 1}], "customer": guest});
        client.post("/api/orders").json(form).skip_record_check()
    };
    let oldest = place(&customer, &named).await.expect_status(201);
    for _ in 0..21 {
        let batch = join_all((0..100).map(|_| place(&customer, &json!({"name": "Bob"})).into_future())).await;
        assert!(batch.iter().all(|response| response.status == 201));
    }
    // Customers search their own orders without an index.
    let first = customer.get("/api/orders?q=anna").await;
    let link = first.header("link").unwrap().to_owned();
    let page = first.expect_status(200);
    assert_eq!(page["data"], json!([]));
    let next = link.trim_start_matches('<').trim_end_matches(">; rel=\"next\"");
    assert!(next.contains(page["next_cursor"].as_str().unwrap()));
    let page = customer.get(next).await.expect_status(200);
    assert_eq!((id_of(&page["data"][0]), &page["next_cursor"]), (id_of(&oldest), &json!(null)));
    // The index finds the only match at once.
    let page = menu.owner.get("/api/orders?q=anna%20sea").await.expect_status(200);
    assert_eq!((id_of(&page["data"][0]), &page["next_cursor"]), (id_of(&oldest), &json!(null)));
    server.close().await;
}

#[tokio::test]
async fn cursor_of_the_other_direction_is_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10)]).await;
    let customer = server.customer().await;
    let mut orders = Vec::new();
    for _ in 0..3 {
        orders.push(customer.place_order(&menu[0], 1).await);
    }
    let list = async |query: &str| customer.get(format!("/api/orders?limit=1&{query}")).await;
    let cursor = async |query: &str| list(query).await.expect_status(200)["next_cursor"].as_str().unwrap().to_owned();
    let (newest, oldest) = (cursor("order=newest").await, cursor("order=oldest").await);
    for query in [
        format!("order=newest&cursor={oldest}"),
        format!("cursor={oldest}"),
        format!("q=1&cursor={oldest}"),
        format!("order=oldest&cursor={newest}"),
    ] {
        assert_eq!(list(&query).await.expect_invalid_fields(), ["cursor"], "{query}");
    }
    // Cursors of earlier versions are the base64 of an id. They continue the default order.
    let id: uuid::Uuid = id_of(&orders[2]).parse().unwrap();
    let old = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, id);
    for query in [format!("cursor={newest}"), format!("order=oldest&cursor={oldest}"), format!("cursor={old}")] {
        let page = list(&query).await.expect_status(200);
        assert_eq!(id_of(&page["data"][0]), id_of(&orders[1]), "{query}");
    }
    server.close().await;
}

#[tokio::test]
async fn invalid_page_parameters_are_refused() {
    let server = TestServer::start().await;
    let (owner, anonymous) = (server.owner().await, server.anonymous());
    let items = format!("/api/businesses/{}/items", owner.business_id());
    for list in ["/api/businesses", &items, "/api/users", "/api/orders"] {
        for limit in ["0", "101", "-1", "abc", "1.5", "1e1", "%00", "99999999999999999999"] {
            let response = owner.get(format!("{list}?limit={limit}")).await;
            assert_eq!(response.expect_invalid_fields(), ["limit"], "{list} {limit}");
        }
        for cursor in ["x", "AAAA", "%FF", "bm90LWEtY3Vyc29y", "%27%20or%201%3D1", &"A".repeat(4000)] {
            let response = owner.get(format!("{list}?cursor={cursor}")).await;
            assert_eq!(response.expect_invalid_fields(), ["cursor"], "{list} {cursor}");
        }
        let default: Value = owner.get(list).await.expect_status(200);
        assert!(default["data"].is_array());
        assert_eq!(owner.get(format!("{list}?sort=name")).await.expect_invalid_fields(), ["sort"]);
        assert_eq!(owner.get(format!("{list}?limit=1&limit=2")).await.expect_invalid_fields(), ["limit"]);
    }
    for (query, field) in [
        ("status=burnt", "status"),
        ("from=yesterday", "from"),
        ("to=2026-11-21", "to"),
        ("from=2026-11-21T18:00:01Z&to=2026-11-21T18:00:00Z", "to"),
    ] {
        assert_eq!(owner.get(format!("/api/orders?{query}")).await.expect_invalid_fields(), [field], "{query}");
    }
    anonymous.get("/api/orders").await.expect_problem(401, "unauthenticated");
    anonymous.get("/api/users").await.expect_problem(401, "unauthenticated");
    server.close().await;
}
