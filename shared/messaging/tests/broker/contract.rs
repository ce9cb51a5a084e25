//! The guarantees of both brokers.

use domain::account::UserId;
use domain::event::{EventKind, EventRecord};
use futures_util::FutureExt;
use messaging::{Broker, DELIVERY_LIMIT, PurgedMessages, Signal};
use testkit::brokers::{accepted_events, event, events_until, next_delivery, next_event, next_signal, rabbitmq_url};
use testkit::wait::RECOVERY_TIMEOUT;
use testkit::{TestBroker, eventually, with_timeout};
use uuid::Uuid;

/// Runs each of these tests on both brokers.
macro_rules! on_both_brokers {
    ($($test:ident)*) => {$(
        mod $test {
            use testkit::TestBroker;

            #[tokio::test]
            async fn memory() {
                TestBroker::memory().await.run(super::$test).await;
            }

            #[tokio::test]
            async fn rabbit() {
                TestBroker::rabbit().await.run(super::$test).await;
            }
        }
    )*};
}

on_both_brokers! {
    confirmed_events_are_delivered_once
    only_accepted_orders_reach_the_kitchen_queue
    all_fields_of_an_event_are_delivered_unchanged
    publishing_without_consumers_succeeds
    consumer_never_holds_more_than_its_prefetch
    consumers_share_the_queue
    acknowledged_message_is_removed
    requeued_message_is_delivered_again
    dropped_delivery_is_delivered_again
    rejected_message_becomes_a_dead_letter
    message_becomes_a_dead_letter_after_the_delivery_limit
    dead_letter_can_be_replayed
    purge_deletes_queued_messages_and_dead_letters
    invalid_payload_is_reported_and_becomes_a_dead_letter
    stopped_consumer_returns_the_messages_that_were_not_taken
    dropped_consumer_returns_all_messages
    messages_wait_for_the_first_consumer
    every_subscriber_receives_all_events_in_order
    subscription_begins_with_a_gap
    invalid_payload_is_a_gap_for_subscribers
    close_ends_consumers_and_subscribers
}

fn accepted() -> EventRecord {
    event(EventKind::Accepted)
}

async fn confirmed_events_are_delivered_once(broker: &TestBroker) {
    let events = accepted_events(50);
    broker.publish(&events).await;
    let mut consumer = broker.broker.consume_kitchen(2);
    for event in &events {
        let (delivery, delivered) = next_event(&mut consumer).await;
        assert_eq!(&delivered, event);
        assert!(!delivery.redelivered);
        delivery.ack().await.expect("in time");
    }
    broker.wait_for_queue_depth(0).await;
    assert!(consumer.next().now_or_never().is_none());
}

async fn only_accepted_orders_reach_the_kitchen_queue(broker: &TestBroker) {
    let batch: Vec<_> = EventKind::ALL.iter().chain(EventKind::ALL).map(|kind| event(*kind)).collect();
    broker.publish(&batch).await;
    let mut consumer = broker.broker.consume_kitchen(10);
    for event in batch.iter().filter(|event| event.kind == EventKind::Accepted) {
        let (delivery, delivered) = next_event(&mut consumer).await;
        assert_eq!(&delivered, event);
        delivery.ack().await.expect("in time");
    }
    broker.wait_for_queue_depth(0).await;
}

async fn all_fields_of_an_event_are_delivered_unchanged(broker: &TestBroker) {
    let mut subscriber = broker.subscribe().await;
    let event = EventRecord {
        position: i64::MAX,
        version: i64::MAX,
        customer_id: Some(UserId(Uuid::new_v4())),
        traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        payload: r#"{ "spaces and order":1,  "stay":"é" }"#.into(),
        ..accepted()
    };
    broker.publish(std::slice::from_ref(&event)).await;
    let (delivery, delivered) = next_event(&mut broker.broker.consume_kitchen(1)).await;
    assert_eq!(delivered, event);
    assert_eq!(next_signal(&mut subscriber).await, Signal::Event(event));
    delivery.ack().await.expect("in time");
}

async fn publishing_without_consumers_succeeds(broker: &TestBroker) {
    broker.publish(&[event(EventKind::Placed), event(EventKind::Completed)]).await;
    broker.publish(&[]).await;
    broker.wait_for_queue_depth(0).await;
}

async fn consumer_never_holds_more_than_its_prefetch(broker: &TestBroker) {
    broker.publish(&accepted_events(5)).await;
    let mut consumer = broker.broker.consume_kitchen(2);
    let first = next_delivery(&mut consumer).await;
    let second = next_delivery(&mut consumer).await;
    broker.wait_for_queue_depth(3).await;
    assert!(consumer.next().now_or_never().is_none(), "a third unacknowledged delivery");
    first.ack().await.expect("in time");
    let third = next_delivery(&mut consumer).await;
    broker.wait_for_queue_depth(2).await;
    assert!(consumer.next().now_or_never().is_none(), "a third unacknowledged delivery");
    drop((second, third));
}

async fn consumers_share_the_queue(broker: &TestBroker) {
    let (mut one, mut two) = (broker.broker.consume_kitchen(1), broker.broker.consume_kitchen(1));
    broker.publish(&accepted_events(2)).await;
    let (first_delivery, first) = next_event(&mut one).await;
    let (second_delivery, second) = next_event(&mut two).await;
    assert_ne!(first.id, second.id);
    broker.publish(&accepted_events(1)).await;
    broker.wait_for_queue_depth(1).await;
    second_delivery.ack().await.expect("in time");
    next_delivery(&mut two).await.ack().await.expect("in time");
    first_delivery.ack().await.expect("in time");
}

async fn acknowledged_message_is_removed(broker: &TestBroker) {
    broker.publish(&[accepted()]).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    next_delivery(&mut consumer).await.ack().await.expect("in time");
    consumer.stop().await;
    broker.wait_for_queue_depth(0).await;
    assert!(broker.broker.list_dead_letters(10).await.expect("a list").is_empty());
}

async fn requeued_message_is_delivered_again(broker: &TestBroker) {
    let event = accepted();
    broker.publish(std::slice::from_ref(&event)).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    let (delivery, _) = next_event(&mut consumer).await;
    assert!(!delivery.redelivered);
    delivery.requeue().await.expect("in time");
    let (delivery, delivered) = next_event(&mut consumer).await;
    assert!(delivery.redelivered);
    assert_eq!(delivered, event);
    delivery.ack().await.expect("in time");
    broker.wait_for_queue_depth(0).await;
}

async fn dropped_delivery_is_delivered_again(broker: &TestBroker) {
    let event = accepted();
    broker.publish(std::slice::from_ref(&event)).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    drop(next_delivery(&mut consumer).await);
    let (delivery, delivered) = next_event(&mut consumer).await;
    assert!(delivery.redelivered);
    assert_eq!(delivered, event);
    delivery.ack().await.expect("in time");
}

async fn rejected_message_becomes_a_dead_letter(broker: &TestBroker) {
    let event = accepted();
    broker.publish(&[event.clone(), accepted()]).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    next_delivery(&mut consumer).await.reject().await.expect("in time");
    next_delivery(&mut consumer).await.ack().await.expect("in time");
    broker.wait_for_dead_letter(&event, "rejected").await;
    broker.wait_for_queue_depth(0).await;
}

/// RabbitMQ up to 4.2 counts requeued messages towards the limit. Since 4.3, it counts only messages whose consumer was lost.
async fn message_becomes_a_dead_letter_after_the_delivery_limit(broker: &TestBroker) {
    let event = accepted();
    broker.publish(std::slice::from_ref(&event)).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    for _ in 0..=DELIVERY_LIMIT {
        next_delivery(&mut consumer).await.requeue().await.expect("in time");
    }
    broker.wait_for_dead_letter(&event, "delivery_limit").await;
    broker.wait_for_queue_depth(0).await;
}

async fn dead_letter_can_be_replayed(broker: &TestBroker) {
    let events = accepted_events(3);
    broker.publish(&events).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    for _ in &events {
        next_delivery(&mut consumer).await.reject().await.expect("in time");
    }
    let mut subscriber = broker.subscribe().await;
    broker.wait_for_dead_letter(&events[2], "rejected").await;
    let is_found = broker.broker.replay_dead_letter(Uuid::new_v4()).await.expect("a search");
    assert!(!is_found, "there is no dead letter with this id");
    assert!(broker.broker.replay_dead_letter(events[1].id.0).await.expect("a search"));
    let (delivery, delivered) = next_event(&mut consumer).await;
    assert_eq!(delivered, events[1]);
    delivery.ack().await.expect("in time");

    broker.wait_for_dead_letter(&events[0], "rejected").await;
    let rest = broker.broker.list_dead_letters(10).await.expect("a list");
    assert_eq!(rest.len(), 2, "the others remain: {rest:?}");
    broker.publish(&events[..1]).await;
    let signal = next_signal(&mut subscriber).await;
    assert_eq!(signal, Signal::Event(events[0].clone()), "subscribers do not receive a replay");
}

async fn purge_deletes_queued_messages_and_dead_letters(broker: &TestBroker) {
    broker.publish(&accepted_events(5)).await;
    let mut consumer = broker.broker.consume_kitchen(2);
    let (rejected, dead) = next_event(&mut consumer).await;
    rejected.reject().await.expect("in time");
    broker.wait_for_dead_letter(&dead, "rejected").await;
    let (held, _) = next_event(&mut consumer).await;
    consumer.stop().await;
    broker.wait_for_queue_depth(3).await;
    let purged = broker.broker.purge_kitchen().await.expect("a purge");
    assert_eq!(purged, PurgedMessages { queued: 3, dead: 1 });
    let purged = broker.broker.purge_kitchen().await.expect("a purge");
    assert_eq!(purged, PurgedMessages { queued: 0, dead: 0 });
    held.ack().await.expect("the message remains with its consumer");

    // The queue can be used as before.
    let events = accepted_events(2);
    broker.publish(&events).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    for event in &events {
        let (delivery, delivered) = next_event(&mut consumer).await;
        assert_eq!(&delivered, event);
        delivery.ack().await.expect("in time");
    }
    broker.wait_for_queue_depth(0).await;
}

async fn invalid_payload_is_reported_and_becomes_a_dead_letter(broker: &TestBroker) {
    let damaged = EventRecord { payload: r#"{"id":"#.into(), ..accepted() };
    broker.publish(&[damaged]).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    let delivery = next_delivery(&mut consumer).await;
    let reason = delivery.event.clone().expect_err("the payload is truncated");
    assert!(reason.contains("is not JSON"), "{reason}");
    delivery.reject().await.expect("in time");
    eventually("the dead letter", RECOVERY_TIMEOUT, async || {
        let letters = broker.broker.list_dead_letters(10).await.expect("a list");
        (letters.len() == 1 && letters[0].event.is_err() && letters[0].reason == "rejected").then_some(())
    })
    .await;
}

async fn stopped_consumer_returns_the_messages_that_were_not_taken(broker: &TestBroker) {
    broker.publish(&accepted_events(3)).await;
    let mut consumer = broker.broker.consume_kitchen(3);
    let taken = next_delivery(&mut consumer).await;
    consumer.stop().await;
    assert!(with_timeout("the end", RECOVERY_TIMEOUT, consumer.next()).await.is_none());
    broker.wait_for_queue_depth(2).await;
    taken.ack().await.expect("still in time");
    let mut other = broker.broker.consume_kitchen(2);
    next_delivery(&mut other).await.ack().await.expect("in time");
    next_delivery(&mut other).await.ack().await.expect("in time");
    broker.wait_for_queue_depth(0).await;
}

async fn dropped_consumer_returns_all_messages(broker: &TestBroker) {
    broker.publish(&accepted_events(2)).await;
    let mut consumer = broker.broker.consume_kitchen(2);
    let taken = next_delivery(&mut consumer).await;
    drop(consumer);
    drop(taken);
    broker.wait_for_queue_depth(2).await;
}

async fn messages_wait_for_the_first_consumer(broker: &TestBroker) {
    broker.wait_for_queue_depth(0).await;
    broker.publish(&accepted_events(3)).await;
    broker.wait_for_queue_depth(3).await;
    let mut consumer = broker.broker.consume_kitchen(1);
    let taken = next_delivery(&mut consumer).await;
    broker.wait_for_queue_depth(2).await;
    taken.requeue().await.expect("in time");
    consumer.stop().await;
    broker.wait_for_queue_depth(3).await;
}

async fn every_subscriber_receives_all_events_in_order(broker: &TestBroker) {
    let (mut one, mut two) = (broker.subscribe().await, broker.subscribe().await);
    let batch: Vec<_> = EventKind::ALL.iter().chain(EventKind::ALL).map(|kind| event(*kind)).collect();
    broker.publish(&batch[..9]).await;
    broker.publish(&batch[9..]).await;
    for subscriber in [&mut one, &mut two] {
        assert_eq!(events_until(subscriber, &batch[13]).await, batch);
    }
}

async fn subscription_begins_with_a_gap(broker: &TestBroker) {
    broker.publish(&[event(EventKind::Placed)]).await;
    let mut subscriber = broker.subscribe().await; // Receives the gap, and no earlier event.
    let event = event(EventKind::Placed);
    broker.publish(std::slice::from_ref(&event)).await;
    assert_eq!(next_signal(&mut subscriber).await, Signal::Event(event));
}

async fn invalid_payload_is_a_gap_for_subscribers(broker: &TestBroker) {
    let mut subscriber = broker.subscribe().await;
    let damaged = EventRecord { payload: "[".into(), ..event(EventKind::Placed) };
    let event = event(EventKind::Placed);
    broker.publish(&[damaged, event.clone()]).await;
    assert_eq!(next_signal(&mut subscriber).await, Signal::Gap);
    assert_eq!(next_signal(&mut subscriber).await, Signal::Event(event));
}

async fn close_ends_consumers_and_subscribers(broker: &TestBroker) {
    broker.publish(&[accepted()]).await;
    let mut subscriber = broker.subscribe().await;
    let mut consumer = broker.broker.consume_kitchen(1);
    let taken = next_delivery(&mut consumer).await;
    broker.broker.close().await;
    assert!(with_timeout("the end of the consumer", RECOVERY_TIMEOUT, consumer.next()).await.is_none());
    assert!(with_timeout("the end of the subscription", RECOVERY_TIMEOUT, subscriber.next()).await.is_none());
    taken.ack().await.expect("still in time");
    broker.broker.publish(&[accepted()]).await.expect_err("the broker is closed");
}

#[tokio::test]
async fn workers_that_consume_the_kitchen_queue_are_counted() {
    let count_consumers = async |broker: &TestBroker| {
        let other = Broker::connect(&rabbitmq_url(), broker.namespace.as_str()).await.expect("a valid URL");
        let count =
            eventually("the number of consumers", RECOVERY_TIMEOUT, async || other.kitchen_consumer_count().await.ok());
        let count = count.await;
        other.close().await;
        count
    };
    let test = async |broker: &TestBroker| {
        assert_eq!(count_consumers(broker).await, 0);
        broker.publish(&accepted_events(2)).await;
        let mut consumers = [broker.broker.consume_kitchen(1), broker.broker.consume_kitchen(1)];
        let [first, second] = &mut consumers;
        let deliveries = (next_delivery(first).await, next_delivery(second).await);
        assert_eq!(count_consumers(broker).await, 2);
        deliveries.0.ack().await.expect("in time");
        deliveries.1.ack().await.expect("in time");
    };
    TestBroker::rabbit().await.run(test).await;
}

mod memory {
    use super::*;

    #[tokio::test]
    async fn slow_subscriber_receives_a_gap_and_the_newest_events() {
        TestBroker::memory().await.run(flood).await;
    }

    async fn flood(broker: &TestBroker) {
        let mut subscriber = broker.subscribe().await;
        let events: Vec<_> = std::iter::repeat_with(|| event(EventKind::Placed)).take(3_000).collect();
        broker.publish(&events).await;
        assert_eq!(next_signal(&mut subscriber).await, Signal::Gap);
        let newest = events_until(&mut subscriber, &events[2_999]).await;
        assert!(newest.len() < 1_024, "{} events were kept", newest.len());
        assert!(events.ends_with(&newest), "one of the newest events is missing");
    }
}
