//! What Prometheus is told, and what those are told who ask for JSON.

use std::time::Duration;

use serde_json::{Value, json};
use shared::store::{kitchen, notifiers};
use shared::testing::{Engine, Exposition, database, eventually};

use crate::kit::{House, Menu, Person, SOON};

/// What Prometheus itself sends.
const PROMETHEUS: &str = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;\
                          q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

/// As a scraper gets it: the status, the content type, the text. Without a token.
async fn scrape(house: &House, accept: &str) -> (u16, String, String) {
    let request = house.wire.http.get(house.wire.base() + "/metrics").header("accept", accept);
    let answer = request.send().await.unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (answer.status().as_u16(), kind, answer.text().await.unwrap())
}

async fn exposition(house: &House) -> Exposition {
    let (status, kind, text) = scrape(house, "text/plain").await;
    assert_eq!((status, kind.as_str()), (200, "text/plain; version=0.0.4; charset=utf-8"));
    Exposition::read(&text)
}

/// When all that was written is published.
async fn settled(house: &House) -> Exposition {
    eventually("an empty outbox", SOON, || async {
        let told = exposition(house).await;
        let published = told.value("expediter_relay_published_total");
        let changes = told.series.iter().filter(|(series, _)| series.starts_with("expediter_order_transitions_total"));
        let changes: f64 = changes.map(|(_, count)| count).sum();
        (told.value("expediter_outbox_events") == 0.0 && published >= changes).then_some(told)
    })
    .await
}

/// Accepts, begins after three seconds, and completes after ten.
async fn cook(house: &House, menu: &Menu, order: &Value) {
    menu.owner.does("accept", order).await.expect(200);
    house.later(Duration::from_secs(3));
    menu.owner.does("start", order).await.expect(200);
    house.later(Duration::from_secs(10));
    menu.owner.does("complete", order).await.expect(200);
}

#[tokio::test]
async fn everything_is_counted_once_where_it_was_committed() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 3)]).await, house.diner().await);
    menu.set(json!({"acceptance": "manual"})).await;
    let (cooked, taken_back) = (diner.orders(&menu[0], 1).await, diner.orders(&menu[0], 2).await);
    diner.places(&menu[0], 1).await.refused(409, "sold-out");
    for _ in 0..2 {
        diner.cancels(&taken_back).await.expect(200);
    }
    cook(&house, &menu, &cooked).await;
    menu.owner.does("complete", &cooked).await.expect(200);
    diner.cancels(&cooked).await.refused(409, "wrong-state");
    let key = |ask: crate::kit::Ask| ask.header("idempotency-key", "lunch");
    let first = key(diner.places(&menu[0], 1)).await.expect(201);
    assert_eq!(key(diner.places(&menu[0], 1)).await.expect(201)["id"], first["id"]);

    let told = settled(&house).await;
    told.says(&[
        (r#"expediter_order_transitions_total{kind="order.placed"}"#, 3.0),
        (r#"expediter_order_transitions_total{kind="order.accepted"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.processing"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.completed"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.cancelled"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.rejected"}"#, 0.0),
        (r#"expediter_order_transitions_total{kind="order.handed_over"}"#, 0.0),
        ("expediter_order_waiting_seconds_count", 1.0),
        ("expediter_order_waiting_seconds_sum", 3.0),
        (r#"expediter_order_waiting_seconds_bucket{le="2.5"}"#, 0.0),
        (r#"expediter_order_waiting_seconds_bucket{le="5.0"}"#, 1.0),
        ("expediter_order_preparation_seconds_count", 1.0),
        ("expediter_order_preparation_seconds_sum", 10.0),
        ("expediter_desk_batch_orders_count", 3.0),
        ("expediter_desk_batch_orders_sum", 3.0),
        ("expediter_relay_published_total", 7.0),
        ("expediter_relay_failures_total", 0.0),
        ("expediter_broker_connected", 1.0),
        ("expediter_outbox_events", 0.0),
        ("expediter_outbox_oldest_age_seconds", 0.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders",status="201"}"#, 4.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders",status="409"}"#, 1.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders/{id}/{command}",status="200"}"#, 6.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders/{id}/{command}",status="409"}"#, 1.0),
        (r#"expediter_http_request_duration_seconds_count{method="POST",route="/api/orders"}"#, 5.0),
        // One writes, four read; all of them SQLite's.
        ("expediter_database_connections_max", 5.0),
    ]);
    assert!(told.value("expediter_database_connections_idle") >= 1.0);
    house.close().await;
}

/// Whatever is asked for, the number of series has an end.
#[tokio::test]
async fn addresses_that_lead_nowhere_and_made_up_methods_are_one_series() {
    let house = House::open().await;
    let nobody = house.stranger();
    let before = exposition(&house).await.series.len();
    for round in 0..20 {
        nobody.get(format!("/nothing/{round}")).await.refused(404, "not-found");
        nobody.ask(format!("BREW{round}").parse().unwrap(), "/livez").await.refused(405, "method-not-allowed");
    }
    let told = exposition(&house).await;
    told.says(&[
        (r#"expediter_http_requests_total{method="GET",route="other",status="404"}"#, 20.0),
        (r#"expediter_http_requests_total{method="other",route="/livez",status="405"}"#, 20.0),
    ]);
    // Two counters and two histograms, and those of the scrape itself.
    let more = told.series.len() - before;
    assert!(more <= 3 * 17, "{more} more");
    house.close().await;
}

#[tokio::test]
async fn prometheus_gets_its_own_language_and_everybody_else_json() {
    let house = House::open().await;
    let (status, kind, text) = scrape(&house, PROMETHEUS).await;
    assert_eq!((status, kind.as_str()), (200, "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(text.ends_with("\n# EOF\n") && text.contains("# TYPE expediter_order_transitions counter\n"), "{text}");
    for accept in ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8"] {
        let (status, kind, _) = scrape(&house, accept).await;
        assert_eq!((status, kind.as_str()), (401, "application/problem+json"), "{accept}");
    }
    let json = house.diner().await.get("/metrics").header("accept", "*/*").await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    json.expect(200);
    house.close().await;
}

/// The process's own figures, where there is a `/proc`.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_process_tells_what_it_costs() {
    let house = House::open().await;
    let told = exposition(&house).await;
    let resident = told.value("process_resident_memory_bytes");
    assert!((1e6..1e10).contains(&resident), "{resident}");
    assert!(told.value("process_virtual_memory_bytes") >= resident);
    let open = told.value("process_open_fds");
    assert!(open >= 3.0 && told.value("process_max_fds") >= open, "{open}");
    #[expect(clippy::disallowed_methods, reason = "the kernel keeps no other time than the machine's")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    let age = now - told.value("process_start_time_seconds");
    assert!((-2.0..3_600.0).contains(&age), "began {age} s ago");
    let used = told.value("process_cpu_seconds_total");
    let busy = std::time::Instant::now();
    while busy.elapsed() < Duration::from_millis(200) {
        std::hint::spin_loop();
    }
    let more = exposition(&house).await.value("process_cpu_seconds_total") - used;
    assert!(more >= 0.1, "{more} s");
    house.close().await;
}

/// What a house of several businesses tells each of them. On every engine: much of it is SQL.
async fn what_each_may_see(engine: Engine) {
    let house = House::on(database(engine).await).await;
    let (menu, other) = (house.menu(&[("Margherita", 950, 99)]).await, house.menu(&[("Ramen", 1200, 99)]).await);
    for menu in [&menu, &other] {
        menu.set(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    }
    let (diner, stranger) = (house.diner().await, house.diner().await);
    let (waiter, admin) = (house.waiter(&menu.owner).await, house.admin().await);
    let of = async |who: &Person| who.get("/metrics").await.expect(200);
    let nothing = json!({"total_orders": 0, "average_processing_time": 0.0, "pending_orders": 0,
                         "processing_orders": 0, "completed_orders": 0});
    assert_eq!(of(&diner).await, nothing);

    diner.orders(&menu[0], 1).await;
    let accepted = diner.orders(&menu[0], 1).await;
    menu.owner.does("accept", &accepted).await.expect(200);
    let begun = diner.orders(&menu[0], 1).await;
    menu.owner.does("accept", &begun).await.expect(200);
    menu.owner.does("start", &begun).await.expect(200);
    let declined = diner.orders(&menu[0], 1).await;
    menu.owner.does("reject", &declined).await.expect(200);
    diner.cancels(&diner.orders(&menu[0], 1).await).await.expect(200);
    cook(&house, &menu, &diner.orders(&menu[0], 1).await).await;
    // Ten seconds there; here, eleven.
    let elsewhere = diner.orders(&other[0], 1).await;
    other.owner.does("accept", &elsewhere).await.expect(200);
    other.owner.does("start", &elsewhere).await.expect(200);
    house.later(Duration::from_secs(11));
    let ready = other.owner.does("complete", &elsewhere).await.expect(200);
    other.owner.does("hand-over", &ready).await.expect(200);

    let business = json!({"total_orders": 6, "average_processing_time": 10.0, "pending_orders": 2,
                          "processing_orders": 1, "completed_orders": 1});
    let all = json!({"total_orders": 7, "average_processing_time": 10.5, "pending_orders": 2,
                     "processing_orders": 1, "completed_orders": 2});
    assert_eq!(of(&menu.owner).await, business);
    assert_eq!(of(&waiter).await, business);
    assert_eq!(of(&admin).await, all);
    assert_eq!(of(&diner).await, all, "all of them are this customer's");
    assert_eq!(of(&stranger).await, nothing);
    house.close().await;
}

mod each_sees_the_orders_that_it_may_see {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        what_each_may_see(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        what_each_may_see(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn mariadb() {
        what_each_may_see(Engine::MariaDb).await;
    }
}

/// The fleet, by its heartbeats; and what nobody has published yet.
#[tokio::test]
async fn the_admin_and_prometheus_see_workers_sockets_and_the_outbox() {
    let house = House::open().await;
    let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.admin().await);
    let mut tx = house.db.begin().await.unwrap();
    kitchen::beat(&mut tx, uuid::Uuid::from_u128(7), "stove", 2, 1, 10_000).await.unwrap();
    notifiers::beat(&mut tx, uuid::Uuid::from_u128(8), "pass", 3).await.unwrap();
    notifiers::beat(&mut tx, uuid::Uuid::from_u128(9), "door", 4).await.unwrap();
    tx.commit().await.unwrap();
    let order = diner.orders(&menu[0], 1).await;
    menu.owner.does("accept", &order).await.expect(200);
    settled(&house).await;
    let overview = admin.get("/api/overview").await.expect(200);
    assert_eq!((&overview["sockets"], &overview["notifiers"]), (&json!(7), &json!(2)));
    assert_eq!((&overview["outbox_depth"], &overview["oldest_outbox_seconds"]), (&json!(0), &Value::Null));

    // The kitchen is told of an order once more, by a transaction that is still to be published when it is looked at.
    house.later(Duration::from_secs(9));
    house.broker.close().await;
    menu.owner.does("start", &order).await.expect(200);
    house.later(Duration::from_secs(4));
    let told = eventually("a failure to publish", SOON, || async {
        let told = exposition(&house).await;
        (told.value("expediter_relay_failures_total") > 0.0).then_some(told)
    })
    .await;
    told.says(&[
        ("expediter_outbox_events", 1.0),
        ("expediter_outbox_oldest_age_seconds", 4.0),
        ("expediter_kitchen_workers", 1.0),
        ("expediter_kitchen_slots", 2.0),
        ("expediter_kitchen_slots_busy", 1.0),
        ("expediter_kitchen_waiting_orders", 0.0),
        ("expediter_notifiers", 2.0),
        ("expediter_dead_letters", 0.0),
    ]);
    let overview = admin.get("/api/overview").await.expect(200);
    assert_eq!((&overview["outbox_depth"], &overview["oldest_outbox_seconds"]), (&json!(1), &json!(4)));
    // Nobody publishes it in this house any more.
    let mut tx = house.db.begin().await.unwrap();
    shared::sql!(tx, execute "delete from outbox").await.unwrap();
    tx.commit().await.unwrap();
    house.close().await;
}

/// Prometheus is told what there is when the database is away: no figure is better than an old one.
#[tokio::test]
async fn what_cannot_be_seen_is_left_out() {
    let house = House::open().await;
    assert!(exposition(&house).await.series.contains_key("expediter_outbox_events"));
    house.db.close().await;
    let told = exposition(&house).await;
    assert!(!told.series.keys().any(|series| series.starts_with("expediter_outbox")), "{told:?}");
    told.says(&[("expediter_kitchen_queue_messages", 0.0), ("expediter_relay_published_total", 0.0)]);
    house.leave().await;
}
