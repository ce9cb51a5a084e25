//! A log that lost its last events, as after a failover to a standby that had not received them. Clients resync, and no later
//! event is mistaken for one of the lost events.

use std::time::Duration;

use notifier::Timing;
use testkit::{FeedClient, Frame, on_every_engine, shorten_log};

use crate::event_stream::EventStream;
use crate::support::{Environment, without_polling};

/// Returns durations with a short poll interval, so that the notifier soon detects that the log was replaced.
fn with_frequent_polling() -> Timing {
    Timing { poll_interval: Duration::from_millis(50), ..Timing::default() }
}

on_every_engine! {
    async fn events_at_the_positions_of_lost_events_are_sent(db: Db) {
        let env = Environment::new(db.clone()).await;
        let server = env.start_notifier_with(with_frequent_polling()).await;
        let (token, start) = (env.customer_token(), env.initial_cursor().await);
        let orders = [env.place_order().await, env.place_order().await, env.place_order().await];
        let mut client = server.resume(&token, &start).await;
        client.expect_ready().await;
        let mut stream = EventStream::open(server.addr(), &token, Some(&start)).await;
        assert_eq!(stream.next().await.unwrap().event, "ready");
        for order in &orders {
            client.expect_change_of(order).await;
            assert_eq!(stream.next().await.unwrap().event, "event");
        }
        // The protocol of the food ordering systems has no resync.
        let url = format!("ws://{}/socket/user/{}", server.addr(), env.fixture.customer.id);
        let (mut food_ordering, _) = FeedClient::connect_with(url).await.unwrap();
        food_ordering.authenticate(&token, None).await;
        food_ordering.send("ping").await;
        food_ordering.next_text().await;

        shorten_log(&db, 1).await;
        assert_eq!(client.next().await, Frame::Resync);
        assert_eq!(stream.next().await.unwrap().event, "resync");
        assert_eq!(food_ordering.expect_close().await, 1011);
        let order = env.place_order().await;
        assert_eq!(env.last_position().await, 2);
        client.expect_change_of(&order).await;
        let sent = stream.next().await.unwrap();
        assert_eq!(sent.id.as_deref(), Some(client.cursor()));
        let Frame::Event { order_id, version, .. } = sent.frame() else { panic!("not an event: {sent:?}") };
        assert_eq!((order_id, version), (order.id.0, 1));
    }

    /// The log grows beyond the lost part before the client reconnects, to this notifier or to another one.
    async fn cursor_of_a_lost_event_causes_a_resync(db: Db) {
        let env = Environment::new(db.clone()).await;
        let servers = [
            env.start_notifier_with(with_frequent_polling()).await,
            env.start_notifier_with(with_frequent_polling()).await,
        ];
        let token = env.customer_token();
        let mut clients = [servers[0].open(&token).await, servers[1].open(&token).await];
        for _ in 0..3 {
            let order = env.place_order().await;
            for client in &mut clients {
                client.expect_change_of(&order).await;
            }
        }
        let lost_cursor = clients[0].cursor().to_owned();
        shorten_log(&db, 1).await;
        for client in &mut clients {
            assert_eq!(client.next().await, Frame::Resync);
        }
        for _ in 0..4 {
            let order = env.place_order().await;
            for client in &mut clients {
                client.expect_change_of(&order).await;
            }
        }
        assert_eq!(env.last_position().await, 5);
        let cursor = clients[0].cursor().to_owned();
        let mut clients = Vec::from(clients);
        for server in &servers {
            let mut resumed = server.resume(&token, &lost_cursor).await;
            assert_eq!(resumed.expect_ready().await, cursor);
            assert_eq!(resumed.next().await, Frame::Resync);
            clients.push(resumed);
            let mut resumed = server.resume(&token, &cursor).await;
            assert_eq!(resumed.expect_ready().await, cursor);
            clients.push(resumed);
        }
        // Nothing else was sent to any of the clients.
        let order = env.place_order().await;
        for client in &mut clients {
            client.expect_change_of(&order).await;
        }
    }

    /// The log has grown beyond its last known position before the notifier reads it.
    async fn replaced_log_of_the_same_length_is_detected(db: Db) {
        let env = Environment::new(db.clone()).await;
        let server = env.start_notifier_with(without_polling()).await;
        let mut client = server.open(&env.customer_token()).await;
        for _ in 0..2 {
            let order = env.place_order().await;
            client.expect_change_of(&order).await;
        }
        shorten_log(&db, 1).await;
        env.fixture.place_orders(2).await;
        assert_eq!(env.last_position().await, 3);
        env.trigger_poll().await;
        assert_eq!(client.next().await, Frame::Resync);
        env.publish().await;
        let order = env.place_order().await;
        client.expect_change_of(&order).await;
        assert!(client.cursor().ends_with(".4"), "{}", client.cursor());
    }
    /// New events are published before the notifier reads the log: those at the positions of lost events are ignored, and only
    /// the last one is sent.
    async fn loss_is_detected_after_a_later_event_was_sent(db: Db) {
        let env = Environment::new(db.clone()).await;
        let server = env.start_notifier_with(without_polling()).await;
        let mut client = server.open(&env.customer_token()).await;
        for _ in 0..3 {
            let order = env.place_order().await;
            client.expect_change_of(&order).await;
        }
        let lost_cursor = client.cursor().to_owned();
        shorten_log(&db, 1).await;
        let orders = env.fixture.place_orders(3).await;
        env.publish().await;
        client.expect_change_of(&orders[2]).await;
        assert_eq!((env.last_position().await, client.cursor()), (4, replace_position(&lost_cursor, 4).as_str()));
        env.trigger_poll().await;
        assert_eq!(client.next().await, Frame::Resync);
        let mut resumed = server.resume(&env.customer_token(), &lost_cursor).await;
        resumed.expect_ready().await;
        assert_eq!(resumed.next().await, Frame::Resync);
        let order = env.place_order().await;
        client.expect_change_of(&order).await;
        resumed.expect_change_of(&order).await;
    }
}

/// Returns the cursor of another position of the same log.
fn replace_position(cursor: &str, position: i64) -> String {
    let (database, _) = cursor.rsplit_once('.').unwrap();
    format!("{database}.{position}")
}
