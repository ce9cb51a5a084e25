//! Coming back with a cursor: each change once, in order, whatever happened meanwhile.

use std::time::Duration;

use futures_util::future::join_all;
use notifier::Timing;
use shared::account::Role;
use shared::metrics::Metrics;
use shared::on_every_engine;
use shared::order::Command;
use shared::outbox::Relay;
use shared::store::placements;
use shared::testing::{Engine, database, eventually};
use tokio_util::sync::CancellationToken;

use crate::kit::{Diary, Heard, House, SOON};

const LIFE: [Command; 4] = [Command::Accept, Command::Start, Command::Complete, Command::HandOver];

on_every_engine! {
    async fn what_was_missed_comes_first(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut client = station.listen(&house.diner()).await;
        let mut diary = Diary::default();
        let mut order = house.placed().await;
        diary.note(client.hear().await);
        drop(client);
        for command in [Command::Accept, Command::Start] {
            order = house.does(order, command).await;
        }
        let mut client = station.resume(&house.diner(), &diary.cursor.clone().unwrap()).await;
        for _ in 0..3 {
            diary.note(client.hear().await);
        }
        order = house.does(order, Command::Complete).await;
        diary.note(client.hear().await);
        diary.assert_complete([order.id.0], 4);
        assert_eq!(diary.repeated, 0);
    }

    /// Clients come and go while three writers write; two of the clients change the notifier each time.
    async fn each_change_once_in_order_across_reconnects(db: Db) {
        const ORDERS: usize = 24;
        let house = House::open(db).await;
        let stations = [house.notifier().await, house.notifier().await];
        let stop = CancellationToken::new();
        let (relay, relaying) = Relay::start(house.stall.db.clone(), house.broker.clone(), &Metrics::default(), stop.clone());
        let admin = house.token(&house.stall.hire(Role::Admin).await);
        let (tokens, owner) = ([house.diner(), admin.clone()], house.stall.hire(Role::Business).await);
        let tokens = [&tokens[0], &tokens[1], &house.token(&owner)];

        let writers = (0..3).map(async |_| {
            let mut written = Vec::new();
            for _ in 0..ORDERS / 3 {
                let mut order = house.stall.place(1).await.remove(0);
                relay.poke();
                for command in LIFE {
                    order = house.stall.does(order, command).await;
                    relay.poke();
                }
                written.push(order.id.0);
            }
            written
        });
        let clients = tokens.into_iter().enumerate().map(async |(nth, token)| {
            let mut diary = Diary { cursor: Some(beginning(&house).await), ..Diary::default() };
            let mut round = 0;
            while diary.events() < ORDERS * 5 {
                let station = &stations[(nth + round) % stations.len()];
                let mut client = station.resume(token, &diary.cursor.clone().unwrap()).await;
                round += 1;
                for _ in 0..=(7 * round + nth) % 23 {
                    if diary.events() < ORDERS * 5 {
                        diary.note(client.hear().await);
                    }
                }
            }
            (diary, round)
        });
        let (written, diaries) = tokio::time::timeout(
            Duration::from_mins(1),
            async { tokio::join!(join_all(writers), join_all(clients)) },
        )
        .await
        .expect("the clients never heard all of it");
        let written: Vec<_> = written.into_iter().flatten().collect();
        for (diary, rounds) in diaries {
            diary.assert_complete(written.iter().copied(), 5);
            assert!(rounds > 3, "they came back {rounds} times only");
        }
        stop.cancel();
        relaying.await.unwrap();
    }

    async fn a_cursor_that_is_worth_nothing_means_resync(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        for nth in 0..5 {
            let good = station.connect_and_leave(&house.diner()).await;
            let (name, position) = good.split_once('.').unwrap();
            let since = match nth {
                0 => String::new(),
                1 => "yesterday".to_owned(),
                2 => position.to_owned(),
                3 => format!("{name}.{}", position.parse::<i64>().unwrap() + 1),
                _ => format!("{:08x}.0", u32::from_str_radix(name, 16).unwrap() ^ 1),
            };
            let mut client = station.resume(&house.diner(), &since).await;
            assert_eq!(client.ready().await, good, "{since}");
            assert_eq!(client.hear().await, Heard::Resync, "{since}");
            let order = house.placed().await;
            client.hears_next(&order).await;
        }
    }

    async fn whoever_missed_too_much_refetches(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let start = beginning(&house).await;
        house.stall.place(600).await;
        for _ in 0..3 {
            house.stall.another().await.place(467).await;
        }
        house.publish().await;
        // 2,001 in all, but only 600 are the customer's.
        let mut client = station.resume(&house.diner(), &start).await;
        assert_eq!(client.ready().await, start);
        for _ in 0..600 {
            client.event().await;
        }
        let admin = house.token(&house.stall.hire(Role::Admin).await);
        let mut client = station.resume(&admin, &start).await;
        client.ready().await;
        assert_eq!(client.hear().await, Heard::Resync);
        let order = house.placed().await;
        client.hears_next(&order).await;
    }
}

/// A cursor of before everything.
async fn beginning(house: &House) -> String {
    let id = shared::store::installation::id(&house.stall.db, &house.clock).await.unwrap().simple().to_string();
    format!("{}.0", &id[24..])
}

/// Two transactions at once, which SQLite does not have: the second to begin is the first to commit.
async fn an_event_that_becomes_visible_late_is_delivered(engine: Engine) {
    let house = House::open(database(engine).await).await;
    let station = house.notifier().await;
    let mut client = station.listen(&house.diner()).await;

    let dish = house.stall.dish(1).await;
    let late = house.stall.draft(9_001, &dish, 1);
    let mut tx = house.stall.db.begin().await.unwrap();
    placements::write(&mut tx, std::slice::from_ref(&late)).await.unwrap();
    let early = house.placed().await;
    let Heard::Event { cursor, order, .. } = client.hear().await else { panic!("no event") };
    assert_eq!(order, early.id.0);

    // One that comes back now hears it again, because the one before it is missing.
    let mut again = station.resume(&house.diner(), &cursor).await;
    assert_eq!(again.ready().await, cursor);
    again.hears_next(&early).await;
    tx.commit().await.unwrap();
    house.publish().await;
    for client in [&mut client, &mut again] {
        let Heard::Event { cursor: after, order, .. } = client.hear().await else { panic!("no event") };
        assert_eq!(order, late.order.id.0);
        // Now both are behind it.
        let mut third = station.resume(&house.diner(), &after).await;
        assert_eq!(third.ready().await, after);
        assert!(after.ends_with(&format!(".{}", house.head().await)));
    }
    // And whoever comes back with the old cursor still misses nothing.
    let mut fourth = station.resume(&house.diner(), &cursor).await;
    let mut diary = Diary::default();
    for _ in 0..3 {
        diary.note(fourth.hear().await);
    }
    diary.assert_complete([early.id.0, late.order.id.0], 1);
}

#[tokio::test]
async fn an_event_that_becomes_visible_late_is_delivered_on_postgres() {
    an_event_that_becomes_visible_late_is_delivered(Engine::Postgres).await;
}

#[tokio::test]
async fn an_event_that_becomes_visible_late_is_delivered_on_mariadb() {
    an_event_that_becomes_visible_late_is_delivered(Engine::MariaDb).await;
}

#[tokio::test]
async fn a_place_that_is_never_used_holds_the_cursor_back_for_a_while_only() {
    let house = House::open(database(Engine::Postgres).await).await;
    let timing = Timing { dead: Duration::from_millis(400), poll: Duration::from_millis(100), ..Timing::default() };
    let station = house.notifier_with(timing).await;
    let dish = house.stall.dish(1).await;
    let mut tx = house.stall.db.begin().await.unwrap();
    placements::write(&mut tx, &[house.stall.draft(9_001, &dish, 1)]).await.unwrap();
    drop(tx);
    let mut client = station.listen(&house.diner()).await;
    let order = house.placed().await;
    let Heard::Event { cursor, .. } = client.hear().await else { panic!("no event") };
    let head = house.head().await;
    assert!(cursor.ends_with(&format!(".{}", head - 2)), "{cursor} at {head}");
    eventually("the place is given up", SOON, async || {
        let now = station.connect_and_leave(&house.diner()).await;
        now.ends_with(&format!(".{head}")).then_some(())
    })
    .await;
    // A notifier that starts now does not know yet that the place is not just late.
    let mut other = house.notifier_with(Timing::default()).await.resume(&house.diner(), &cursor).await;
    assert_eq!(other.ready().await, cursor);
    other.hears_next(&order).await;
}
