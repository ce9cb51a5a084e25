//! The metrics of a notifier, and its heartbeat.

use std::time::Duration;

use notifier::Timing;
use store::notifiers;
use testkit::{Engine, Frame, PrometheusText, TIMEOUT, database, eventually, on_every_engine};

use crate::event_stream::EventStream;
use crate::support::{Environment, NotifierService, without_polling};

async fn scrape(service: &NotifierService) -> PrometheusText {
    let response = reqwest::get(format!("http://{}/metrics", service.addr)).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    PrometheusText::parse(&response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_count_clients_and_messages() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let service = env.start_service(Timing::default()).await;
    scrape(&service)
        .await
        .assert_values(&[("expediter_notifier_sockets", 0.0), ("expediter_notifier_frames_sent_total", 0.0)]);

    let mut clients = [service.open(&env.customer_token()).await, service.open(&env.customer_token()).await];
    let mut stream = EventStream::open(service.addr, &env.customer_token(), None).await;
    stream.next().await.unwrap();
    let order = env.place_order().await;
    for client in &mut clients {
        client.expect_change_of(&order).await;
    }
    stream.next().await.unwrap();
    // Each client received `ready` and one event.
    let metrics = scrape(&service).await;
    metrics.assert_values(&[
        ("expediter_notifier_sockets", 3.0),
        ("expediter_notifier_frames_sent_total", 6.0),
        ("expediter_notifier_slow_clients_dropped_total", 0.0),
        (r#"expediter_http_requests_total{method="GET",route="/ws",status="101"}"#, 2.0),
        (r#"expediter_http_requests_total{method="GET",route="/events",status="200"}"#, 1.0),
    ]);
    assert!(metrics.families.contains_key("expediter_database_connections_in_use"));

    drop((clients, stream));
    eventually("all clients to be removed", TIMEOUT, async || {
        (scrape(&service).await.value("expediter_notifier_sockets") == 0.0).then_some(())
    })
    .await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_count_slow_clients() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    // The events are not in the log, so it must not be polled. The slow client reads the close frame only after the last event.
    let timing = Timing { close_timeout: Duration::from_mins(1), ..without_polling() };
    let service = env.start_service(timing).await;
    let mut slow = service.open(&env.customer_token()).await;
    let mut fast = service.open(&env.customer_token()).await;
    for position in 1..=400 {
        env.broker.publish(&[env.large_event(position)]).await.unwrap();
        assert!(matches!(fast.next().await, Frame::Event { .. }));
    }
    assert_eq!(slow.wait_for_close().await, 1013);
    scrape(&service)
        .await
        .assert_values(&[("expediter_notifier_slow_clients_dropped_total", 1.0), ("expediter_notifier_sockets", 1.0)]);
    service.stop().await;
}

on_every_engine! {
    /// The numbers of clients in the heartbeats of all live notifiers add up to the total.
    async fn heartbeat_reports_the_clients_of_all_notifiers(db: Db) {
        let env = Environment::new(db.clone()).await;
        let timing = Timing { heartbeat_interval: Duration::from_millis(100), ..Timing::default() };
        let wait_for_counts = async |what: &str, notifiers: i64, clients: i64| {
            eventually(what, TIMEOUT, async || {
                let counts = notifiers::count_alive(&mut db.read().await.unwrap()).await.unwrap();
                (counts == (notifiers, clients)).then_some(())
            })
            .await;
        };
        wait_for_counts("no notifier", 0, 0).await;
        let (first, second) = (env.start_service(timing).await, env.start_service(timing).await);
        wait_for_counts("two notifiers", 2, 0).await;
        let mut clients = vec![first.open(&env.customer_token()).await, first.open(&env.customer_token()).await];
        clients.push(second.open(&env.customer_token()).await);
        wait_for_counts("three clients", 2, 3).await;
        clients.pop();
        wait_for_counts("two clients", 2, 2).await;
        first.stop().await;
        wait_for_counts("one notifier", 1, 0).await;
        second.stop().await;
        wait_for_counts("no notifier", 0, 0).await;
    }
}
