//! `/socket/{user,biz}/{id}`: the live feed in the protocol of the food ordering systems.

use std::fmt::Display;
use std::time::Duration;

use auth::tokens::ACCESS_TOKEN_TTL;
use domain::account::{Role, User};
use domain::order::Order;
use domain::order::state::Command;
use messaging::asyncapi::document;
use notifier::Timing;
use reqwest::StatusCode;
use serde_json::{Value, json};
use store::users;
use testkit::{Engine, FeedClient, database, on_every_engine};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;

use crate::asyncapi::Channel;
use crate::support::{Environment, NotifierServer};

fn request(server: &NotifierServer, kind: &str, id: impl Display) -> Request {
    format!("ws://{}/socket/{kind}/{id}", server.addr()).into_client_request().unwrap()
}

/// Connects without a token.
async fn connect(server: &NotifierServer, kind: &str, id: impl Display) -> FeedClient {
    FeedClient::connect_with(request(server, kind, id)).await.unwrap().0
}

/// Connects like a web page, with the token as a subprotocol. Returns the client and the selected subprotocol.
async fn connect_with_token(
    server: &NotifierServer,
    (kind, id): (&str, impl Display),
    protocols: &str,
) -> (FeedClient, String) {
    let mut request = request(server, kind, id);
    request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
    let (client, response) = FeedClient::connect_with(request).await.unwrap();
    (client, response.headers()["sec-websocket-protocol"].to_str().unwrap().to_owned())
}

/// Returns the next message. Asserts that it is documented.
async fn next(client: &mut FeedClient) -> Value {
    let message = serde_json::from_str(&client.next_text().await).unwrap();
    let name = Channel::new(&document(), "foodOrderingSocket").find_match(&message).unwrap().to_owned();
    assert_eq!(name.trim_start_matches("food_ordering_"), message["type"]);
    message
}

/// Sends `ping` and waits for the `pong`, which shows that the client is subscribed.
async fn expect_pong(client: &mut FeedClient) {
    client.send("ping").await;
    assert_eq!(next(client).await, json!({"type": "pong", "message": "pong"}));
}

/// Returns the message about the status of an order.
fn update(order: &Order, state: &str) -> Value {
    json!({
        "type": "order_update",
        "data": [{
            "order_id": order.id, "state": state, "status": order.status, "biz_id": order.business_id,
            "user_id": order.customer_id,
        }],
    })
}

on_every_engine! {
    async fn app_receives_new_orders_and_changes_of_their_status(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let (business, customer) = (env.fixture.business.id, env.fixture.customer.id);
        let owner = env.fixture.add_user(Role::Business).await;
        let protocols = format!("bearer, {}", env.token(&owner));
        let (mut biz, selected) = connect_with_token(&server, ("biz", business), &protocols).await;
        assert_eq!(selected, "bearer");
        let mut user = connect(&server, "user", customer).await;
        user.authenticate(&env.customer_token(), None).await;
        // The customer of another business receives nothing.
        let stranger = env.fixture.add_business().await.customer;
        let mut other = connect(&server, "user", stranger.id).await;
        other.authenticate(&env.token(&stranger), None).await;
        for client in [&mut biz, &mut user, &mut other] {
            expect_pong(client).await;
        }

        let order = env.place_order().await;
        let line = &order.lines[0];
        let added = json!({
            "type": "order_add",
            "data": [{
                "id": order.id, "order_id": order.id, "state": "waiting", "status": "pending", "biz_id": business,
                "biz_name": order.business_name, "user_id": customer, "user_name": order.customer.name,
                "menu_id": line.item_id, "quantity": line.quantity,
                "menu": {"id": line.item_id, "name": line.name, "price": line.unit_price_cents.to_decimal(&order.currency)},
            }],
        });
        for client in [&mut biz, &mut user] {
            assert_eq!(next(client).await, added);
        }
        let mut current = order;
        for (command, state) in [
            (Command::Accept, "pending"),
            (Command::Start, "pending"),
            (Command::Complete, "complate"),
            (Command::HandOver, "complate"),
        ] {
            current = env.apply(current, command).await;
            for client in [&mut biz, &mut user] {
                assert_eq!(next(client).await, update(&current, state), "{command}");
            }
        }
        for (command, state) in [(Command::Cancel, "cancelled"), (Command::Reject, "rejected")] {
            let order = env.place_order().await;
            let order = env.apply(order, command).await;
            for client in [&mut biz, &mut user] {
                assert_eq!(next(client).await["type"], "order_add");
                assert_eq!(next(client).await, update(&order, state));
            }
        }
        expect_pong(&mut other).await;
    }
}

#[tokio::test]
async fn token_can_be_a_subprotocol_a_header_or_the_first_message() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let (token, customer) = (env.customer_token(), env.fixture.customer.id);
    for (protocols, expected) in
        [(format!("bearer, {token}"), "bearer"), (format!("{token},bearer"), "bearer"), (token.clone(), token.as_str())]
    {
        let (mut client, selected) = connect_with_token(&server, ("user", customer), &protocols).await;
        assert_eq!(selected, expected);
        expect_pong(&mut client).await;
    }
    let mut with_header = request(&server, "user", customer);
    with_header.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    expect_pong(&mut FeedClient::connect_with(with_header).await.unwrap().0).await;
    // A trailing text `pong` of the client has no effect, and the token can be renewed.
    let mut client = connect(&server, "user", customer).await;
    client.authenticate(&token, None).await;
    client.send("pong").await;
    client.authenticate(&token, None).await;
    expect_pong(&mut client).await;
}

#[tokio::test]
async fn socket_of_another_account_is_refused() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let fixture = &env.fixture;
    let (owner, waiter) = (fixture.add_user(Role::Business).await, fixture.add_user(Role::Waiter).await);
    let (admin, other) = (fixture.add_user(Role::Admin).await, fixture.add_business().await);
    let (business, customer) = (fixture.business.id.0, &fixture.customer);
    let allowed: [(&User, &str, _); 4] = [
        (customer, "user", customer.id.0),
        (&owner, "biz", business),
        (&owner, "biz", owner.id.0),
        (&waiter, "biz", business),
    ];
    for (user, kind, id) in allowed {
        let mut client = connect(&server, kind, id).await;
        client.authenticate(&env.token(user), None).await;
        expect_pong(&mut client).await;
    }
    let refused: [(&User, &str, _); 8] = [
        (customer, "user", other.customer.id.0),
        (customer, "biz", customer.id.0),
        (customer, "biz", business),
        (&owner, "user", owner.id.0),
        (&owner, "user", customer.id.0),
        (&owner, "biz", other.business.id.0),
        (&waiter, "user", customer.id.0),
        (&admin, "biz", business),
    ];
    for (user, kind, id) in refused {
        let mut by_message = connect(&server, kind, id).await;
        by_message.authenticate(&env.token(user), None).await;
        let (mut by_header, _) = connect_with_token(&server, (kind, id), &env.token(user)).await;
        for client in [&mut by_message, &mut by_header] {
            assert_eq!(client.expect_close().await, 1008, "{:?} {kind} {id}", user.role);
        }
    }
    for path in ["/socket/admin/01900000-0000-7000-8000-000000000000", "/socket/biz/1", "/socket/user/dana"] {
        let response = reqwest::get(server.http.url(path)).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let path = format!("/socket/user/{}", customer.id);
    assert_eq!(reqwest::get(server.http.url(&path)).await.unwrap().status(), StatusCode::UPGRADE_REQUIRED);
}

#[tokio::test]
async fn unauthenticated_and_invalid_clients_are_closed() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let timing = Timing { auth_timeout: Duration::from_millis(200), ..Timing::default() };
    let server = env.start_notifier_with(timing).await;
    let customer = env.fixture.customer.id;
    assert_eq!(connect(&server, "user", customer).await.expect_close().await, 1008, "no token");
    for message in ["ping", "hello", r#"{"type":"auth","token":"a.b.c"}"#] {
        let mut client = connect(&server, "user", customer).await;
        client.send(message).await;
        assert_eq!(client.expect_close().await, 1008, "{message}");
    }
    let (mut forged, _) = connect_with_token(&server, ("user", customer), "bearer, a.b.c").await;
    assert_eq!(forged.expect_close().await, 1008);
    let open = async || connect_with_token(&server, ("user", customer), &env.customer_token()).await.0;
    let too_long = "x".repeat(4097);
    for (message, code) in [("hello", 1008), (r#"{"type":"pong"}"#, 1008), (too_long.as_str(), 1009)] {
        let mut client = open().await;
        client.send(message).await;
        assert_eq!(client.expect_close().await, code);
    }
    // This protocol has no message about missed changes. The client must connect again and fetch its orders.
    let mut resuming = connect(&server, "user", customer).await;
    resuming.authenticate(&env.customer_token(), Some("never.0")).await;
    assert_eq!(resuming.expect_close().await, 1011);
}

#[tokio::test]
async fn socket_ends_with_its_token_its_account_and_its_server() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let short = Duration::from_millis(50);
    let timing = Timing { ping_interval: short, revocation_interval: short, ..Timing::default() };
    let server = env.start_notifier_with(timing).await;
    let waiter = env.fixture.add_user(Role::Waiter).await;
    let open = async |kind: &'static str, id: uuid::Uuid, user: &User| {
        let (mut client, _) = connect_with_token(&server, (kind, id), &env.token(user)).await;
        expect_pong(&mut client).await;
        client
    };
    let customer = &env.fixture.customer;
    let mut archived = open("biz", env.fixture.business.id.0, &waiter).await;
    let mut expiring = open("user", customer.id.0, customer).await;
    env.clock.advance(Duration::from_secs(1));
    let mut tx = env.fixture.db.begin().await.unwrap();
    users::archive(&mut tx, waiter.id, env.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(archived.expect_close().await, 1008);
    env.clock.advance(ACCESS_TOKEN_TTL);
    assert_eq!(expiring.expect_close().await, 1008);
    let mut stopped = open("user", customer.id.0, customer).await;
    server.request_shutdown();
    assert_eq!(stopped.expect_close().await, 1012);
}

/// Pages of other sites can connect only if their origin is allowed, as on `/ws`.
#[tokio::test]
async fn foreign_origins_cannot_open_the_socket() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut request = request(&server, "user", env.fixture.customer.id);
    request.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    match FeedClient::connect_with(request).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => assert_eq!(response.status().as_u16(), 403),
        _ => panic!("the handshake succeeded"),
    }
}
