//! Failures of a RabbitMQ server and of the network, and the recovery from them.

use std::time::{Duration, Instant};

use domain::account::UserId;
use domain::business::BusinessId;
use domain::event::{EventKind, EventRecord};
use futures_util::StreamExt;
use lapin::options::{
    BasicConsumeOptions, BasicPublishOptions, ExchangeDeleteOptions, QueueBindOptions, QueueDeclareOptions,
    QueueDeleteOptions,
};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{BasicProperties, Channel};
use messaging::{Broker, Error, EventSubscriber, Signal};
use testkit::brokers::{accepted_events, event, events_until, next_delivery, next_event, next_signal};
use testkit::wait::RECOVERY_TIMEOUT;
use testkit::{FaultProxy, TestBroker, eventually};
use uuid::Uuid;

/// Runs each of these tests on RabbitMQ. Those that take a proxy connect through it.
macro_rules! on_rabbitmq {
    ($($test:ident($($proxy:ident)?))*) => {$(
        mod $test {
            #[tokio::test]
            async fn rabbit() {
                on_rabbitmq!(@run $test $($proxy)?);
            }
        }
    )*};
    (@run $test:ident) => { testkit::TestBroker::rabbit().await.run(super::$test).await };
    (@run $test:ident proxy) => {
        let proxy = testkit::FaultProxy::start(&testkit::brokers::rabbitmq_url()).await;
        // With frequent heartbeats, a stalled connection is detected quickly.
        let broker = testkit::TestBroker::rabbit_at(&format!("{}?heartbeat=1", proxy.url())).await;
        broker.run(async |broker| super::$test(broker, &proxy).await).await
    };
}

on_rabbitmq! {
    messages_are_cloud_events()
    headers_route_a_message_whose_payload_is_opaque()
    messages_of_older_relays_are_routed_by_their_payload()
    foreign_message_in_the_kitchen_queue_cannot_be_decoded()
    deleted_kitchen_queue_is_recreated_for_its_consumer()
    deleted_kitchen_queue_is_recreated_before_events_are_lost()
    deleted_exchange_is_recreated()
    lost_connections_are_re_established(proxy)
    late_acknowledgement_fails_without_side_effects(proxy)
    stalled_connection_is_detected(proxy)
    unavailable_server_is_waited_for(proxy)
    every_message_survives_repeated_connection_losses(proxy)
}

fn accepted() -> EventRecord {
    event(EventKind::Accepted)
}

#[tokio::test]
async fn invalid_url_is_refused_without_repeating_the_password() {
    for url in ["", "postgres://expediter:hunter2@db/x", "amqp:hunter2", "amqp://u:hunter2@host:port", "rabbit"] {
        let Err(error) = Broker::connect(url, "test").await else { panic!("{url} is not a valid URL") };
        assert!(matches!(error, Error::InvalidUrl(_)), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

async fn messages_are_cloud_events(broker: &TestBroker) {
    let (_connection, channel) = broker.open_channel().await;
    let event = EventRecord {
        customer_id: Some(UserId(Uuid::new_v4())),
        traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        ..accepted()
    };
    broker.publish(&[accepted()]).await; // Declares the exchange.
    let mut observer = observe_exchange(broker, &channel).await;
    broker.publish(std::slice::from_ref(&event)).await;

    let message = observer.next().await.expect("open").expect("a message");
    assert_eq!(message.routing_key.as_str(), "order.accepted");
    assert_eq!(message.data, event.payload.as_str().as_bytes());
    let properties = &message.properties;
    assert_eq!(properties.message_id(), &Some(event.id.to_string().into()));
    assert_eq!(properties.content_type(), &Some("application/json".into()));
    assert_eq!(properties.delivery_mode(), &Some(2), "messages survive a restart of the server");
    let headers = properties.headers().as_ref().expect("headers").inner();
    let expected = [
        ("ce-specversion", "1.0".to_owned()),
        ("ce-type", "order.accepted".to_owned()),
        ("ce-source", "/expediter".to_owned()),
        ("ce-id", event.id.to_string()),
        ("ce-time", "2026-11-21T18:10:00.042Z".to_owned()),
        ("ce-subject", event.subject.id().to_string()),
        ("ce-sequence", "42".to_owned()),
        ("ce-subjectversion", "1".to_owned()),
        ("ce-businessid", event.business_id.to_string()),
        ("ce-customerid", event.customer_id.expect("a customer").to_string()),
        ("traceparent", event.traceparent.unwrap_or_default()),
    ];
    assert_eq!(headers.len(), expected.len());
    for (name, value) in expected {
        assert_eq!(headers.get(name), Some(&AMQPValue::LongString(value.into())), "{name}");
    }
}

/// Consumes all messages of the exchange, as another program would.
async fn observe_exchange(broker: &TestBroker, channel: &Channel) -> lapin::Consumer {
    let queue: ShortString = broker.namespace.qualify("observer");
    let options = QueueDeclareOptions::exclusive().auto_delete();
    channel.queue_declare(queue.clone(), options, FieldTable::default()).await.expect("a queue");
    let (exchange, options) = (broker.namespace.qualify("events"), QueueBindOptions::default());
    channel.queue_bind(queue.clone(), exchange, "#".into(), options, FieldTable::default()).await.expect("bound");
    let options = BasicConsumeOptions { no_ack: true, ..Default::default() };
    channel.basic_consume(queue, "".into(), options, FieldTable::default()).await.expect("a consumer")
}

/// Returns the headers of a message about this event as version 0.1 published it, without routing data.
fn older_headers(event: &EventRecord) -> FieldTable {
    let mut headers = FieldTable::default();
    for (name, value) in [
        ("ce-specversion", "1.0".to_owned()),
        ("ce-type", event.kind.to_string()),
        ("ce-source", "/expediter".to_owned()),
        ("ce-id", event.id.to_string()),
        ("ce-time", event.occurred_at.to_string()),
        ("ce-subject", event.subject.id().to_string()),
        ("ce-sequence", event.position.to_string()),
    ] {
        headers.insert(name.into(), AMQPValue::LongString(value.into()));
    }
    headers
}

/// Publishes a message to the exchange, as a relay does.
async fn publish_raw(broker: &TestBroker, event: &EventRecord, headers: FieldTable) {
    let (_connection, channel) = broker.open_channel().await;
    let (exchange, options) = (broker.namespace.qualify("events"), BasicPublishOptions::default());
    let properties = BasicProperties::default().with_headers(headers);
    let body = event.payload.as_str().as_bytes();
    let sent = channel.basic_publish(exchange, event.kind.as_str().into(), options, body, properties).await;
    sent.expect("sent").await.expect("confirmed");
    // Close the channel, so that the message is on the server before the connection is closed.
    channel.close(200, "OK".into()).await.expect("closed");
}

/// Asserts that the kitchen and a subscriber receive the event.
async fn expect_event(broker: &TestBroker, subscriber: &mut EventSubscriber, event: EventRecord) {
    let mut consumer = broker.broker.consume_kitchen(1);
    let (delivery, delivered) = next_event(&mut consumer).await;
    assert_eq!(delivered, event);
    delivery.ack().await.expect("in time");
    assert_eq!(next_signal(subscriber).await, Signal::Event(event));
}

async fn headers_route_a_message_whose_payload_is_opaque(broker: &TestBroker) {
    let mut subscriber = broker.subscribe().await;
    let event = EventRecord {
        version: 7,
        customer_id: Some(UserId(Uuid::new_v4())),
        payload: r#"["without", "an", "order"]"#.into(),
        ..accepted()
    };
    let mut headers = older_headers(&event);
    for (name, value) in [
        ("ce-subjectversion", event.version.to_string()),
        ("ce-businessid", event.business_id.to_string()),
        ("ce-customerid", event.customer_id.expect("a customer").to_string()),
    ] {
        headers.insert(name.into(), AMQPValue::LongString(value.into()));
    }
    publish_raw(broker, &event, headers).await;
    expect_event(broker, &mut subscriber, event).await;

    let of_guest = EventRecord { payload: "{}".into(), ..accepted() };
    broker.publish(std::slice::from_ref(&of_guest)).await;
    expect_event(broker, &mut subscriber, of_guest).await;
}

async fn messages_of_older_relays_are_routed_by_their_payload(broker: &TestBroker) {
    let mut subscriber = broker.subscribe().await;
    for customer_id in [Some(UserId(Uuid::new_v4())), None] {
        let business_id = BusinessId(Uuid::new_v4());
        let customer = serde_json::to_string(&customer_id).expect("JSON");
        let payload = format!(
            r#"{{"order":{{"version":7,"business_id":"{business_id}","customer_id":{customer},"lines":[]}},"more":1}}"#
        );
        let event = EventRecord { version: 7, business_id, customer_id, payload: payload.into(), ..accepted() };
        publish_raw(broker, &event, older_headers(&event)).await;
        expect_event(broker, &mut subscriber, event).await;
    }
    // Without an order, the message cannot be routed: it becomes a dead letter for the kitchen and a gap for subscribers.
    let without_order = EventRecord { payload: "{}".into(), ..accepted() };
    publish_raw(broker, &without_order, older_headers(&without_order)).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    let delivery = next_delivery(&mut consumer).await;
    let reason = delivery.event.clone().expect_err("there is no order");
    assert!(reason.contains("neither the headers nor the body contain the routing data"), "{reason}");
    delivery.reject().await.expect("in time");
    assert_eq!(next_signal(&mut subscriber).await, Signal::Gap);
}

async fn foreign_message_in_the_kitchen_queue_cannot_be_decoded(broker: &TestBroker) {
    broker.publish(&[accepted()]).await;
    let (_connection, channel) = broker.open_channel().await;
    let (kitchen, options) = (broker.namespace.qualify("kitchen"), BasicPublishOptions::default());
    let sent = channel.basic_publish("".into(), kitchen, options, b"{}", BasicProperties::default());
    sent.await.expect("sent");
    let mut consumer = broker.broker.consume_kitchen(1);
    next_delivery(&mut consumer).await.ack().await.expect("in time");
    let delivery = next_delivery(&mut consumer).await;
    assert_eq!(delivery.event.clone().expect_err("a foreign message"), "the header ce-type is missing");
    delivery.reject().await.expect("in time");
    broker.wait_for_queue_depth(0).await;
}

async fn deleted_kitchen_queue_is_recreated_for_its_consumer(broker: &TestBroker) {
    let mut consumer = broker.broker.consume_kitchen(1);
    broker.publish(&[accepted()]).await;
    next_delivery(&mut consumer).await.ack().await.expect("in time");
    delete_queue(broker, "kitchen").await;
    let event = accepted();
    broker.publish_with_retries(std::slice::from_ref(&event)).await;
    let (delivery, delivered) = next_event(&mut consumer).await;
    assert_eq!(delivered, event);
    delivery.ack().await.expect("in time");
    broker.wait_for_health(true).await;
}

async fn deleted_kitchen_queue_is_recreated_before_events_are_lost(broker: &TestBroker) {
    broker.publish(&[accepted()]).await;
    delete_queue(broker, "kitchen").await;
    broker.publish(&[event(EventKind::Placed)]).await; // This event does not need the queue.

    let mut batch = accepted_events(10);
    batch.insert(5, event(EventKind::Placed));
    let error = broker.broker.publish(&batch).await.expect_err("the orders reached no queue");
    assert!(matches!(error, Error::Unconfirmed { unconfirmed: 10, published: 11, .. }), "{error}");
    broker.publish(&batch).await;
    broker.wait_for_queue_depth(10).await;

    delete_queue(broker, "kitchen").await;
    broker.broker.kitchen_queue_depth().await.expect_err("the queue does not exist");
    broker.wait_for_queue_depth(0).await;
}

async fn deleted_exchange_is_recreated(broker: &TestBroker) {
    let (_connection, channel) = broker.open_channel().await;
    let options = ExchangeDeleteOptions::default();
    channel.exchange_delete(broker.namespace.qualify("events"), options).await.expect("deleted");
    broker.publish_with_retries(&[event(EventKind::Placed)]).await;
    broker.publish(&[accepted()]).await;
    broker.wait_for_queue_depth(1).await;
    let mut subscriber = broker.subscribe().await;
    let event = event(EventKind::Placed);
    broker.publish(std::slice::from_ref(&event)).await;
    assert_eq!(next_signal(&mut subscriber).await, Signal::Event(event));
}

async fn lost_connections_are_re_established(broker: &TestBroker, proxy: &FaultProxy) {
    let mut consumer = broker.broker.consume_kitchen(2);
    let mut subscriber = broker.subscribe().await;
    broker.publish(&accepted_events(3)).await;
    let taken = next_delivery(&mut consumer).await;
    next_signal(&mut subscriber).await;
    proxy.drop_connections();
    drop(taken);

    let mut acknowledged = 0;
    while acknowledged < 3 {
        // Deliveries that were in progress when the connection was lost are delivered again.
        if next_delivery(&mut consumer).await.ack().await.is_ok() {
            acknowledged += 1;
        }
    }
    broker.wait_for_queue_depth(0).await;
    let event = event(EventKind::Placed);
    wait_for_gap(&mut subscriber).await;
    broker.publish_with_retries(std::slice::from_ref(&event)).await;
    assert_eq!(events_until(&mut subscriber, &event).await.last(), Some(&event));
    broker.wait_for_health(true).await;
}

async fn late_acknowledgement_fails_without_side_effects(broker: &TestBroker, proxy: &FaultProxy) {
    let mut consumer = broker.broker.consume_kitchen(1);
    let event = accepted();
    broker.publish(std::slice::from_ref(&event)).await;
    let late = next_delivery(&mut consumer).await;
    proxy.drop_connections();
    let (again, delivered) = next_event(&mut consumer).await;
    assert_eq!(delivered, event);
    assert!(again.redelivered);
    let error = late.ack().await.expect_err("the connection of the delivery is closed");
    assert!(matches!(error, Error::StaleDelivery), "{error}");
    again.ack().await.expect("in time");
    consumer.stop().await;
    broker.wait_for_queue_depth(0).await;
}

async fn stalled_connection_is_detected(broker: &TestBroker, proxy: &FaultProxy) {
    let mut consumer = broker.broker.consume_kitchen(1);
    let mut subscriber = broker.subscribe().await;
    broker.publish(&accepted_events(1)).await;
    next_delivery(&mut consumer).await.ack().await.expect("in time");

    proxy.stall();
    let started = Instant::now();
    broker.broker.publish(&[accepted()]).await.expect_err("the connection is stalled");
    assert!(started.elapsed() < Duration::from_secs(11), "it took {:?}", started.elapsed());
    wait_until_disconnected(&broker.broker).await;

    proxy.restore();
    let event = accepted();
    broker.publish_with_retries(std::slice::from_ref(&event)).await;
    loop {
        let (delivery, delivered) = next_event(&mut consumer).await;
        if delivery.ack().await.is_ok() && delivered == event {
            break;
        }
    }
    wait_for_gap(&mut subscriber).await;
    broker.wait_for_health(true).await;
}

async fn unavailable_server_is_waited_for(broker: &TestBroker, proxy: &FaultProxy) {
    broker.wait_for_health(true).await;
    proxy.refuse();
    broker.wait_for_health(false).await;
    let other = Broker::connect(&proxy.url(), broker.namespace.as_str()).await.expect("a valid URL");
    let mut consumer = other.consume_kitchen(1);
    let mut subscriber = other.subscribe();
    let started = Instant::now();
    other.publish(&[accepted()]).await.expect_err("the server is unavailable");
    assert!(started.elapsed() < Duration::from_secs(6), "it took {:?}", started.elapsed());
    wait_until_disconnected(&other).await;

    proxy.restore();
    broker.publish_with_retries(&accepted_events(1)).await;
    next_delivery(&mut consumer).await.ack().await.expect("in time");
    assert_eq!(next_signal(&mut subscriber).await, Signal::Gap);
    eventually("a healthy broker", RECOVERY_TIMEOUT, async || other.health().ok()).await;
    broker.wait_for_health(true).await;
    other.close().await;
}

async fn every_message_survives_repeated_connection_losses(broker: &TestBroker, proxy: &FaultProxy) {
    let events = accepted_events(400);
    let publish = async {
        for (round, batch) in events.chunks(20).enumerate() {
            if round % 4 == 1 {
                proxy.drop_connections();
            }
            broker.publish_with_retries(batch).await;
        }
    };
    let consume = async {
        let mut consumer = broker.broker.consume_kitchen(5);
        // The number of losses is far below the delivery limit.
        let mut losses = [50, 150, 250, 350].into_iter().peekable();
        let mut acknowledged = std::collections::HashSet::new();
        while acknowledged.len() < events.len() {
            let (delivery, event) = next_event(&mut consumer).await;
            if losses.next_if(|due| acknowledged.len() >= *due).is_some() {
                proxy.drop_connections();
            }
            if delivery.ack().await.is_ok() {
                acknowledged.insert(event.id.0);
            }
        }
        acknowledged
    };
    let ((), acknowledged) = tokio::join!(publish, consume);
    assert!(events.iter().all(|event| acknowledged.contains(&event.id.0)));
}

/// Skips signals up to and including the next gap.
async fn wait_for_gap(subscriber: &mut EventSubscriber) {
    eventually("the gap", RECOVERY_TIMEOUT, async || (next_signal(subscriber).await == Signal::Gap).then_some(()))
        .await;
}

/// Waits until all connections are reported as lost.
async fn wait_until_disconnected(broker: &Broker) {
    eventually("all connections to be lost", RECOVERY_TIMEOUT, async || {
        let problem = broker.health().err().unwrap_or_default();
        let is_lost = |purpose: &&str| problem.contains(&format!("{purpose}: disconnected for"));
        ["publisher", "kitchen", "notifier"].iter().all(is_lost).then_some(())
    })
    .await;
}

async fn delete_queue(broker: &TestBroker, queue: &str) {
    let (_connection, channel) = broker.open_channel().await;
    let options = QueueDeleteOptions::default();
    channel.queue_delete(broker.namespace.qualify(queue), options).await.expect("deleted");
}
