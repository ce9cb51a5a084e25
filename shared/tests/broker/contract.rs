//! What holds for every broker.

use futures_util::FutureExt;
use shared::broker::{DELIVERY_LIMIT, Signal};
use shared::event::Kind;
use uuid::Uuid;

use crate::kit::{House, accepted, accepted_orders, event, heard, heard_until, read, soon, taken};

/// Runs each of these on both brokers.
macro_rules! on_both {
    ($($test:ident)*) => {$(
        mod $test {
            use crate::kit::House;

            #[tokio::test]
            async fn memory() {
                House::memory().await.host(super::$test).await;
            }

            #[tokio::test]
            async fn rabbit() {
                House::rabbit().await.host(super::$test).await;
            }
        }
    )*};
}

on_both! {
    confirmed_messages_arrive_once
    only_accepted_orders_reach_the_kitchen
    every_header_arrives_as_it_was_sent
    publishing_is_fine_while_nobody_listens
    a_worker_never_holds_more_than_its_prefetch
    workers_share_the_queue
    an_acknowledged_message_is_gone
    a_message_that_was_handed_back_comes_again
    a_dropped_delivery_comes_again
    a_rejected_message_becomes_a_dead_letter
    a_message_that_always_comes_back_becomes_a_dead_letter
    a_dead_letter_can_be_replayed
    an_unreadable_message_says_so
    a_worker_that_stops_gives_back_what_it_did_not_take
    a_worker_that_goes_gives_back_everything
    messages_wait_for_the_first_worker
    every_listener_hears_everything_in_order
    a_listener_hears_of_a_gap_first
    an_unreadable_message_is_a_gap
    closing_ends_everything
}

async fn confirmed_messages_arrive_once(house: &House) {
    let orders = accepted_orders(50);
    house.publishes(&orders).await;
    let mut work = house.broker.work(2);
    for order in &orders {
        let (delivery, message) = read(&mut work).await;
        assert_eq!(&message, order);
        assert!(!delivery.redelivered);
        delivery.ack().await.expect("in time");
    }
    house.waiting(0).await;
    assert!(work.next().now_or_never().is_none());
}

async fn only_accepted_orders_reach_the_kitchen(house: &House) {
    let batch: Vec<_> = Kind::ALL.iter().chain(Kind::ALL).map(|kind| event(*kind)).collect();
    house.publishes(&batch).await;
    let mut work = house.broker.work(10);
    for order in batch.iter().filter(|message| message.kind == Kind::Accepted) {
        let (delivery, message) = read(&mut work).await;
        assert_eq!(&message, order);
        delivery.ack().await.expect("in time");
    }
    house.waiting(0).await;
}

async fn every_header_arrives_as_it_was_sent(house: &House) {
    let mut live = house.listener().await;
    let mut order = accepted();
    order.position = i64::MAX;
    order.traceparent = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    order.body = r#"{ "spaces and order":1,  "stay":"é" }"#.into();
    house.publishes(std::slice::from_ref(&order)).await;
    let (delivery, message) = read(&mut house.broker.work(1)).await;
    assert_eq!(message, order);
    assert_eq!(heard(&mut live).await, Signal::Message(order));
    delivery.ack().await.expect("in time");
}

async fn publishing_is_fine_while_nobody_listens(house: &House) {
    house.publishes(&[event(Kind::Placed), event(Kind::Completed)]).await;
    house.publishes(&[]).await;
    house.waiting(0).await;
}

async fn a_worker_never_holds_more_than_its_prefetch(house: &House) {
    house.publishes(&accepted_orders(5)).await;
    let mut work = house.broker.work(2);
    let first = taken(&mut work).await;
    let second = taken(&mut work).await;
    house.waiting(3).await;
    assert!(work.next().now_or_never().is_none(), "a third one in flight");
    first.ack().await.expect("in time");
    let third = taken(&mut work).await;
    house.waiting(2).await;
    assert!(work.next().now_or_never().is_none(), "a third one in flight");
    drop((second, third));
}

async fn workers_share_the_queue(house: &House) {
    let (mut one, mut other) = (house.broker.work(1), house.broker.work(1));
    house.publishes(&accepted_orders(2)).await;
    let (held, left) = read(&mut one).await;
    let (also_held, right) = read(&mut other).await;
    assert_ne!(left.id, right.id);
    house.publishes(&accepted_orders(1)).await;
    house.waiting(1).await;
    also_held.ack().await.expect("in time");
    taken(&mut other).await.ack().await.expect("in time");
    held.ack().await.expect("in time");
}

async fn an_acknowledged_message_is_gone(house: &House) {
    house.publishes(&[accepted()]).await;
    let mut work = house.broker.work(1);
    taken(&mut work).await.ack().await.expect("in time");
    work.stop().await;
    house.waiting(0).await;
    assert!(house.broker.dead_letters(10).await.expect("a look").is_empty());
}

async fn a_message_that_was_handed_back_comes_again(house: &House) {
    let order = accepted();
    house.publishes(std::slice::from_ref(&order)).await;
    let mut work = house.broker.work(1);
    let (delivery, _) = read(&mut work).await;
    assert!(!delivery.redelivered);
    delivery.retry().await.expect("in time");
    let (delivery, message) = read(&mut work).await;
    assert!(delivery.redelivered);
    assert_eq!(message, order);
    delivery.ack().await.expect("in time");
    house.waiting(0).await;
}

async fn a_dropped_delivery_comes_again(house: &House) {
    let order = accepted();
    house.publishes(std::slice::from_ref(&order)).await;
    let mut work = house.broker.work(1);
    drop(taken(&mut work).await);
    let (delivery, message) = read(&mut work).await;
    assert!(delivery.redelivered);
    assert_eq!(message, order);
    delivery.ack().await.expect("in time");
}

async fn a_rejected_message_becomes_a_dead_letter(house: &House) {
    let order = accepted();
    house.publishes(&[order.clone(), accepted()]).await;
    let mut work = house.broker.work(1);
    taken(&mut work).await.reject().await.expect("in time");
    taken(&mut work).await.ack().await.expect("in time");
    dead(house, &order, "rejected").await;
    house.waiting(0).await;
}

/// RabbitMQ counts what is handed back up to 4.2; since 4.3 only what is lost with its worker.
async fn a_message_that_always_comes_back_becomes_a_dead_letter(house: &House) {
    let order = accepted();
    house.publishes(std::slice::from_ref(&order)).await;
    let mut work = house.broker.work(1);
    for _ in 0..=DELIVERY_LIMIT {
        taken(&mut work).await.retry().await.expect("in time");
    }
    dead(house, &order, "delivery_limit").await;
    house.waiting(0).await;
}

async fn a_dead_letter_can_be_replayed(house: &House) {
    let orders = accepted_orders(3);
    house.publishes(&orders).await;
    let mut work = house.broker.work(1);
    for _ in &orders {
        taken(&mut work).await.reject().await.expect("in time");
    }
    let mut live = house.listener().await;
    dead(house, &orders[2], "rejected").await;
    assert!(!house.broker.replay(Uuid::new_v4()).await.expect("a look"), "there is no such letter");
    assert!(house.broker.replay(orders[1].id).await.expect("a look"));
    let (delivery, message) = read(&mut work).await;
    assert_eq!(message, orders[1]);
    delivery.ack().await.expect("in time");

    dead(house, &orders[0], "rejected").await;
    let left = house.broker.dead_letters(10).await.expect("a look");
    assert_eq!(left.len(), 2, "the others are still there: {left:?}");
    house.publishes(&orders[..1]).await;
    assert_eq!(heard(&mut live).await, Signal::Message(orders[0].clone()), "a replay is no news");
}

async fn an_unreadable_message_says_so(house: &House) {
    let mut torn = accepted();
    torn.body = r#"{"id":"#.into();
    house.publishes(&[torn]).await;
    let mut work = house.broker.work(1);
    let delivery = taken(&mut work).await;
    let why = delivery.message.clone().expect_err("half an event");
    assert!(why.contains("is not JSON"), "{why}");
    delivery.reject().await.expect("in time");
    crate::kit::eventually("the dead letter", async || {
        let letters = house.broker.dead_letters(10).await.expect("a look");
        letters.len() == 1 && letters[0].message.is_err() && letters[0].reason == "rejected"
    })
    .await;
}

async fn a_worker_that_stops_gives_back_what_it_did_not_take(house: &House) {
    house.publishes(&accepted_orders(3)).await;
    let mut work = house.broker.work(3);
    let held = taken(&mut work).await;
    work.stop().await;
    assert!(soon("the end", work.next()).await.is_none());
    house.waiting(2).await;
    held.ack().await.expect("still in time");
    let mut other = house.broker.work(2);
    taken(&mut other).await.ack().await.expect("in time");
    taken(&mut other).await.ack().await.expect("in time");
    house.waiting(0).await;
}

async fn a_worker_that_goes_gives_back_everything(house: &House) {
    house.publishes(&accepted_orders(2)).await;
    let mut work = house.broker.work(2);
    let held = taken(&mut work).await;
    drop(work);
    drop(held);
    house.waiting(2).await;
}

async fn messages_wait_for_the_first_worker(house: &House) {
    house.waiting(0).await;
    house.publishes(&accepted_orders(3)).await;
    house.waiting(3).await;
    let mut work = house.broker.work(1);
    let held = taken(&mut work).await;
    house.waiting(2).await;
    held.retry().await.expect("in time");
    work.stop().await;
    house.waiting(3).await;
}

async fn every_listener_hears_everything_in_order(house: &House) {
    let (mut one, mut other) = (house.listener().await, house.listener().await);
    let batch: Vec<_> = Kind::ALL.iter().chain(Kind::ALL).map(|kind| event(*kind)).collect();
    house.publishes(&batch[..9]).await;
    house.publishes(&batch[9..]).await;
    for live in [&mut one, &mut other] {
        assert_eq!(heard_until(live, &batch[13]).await, batch);
    }
}

async fn a_listener_hears_of_a_gap_first(house: &House) {
    house.publishes(&[event(Kind::Placed)]).await;
    let mut live = house.listener().await; // and nothing of what was before it
    let news = event(Kind::Placed);
    house.publishes(std::slice::from_ref(&news)).await;
    assert_eq!(heard(&mut live).await, Signal::Message(news));
}

async fn an_unreadable_message_is_a_gap(house: &House) {
    let mut live = house.listener().await;
    let mut torn = event(Kind::Placed);
    torn.body = "[".into();
    let news = event(Kind::Placed);
    house.publishes(&[torn, news.clone()]).await;
    assert_eq!(heard(&mut live).await, Signal::Gap);
    assert_eq!(heard(&mut live).await, Signal::Message(news));
}

async fn closing_ends_everything(house: &House) {
    house.publishes(&[accepted()]).await;
    let mut live = house.listener().await;
    let mut work = house.broker.work(1);
    let held = taken(&mut work).await;
    house.broker.close().await;
    assert!(soon("the worker's end", work.next()).await.is_none());
    assert!(soon("the listener's end", live.next()).await.is_none());
    held.ack().await.expect("still in time");
    house.broker.publish(&[accepted()]).await.expect_err("it is closed");
}

/// Waits until this message is among the dead letters, for this reason.
async fn dead(house: &House, order: &shared::broker::Message, reason: &str) {
    crate::kit::eventually("a dead letter", async || {
        let letters = house.broker.dead_letters(10).await.expect("a look");
        letters.iter().any(|letter| letter.message.as_ref() == Ok(order) && letter.reason == reason)
    })
    .await;
}

mod memory {
    use super::*;

    #[tokio::test]
    async fn a_listener_that_is_too_slow_hears_of_a_gap_and_then_the_newest() {
        House::memory().await.host(drowned).await;
    }

    async fn drowned(house: &House) {
        let mut live = house.listener().await;
        let flood: Vec<_> = std::iter::repeat_with(|| event(Kind::Placed)).take(3_000).collect();
        house.publishes(&flood).await;
        assert_eq!(heard(&mut live).await, Signal::Gap);
        let newest = heard_until(&mut live, &flood[2_999]).await;
        assert!(newest.len() < 1_024, "{} were kept", newest.len());
        assert!(flood.ends_with(&newest), "one of the newest is missing");
    }
}
