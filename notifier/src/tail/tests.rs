//! The tail and its clients in a world where commits come late, messages get lost and come twice, and everyone comes
//! and goes: whatever happens, each client knows each change once, in order.
//!
//! An event that is not committed yet stands in a table of its own here.

use std::collections::{BTreeMap, HashMap};

use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use shared::account::Role;
use shared::auth::{Account, Tokens};
use shared::config::Secret;
use shared::order::Command;
use shared::sql;
use shared::testing::{EVENING, Engine, Stall, database, memory_broker};

use super::*;
use crate::Notifier;
use crate::feed::{Feed, Out};

const ORDERS: usize = 12;
const LIFE: [Command; 4] = [Command::Accept, Command::Start, Command::Complete, Command::HandOver];

/// A log of which nothing is committed yet.
struct World {
    db: Db,
    notifier: Notifier,
    account: Account,
    /// Each order's events, in their order; by position.
    orders: Vec<Vec<Message>>,
    /// How many of an order's events are committed, and how many were told.
    committed: Vec<usize>,
    told: Vec<usize>,
}

impl World {
    async fn new(dice: &mut StdRng, timing: Timing) -> (Self, Tail) {
        let db = database(Engine::Sqlite).await;
        let clock = Clock::manual(EVENING);
        let stall = Stall::open_at(db.clone(), clock.clone()).await;
        let mut open = stall.place(ORDERS).await;
        // Steps of all orders in any order, so that their places are mixed.
        while !open.is_empty() {
            let order = open.swap_remove(dice.random_range(0..open.len()));
            let next = LIFE[usize::try_from(order.version - 1).unwrap()];
            let order = stall.does(order, next).await;
            if order.version <= i64::try_from(LIFE.len()).unwrap() {
                open.push(order);
            }
        }
        let entries = events::between(&mut db.read().await.unwrap(), 1, i64::MAX).await.unwrap();
        let mut orders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in entries {
            orders.entry(entry.order_id).or_default().push(message(entry));
        }
        let orders: Vec<_> = orders.into_values().collect();
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "create table uncommitted as select * from events").await.unwrap();
        sql!(tx, execute "delete from events").await.unwrap();
        tx.commit().await.unwrap();

        let tail = Tail::begin(db.clone(), memory_broker().await, clock.clone(), timing).await.unwrap();
        let tokens = Tokens::new(&Secret::new("b7f1d3a95c0e4f6288aa17cd52e90b34"));
        let admin = stall.hire(Role::Admin).await;
        let account = tokens.verify(&tokens.issue(&admin, EVENING), EVENING).unwrap();
        let notifier = Notifier::by_hand(db.clone(), tokens, clock, tail.hub().clone(), timing);
        let none = vec![0; orders.len()];
        (Self { db, notifier, account, orders, committed: none.clone(), told: none }, tail)
    }

    /// The next event of this order becomes visible, if there is one.
    async fn commit(&mut self, order: usize) {
        let Some(event) = self.orders[order].get(self.committed[order]) else { return };
        let mut tx = self.db.begin().await.unwrap();
        let id = event.id;
        sql!(tx, execute "insert into events select * from uncommitted where id = ?", id).await.unwrap();
        tx.commit().await.unwrap();
        self.committed[order] += 1;
    }

    /// What the broker would bring next of this order; it may get lost.
    fn tell(&mut self, order: usize, dice: &mut StdRng) -> Option<Message> {
        if self.told[order] < self.committed[order] {
            self.told[order] += 1;
        }
        let told = self.told[order];
        let again = if dice.random_ratio(1, 5) { dice.random_range(0..=told) } else { told };
        let message = self.orders[order].get(again.checked_sub(1)?)?;
        (!dice.random_ratio(1, 4)).then(|| message.clone())
    }
}

fn message(entry: events::Entry) -> Message {
    Message {
        id: entry.id.0,
        kind: entry.kind,
        subject: entry.order_id.0,
        position: entry.position,
        time: entry.occurred_at,
        traceparent: entry.traceparent,
        body: entry.payload.into(),
    }
}

/// A client with its diary.
struct Client {
    feed: Feed,
    cursor: Option<String>,
    /// On this socket alone.
    session: HashMap<String, i64>,
    known: BTreeMap<String, Vec<i64>>,
}

impl Client {
    async fn open(world: &World) -> Self {
        let feed = Feed::open(&world.notifier, &world.account, None).await.unwrap();
        Self { feed, cursor: None, session: HashMap::new(), known: BTreeMap::new() }
    }

    async fn reconnect(&mut self, world: &World) {
        self.feed = Feed::open(&world.notifier, &world.account, self.cursor.as_deref()).await.unwrap();
        self.session.clear();
    }

    /// Reads what is there; or, on a bad line, only the beginning of it.
    async fn read(&mut self, most: usize) {
        let mut left = most;
        while left > 0 {
            let catching_up = self.feed.is_catching_up();
            let nothing = std::time::Duration::from_millis(if catching_up { 10_000 } else { 0 });
            let Ok(said) = timeout(nothing, self.feed.next()).await else { return };
            // What was taken off the feed but not read is lost with the connection.
            for out in said.unwrap() {
                if left > 0 {
                    self.note(out);
                    left -= 1;
                }
            }
        }
    }

    fn note(&mut self, out: Out) {
        match out {
            Out::Ready(cursor) => self.cursor = Some(cursor.to_string()),
            Out::Resync => panic!("nothing was lost"),
            Out::Event(frame) => {
                let said: serde_json::Value = serde_json::from_str(&frame.text).unwrap();
                let order = said["event"]["order"]["id"].as_str().unwrap().to_owned();
                let version = said["event"]["order"]["version"].as_i64().unwrap();
                let last = self.session.insert(order.clone(), version);
                assert!(last.is_none_or(|last| last < version), "{order}: {version} after {last:?}");
                let known = self.known.entry(order).or_default();
                if known.last().is_none_or(|last| *last < version) {
                    known.push(version);
                }
                self.cursor = Some(said["cursor"].as_str().unwrap().to_owned());
            }
        }
    }
}

#[tokio::test]
async fn whatever_happens_each_change_is_known_once_and_in_order() {
    for seed in 0..24 {
        println!("seed {seed}");
        story(seed).await;
    }
}

async fn story(seed: u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    // Nothing by itself: the story decides when the tail looks.
    let timing = Timing { dead: Duration::from_hours(1), ..Timing::default() };
    let (mut world, mut tail) = World::new(&mut dice, timing).await;
    let mut clients = Vec::new();
    for _ in 0..4 {
        let mut client = Client::open(&world).await;
        client.read(1).await;
        clients.push(client);
    }
    // One order's last event is rolled back.
    let rolled_back = world.orders[0].pop().unwrap().position;
    for _ in 0..400 {
        let order = dice.random_range(0..ORDERS);
        match dice.next_u32() % 8 {
            0..=2 => world.commit(order).await,
            3 | 4 => {
                if let Some(message) = world.tell(order, &mut dice) {
                    tail.hear(message).await;
                }
            }
            5 if dice.random_ratio(1, 3) => tail.poll().await,
            6 if dice.random_ratio(1, 3) => {
                let nth = dice.random_range(0..clients.len());
                let some = dice.random_range(0..30);
                clients[nth].read(some).await;
                clients[nth].reconnect(&world).await;
            }
            _ => {
                let nth = dice.random_range(0..clients.len() - 1); // the last reads at the very end only
                clients[nth].read(usize::MAX).await;
            }
        }
    }
    for order in 0..ORDERS {
        while world.committed[order] < world.orders[order].len() {
            world.commit(order).await;
        }
    }
    tail.poll().await;
    let all: BTreeMap<_, _> = world
        .orders
        .iter()
        .map(|events| (events[0].subject.to_string(), (1..=i64::try_from(events.len()).unwrap()).collect::<Vec<_>>()))
        .collect();
    for client in &mut clients {
        client.read(usize::MAX).await;
        assert_eq!(client.known, all, "seed {seed}");
    }
    // The rolled back one holds the watermark until it is given up.
    let last = tail.known;
    assert_eq!(tail.watermark(), if rolled_back < last { rolled_back - 1 } else { last });
    tail.timing.dead = Duration::ZERO;
    tail.poll().await;
    assert_eq!((tail.watermark(), tail.missing.len()), (last, 0));
    for client in &mut clients {
        client.reconnect(&world).await;
        client.read(usize::MAX).await;
        assert_eq!(client.known, all, "seed {seed}, once more");
    }
}

#[test]
fn missing_places_are_read_in_stretches() {
    let read = |places: &[i64]| stretches(places.iter().copied());
    assert_eq!(read(&[]), []);
    assert_eq!(read(&[5]), [5..=5]);
    assert_eq!(read(&[1, 2, 9, 30, 31]), [1..=9, 30..=31]);
    let all: Vec<_> = (1..=1200).collect();
    assert_eq!(read(&all), [1..=500, 501..=1000, 1001..=1200]);
}

/// A notifier that was away for too long does not read for ever, and says so.
#[tokio::test]
async fn a_tail_that_is_too_far_behind_begins_anew() {
    let mut dice = StdRng::seed_from_u64(0);
    let (world, mut tail) = World::new(&mut dice, Timing::default()).await;
    let mut client = Client::open(&world).await;
    client.read(1).await;
    let mut tx = world.db.begin().await.unwrap();
    sql!(tx, execute "insert into events select * from uncommitted").await.unwrap();
    sql!(tx, execute "update events set position = position + 20000").await.unwrap();
    tx.commit().await.unwrap();
    tail.poll().await;
    assert_eq!(tail.known, 20_000 + i64::try_from(ORDERS * 5).unwrap());
    let said = client.feed.next().await.unwrap();
    assert!(matches!(said[..], [Out::Resync]), "{said:?}");
    // A log that was replaced by a shorter one.
    let mut tx = world.db.begin().await.unwrap();
    sql!(tx, execute "update events set position = position - 20000").await.unwrap();
    tx.commit().await.unwrap();
    tail.poll().await;
    assert_eq!(tail.known, i64::try_from(ORDERS * 5).unwrap());
    let said = client.feed.next().await.unwrap();
    assert!(matches!(said[..], [Out::Resync]), "{said:?}");
}
