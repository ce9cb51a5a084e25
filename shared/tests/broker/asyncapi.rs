//! The `AsyncAPI` document, held against what goes over a real RabbitMQ.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use jsonschema::Validator;
use lapin::message::Delivery;
use lapin::options::{
    BasicConsumeOptions, BasicGetOptions, ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, ExchangeKind};
use serde_json::{Map, Value, json};
use shared::asyncapi::document;
use shared::event::Kind;
use shared::order::Command;
use shared::outbox;
use shared::testing::{Engine, Stall, closed, database};

use crate::kit::{House, event, soon};

/// A part of the document's one message for the services.
fn part(document: &Value, part: &str) -> Validator {
    let document = closed(document);
    let schema = json!({
        "components": document["components"],
        "allOf": [document["components"]["messages"]["change"][part]],
    });
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
}

/// The headers, as JSON; without those that RabbitMQ adds (`x-delivery-count`).
fn headers(delivery: &Delivery) -> Value {
    let table = delivery.properties.headers().as_ref().expect("headers").inner();
    let sent = table.iter().filter(|(name, _)| !name.as_str().starts_with("x-"));
    let members = sent.map(|(name, value)| match value {
        AMQPValue::LongString(text) => (name.to_string(), json!(text.to_string())),
        other => panic!("{name} is {other:?}"),
    });
    Value::Object(members.collect::<Map<_, _>>())
}

#[track_caller]
fn holds(schema: &Validator, value: &Value) {
    let wrong: Vec<_> = schema.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?} in {value}");
}

/// Declares what the document says is there: RabbitMQ refuses to declare anything otherwise than it is.
async fn as_the_document_says(house: &House, channel: &Channel, document: &Value) {
    let bindings = &document["channels"]["changes"]["bindings"]["amqp"];
    let exchange = &bindings["exchange"];
    assert_eq!((&bindings["is"], &exchange["type"]), (&json!("routingKey"), &json!("topic")));
    let options = ExchangeDeclareOptions {
        durable: exchange["durable"].as_bool().expect("a boolean"),
        auto_delete: exchange["autoDelete"].as_bool().expect("a boolean"),
        ..Default::default()
    };
    let name = ours(house, exchange);
    channel.exchange_declare(name, ExchangeKind::Topic, options, FieldTable::default()).await.expect("as it is");

    let queue = &document["channels"]["kitchen"]["bindings"]["amqp"]["queue"];
    let mut arguments = FieldTable::default();
    for (name, value) in [("x-queue-type", "quorum"), ("x-dead-letter-exchange", &house.name::<String>("dead"))] {
        arguments.insert(name.into(), AMQPValue::LongString(value.into()));
    }
    arguments.insert("x-delivery-limit".into(), AMQPValue::LongInt(20));
    let options = QueueDeclareOptions {
        durable: queue["durable"].as_bool().expect("a boolean"),
        exclusive: queue["exclusive"].as_bool().expect("a boolean"),
        auto_delete: queue["autoDelete"].as_bool().expect("a boolean"),
        ..Default::default()
    };
    channel.queue_declare(ours(house, queue), options, arguments).await.expect("as it is");
}

/// The document names things as they are in the default namespace.
fn ours<T: From<String>>(house: &House, thing: &Value) -> T {
    let name = thing["name"].as_str().and_then(|name| name.strip_prefix("expediter.")).expect("a name");
    house.name(name)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_as_the_document_says() {
    House::rabbit().await.host(rabbit).await;
}

async fn rabbit(house: &House) {
    use Command::{Accept, Cancel, Complete, HandOver, Reject, Start};
    let document = document();
    let (_connection, channel) = house.channel().await;
    as_the_document_says(house, &channel, &document).await;
    let exclusive = QueueDeclareOptions { exclusive: true, ..Default::default() };
    let queue = channel.queue_declare("".into(), exclusive, FieldTable::default()).await.expect("a queue");
    let exchange = ours(house, &document["channels"]["changes"]["bindings"]["amqp"]["exchange"]);
    let bound = QueueBindOptions::default();
    channel
        .queue_bind(queue.name().clone(), exchange, "order.*".into(), bound, FieldTable::default())
        .await
        .expect("bound");
    let options = BasicConsumeOptions { no_ack: true, ..Default::default() };
    let mut heard = channel
        .basic_consume(queue.name().clone(), "".into(), options, FieldTable::default())
        .await
        .expect("a consumer");

    let stall = Stall::open(database(Engine::Sqlite).await).await;
    for commands in [&[Accept, Start, Complete, HandOver][..], &[Cancel], &[Reject]] {
        let mut order = stall.place(1).await.remove(0);
        for &command in commands {
            order = stall.does(order, command).await;
        }
    }
    while outbox::step(&stall.db, &house.broker).await.expect("published") > 0 {}

    let (envelope, body) = (part(&document, "headers"), part(&document, "payload"));
    let (mut kinds, mut last) = (BTreeSet::new(), Value::Null);
    for _ in 0..9 {
        let delivery = soon("a message", heard.next()).await.expect("open").expect("a delivery");
        assert_eq!(delivery.properties.content_type().as_ref().map(ShortString::as_str), Some("application/json"));
        assert_eq!(*delivery.properties.delivery_mode(), Some(2));
        let (told, event): (_, Value) = (headers(&delivery), serde_json::from_slice(&delivery.data).expect("JSON"));
        holds(&envelope, &told);
        holds(&body, &event);
        let kind = delivery.routing_key.as_str().to_owned();
        assert_eq!((&event["kind"], &told["ce-type"]), (&json!(kind), &json!(kind)));
        assert_eq!((&event["id"], &event["order"]["id"]), (&told["ce-id"], &told["ce-subject"]));
        kinds.insert(kind);
        last = told;
    }
    let parameter = document["channels"]["changes"]["parameters"]["kind"]["enum"].as_array().expect("a list");
    assert_eq!(kinds, parameter.iter().map(|kind| kind.as_str().expect("a text").to_owned()).collect());

    // Whoever cooks gets the accepted one, and the trace of the request is an envelope's, too.
    let mut traced = event(Kind::Placed);
    traced.traceparent = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    house.publishes(&[traced]).await;
    let delivery = soon("a message", heard.next()).await.expect("open").expect("a delivery");
    assert!(headers(&delivery)["traceparent"].is_string());
    holds(&envelope, &headers(&delivery));
    let kitchen = ours(house, &document["channels"]["kitchen"]["bindings"]["amqp"]["queue"]);
    let waiting =
        channel.basic_get(kitchen, BasicGetOptions { no_ack: true }).await.expect("a look").expect("a message");
    holds(&envelope, &headers(&waiting.delivery));
    assert_eq!(waiting.delivery.routing_key.as_str(), "order.accepted");

    for (name, wrong) in
        [("ce-type", json!("order.eaten")), ("ce-id", json!("7")), ("ce-time", json!("soon")), ("more", json!("y"))]
    {
        let mut headers = last.clone();
        headers[name] = wrong;
        assert!(!envelope.is_valid(&headers), "{name} may be anything");
    }
    let mut forgetful = document.clone();
    forgetful["components"]["schemas"]["Headers"]["properties"].as_object_mut().expect("properties").remove("ce-time");
    assert!(!part(&forgetful, "headers").is_valid(&last), "a header that the document forgets is not missed");
}

/// Nothing leads nowhere, and nothing is told of that is not used.
#[test]
fn the_document_refers_to_what_is_there() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(members) => members.iter().for_each(|member| references(member, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in &found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} is nowhere");
    }
    for (name, _) in document["components"]["schemas"].as_object().expect("schemas") {
        let used = found.contains(&format!("#/components/schemas/{name}").as_str());
        assert!(used, "nobody uses {name}");
    }
    for (name, message) in document["components"]["messages"].as_object().expect("messages") {
        assert!(message["payload"].is_object() && message["summary"].is_string(), "{name}: {message}");
    }
}
