//! The combinations of database and broker.

use domain::event::EventKind;
use testkit::brokers::next_event;
use testkit::fixture::{SIGNING_KEY, tokens};
use testkit::{Fixture, on_both_backends};

on_both_backends! {
    async fn accepted_order_reaches_the_kitchen_queue(backends: Backends) {
        let open = backends.open().await;
        let fixture = Fixture::new(open.db.clone()).await;
        let order = fixture.accept_orders(1).await.remove(0);
        assert_eq!(fixture.outbox_count().await, 2);
        fixture.publish_outbox(&open.broker).await;
        assert_eq!(fixture.outbox_count().await, 0);
        let (delivery, event) = next_event(&mut open.broker.consume_kitchen(1)).await;
        assert_eq!((event.kind.clone(), event.subject.order_id()), (EventKind::Accepted.into(), Some(order.id)));
        assert_eq!(fixture.events(order.id).await[1], event);
        assert_eq!(fixture.event_kinds(order.id).await, ["order.placed", "order.accepted"]);
        delivery.ack().await.unwrap();
    }
}

#[test]
fn signing_key_is_accepted_by_the_services() {
    service::config::parse_signing_key(SIGNING_KEY.into()).unwrap();
    assert!(tokens().verify("", domain::clock::Timestamp::EPOCH).is_err());
}
