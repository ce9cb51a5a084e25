//! Authentication of clients, and disconnection once they are no longer authenticated.

use std::time::Duration;

use auth::tokens::{ACCESS_TOKEN_TTL, Tokens};
use domain::account::{Role, User};
use futures_util::StreamExt as _;
use notifier::Timing;
use store::users;
use testkit::wait::with_timeout;
use testkit::{Engine, TIMEOUT, database, on_every_engine};
use tokio_tungstenite::tungstenite::Message;

use crate::support::Environment;

on_every_engine! {
    async fn client_receives_changes(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut client = server.open(&env.customer_token()).await;
        let order = env.place_order().await;
        client.expect_change_of(&order).await;
        assert_eq!(server.notifier.client_count(), 1);
    }
}

/// Returns durations that are short enough to wait for.
fn short_timeouts() -> Timing {
    Timing {
        auth_timeout: Duration::from_millis(200),
        ping_interval: Duration::from_millis(50),
        revocation_interval: Duration::from_millis(50),
        ..Timing::default()
    }
}

#[tokio::test]
async fn silent_client_is_closed() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier_with(short_timeouts()).await;
    let mut client = server.connect().await;
    // A ping does not authenticate the client.
    client.send(Message::Ping("ping".into())).await;
    assert_eq!(client.expect_close().await, 1008);
}

#[tokio::test]
async fn first_message_must_be_auth() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let token = env.customer_token();
    let invalid: [Message; 9] = [
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
    for message in invalid {
        let mut client = server.connect().await;
        client.send(message.clone()).await;
        assert_eq!(client.expect_close().await, 1008, "{message:?}");
    }
    assert_eq!(server.notifier.client_count(), 0);
}

#[tokio::test]
async fn expired_and_forged_tokens_are_rejected() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let expired = env.customer_token();
    env.clock.advance(ACCESS_TOKEN_TTL);
    let forged = Tokens::new(&"0123456789abcdef0123456789abcdef".into()).issue(&env.fixture.customer, env.clock.now());
    for token in [expired.as_str(), &forged, "", "a.b.c"] {
        let mut client = server.connect().await;
        client.authenticate(token, None).await;
        assert_eq!(client.expect_close().await, 1008, "{token}");
    }
}

#[tokio::test]
async fn connection_ends_with_its_token_unless_renewed() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier_with(short_timeouts()).await;
    let (mut expiring, mut renewing) =
        (server.open(&env.customer_token()).await, server.open(&env.customer_token()).await);
    env.clock.advance(ACCESS_TOKEN_TTL.saturating_sub(Duration::from_secs(1)));
    renewing.authenticate(&env.customer_token(), None).await;
    // The answer to this ping shows that the message before it was handled.
    renewing.send(Message::Ping("ping".into())).await;
    with_timeout("a pong", TIMEOUT, async {
        while !matches!(renewing.socket.next().await, Some(Ok(Message::Pong(_)))) {}
    })
    .await;
    env.clock.advance(Duration::from_secs(1));
    assert_eq!(expiring.expect_close().await, 1008);
    let order = env.place_order().await;
    renewing.expect_change_of(&order).await;
    env.clock.advance(ACCESS_TOKEN_TTL);
    assert_eq!(renewing.expect_close().await, 1008);
}

/// A client that resumed and had missed no events is also disconnected when its token expires.
#[tokio::test]
async fn token_expires_after_an_empty_replay() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier_with(short_timeouts()).await;
    let cursor = server.current_cursor(&env.customer_token()).await;
    let mut client = server.resume(&env.customer_token(), &cursor).await;
    assert_eq!(client.expect_ready().await, cursor);
    env.clock.advance(ACCESS_TOKEN_TTL);
    assert_eq!(client.expect_close().await, 1008);
}

#[tokio::test]
async fn only_the_same_account_can_reauthenticate() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let other = env.fixture.add_business().await.customer;
    for token in [env.token(&other), "a.b.c".to_owned()] {
        let mut client = server.open(&env.customer_token()).await;
        client.authenticate(&token, None).await;
        assert_eq!(client.expect_close().await, 1008);
    }
}

#[tokio::test]
async fn unknown_message_closes_the_connection() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    for message in [Message::from("hello"), Message::Binary("{}".into()), r#"{"type":"pong"}"#.into()] {
        let mut client = server.open(&env.customer_token()).await;
        client.send(message).await;
        assert_eq!(client.expect_close().await, 1008);
    }
}

on_every_engine! {
    async fn archived_account_is_disconnected(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier_with(short_timeouts()).await;
        let (waiter, owner) = (env.fixture.add_user(Role::Waiter).await, env.fixture.add_user(Role::Business).await);
        let token = env.token(&waiter);
        let (mut waiter_client, mut owner_client) = (server.open(&token).await, server.open(&env.token(&owner)).await);
        env.clock.advance(Duration::from_secs(1));
        archive(&env, &waiter).await.unwrap();
        assert_eq!(waiter_client.expect_close().await, 1008);
        let mut returning = server.connect().await;
        returning.authenticate(&token, None).await;
        assert_eq!(returning.expect_close().await, 1008);
        let order = env.place_order().await;
        owner_client.expect_change_of(&order).await;
    }
}

async fn archive(env: &Environment, user: &User) -> store::Result<()> {
    let mut tx = env.fixture.db.begin().await?;
    users::archive(&mut tx, user.id, env.clock.now()).await?;
    tx.commit().await
}
