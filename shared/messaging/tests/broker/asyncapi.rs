//! The `AsyncAPI` document, checked against the messages on a real RabbitMQ server.

use std::collections::BTreeSet;

use domain::event::{EventKind, EventRecord, MenuEventKind};
use domain::item::ItemChange;
use domain::menu_event::MenuEvent;
use domain::order::state::Command;
use futures_util::StreamExt as _;
use jsonschema::Validator;
use lapin::message::Delivery;
use lapin::options::{
    BasicConsumeOptions, BasicGetOptions, ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, Consumer, ExchangeKind};
use messaging::asyncapi::document;
use serde_json::{Map, Value, json};
use store::events;
use testkit::brokers::event;
use testkit::strict_schema::close_schemas;
use testkit::wait::RECOVERY_TIMEOUT;
use testkit::{Engine, Fixture, TestBroker, collect_references, database, with_timeout};

/// Compiles the schema of one part (`headers` or `payload`) of a message between the services.
fn message_schema(document: &Value, message: &str, part: &str) -> Validator {
    let document = close_schemas(document);
    let schema = json!({
        "components": document["components"],
        "allOf": [document["components"]["messages"][message][part]],
    });
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a valid schema")
}

/// Returns the headers as JSON, without those that RabbitMQ adds (`x-delivery-count`).
fn headers_of(delivery: &Delivery) -> Value {
    let table = delivery.properties.headers().as_ref().expect("headers").inner();
    let sent = table.iter().filter(|(name, _)| !name.as_str().starts_with("x-"));
    let members = sent.map(|(name, value)| match value {
        AMQPValue::LongString(text) => (name.to_string(), json!(text.to_string())),
        other => panic!("{name} is {other:?}"),
    });
    Value::Object(members.collect::<Map<_, _>>())
}

#[track_caller]
fn assert_valid(schema: &Validator, value: &Value) {
    let errors: Vec<_> = schema.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?} in {value}");
}

/// Declares the exchange and the queue of the document. RabbitMQ refuses a declaration that differs from the existing one.
async fn declare_documented_topology(broker: &TestBroker, channel: &Channel, document: &Value) {
    let bindings = &document["channels"]["changes"]["bindings"]["amqp"];
    let exchange = &bindings["exchange"];
    assert_eq!((&bindings["is"], &exchange["type"]), (&json!("routingKey"), &json!("topic")));
    let options = ExchangeDeclareOptions {
        durable: exchange["durable"].as_bool().expect("a boolean"),
        auto_delete: exchange["autoDelete"].as_bool().expect("a boolean"),
        ..Default::default()
    };
    let name = qualify(broker, exchange);
    let declared = channel.exchange_declare(name, ExchangeKind::Topic, options, FieldTable::default()).await;
    declared.expect("the exchange is as documented");

    let queue = &document["channels"]["kitchen"]["bindings"]["amqp"]["queue"];
    let mut arguments = FieldTable::default();
    let dead_letter_exchange: String = broker.namespace.qualify("dead");
    for (name, value) in [("x-queue-type", "quorum"), ("x-dead-letter-exchange", dead_letter_exchange.as_str())] {
        arguments.insert(name.into(), AMQPValue::LongString(value.into()));
    }
    arguments.insert("x-delivery-limit".into(), AMQPValue::LongInt(20));
    let options = QueueDeclareOptions {
        durable: queue["durable"].as_bool().expect("a boolean"),
        exclusive: queue["exclusive"].as_bool().expect("a boolean"),
        auto_delete: queue["autoDelete"].as_bool().expect("a boolean"),
        ..Default::default()
    };
    let declared = channel.queue_declare(qualify(broker, queue), options, arguments).await;
    declared.expect("the queue is as documented");
}

/// Returns the name of an exchange or a queue in the test's namespace. The document uses the default namespace.
fn qualify<T: From<String>>(broker: &TestBroker, documented: &Value) -> T {
    let name = documented["name"].as_str().and_then(|name| name.strip_prefix("expediter.")).expect("a name");
    broker.namespace.qualify(name)
}

/// Consumes all events of the documented exchange.
async fn consume_events(broker: &TestBroker, channel: &Channel, document: &Value) -> Consumer {
    let exclusive = QueueDeclareOptions { exclusive: true, ..Default::default() };
    let queue = channel.queue_declare("".into(), exclusive, FieldTable::default()).await.expect("a queue");
    let exchange = qualify(broker, &document["channels"]["changes"]["bindings"]["amqp"]["exchange"]);
    let options = QueueBindOptions::default();
    let bound = channel.queue_bind(queue.name().clone(), exchange, "#".into(), options, FieldTable::default());
    bound.await.expect("bound");
    let options = BasicConsumeOptions { no_ack: true, ..Default::default() };
    let consumer = channel.basic_consume(queue.name().clone(), "".into(), options, FieldTable::default());
    consumer.await.expect("a consumer")
}

async fn next_message(consumer: &mut Consumer) -> Delivery {
    with_timeout("a message", RECOVERY_TIMEOUT, consumer.next()).await.expect("open").expect("a delivery")
}

/// Changes orders and a menu in every possible way, and publishes the thirteen events.
async fn publish_all_kinds(broker: &TestBroker) {
    use Command::{Accept, Cancel, Complete, HandOver, Reject, Start};
    let fixture = Fixture::new(database(Engine::Sqlite).await).await;
    for commands in [&[Accept, Start, Complete, HandOver][..], &[Cancel], &[Reject]] {
        let mut order = fixture.place_order().await;
        for &command in commands {
            order = fixture.apply(order, command).await;
        }
    }
    let item = fixture.edit_item(fixture.item.clone(), ItemChange::default(), 1).await;
    fixture.save_business(&fixture.business).await;
    let mut tx = fixture.db.begin().await.unwrap();
    for kind in [MenuEventKind::ItemAdded, MenuEventKind::ItemRemoved] {
        let event = MenuEvent::of_item(kind, item.clone(), fixture.owner(), fixture.clock.stamp());
        events::append_menu_events(&mut tx, vec![event]).await.unwrap();
    }
    tx.commit().await.unwrap();
    fixture.publish_outbox(&broker.broker).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_as_documented() {
    TestBroker::rabbit().await.run(check_messages).await;
}

async fn check_messages(broker: &TestBroker) {
    let document = document();
    let (_connection, channel) = broker.open_channel().await;
    declare_documented_topology(broker, &channel, &document).await;
    let mut consumer = consume_events(broker, &channel, &document).await;
    publish_all_kinds(broker).await;

    let headers_schema = message_schema(&document, "change", "headers");
    let payload_schemas = ["change", "menu_change"].map(|message| message_schema(&document, message, "payload"));
    let (mut kinds, mut last_headers) = (BTreeSet::new(), Value::Null);
    for _ in 0..13 {
        let delivery = next_message(&mut consumer).await;
        assert_eq!(delivery.properties.content_type().as_ref().map(ShortString::as_str), Some("application/json"));
        assert_eq!(*delivery.properties.delivery_mode(), Some(2));
        let headers = headers_of(&delivery);
        let event: Value = serde_json::from_slice(&delivery.data).expect("JSON");
        assert_valid(&headers_schema, &headers);
        let kind = delivery.routing_key.as_str().to_owned();
        let (entity, _) = kind.split_once('.').expect("a prefix");
        assert_valid(&payload_schemas[usize::from(entity != "order")], &event);
        assert_eq!((&event["kind"], &headers["ce-type"]), (&json!(kind), &json!(kind)));
        assert_eq!((&event["id"], &event[entity]["id"]), (&headers["ce-id"], &headers["ce-subject"]));
        if entity == "order" {
            assert_eq!(event["order"]["version"].to_string(), headers["ce-subjectversion"]);
            assert_eq!(event["order"]["customer_id"], headers["ce-customerid"]);
        }
        let business = if entity == "business" { &event["business"]["id"] } else { &event[entity]["business_id"] };
        assert_eq!(*business, headers["ce-businessid"]);
        kinds.insert(kind);
        last_headers = headers;
    }
    let parameter = document["channels"]["changes"]["parameters"]["kind"]["enum"].as_array().expect("a list");
    assert_eq!(kinds, parameter.iter().map(|kind| kind.as_str().expect("a text").to_owned()).collect());

    check_kitchen_queue(broker, &channel, &mut consumer, &document).await;
    check_that_deviations_are_found(&document, &last_headers);
}

/// Checks that the kitchen queue contains the accepted order, and that the headers may contain a trace context.
async fn check_kitchen_queue(broker: &TestBroker, channel: &Channel, consumer: &mut Consumer, document: &Value) {
    let headers_schema = message_schema(document, "change", "headers");
    let traceparent = Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    let traced = EventRecord { traceparent, ..event(EventKind::Placed) };
    broker.publish(&[traced]).await;
    let delivery = next_message(consumer).await;
    assert!(headers_of(&delivery)["traceparent"].is_string());
    assert_valid(&headers_schema, &headers_of(&delivery));
    let kitchen = qualify(broker, &document["channels"]["kitchen"]["bindings"]["amqp"]["queue"]);
    let message = channel.basic_get(kitchen, BasicGetOptions { no_ack: true }).await.expect("a queue");
    let message = message.expect("a message");
    assert_valid(&headers_schema, &headers_of(&message.delivery));
    assert_eq!(message.delivery.routing_key.as_str(), "order.accepted");
}

/// Checks that invalid headers and undocumented headers are detected.
fn check_that_deviations_are_found(document: &Value, headers: &Value) {
    let schema = message_schema(document, "change", "headers");
    for (name, invalid) in
        [("ce-type", json!("order.eaten")), ("ce-id", json!("7")), ("ce-time", json!("soon")), ("more", json!("y"))]
    {
        let mut headers = headers.clone();
        headers[name] = invalid;
        assert!(!schema.is_valid(&headers), "{name} accepts any value");
    }
    let mut incomplete = document.clone();
    let properties = &mut incomplete["components"]["schemas"]["Headers"]["properties"];
    properties.as_object_mut().expect("properties").remove("ce-time");
    let schema = message_schema(&incomplete, "change", "headers");
    assert!(!schema.is_valid(headers), "an undocumented header is not detected");
}

#[test]
fn references_of_the_document_are_valid_and_all_schemas_are_used() {
    let document = document();
    let found = collect_references(&document);
    for reference in &found {
        let target = document.pointer(reference.trim_start_matches('#'));
        assert!(target.is_some(), "{reference} does not exist");
    }
    for (name, _) in document["components"]["schemas"].as_object().expect("schemas") {
        let is_used = found.contains(format!("#/components/schemas/{name}").as_str());
        assert!(is_used, "{name} is not used");
    }
    for (name, message) in document["components"]["messages"].as_object().expect("messages") {
        assert!(message["payload"].is_object() && message["summary"].is_string(), "{name}: {message}");
    }
}
