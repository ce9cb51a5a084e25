//! The `AsyncAPI` document, held against what clients really hear.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use jsonschema::Validator;
use serde_json::{Value, json};
use shared::asyncapi::document;
use shared::event::Kind;
use shared::on_every_engine;
use shared::order::Command;
use shared::testing::{Engine, closed, database};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::kit::{Client, House, SOON};
use crate::streams::Stream;

/// The messages of one channel.
struct Channel {
    messages: Vec<(String, Validator)>,
    heard: BTreeSet<String>,
}

impl Channel {
    fn of(document: &Value, name: &str) -> Self {
        let document = closed(document);
        let names = document["channels"][name]["messages"].as_object().unwrap().keys();
        let messages = names.map(|name| {
            let schema = json!({
                "components": document["components"],
                "allOf": [document["components"]["messages"][name]["payload"]],
            });
            (name.clone(), jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
        });
        Self { messages: messages.collect(), heard: BTreeSet::new() }
    }

    /// Which of the messages it is: exactly one.
    fn which(&self, said: &Value) -> Result<&str, String> {
        let (fitting, other): (Vec<_>, Vec<_>) = self.messages.iter().partition(|(_, schema)| schema.is_valid(said));
        if let [(name, _)] = fitting[..] {
            return Ok(name);
        }
        let why = |(name, schema): &(String, Validator)| {
            let faults: Vec<_> = schema.iter_errors(said).map(|fault| fault.to_string()).collect();
            format!("not {name}: {faults:?}")
        };
        let why: Vec<_> = other.into_iter().map(why).collect();
        Err(format!("{said} fits {} messages; {why:?}", fitting.len()))
    }

    #[track_caller]
    fn takes(&mut self, said: &str) -> Value {
        let said: Value = serde_json::from_str(said).unwrap();
        let which = self.which(&said).unwrap_or_else(|wrong| panic!("{wrong}")).to_owned();
        assert_eq!(said["type"], *which);
        self.heard.insert(if which == "event" { said["event"]["kind"].as_str().unwrap().to_owned() } else { which });
        said
    }
}

/// Everything that can be heard of an order.
fn everything() -> BTreeSet<String> {
    Kind::ALL.iter().map(|kind| kind.as_str()).chain(["ready", "resync"]).map(str::to_owned).collect()
}

async fn frame(client: &mut Client) -> String {
    loop {
        match tokio::time::timeout(SOON, client.socket.next()).await.expect("nothing was said").unwrap().unwrap() {
            Message::Text(text) => return text.to_string(),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Orders go every way that there is.
async fn an_evening(house: &House) {
    use Command::{Accept, Cancel, Complete, HandOver, Reject, Start};
    for commands in [&[Accept, Start, Complete, HandOver][..], &[Cancel], &[Reject], &[Accept, Cancel]] {
        let mut order = house.placed().await;
        for &command in commands {
            order = house.does(order, command).await;
        }
    }
}

on_every_engine! {
    async fn every_frame_is_as_the_document_says(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let token = house.diner();
        let (mut socket, mut stream) = (Channel::of(&document(), "socket"), Channel::of(&document(), "stream"));

        // What the client says is in it, too.
        let auth = json!({"type": "auth", "token": token, "since": "never.0"});
        assert_eq!(socket.which(&auth), Ok("auth"));
        assert_eq!(socket.which(&json!({"type": "auth", "token": token})), Ok("auth"));
        let mut client = station.connect().await;
        client.say(auth.to_string()).await;
        let mut events = Stream::open(&station, &token, Some("never.0")).await;
        let ready = socket.takes(&frame(&mut client).await);
        assert_eq!(stream.takes(&data(&mut events).await)["type"], "ready");
        socket.takes(&frame(&mut client).await);
        assert_eq!(stream.takes(&data(&mut events).await)["type"], "resync");

        an_evening(&house).await;
        let mut last = Value::Null;
        for _ in 0..12 {
            last = socket.takes(&frame(&mut client).await);
            assert_eq!(stream.takes(&data(&mut events).await), last);
        }
        assert_eq!((&socket.heard, stream.heard), (&everything(), everything()), "nobody is told what nobody asked for");
        let ping = json!({"type": "ping"});
        assert_eq!(socket.which(&ping), Ok("ping"));
        client.say(ping.to_string()).await;
        assert_eq!(socket.takes(&frame(&mut client).await), json!({"type": "pong"}));

        // Whoever comes back reads the log, and in it the same.
        let mut socket = Channel::of(&document(), "socket");
        let mut client = station.resume(&token, ready["cursor"].as_str().unwrap()).await;
        for _ in 0..=12 {
            socket.takes(&frame(&mut client).await);
        }
        assert_eq!(socket.heard.len() + 1, everything().len(), "no resync: {:?}", socket.heard);

        // A document that forgets a field, or wants one that is not sent, is found out.
        for (schema, field) in [("Order", "total_cents"), ("Event", "actor"), ("Line", "name"), ("Guest", "table")] {
            let mut forgetful = document();
            let forgotten = forgetful["components"]["schemas"][schema]["properties"].as_object_mut().unwrap().remove(field);
            assert!(forgotten.is_some());
            assert!(Channel::of(&forgetful, "socket").which(&last).is_err(), "{schema}.{field} is not missed");
        }
        for (part, wrong) in [
            ("/cursor", json!(7)),
            ("/event/kind", json!("order.eaten")),
            ("/event/order/status", json!("eaten")),
            ("/event/order/total_cents", json!(-1)),
            ("/event/order/placed_at", json!("this evening")),
            ("/event/order/lines/0/quantity", json!(0)),
            ("/event/order/customer", json!({"nickname": "Ada"})),
        ] {
            let mut frame = last.clone();
            *frame.pointer_mut(part).unwrap() = wrong;
            assert!(socket.which(&frame).is_err(), "{part} may be anything");
        }
        for wrong in [json!({"type": "ready"}), json!({"type": "resync", "cursor": "1"}), json!({"type": "auth"}), json!({})] {
            assert!(socket.which(&wrong).is_err(), "{wrong}");
        }
    }
}

async fn data(stream: &mut Stream) -> String {
    loop {
        let block = stream.block().await.expect("the stream goes on");
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let Some(data) = field("data") else { continue };
        let message: Value = serde_json::from_str(data).unwrap();
        assert_eq!(field("event"), message["type"].as_str());
        assert_eq!(field("id"), message["cursor"].as_str());
        return data.to_owned();
    }
}

/// How conversations end has a code of the document.
#[tokio::test]
async fn close_codes_are_in_the_document() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let mut heard = Vec::new();
    let not_utf8 = Frame::message(vec![0xff], OpCode::Data(Data::Text), true);
    for said in [r#"{"type":"hello"}"#.into(), "x".repeat(4097).into(), Message::Frame(not_utf8)] {
        let mut stranger = station.connect().await;
        stranger.say(said).await;
        heard.push(stranger.closed().await);
    }
    let mut client = station.listen(&house.diner()).await;
    station.stop.cancel();
    heard.push(client.closed().await);

    assert_eq!(heard, [1008, 1009, 1007, 1012]);
    let codes = document()["channels"]["socket"]["x-close-codes"].clone();
    for code in heard {
        assert!(codes[code.to_string()].is_string(), "{code} is not in {codes}");
    }
}
