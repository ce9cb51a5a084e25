//! Who may listen, and for how long.

use std::time::Duration;

use notifier::Timing;
use shared::account::Role;
use shared::auth::{ACCESS_LIFETIME, Tokens};
use shared::config::Secret;
use shared::on_every_engine;
use shared::store::{self, users};
use shared::testing::{Engine, database};
use tokio_tungstenite::tungstenite::Message;

use crate::kit::{House, SOON};

on_every_engine! {
    async fn an_account_hears_what_happens(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut client = station.listen(&house.diner()).await;
        let order = house.placed().await;
        client.hears_next(&order).await;
        assert_eq!(station.notifier.sockets(), 1);
    }
}

/// Timers that let a test see the end.
fn hasty() -> Timing {
    Timing {
        hello: Duration::from_millis(200),
        ping: Duration::from_millis(50),
        accounts: Duration::from_millis(50),
        ..Timing::default()
    }
}

#[tokio::test]
async fn whoever_says_nothing_is_closed() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier_with(hasty()).await;
    let mut client = station.connect().await;
    // Signs of life are not enough.
    client.say(Message::Ping("anyone?".into())).await;
    assert_eq!(client.closed().await, 1008);
}

#[tokio::test]
async fn whoever_says_something_else_is_closed() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let token = house.diner();
    let garbage: [Message; 9] = [
        "hello".into(),
        "".into(),
        "{}".into(),
        r#"{"type":"auth"}"#.into(),
        r#"{"type":"auth","token":7}"#.into(),
        format!(r#"{{"type":"auth","token":"{token}","since":7}}"#).into(),
        format!(r#"{{"type":"subscribe","token":"{token}"}}"#).into(),
        format!(r#"[{{"type":"auth","token":"{token}"}}]"#).into(),
        Message::Binary(format!(r#"{{"type":"auth","token":"{token}"}}"#).into()),
    ];
    for said in garbage {
        let mut client = station.connect().await;
        client.say(said.clone()).await;
        assert_eq!(client.closed().await, 1008, "{said:?}");
    }
    assert_eq!(station.notifier.sockets(), 0);
}

#[tokio::test]
async fn expired_and_forged_tokens_are_refused() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let expired = house.diner();
    house.clock.advance(ACCESS_LIFETIME);
    let forger = Tokens::new(&Secret::new("0123456789abcdef0123456789abcdef"));
    let token = forger.issue(&house.stall.customer, house.clock.now());
    for token in [expired.as_str(), &token, "", "a.b.c"] {
        let mut client = station.connect().await;
        client.auth(token, None).await;
        assert_eq!(client.closed().await, 1008, "{token}");
    }
}

#[tokio::test]
async fn a_token_expires_and_can_be_renewed() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier_with(hasty()).await;
    let (mut careless, mut careful) = (station.listen(&house.diner()).await, station.listen(&house.diner()).await);
    house.clock.advance(ACCESS_LIFETIME.saturating_sub(Duration::from_secs(1)));
    careful.auth(&house.diner(), None).await;
    // The answer to a ping: what was said before it has been heard.
    careful.say(Message::Ping("heard?".into())).await;
    tokio::time::timeout(SOON, async {
        use futures_util::StreamExt as _;
        while !matches!(careful.socket.next().await, Some(Ok(Message::Pong(_)))) {}
    })
    .await
    .unwrap();
    house.clock.advance(Duration::from_secs(1));
    assert_eq!(careless.closed().await, 1008);
    let order = house.placed().await;
    careful.hears_next(&order).await;
    house.clock.advance(ACCESS_LIFETIME);
    assert_eq!(careful.closed().await, 1008);
}

/// One that comes back to find nothing new is looked after like any other.
#[tokio::test]
async fn a_token_expires_after_a_replay_of_nothing() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier_with(hasty()).await;
    let cursor = station.connect_and_leave(&house.diner()).await;
    let mut client = station.resume(&house.diner(), &cursor).await;
    assert_eq!(client.ready().await, cursor);
    house.clock.advance(ACCESS_LIFETIME);
    assert_eq!(client.closed().await, 1008);
}

#[tokio::test]
async fn only_the_same_account_can_renew() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let other = house.stall.another().await.customer;
    for token in [house.token(&other), "a.b.c".to_owned()] {
        let mut client = station.listen(&house.diner()).await;
        client.auth(&token, None).await;
        assert_eq!(client.closed().await, 1008);
    }
}

#[tokio::test]
async fn what_is_not_understood_is_the_end() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    for said in [Message::from("what is new?"), Message::Binary("{}".into()), r#"{"type":"pong"}"#.into()] {
        let mut client = station.listen(&house.diner()).await;
        client.say(said).await;
        assert_eq!(client.closed().await, 1008);
    }
}

on_every_engine! {
    async fn an_archived_account_hears_no_more(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier_with(hasty()).await;
        let (waiter, owner) = (house.stall.hire(Role::Waiter).await, house.stall.hire(Role::Business).await);
        let token = house.token(&waiter);
        let (mut waits, mut owns) = (station.listen(&token).await, station.listen(&house.token(&owner)).await);
        house.clock.advance(Duration::from_secs(1));
        archive(&house, &waiter).await.unwrap();
        assert_eq!(waits.closed().await, 1008);
        let mut again = station.connect().await;
        again.auth(&token, None).await;
        assert_eq!(again.closed().await, 1008);
        let order = house.placed().await;
        owns.hears_next(&order).await;
    }
}

async fn archive(house: &House, user: &shared::account::User) -> store::Result<()> {
    let mut tx = house.stall.db.begin().await?;
    users::archive(&mut tx, user.id, house.clock.now()).await?;
    tx.commit().await
}
