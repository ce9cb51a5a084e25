//! The `AsyncAPI` document, compared with the messages that clients receive.

use std::collections::BTreeSet;

use domain::event::EventKind;
use domain::order::state::Command;
use jsonschema::Validator;
use messaging::asyncapi::document;
use serde_json::{Value, json};
use testkit::strict_schema::close_schemas;
use testkit::{Engine, database, on_every_engine};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::event_stream::EventStream;
use crate::support::Environment;

/// The documented messages of one channel, and the messages that were received on it.
pub(crate) struct Channel {
    schemas: Vec<(String, Validator)>,
    received: BTreeSet<String>,
}

impl Channel {
    pub(crate) fn new(document: &Value, name: &str) -> Self {
        let document = close_schemas(document);
        let names = document["channels"][name]["messages"].as_object().unwrap().keys();
        let schemas = names.map(|name| {
            let schema = json!({
                "components": document["components"],
                "allOf": [document["components"]["messages"][name]["payload"]],
            });
            (name.clone(), jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
        });
        Self { schemas: schemas.collect(), received: BTreeSet::new() }
    }

    /// Returns the name of the documented message that matches, or an explanation if none or several match.
    pub(crate) fn find_match(&self, message: &Value) -> Result<&str, String> {
        let (matching, others): (Vec<_>, Vec<_>) =
            self.schemas.iter().partition(|(_, schema)| schema.is_valid(message));
        if let [(name, _)] = matching[..] {
            return Ok(name);
        }
        let errors = others.into_iter().map(|(name, schema)| {
            let errors: Vec<_> = schema.iter_errors(message).map(|error| error.to_string()).collect();
            format!("not {name}: {errors:?}")
        });
        let errors: Vec<_> = errors.collect();
        Err(format!("{message} matches {} messages; {errors:?}", matching.len()))
    }

    /// Asserts that a message is documented, records its name or the kind of its event, and returns it.
    #[track_caller]
    fn expect_documented(&mut self, text: &str) -> Value {
        let message: Value = serde_json::from_str(text).unwrap();
        let name = self.find_match(&message).unwrap_or_else(|error| panic!("{error}")).to_owned();
        assert_eq!(message["type"], *name);
        let received = if name == "event" { message["event"]["kind"].as_str().unwrap().to_owned() } else { name };
        self.received.insert(received);
        message
    }
}

/// Returns `ready`, `resync`, and the kinds of all events.
fn all_messages() -> BTreeSet<String> {
    EventKind::ALL.iter().map(|kind| kind.as_str()).chain(["ready", "resync"]).map(str::to_owned).collect()
}

/// Places four orders that end in all possible ways, which causes 12 events.
async fn cause_all_events(env: &Environment) {
    use Command::{Accept, Cancel, Complete, HandOver, Reject, Start};
    for commands in [&[Accept, Start, Complete, HandOver][..], &[Cancel], &[Reject], &[Accept, Cancel]] {
        let mut order = env.place_order().await;
        for &command in commands {
            order = env.apply(order, command).await;
        }
    }
}

on_every_engine! {
    async fn every_message_matches_the_document(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let token = env.customer_token();
        let (mut socket, mut stream) = (Channel::new(&document(), "socket"), Channel::new(&document(), "stream"));

        // The messages that clients send are documented as well.
        let auth = json!({"type": "auth", "token": token, "since": "never.0"});
        assert_eq!(socket.find_match(&auth), Ok("auth"));
        assert_eq!(socket.find_match(&json!({"type": "auth", "token": token})), Ok("auth"));
        let mut client = server.connect().await;
        client.send(auth.to_string()).await;
        let mut events = EventStream::open(server.addr(), &token, Some("never.0")).await;
        let ready = socket.expect_documented(&client.next_text().await);
        assert_eq!(stream.expect_documented(&next_data(&mut events).await)["type"], "ready");
        socket.expect_documented(&client.next_text().await);
        assert_eq!(stream.expect_documented(&next_data(&mut events).await)["type"], "resync");

        cause_all_events(&env).await;
        let mut last = Value::Null;
        for _ in 0..12 {
            last = socket.expect_documented(&client.next_text().await);
            assert_eq!(stream.expect_documented(&next_data(&mut events).await), last);
        }
        assert_eq!((&socket.received, stream.received), (&all_messages(), all_messages()), "a pong needs a ping");
        let ping = json!({"type": "ping"});
        assert_eq!(socket.find_match(&ping), Ok("ping"));
        client.send(ping.to_string()).await;
        assert_eq!(socket.expect_documented(&client.next_text().await), json!({"type": "pong"}));

        // A replay from the log contains the same messages.
        let mut socket = Channel::new(&document(), "socket");
        let mut client = server.resume(&token, ready["cursor"].as_str().unwrap()).await;
        for _ in 0..=12 {
            socket.expect_documented(&client.next_text().await);
        }
        assert_eq!(socket.received.len() + 1, all_messages().len(), "no resync: {:?}", socket.received);
        assert_incomplete_documents_are_detected(&last);
        assert_invalid_messages_are_detected(&socket, &last);
    }
}

/// Asserts that a document without a field of the message is detected.
fn assert_incomplete_documents_are_detected(message: &Value) {
    for (schema, field) in [("Order", "total_cents"), ("Event", "actor"), ("OrderLine", "name"), ("Guest", "table")] {
        let mut document = document();
        let properties = document["components"]["schemas"][schema]["properties"].as_object_mut().unwrap();
        assert!(properties.remove(field).is_some());
        assert!(Channel::new(&document, "socket").find_match(message).is_err(), "{schema}.{field} is not required");
    }
}

/// Asserts that deviations from the document are detected.
fn assert_invalid_messages_are_detected(socket: &Channel, message: &Value) {
    for (field, invalid) in [
        ("/cursor", json!(7)),
        ("/event/kind", json!("order.eaten")),
        ("/event/order/status", json!("eaten")),
        ("/event/order/total_cents", json!(-1)),
        ("/event/order/placed_at", json!("this evening")),
        ("/event/order/lines/0/quantity", json!(0)),
        ("/event/order/customer", json!({"nickname": "Ada"})),
    ] {
        let mut message = message.clone();
        *message.pointer_mut(field).unwrap() = invalid;
        assert!(socket.find_match(&message).is_err(), "{field} accepts any value");
    }
    let invalid =
        [json!({"type": "ready"}), json!({"type": "resync", "cursor": "1"}), json!({"type": "auth"}), json!({})];
    for message in invalid {
        assert!(socket.find_match(&message).is_err(), "{message}");
    }
}

/// Returns the data of the next event. Asserts that the event's other fields agree with the data.
async fn next_data(stream: &mut EventStream) -> String {
    let event = stream.next().await.expect("an open stream");
    let message: Value = serde_json::from_str(&event.data).unwrap();
    assert_eq!(Some(event.event.as_str()), message["type"].as_str());
    assert_eq!(event.id.as_deref(), message["cursor"].as_str());
    event.data
}

#[tokio::test]
async fn close_codes_are_documented() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut received = Vec::new();
    let not_utf8 = Frame::message(vec![0xff], OpCode::Data(Data::Text), true);
    for message in [r#"{"type":"hello"}"#.into(), "x".repeat(4097).into(), Message::Frame(not_utf8)] {
        let mut client = server.connect().await;
        client.send(message).await;
        received.push(client.expect_close().await);
    }
    let mut client = server.open(&env.customer_token()).await;
    server.request_shutdown();
    received.push(client.expect_close().await);

    assert_eq!(received, [1008, 1009, 1007, 1012]);
    let codes = document()["channels"]["socket"]["x-close-codes"].clone();
    for code in received {
        assert!(codes[code.to_string()].is_string(), "{code} is not in {codes}");
    }
}
