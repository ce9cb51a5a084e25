//! Subscriptions to menus.

use std::time::Duration;

use domain::account::Role;
use domain::business::{Business, BusinessId};
use domain::item::ItemChange;
use domain::order::state::Command;
use serde_json::{Value, json};
use store::{items, sql};
use testkit::{Engine, FeedClient, Frame, database, on_every_engine};
use tokio::time::timeout;
use uuid::Uuid;

use crate::event_stream::EventStream;
use crate::support::{Environment, NotifierServer};

/// Subscribes a client without an account, and returns it with the complete menu.
async fn subscribe(server: &NotifierServer, business: BusinessId) -> (FeedClient, Value) {
    let mut client = server.connect().await;
    client.subscribe(business).await;
    let menu = client.expect_menu().await;
    assert_eq!(menu["complete"], true);
    (client, menu)
}

/// Returns the ids and stocks of the items of a message.
fn stocks(menu: &Value) -> Vec<(Uuid, i64)> {
    let items = menu["items"].as_array().unwrap().iter();
    items
        .map(|item| (item["id"].as_str().unwrap().parse().unwrap(), item["stock_quantity"].as_i64().unwrap()))
        .collect()
}

on_every_engine! {
    async fn subscribers_receive_the_menu_and_its_changes(db: Db) {
        let env = Environment::new(db).await;
        let other = env.fixture.add_business().await;
        let server = env.start_notifier().await;
        let item = env.fixture.item.clone();
        let (mut client, menu) = subscribe(&server, env.fixture.business.id).await;
        assert_eq!(menu["business"]["open"], true);
        assert_eq!(menu["removed"], json!([]));
        assert_eq!(stocks(&menu), [(item.id.0, 1_000)]);

        // An order changes the stock.
        let order = env.place_order().await;
        assert_eq!(stocks(&client.expect_menu().await), [(item.id.0, 999)]);
        // Changes of other menus are not sent, and neither are events that change nothing on the menu.
        let order = env.apply(order, Command::Accept).await;
        other.edit_item(other.item.clone(), ItemChange::default(), 0).await;
        env.publish().await;
        env.apply(order, Command::Cancel).await;
        let change = client.expect_menu().await;
        assert_eq!((stocks(&change), &change["business"]), (vec![(item.id.0, 1_000)], &Value::Null));

        let sold_out = ItemChange { available: Some(false), ..ItemChange::default() };
        let item = env.fixture.edit_item(item, sold_out, -400).await;
        env.publish().await;
        let change = client.expect_menu().await;
        assert_eq!(change["complete"], false);
        assert_eq!(change["items"], json!([item]));

        let closed = Business { open: false, ..env.fixture.business.clone() };
        env.fixture.save_business(&closed).await;
        env.publish().await;
        let change = client.expect_menu().await;
        assert_eq!((&change["business"]["open"], &change["items"]), (&json!(false), &json!([])));

        let mut tx = env.fixture.db.begin().await.unwrap();
        assert!(items::update(&mut tx, &item.clone().archive(env.clock.now())).await.unwrap());
        tx.commit().await.unwrap();
        env.fixture.save_business(&closed).await;
        env.publish().await;
        let change = client.expect_menu().await;
        assert_eq!((&change["removed"], &change["items"]), (&json!([item.id]), &json!([])));

        // A later subscriber receives the current state.
        let (_late, menu) = subscribe(&server, env.fixture.business.id).await;
        assert_eq!((&menu["business"]["open"], &menu["items"]), (&json!(false), &json!([])));
    }

    async fn account_receives_its_events_and_menus_on_one_socket(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let token = env.token(&env.fixture.add_user(Role::Business).await);
        let mut client = server.open(&token).await;
        client.subscribe(env.fixture.business.id).await;
        assert_eq!(client.expect_menu().await["complete"], true);
        let cursor = client.cursor().to_owned();
        let order = env.place_order().await;
        let mut received = [client.next().await, client.next().await];
        received.sort_by_key(|frame| matches!(frame, Frame::Menu(_)));
        let [Frame::Event { order_id, .. }, Frame::Menu(menu)] = received else { panic!("{received:?}") };
        assert_eq!((order_id, stocks(&menu)), (order.id.0, vec![(env.fixture.item.id.0, 999)]));

        // Events about the menu are not part of the feed of orders, not even of its replay.
        client.send(json!({"type": "unsubscribe", "business_id": env.fixture.business.id}).to_string()).await;
        client.send(r#"{"type":"ping"}"#).await;
        assert_eq!(client.next().await, Frame::Pong);
        env.fixture.edit_item(env.fixture.item.clone(), ItemChange::default(), 5).await;
        env.publish().await;
        let next = env.place_order().await;
        client.expect_change_of(&next).await;
        let mut resumed = server.resume(&token, &cursor).await;
        resumed.expect_ready().await;
        resumed.expect_change_of(&order).await;
        resumed.expect_change_of(&next).await;
    }
    /// Two menus cannot be read. One changes often; the other one is repaired, and is sent although the first still fails.
    async fn menu_that_cannot_be_read_does_not_delay_others(db: Db) {
        let env = Environment::new(db).await;
        let others = [env.fixture.add_business().await, env.fixture.add_business().await];
        let server = env.start_notifier().await;
        let set_acceptance = async |business: BusinessId, acceptance: &str| {
            let mut tx = env.fixture.db.begin().await.unwrap();
            let update = sql!(tx, execute "update businesses set acceptance = ? where id = ?", acceptance, business);
            assert_eq!(update.await.unwrap(), 1);
            tx.commit().await.unwrap();
        };
        let (mut damaged, mut repaired) = (server.connect().await, server.connect().await);
        for (client, business) in [(&mut damaged, &env.fixture.business), (&mut repaired, &others[0].business)] {
            set_acceptance(business.id, "lottery").await;
            client.subscribe(business.id).await;
        }
        // The damaged menus are read before this one.
        subscribe(&server, others[1].business.id).await;
        set_acceptance(others[0].business.id, "automatic").await;
        let mut read = std::pin::pin!(repaired.expect_menu());
        loop {
            env.fixture.edit_item(env.fixture.item.clone(), ItemChange::default(), 1).await;
            env.publish().await;
            // Often enough that the damaged menu is always outdated.
            if let Ok(menu) = timeout(Duration::from_millis(50), &mut read).await {
                assert_eq!(menu["business"]["id"], json!(others[0].business.id));
                break;
            }
        }
        // The first menu is sent when it is repaired, without another event.
        set_acceptance(env.fixture.business.id, "automatic").await;
        assert_eq!(damaged.expect_menu().await["complete"], true);
    }
}

#[tokio::test]
async fn menu_streams_need_no_account() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut stream = EventStream::open_menu(server.addr(), env.fixture.business.id).await;
    let Frame::Menu(menu) = stream.next().await.unwrap().frame() else { panic!("not a menu") };
    assert_eq!((&menu["complete"], stocks(&menu)), (&json!(true), vec![(env.fixture.item.id.0, 1_000)]));
    env.place_order().await;
    let event = stream.next().await.unwrap();
    assert_eq!((event.event.as_str(), &event.id), ("menu", &None));
    let Frame::Menu(change) = event.frame() else { panic!("not a menu") };
    assert_eq!((&change["complete"], stocks(&change)), (&json!(false), vec![(env.fixture.item.id.0, 999)]));
    assert_eq!(server.notifier.client_count(), 1);

    let response = reqwest::get(format!("http://{}/events/menus/101", server.addr())).await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.json::<Value>().await.unwrap()["type"].clone()),
        (404, json!("/problems/not-found"))
    );
}

#[tokio::test]
async fn unknown_business_has_an_empty_menu() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let (_client, menu) = subscribe(&server, BusinessId(Uuid::new_v4())).await;
    assert_eq!((&menu["business"], &menu["items"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn large_menus_are_sent_in_several_messages() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    for _ in 0..450 {
        env.fixture.add_item(1).await;
    }
    let server = env.start_notifier().await;
    for _ in 0..2 {
        let (mut client, menu) = subscribe(&server, env.fixture.business.id).await;
        let (second, third) = (client.expect_menu().await, client.expect_menu().await);
        assert_eq!((&second["complete"], &second["business"]), (&json!(false), &Value::Null));
        assert_eq!([&menu, &second, &third].map(|menu| stocks(menu).len()), [200, 200, 51]);
        assert_eq!([&menu, &second, &third].map(|menu| menu["more"] == true), [true, true, false]);
    }
}

#[tokio::test]
async fn clients_without_an_account_cannot_do_more_than_subscribe() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let (mut client, _) = subscribe(&server, env.fixture.business.id).await;
    assert_eq!(server.notifier.client_count(), 1);
    client.send(r#"{"type":"ping"}"#).await;
    assert_eq!(client.next().await, Frame::Pong);
    client.authenticate(&env.customer_token(), None).await;
    assert_eq!(client.expect_close().await, 1008);

    let (mut client, _) = subscribe(&server, env.fixture.business.id).await;
    for _ in 0..9 {
        client.subscribe(BusinessId(Uuid::new_v4())).await;
        assert_eq!(client.expect_menu().await["business"], Value::Null);
    }
    // A repeated subscription has no effect.
    client.subscribe(env.fixture.business.id).await;
    client.send(r#"{"type":"ping"}"#).await;
    assert_eq!(client.next().await, Frame::Pong);
    client.subscribe(BusinessId(Uuid::new_v4())).await;
    assert_eq!(client.expect_close().await, 1008);

    // Each subscription sends a complete menu, so a client cannot subscribe again and again.
    let (mut client, _) = subscribe(&server, env.fixture.business.id).await;
    let unsubscribe = json!({"type": "unsubscribe", "business_id": env.fixture.business.id}).to_string();
    for _ in 1..30 {
        client.send(unsubscribe.clone()).await;
        client.subscribe(env.fixture.business.id).await;
        assert_eq!(client.expect_menu().await["complete"], true);
    }
    client.send(unsubscribe).await;
    client.subscribe(env.fixture.business.id).await;
    assert_eq!(client.expect_close().await, 1008);

    for first in
        [r#"{"type":"unsubscribe","business_id":"00000000-0000-0000-0000-000000000000"}"#, r#"{"type":"subscribe"}"#]
    {
        let mut client = server.connect().await;
        client.send(first).await;
        assert_eq!(client.expect_close().await, 1008, "{first}");
    }
    testkit::eventually("all clients to be removed", testkit::TIMEOUT, async || {
        (server.notifier.client_count() == 0).then_some(())
    })
    .await;
}
