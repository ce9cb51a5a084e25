//! Lost messages and outages of the broker. The broker is the fast path; the database is the source of truth.

use std::time::{Duration, Instant};

use domain::account::Role;
use domain::order::state::Command;
use messaging::Broker;
use service::metrics::Metrics;
use service::relay::Relay;
use store::outbox;
use testkit::brokers::rabbitmq_url;
use testkit::{Engine, FaultProxy, Namespace, TIMEOUT, TestBroker, Transcript, database, eventually, on_every_engine};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{Environment, without_polling};

/// Empties the outbox without publishing its events, as if the broker had lost them.
async fn lose_outbox(env: &Environment) {
    loop {
        let lease = Uuid::new_v4();
        if outbox::lease(&env.fixture.db, lease, 256).await.unwrap().is_empty() {
            return;
        }
        outbox::delete_leased(&env.fixture.db, lease).await.unwrap();
    }
}

on_every_engine! {
    async fn events_lost_by_the_broker_are_read_from_the_log(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let mut transcript = Transcript::default();
        let (mut first, second) = (env.place_order().await, env.fixture.place_order().await);
        first = env.fixture.apply(first, Command::Accept).await;
        lose_outbox(&env).await;
        // The event before this one was lost, so the notifier reads the log first.
        let first = env.apply(first, Command::Start).await;
        for _ in 0..4 {
            transcript.record(client.next().await);
        }
        assert_eq!(transcript.versions[&first.id.0], [1, 2, 3]);
        assert_eq!(transcript.versions[&second.id.0], [1]);
        // No message follows this event.
        let second = env.fixture.apply(second, Command::Accept).await;
        lose_outbox(&env).await;
        client.expect_change_of(&second).await;
        assert_eq!(transcript.repeated, 0);
    }

    async fn feed_continues_without_a_broker(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        env.broker.close().await;
        let mut order = env.fixture.place_order().await;
        client.expect_change_of(&order).await;
        for command in [Command::Accept, Command::Start, Command::Complete] {
            order = env.fixture.apply(order, command).await;
            client.expect_change_of(&order).await;
        }
    }

    async fn repeated_event_is_sent_once(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let order = env.fixture.place_order().await;
        let lease = Uuid::new_v4();
        let event = outbox::lease(&env.fixture.db, lease, 1).await.unwrap().remove(0);
        env.broker.publish(&vec![event; 3]).await.unwrap();
        client.expect_change_of(&order).await;
        let order = env.fixture.apply(order, Command::Accept).await;
        outbox::delete_leased(&env.fixture.db, lease).await.unwrap();
        env.publish().await;
        client.expect_change_of(&order).await;
    }
}

/// The notifiers do not poll, so that the events come from RabbitMQ.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_notifier_on_rabbitmq_receives_all_events() {
    let TestBroker { broker, namespace: _namespace } = TestBroker::rabbit().await;
    let env = Environment::with_broker(database(Engine::Postgres).await, broker).await;
    let servers = [env.start_notifier_with(without_polling()).await, env.start_notifier_with(without_polling()).await];
    let admin = env.token(&env.fixture.add_user(Role::Admin).await);
    eventually("a healthy broker", TIMEOUT, async || env.broker.health().ok()).await;
    let mut clients = [servers[0].open(&admin).await, servers[1].open(&admin).await];
    // Until both notifiers are subscribed, they may find events in the log. All further events come from RabbitMQ.
    let mut order = env.place_order().await;
    for client in &mut clients {
        client.expect_change_of(&order).await;
    }
    let mut max_latency = Duration::ZERO;
    for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
        order = env.fixture.apply(order, command).await;
        let committed_at = Instant::now();
        env.publish().await;
        for client in &mut clients {
            client.expect_change_of(&order).await;
        }
        max_latency = max_latency.max(committed_at.elapsed());
    }
    println!("from the outbox over RabbitMQ to the clients of two notifiers: at most {max_latency:?}");
    let orders: Vec<_> = env.fixture.place_orders(500).await.iter().map(|order| order.id.0).collect();
    env.publish().await;
    for client in &mut clients {
        let mut transcript = Transcript::default();
        for _ in 0..orders.len() {
            transcript.record(client.next().await);
        }
        transcript.assert_complete(orders.iter().copied(), 1);
        assert_eq!(transcript.repeated, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feed_survives_a_rabbitmq_outage() {
    let (proxy, namespace) = (FaultProxy::start(&rabbitmq_url()).await, Namespace::on_rabbitmq());
    let broker = Broker::connect(&proxy.url(), namespace.as_str()).await.unwrap();
    let env = Environment::with_broker(database(Engine::Postgres).await, broker).await;
    let server = env.start_notifier().await;
    eventually("a healthy broker", TIMEOUT, async || env.broker.health().ok()).await;
    let stop = CancellationToken::new();
    let (relay, relay_task) =
        Relay::start(env.fixture.db.clone(), env.broker.clone(), &Metrics::default(), stop.clone());

    let mut client = server.open(&env.customer_token()).await;
    let mut order = env.fixture.place_order().await;
    relay.wake();
    client.expect_change_of(&order).await;

    proxy.refuse();
    eventually("an unhealthy broker", TIMEOUT, async || env.broker.health().err()).await;
    for command in [Command::Accept, Command::Start] {
        order = env.fixture.apply(order, command).await;
        relay.wake();
        client.expect_change_of(&order).await;
    }
    proxy.restore();
    eventually("a healthy broker", TIMEOUT, async || env.broker.health().ok()).await;
    order = env.fixture.apply(order, Command::Complete).await;
    relay.wake();
    client.expect_change_of(&order).await;
    // The events that waited in the outbox are published now, and are not sent again.
    eventually("an empty outbox", TIMEOUT, async || (env.fixture.outbox_count().await == 0).then_some(())).await;
    let order = env.apply(order, Command::HandOver).await;
    client.expect_change_of(&order).await;
    stop.cancel();
    relay_task.await.unwrap();
}
