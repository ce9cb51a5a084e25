//! What a server and a wire can do to us, and how we get over it.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use lapin::options::{
    BasicConsumeOptions, BasicPublishOptions, ExchangeDeleteOptions, QueueBindOptions, QueueDeclareOptions,
    QueueDeleteOptions,
};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{BasicProperties, Channel};
use shared::broker::{Broker, Error, Signal};
use shared::event::Kind;
use shared::testing::Proxy;

use crate::kit::{House, accepted, accepted_orders, event, eventually, heard, heard_until, read, taken};

/// Each of these needs RabbitMQ; those that take a proxy reach it through one.
macro_rules! on_rabbit {
    ($($test:ident($($proxy:ident)?))*) => {$(
        mod $test {
            #[tokio::test]
            async fn rabbit() {
                on_rabbit!(@ $test $($proxy)?);
            }
        }
    )*};
    (@ $test:ident) => { crate::kit::House::rabbit().await.host(super::$test).await };
    (@ $test:ident proxy) => {
        let proxy = shared::testing::Proxy::to(&crate::kit::server()).await;
        // The heart beats fast, so that a clogged wire is soon noticed.
        let house = crate::kit::House::rabbit_at(format!("{}?heartbeat=1", proxy.url())).await;
        house.host(async |house| super::$test(house, &proxy).await).await
    };
}

on_rabbit! {
    what_other_programs_see()
    a_stranger_in_the_kitchen_queue_is_unreadable()
    a_deleted_kitchen_queue_comes_back_under_its_worker()
    a_deleted_kitchen_queue_comes_back_before_anything_is_lost()
    a_deleted_exchange_comes_back()
    a_cut_wire_is_mended(proxy)
    a_late_answer_is_reported_and_does_no_harm(proxy)
    a_clogged_wire_is_noticed(proxy)
    a_server_that_is_down_is_waited_for(proxy)
    every_message_survives_a_wire_that_is_cut_again_and_again(proxy)
}

#[tokio::test]
async fn a_wrong_address_is_refused_without_telling_the_password() {
    for url in ["", "postgres://expediter:hunter2@db/x", "amqp:hunter2", "amqp://u:hunter2@host:port", "rabbit"] {
        let Err(error) = Broker::connect(url, "test").await else { panic!("{url} is no address") };
        assert!(matches!(error, Error::Address(_)), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

async fn what_other_programs_see(house: &House) {
    let (_connection, channel) = house.channel().await;
    let mut order = accepted();
    order.traceparent = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    house.publishes(&[accepted()]).await; // now the exchange is there
    let mut bystander = bystander(house, &channel).await;
    house.publishes(std::slice::from_ref(&order)).await;

    let seen = bystander.next().await.expect("open").expect("a message");
    assert_eq!(seen.routing_key.as_str(), "order.accepted");
    assert_eq!(seen.data, order.body);
    let properties = &seen.properties;
    assert_eq!(properties.message_id(), &Some(order.id.to_string().into()));
    assert_eq!(properties.content_type(), &Some("application/json".into()));
    assert_eq!(properties.delivery_mode(), &Some(2), "it survives a restart of the server");
    let headers = properties.headers().as_ref().expect("headers").inner();
    let expected = [
        ("ce-specversion", "1.0".to_owned()),
        ("ce-type", "order.accepted".to_owned()),
        ("ce-source", "/expediter".to_owned()),
        ("ce-id", order.id.to_string()),
        ("ce-time", "2026-11-21T18:10:00.042Z".to_owned()),
        ("ce-subject", order.subject.to_string()),
        ("ce-sequence", "42".to_owned()),
        ("traceparent", order.traceparent.unwrap_or_default()),
    ];
    assert_eq!(headers.len(), expected.len());
    for (name, value) in expected {
        assert_eq!(headers.get(name), Some(&AMQPValue::LongString(value.into())), "{name}");
    }
}

async fn bystander(house: &House, channel: &Channel) -> lapin::Consumer {
    let queue: ShortString = house.name("bystander");
    let ours = QueueDeclareOptions::exclusive().auto_delete();
    channel.queue_declare(queue.clone(), ours, FieldTable::default()).await.expect("a queue");
    let (exchange, options, none) = (house.name("events"), QueueBindOptions::default(), FieldTable::default());
    channel.queue_bind(queue.clone(), exchange, "#".into(), options, none).await.expect("bound");
    let unanswered = BasicConsumeOptions { no_ack: true, ..Default::default() };
    channel.basic_consume(queue, "".into(), unanswered, FieldTable::default()).await.expect("a consumer")
}

async fn a_stranger_in_the_kitchen_queue_is_unreadable(house: &House) {
    house.publishes(&[accepted()]).await;
    let (_connection, channel) = house.channel().await;
    let (kitchen, options) = (house.name("kitchen"), BasicPublishOptions::default());
    let stranger = channel.basic_publish("".into(), kitchen, options, b"{}", BasicProperties::default());
    stranger.await.expect("sent");
    let mut work = house.broker.work(1);
    taken(&mut work).await.ack().await.expect("in time");
    let delivery = taken(&mut work).await;
    assert_eq!(delivery.message.clone().expect_err("a stranger"), "the header ce-id is missing");
    delivery.reject().await.expect("in time");
    house.waiting(0).await;
}

async fn a_deleted_kitchen_queue_comes_back_under_its_worker(house: &House) {
    let mut work = house.broker.work(1);
    house.publishes(&[accepted()]).await;
    taken(&mut work).await.ack().await.expect("in time");
    delete(house, "kitchen").await;
    let order = accepted();
    house.publishes_at_last(std::slice::from_ref(&order)).await;
    let (delivery, message) = read(&mut work).await;
    assert_eq!(message, order);
    delivery.ack().await.expect("in time");
    house.healthy(true).await;
}

async fn a_deleted_kitchen_queue_comes_back_before_anything_is_lost(house: &House) {
    house.publishes(&[accepted()]).await;
    delete(house, "kitchen").await;
    house.publishes(&[event(Kind::Placed)]).await; // needs no kitchen

    let mut batch = accepted_orders(10);
    batch.insert(5, event(Kind::Placed));
    let error = house.broker.publish(&batch).await.expect_err("no queue took the orders");
    assert!(matches!(error, Error::Unconfirmed { refused: 10, sent: 11, .. }), "{error}");
    house.publishes(&batch).await;
    house.waiting(10).await;

    delete(house, "kitchen").await;
    house.broker.waiting().await.expect_err("no queue to ask");
    house.waiting(0).await;
}

async fn a_deleted_exchange_comes_back(house: &House) {
    let (_connection, channel) = house.channel().await;
    let events = channel.exchange_delete(house.name("events"), ExchangeDeleteOptions::default());
    events.await.expect("deleted");
    house.publishes_at_last(&[event(Kind::Placed)]).await;
    house.publishes(&[accepted()]).await;
    house.waiting(1).await;
    let mut live = house.listener().await;
    let news = event(Kind::Placed);
    house.publishes(std::slice::from_ref(&news)).await;
    assert_eq!(heard(&mut live).await, Signal::Message(news));
}

async fn a_cut_wire_is_mended(house: &House, proxy: &Proxy) {
    let mut work = house.broker.work(2);
    let mut live = house.listener().await;
    house.publishes(&accepted_orders(3)).await;
    let held = taken(&mut work).await;
    heard(&mut live).await;
    proxy.cut();
    drop(held);

    let mut found = 0;
    while found < 3 {
        // What was with us when the wire was cut comes again.
        if taken(&mut work).await.ack().await.is_ok() {
            found += 1;
        }
    }
    house.waiting(0).await;
    let news = event(Kind::Placed);
    eventually("the gap", async || heard(&mut live).await == Signal::Gap).await;
    house.publishes_at_last(std::slice::from_ref(&news)).await;
    assert_eq!(heard_until(&mut live, &news).await.last(), Some(&news));
    house.healthy(true).await;
}

async fn a_late_answer_is_reported_and_does_no_harm(house: &House, proxy: &Proxy) {
    let mut work = house.broker.work(1);
    let order = accepted();
    house.publishes(std::slice::from_ref(&order)).await;
    let late = taken(&mut work).await;
    proxy.cut();
    let (again, message) = read(&mut work).await;
    assert_eq!(message, order);
    assert!(again.redelivered);
    let error = late.ack().await.expect_err("too late");
    assert!(matches!(error, Error::Stale), "{error}");
    again.ack().await.expect("in time");
    work.stop().await;
    house.waiting(0).await;
}

async fn a_clogged_wire_is_noticed(house: &House, proxy: &Proxy) {
    let mut work = house.broker.work(1);
    let mut live = house.listener().await;
    house.publishes(&accepted_orders(1)).await;
    taken(&mut work).await.ack().await.expect("in time");

    proxy.clog();
    let asked = Instant::now();
    house.broker.publish(&[accepted()]).await.expect_err("nothing gets through");
    assert!(asked.elapsed() < Duration::from_secs(11), "it took {:?}", asked.elapsed());
    all_are_down(&house.broker).await;

    proxy.open();
    let order = accepted();
    house.publishes_at_last(std::slice::from_ref(&order)).await;
    loop {
        let (delivery, message) = read(&mut work).await;
        if delivery.ack().await.is_ok() && message == order {
            break;
        }
    }
    eventually("the gap", async || heard(&mut live).await == Signal::Gap).await;
    house.healthy(true).await;
}

async fn a_server_that_is_down_is_waited_for(house: &House, proxy: &Proxy) {
    house.healthy(true).await;
    proxy.close();
    house.healthy(false).await;
    let broker = Broker::connect(&proxy.url(), &house.namespace).await.expect("no error");
    let mut work = broker.work(1);
    let mut live = broker.live();
    let asked = Instant::now();
    broker.publish(&[accepted()]).await.expect_err("nobody there");
    assert!(asked.elapsed() < Duration::from_secs(6), "it took {:?}", asked.elapsed());
    all_are_down(&broker).await;

    proxy.open();
    house.publishes_at_last(&accepted_orders(1)).await;
    taken(&mut work).await.ack().await.expect("in time");
    assert_eq!(heard(&mut live).await, Signal::Gap);
    eventually("health", async || broker.health().is_ok()).await;
    house.healthy(true).await;
    broker.close().await;
}

async fn every_message_survives_a_wire_that_is_cut_again_and_again(house: &House, proxy: &Proxy) {
    let orders = accepted_orders(400);
    let publishing = async {
        for (round, batch) in orders.chunks(20).enumerate() {
            if round % 4 == 1 {
                proxy.cut();
            }
            house.publishes_at_last(batch).await;
        }
    };
    let cooking = async {
        let mut work = house.broker.work(5);
        let mut cuts = [50, 150, 250, 350].into_iter().peekable(); // far fewer than the delivery limit
        let mut seen = std::collections::HashSet::new();
        while seen.len() < orders.len() {
            let (delivery, message) = read(&mut work).await;
            if cuts.next_if(|due| seen.len() >= *due).is_some() {
                proxy.cut();
            }
            if delivery.ack().await.is_ok() {
                seen.insert(message.id);
            }
        }
        seen
    };
    let ((), seen) = tokio::join!(publishing, cooking);
    assert!(orders.iter().all(|order| seen.contains(&order.id)));
}

/// Waits until every role has noticed that the server is away.
async fn all_are_down(broker: &Broker) {
    eventually("every role to be down", async || {
        let trouble = broker.health().err().unwrap_or_default();
        ["publisher", "kitchen", "notifier"].iter().all(|role| trouble.contains(&format!("{role}: disconnected for")))
    })
    .await;
}

async fn delete(house: &House, queue: &str) {
    let (_connection, channel) = house.channel().await;
    channel.queue_delete(house.name(queue), QueueDeleteOptions::default()).await.expect("deleted");
}
