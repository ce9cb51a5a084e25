//! The broker is the fast path; the database is the truth.

use std::time::{Duration, Instant};

use notifier::Timing;
use shared::account::Role;
use shared::broker::Broker;
use shared::metrics::Metrics;
use shared::on_every_engine;
use shared::order::Command;
use shared::outbox::Relay;
use shared::store::outbox;
use shared::testing::{Engine, Proxy, database, eventually, namespace, rabbit_broker, rabbitmq_url};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::kit::{Diary, House, SOON};

/// Takes everything out of the outbox without a word: a broker that was emptied.
async fn lose(house: &House) {
    loop {
        let lease = Uuid::new_v4();
        if outbox::lease(&house.stall.db, lease, 256).await.unwrap().is_empty() {
            return;
        }
        outbox::settle(&house.stall.db, lease).await.unwrap();
    }
}

on_every_engine! {
    async fn what_the_broker_loses_is_found_in_the_log(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut client = station.listen(&house.diner()).await;
        let mut diary = Diary::default();
        let (mut first, second) = (house.placed().await, house.stall.place(1).await.remove(0));
        first = house.stall.does(first, Command::Accept).await;
        lose(&house).await;
        // Told of a version whose predecessor was lost, the notifier looks first.
        let first = house.does(first, Command::Start).await;
        for _ in 0..4 {
            diary.note(client.hear().await);
        }
        assert_eq!(diary.heard[&first.id.0], [1, 2, 3]);
        assert_eq!(diary.heard[&second.id.0], [1]);
        // Nobody tells of this one at all.
        let second = house.stall.does(second, Command::Accept).await;
        lose(&house).await;
        client.hears_next(&second).await;
        assert_eq!(diary.repeated, 0);
    }

    async fn the_feed_goes_on_without_a_broker(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut client = station.listen(&house.diner()).await;
        house.broker.close().await;
        let mut order = house.stall.place(1).await.remove(0);
        client.hears_next(&order).await;
        for command in [Command::Accept, Command::Start, Command::Complete] {
            order = house.stall.does(order, command).await;
            client.hears_next(&order).await;
        }
    }

    async fn what_comes_twice_is_sent_once(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut client = station.listen(&house.diner()).await;
        let order = house.stall.place(1).await.remove(0);
        let lease = Uuid::new_v4();
        let entry = outbox::lease(&house.stall.db, lease, 1).await.unwrap().remove(0);
        let message = shared::broker::Message {
            id: entry.id.0,
            kind: entry.kind,
            subject: entry.order_id.0,
            position: entry.position,
            time: entry.occurred_at,
            traceparent: None,
            body: entry.payload.into(),
        };
        house.broker.publish(&vec![message; 3]).await.unwrap();
        client.hears_next(&order).await;
        let order = house.stall.does(order, Command::Accept).await;
        outbox::settle(&house.stall.db, lease).await.unwrap();
        house.publish().await;
        client.hears_next(&order).await;
    }
}

/// Without the polls, so that it is RabbitMQ that tells them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_notifiers_on_one_rabbitmq_both_hear_everything() {
    let house = House::with(database(Engine::Postgres).await, rabbit_broker().await).await;
    let timing = Timing { poll: Duration::from_hours(1), ..Timing::default() };
    let stations = [house.notifier_with(timing).await, house.notifier_with(timing).await];
    let admin = house.token(&house.stall.hire(Role::Admin).await);
    eventually("RabbitMQ is there", SOON, async || house.broker.health().ok()).await;
    let mut clients = [stations[0].listen(&admin).await, stations[1].listen(&admin).await];
    // Until both listen, what is published may be found in the log; from then on it is heard.
    let mut order = house.placed().await;
    for client in &mut clients {
        client.hears_next(&order).await;
    }
    let mut worst = Duration::ZERO;
    for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
        order = house.stall.does(order, command).await;
        let written = Instant::now();
        house.publish().await;
        for client in &mut clients {
            client.hears_next(&order).await;
        }
        worst = worst.max(written.elapsed());
    }
    println!("from the outbox over RabbitMQ to two notifiers' clients: {worst:?} at worst");
    let orders: Vec<_> = house.stall.place(500).await.iter().map(|order| order.id.0).collect();
    house.publish().await;
    for client in &mut clients {
        let mut diary = Diary::default();
        for _ in 0..orders.len() {
            diary.note(client.hear().await);
        }
        diary.assert_complete(orders.iter().copied(), 1);
        assert_eq!(diary.repeated, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_feed_outlives_an_outage_of_rabbitmq() {
    let wire = Proxy::to(&rabbitmq_url()).await;
    let broker = Broker::connect(&wire.url(), &namespace()).await.unwrap();
    let house = House::with(database(Engine::Postgres).await, broker).await;
    let station = house.notifier().await;
    eventually("RabbitMQ is there", SOON, async || house.broker.health().ok()).await;
    let stop = CancellationToken::new();
    let (relay, relaying) =
        Relay::start(house.stall.db.clone(), house.broker.clone(), &Metrics::default(), stop.clone());

    let mut client = station.listen(&house.diner()).await;
    let mut order = house.stall.place(1).await.remove(0);
    relay.poke();
    client.hears_next(&order).await;

    wire.close();
    eventually("RabbitMQ is gone", SOON, async || house.broker.health().err()).await;
    for command in [Command::Accept, Command::Start] {
        order = house.stall.does(order, command).await;
        relay.poke();
        client.hears_next(&order).await;
    }
    wire.open();
    eventually("RabbitMQ is back", SOON, async || house.broker.health().ok()).await;
    order = house.stall.does(order, Command::Complete).await;
    relay.poke();
    client.hears_next(&order).await;
    // What had waited in the outbox comes again now, and is not sent again.
    eventually("the outbox is empty", SOON, async || {
        let waiting = outbox::depth(&mut house.stall.db.read().await.unwrap()).await.unwrap();
        (waiting == 0).then_some(())
    })
    .await;
    let order = house.does(order, Command::HandOver).await;
    client.hears_next(&order).await;
    stop.cancel();
    relaying.await.unwrap();
}
