//! Clients that resume at a cursor receive each change once and in order.

use std::time::Duration;

use domain::account::Role;
use domain::order::state::Command;
use futures_util::future::join_all;
use notifier::Timing;
use service::metrics::Metrics;
use service::relay::Relay;
use store::{placements, sql};
use testkit::wait::with_timeout;
use testkit::{Engine, Frame, TIMEOUT, Transcript, database, eventually, on_every_engine};
use tokio_util::sync::CancellationToken;

use crate::support::{COMMANDS_TO_HAND_OVER, Environment};

on_every_engine! {
    async fn missed_events_are_replayed_first(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let mut transcript = Transcript::default();
        let mut order = env.place_order().await;
        transcript.record(client.next().await);
        drop(client);
        for command in [Command::Accept, Command::Start] {
            order = env.apply(order, command).await;
        }
        let mut client = server.resume(&env.customer_token(), &transcript.cursor.clone().unwrap()).await;
        for _ in 0..3 {
            transcript.record(client.next().await);
        }
        order = env.apply(order, Command::Complete).await;
        transcript.record(client.next().await);
        transcript.assert_complete([order.id.0], 4);
        assert_eq!(transcript.repeated, 0);
    }

    /// During an upgrade, the new version records kinds of events that the relay and the notifier of the old version do not know.
    async fn event_of_a_newer_version_is_forwarded(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let cursor = server.current_cursor(&env.customer_token()).await;
        let order = env.fixture.place_order().await;
        let mut tx = env.fixture.db.begin().await.unwrap();
        sql!(tx, execute "update events set kind = 'order.recalled' where order_id = ?", order.id).await.unwrap();
        tx.commit().await.unwrap();
        let later = env.place_order().await;
        let mut resumed = server.resume(&env.customer_token(), &cursor).await;
        resumed.expect_ready().await;
        for client in [&mut client, &mut resumed] {
            assert_eq!(client.expect_version().await, (order.id.0, 1));
            assert_eq!(client.expect_version().await, (later.id.0, 1));
        }
    }

    /// The event of one order cannot be decoded. It is sent when it has been repaired.
    async fn undecodable_event_does_not_delay_others(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let cursor = server.current_cursor(&env.customer_token()).await;
        let damaged = env.fixture.place_order().await;
        let mut tx = env.fixture.db.begin().await.unwrap();
        sql!(tx, execute
            "update events set occurred_at = {postgres 'infinity'}{mysql '0000-00-00 00:00:00'}{sqlite 'never'}
              where order_id = ?", damaged.id)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let other = env.place_order().await;
        assert_eq!(client.expect_version().await, (other.id.0, 1));
        // The catch-up reads a page with the undecodable event, also in a notifier that starts afterwards.
        let restarted = env.start_notifier().await;
        for server in [&server, &restarted] {
            let mut resumed = server.resume(&env.customer_token(), &cursor).await;
            resumed.expect_ready().await;
            assert_eq!(resumed.expect_version().await, (other.id.0, 1));
        }

        // The cursor advances well before the timeout of missing positions, because this position is not missing.
        let latest = eventually("the cursor to advance", TIMEOUT, async || {
            let current = server.current_cursor(&env.customer_token()).await;
            current.ends_with(&format!(".{}", env.last_position().await)).then_some(current)
        })
        .await;
        let mut tx = env.fixture.db.begin().await.unwrap();
        sql!(tx, execute "update events set occurred_at = ? where order_id = ?", damaged.placed_at, damaged.id)
            .await
            .unwrap();
        sql!(tx, execute "update outbox set leased_until = null").await.unwrap();
        tx.commit().await.unwrap();
        env.publish().await;
        assert_eq!(client.expect_version().await, (damaged.id.0, 1), "after {latest}");
    }

    /// Clients reconnect repeatedly, alternating between two notifiers, while three writers change orders.
    async fn each_change_arrives_once_in_order_across_reconnects(db: Db) {
        const ORDERS: usize = 24;
        let env = Environment::new(db).await;
        let servers = [env.start_notifier().await, env.start_notifier().await];
        let stop = CancellationToken::new();
        let (relay, relay_task) =
            Relay::start(env.fixture.db.clone(), env.broker.clone(), &Metrics::default(), stop.clone());
        let owner = env.fixture.add_user(Role::Business).await;
        let admin = env.fixture.add_user(Role::Admin).await;
        let tokens = [env.customer_token(), env.token(&admin), env.token(&owner)];

        let writers = (0..3).map(async |_| {
            let mut written = Vec::new();
            for _ in 0..ORDERS / 3 {
                let mut order = env.fixture.place_order().await;
                relay.wake();
                for command in COMMANDS_TO_HAND_OVER {
                    order = env.fixture.apply(order, command).await;
                    relay.wake();
                }
                written.push(order.id.0);
            }
            written
        });
        let clients = tokens.iter().enumerate().map(async |(index, token)| {
            let mut transcript = Transcript::starting_at(env.initial_cursor().await);
            let mut round = 0;
            while transcript.event_count() < ORDERS * 5 {
                let server = &servers[(index + round) % servers.len()];
                let mut client = server.resume(token, &transcript.cursor.clone().unwrap()).await;
                round += 1;
                for _ in 0..=(7 * round + index) % 23 {
                    if transcript.event_count() < ORDERS * 5 {
                        transcript.record(client.next().await);
                    }
                }
            }
            (transcript, round)
        });
        let all = async { tokio::join!(join_all(writers), join_all(clients)) };
        let (written, transcripts) = with_timeout("all events at all clients", Duration::from_mins(1), all).await;
        let written: Vec<_> = written.into_iter().flatten().collect();
        for (transcript, rounds) in transcripts {
            transcript.assert_complete(written.iter().copied(), 5);
            assert!(rounds > 3, "only {rounds} connections");
        }
        stop.cancel();
        relay_task.await.unwrap();
    }

    async fn invalid_cursor_causes_a_resync(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        for case in 0..5 {
            let valid = server.current_cursor(&env.customer_token()).await;
            let (database, position) = valid.split_once('.').unwrap();
            let since = match case {
                0 => String::new(),
                1 => "yesterday".to_owned(),
                2 => position.to_owned(),
                3 => format!("{database}.{}", position.parse::<i64>().unwrap() + 1),
                _ => format!("{:08x}.0", u32::from_str_radix(database, 16).unwrap() ^ 1),
            };
            let mut client = server.resume(&env.customer_token(), &since).await;
            assert_eq!(client.expect_ready().await, valid, "{since}");
            assert_eq!(client.next().await, Frame::Resync, "{since}");
            let order = env.place_order().await;
            client.expect_change_of(&order).await;
        }
    }

    async fn client_that_missed_too_many_events_resyncs(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let start = env.initial_cursor().await;
        env.fixture.place_orders(600).await;
        for _ in 0..3 {
            env.fixture.add_business().await.place_orders(467).await;
        }
        env.publish().await;
        // There are 2,001 events, but only 600 are the customer's.
        let mut client = server.resume(&env.customer_token(), &start).await;
        assert_eq!(client.expect_ready().await, start);
        for _ in 0..600 {
            client.expect_version().await;
        }
        let admin = env.token(&env.fixture.add_user(Role::Admin).await);
        let mut client = server.resume(&admin, &start).await;
        client.expect_ready().await;
        assert_eq!(client.next().await, Frame::Resync);
        let order = env.place_order().await;
        client.expect_change_of(&order).await;
    }
}

/// Of two concurrent transactions, the one that began later commits first. SQLite has no concurrent transactions.
async fn late_commit_is_delivered(engine: Engine) {
    let env = Environment::new(database(engine).await).await;
    let server = env.start_notifier().await;
    let mut client = server.open(&env.customer_token()).await;

    let item = env.fixture.add_item(1).await;
    let late = env.fixture.new_placement(9_001, &item, 1);
    let late_order = late.event.order.id.0;
    let mut tx = env.fixture.db.begin().await.unwrap();
    placements::insert(&mut tx, &[late]).await.unwrap();
    let early = env.place_order().await;
    let Frame::Event { cursor, order_id, .. } = client.next().await else { panic!("no event") };
    assert_eq!(order_id, early.id.0);

    // A client that resumes now receives the event again, because the position before it is missing.
    let mut resumed = server.resume(&env.customer_token(), &cursor).await;
    assert_eq!(resumed.expect_ready().await, cursor);
    resumed.expect_change_of(&early).await;
    tx.commit().await.unwrap();
    env.publish().await;
    for client in [&mut client, &mut resumed] {
        let Frame::Event { cursor, order_id, .. } = client.next().await else { panic!("no event") };
        assert_eq!(order_id, late_order);
        // This cursor follows both events.
        let mut third = server.resume(&env.customer_token(), &cursor).await;
        assert_eq!(third.expect_ready().await, cursor);
        assert!(cursor.ends_with(&format!(".{}", env.last_position().await)));
    }
    // A client that resumes at the earlier cursor misses nothing.
    let mut fourth = server.resume(&env.customer_token(), &cursor).await;
    let mut transcript = Transcript::default();
    for _ in 0..3 {
        transcript.record(fourth.next().await);
    }
    transcript.assert_complete([early.id.0, late_order], 1);
}

#[tokio::test]
async fn late_commit_is_delivered_on_postgres() {
    late_commit_is_delivered(Engine::Postgres).await;
}

#[tokio::test]
async fn late_commit_is_delivered_on_mariadb() {
    late_commit_is_delivered(Engine::MariaDb).await;
}

#[tokio::test]
async fn unused_position_delays_the_cursor_until_it_is_given_up() {
    let env = Environment::new(database(Engine::Postgres).await).await;
    let timing = Timing {
        gap_timeout: Duration::from_millis(400),
        poll_interval: Duration::from_millis(100),
        ..Timing::default()
    };
    let server = env.start_notifier_with(timing).await;
    let item = env.fixture.add_item(1).await;
    let mut tx = env.fixture.db.begin().await.unwrap();
    placements::insert(&mut tx, &[env.fixture.new_placement(9_001, &item, 1)]).await.unwrap();
    drop(tx);
    let mut client = server.open(&env.customer_token()).await;
    let order = env.place_order().await;
    let Frame::Event { cursor, .. } = client.next().await else { panic!("no event") };
    let last = env.last_position().await;
    assert!(cursor.ends_with(&format!(".{}", last - 2)), "{cursor}, last position {last}");
    eventually("the unused position to be abandoned", TIMEOUT, async || {
        let current = server.current_cursor(&env.customer_token()).await;
        current.ends_with(&format!(".{last}")).then_some(())
    })
    .await;
    // A notifier that starts now cannot know that the position is unused.
    let other = env.start_notifier_with(Timing::default()).await;
    let mut client = other.resume(&env.customer_token(), &cursor).await;
    assert_eq!(client.expect_ready().await, cursor);
    client.expect_change_of(&order).await;
}
