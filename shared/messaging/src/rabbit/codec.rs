//! Encodes events as AMQP messages and decodes them. The headers are those of a `CloudEvent` and contain the routing data; the
//! body is the payload, unchanged.

use std::fmt::Display;
use std::str::FromStr;

use domain::account::UserId;
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::event::{EventId, EventKind, EventRecord, MenuEventKind, Payload, RecordedKind, Subject};
use lapin::BasicProperties;
use lapin::types::{AMQPValue, FieldTable};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::{OneOfBuilder, Ref, RefOr, Schema};
use uuid::Uuid;

/// AMQP's delivery mode for messages that survive a restart of the broker.
const PERSISTENT: u8 = 2;

/// The headers of a message: the attributes of a `CloudEvent`.
#[derive(Serialize, ToSchema)]
#[schema(as = Headers)]
pub(crate) struct MessageHeaders<'a> {
    /// Always `1.0`.
    #[serde(rename = "ce-specversion")]
    spec_version: &'static str,
    /// Always `/expediter`.
    #[serde(rename = "ce-source")]
    source: &'static str,
    /// The kind of the change. It is also the routing key.
    #[serde(rename = "ce-type")]
    #[schema(schema_with = kind_schema)]
    kind: &'a RecordedKind,
    /// The id of the event. Consumers use it to detect repeated deliveries.
    #[serde(rename = "ce-id")]
    id: EventId,
    /// The id of the order, item or business that changed.
    #[serde(rename = "ce-subject")]
    subject: Uuid,
    /// Time of the change.
    #[serde(rename = "ce-time")]
    time: Timestamp,
    /// Position of the event in the log, a whole number.
    #[serde(rename = "ce-sequence")]
    sequence: String,
    /// Number of the change among those of the same order, item or business. For an order, it is `order.version`.
    #[serde(rename = "ce-subjectversion")]
    subject_version: String,
    /// The business that the order, item or settings belong to.
    #[serde(rename = "ce-businessid")]
    business_id: BusinessId,
    /// The customer's account, if any.
    #[serde(rename = "ce-customerid", skip_serializing_if = "Option::is_none")]
    customer_id: Option<UserId>,
    /// The W3C trace context of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    traceparent: Option<&'a str>,
}

/// Returns the schema of the kinds that this version publishes.
fn kind_schema() -> RefOr<Schema> {
    let kinds = [EventKind::name(), MenuEventKind::name()].map(Ref::from_schema_name);
    kinds.into_iter().fold(OneOfBuilder::new(), OneOfBuilder::item).into()
}

impl<'a> From<&'a EventRecord> for MessageHeaders<'a> {
    fn from(event: &'a EventRecord) -> Self {
        Self {
            spec_version: "1.0",
            source: "/expediter",
            kind: &event.kind,
            id: event.id,
            subject: event.subject.id(),
            time: event.occurred_at,
            sequence: event.position.to_string(),
            subject_version: event.version.to_string(),
            business_id: event.business_id,
            customer_id: event.customer_id,
            traceparent: event.traceparent.as_deref(),
        }
    }
}

/// Returns the properties of an event's message, including its headers.
pub(super) fn properties(event: &EventRecord) -> BasicProperties {
    let mut headers = FieldTable::default();
    // All fields of the struct serialize as strings.
    if let Ok(Value::Object(fields)) = serde_json::to_value(MessageHeaders::from(event)) {
        for (name, value) in fields {
            if let Value::String(text) = value {
                headers.insert(name.into(), AMQPValue::LongString(text.into()));
            }
        }
    }
    BasicProperties::default()
        .with_message_id(event.id.to_string().into())
        .with_content_type("application/json".into())
        .with_delivery_mode(PERSISTENT)
        .with_headers(headers)
}

/// Decodes a message.
///
/// # Errors
/// A header is missing or invalid, or the body is not UTF-8. The error text is meant for operators.
pub(super) fn decode(properties: &BasicProperties, body: Vec<u8>) -> Result<EventRecord, String> {
    let kind: RecordedKind = parse_header(properties, "ce-type")?;
    let body = String::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned())?;
    let routing = match header(properties, "ce-subjectversion") {
        Some(_) => Routing {
            version: parse_header(properties, "ce-subjectversion")?,
            business_id: parse_header(properties, "ce-businessid")?,
            customer_id: header(properties, "ce-customerid")
                .map(|_| parse_header(properties, "ce-customerid"))
                .transpose()?,
        },
        None => Routing::from_payload(&body)?,
    };
    Ok(EventRecord {
        position: parse_header(properties, "ce-sequence")?,
        id: parse_header(properties, "ce-id")?,
        subject: Subject::new(&kind, parse_header(properties, "ce-subject")?),
        version: routing.version,
        kind,
        business_id: routing.business_id,
        customer_id: routing.customer_id,
        occurred_at: parse_header(properties, "ce-time")?,
        traceparent: header(properties, "traceparent").map(ToOwned::to_owned),
        payload: Payload::from(body),
    })
}

/// The routing data that relays of version 0.1 did not put into headers.
#[derive(Deserialize)]
struct Routing {
    version: i64,
    business_id: BusinessId,
    customer_id: Option<UserId>,
}

impl Routing {
    /// Reads the routing data from the payload of a message that an older relay published.
    fn from_payload(body: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct OrderEvent {
            order: Routing,
        }
        let event: OrderEvent = serde_json::from_str(body)
            .map_err(|error| format!("neither the headers nor the body contain the routing data: {error}"))?;
        Ok(event.order)
    }
}

fn parse_header<T: FromStr<Err: Display>>(properties: &BasicProperties, name: &str) -> Result<T, String> {
    let text = header(properties, name).ok_or_else(|| format!("the header {name} is missing"))?;
    text.parse().map_err(|error| format!("the header {name} is invalid: {error}"))
}

/// Returns the value of a header, if it is a string.
pub(super) fn header<'a>(properties: &'a BasicProperties, name: &str) -> Option<&'a str> {
    match properties.headers().as_ref()?.inner().get(name)? {
        AMQPValue::LongString(text) => std::str::from_utf8(text.as_bytes()).ok(),
        AMQPValue::ShortString(text) => Some(text.as_str()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::order::OrderId;

    use super::*;

    fn event() -> EventRecord {
        let order = Uuid::from_u128(2);
        let (business, customer) = (Uuid::from_u128(3), Uuid::from_u128(4));
        let payload = format!(r#"{{"order":{{"version":7,"business_id":"{business}","customer_id":"{customer}"}}}}"#);
        EventRecord {
            position: 42,
            id: EventId(Uuid::from_u128(1)),
            subject: Subject::Order(OrderId(order)),
            version: 7,
            kind: EventKind::Completed.into(),
            business_id: BusinessId(business),
            customer_id: Some(UserId(customer)),
            occurred_at: Timestamp::from_millis(1_795_284_600_042),
            traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
            payload: payload.into(),
        }
    }

    fn body(event: &EventRecord) -> Vec<u8> {
        event.payload.as_str().as_bytes().to_vec()
    }

    #[test]
    fn events_round_trip_without_parsing_the_payload() {
        let optional_missing = EventRecord { customer_id: None, traceparent: None, ..event() };
        let not_json = EventRecord { payload: "not JSON".into(), ..event() };
        let unknown_kind = EventRecord { kind: "order.recalled".parse().unwrap(), ..event() };
        let subject = Subject::Other(Uuid::from_u128(2));
        let unknown_subject = EventRecord { kind: "coupon.created".parse().unwrap(), subject, ..event() };
        for event in [event(), optional_missing, not_json, unknown_kind, unknown_subject] {
            assert_eq!(decode(&properties(&event), body(&event)), Ok(event));
        }
    }

    #[test]
    fn messages_of_older_relays_are_routed_by_their_payload() {
        let event = event();
        let with_headers = properties(&event);
        let mut headers = FieldTable::default();
        for (name, value) in with_headers.headers().as_ref().unwrap().inner() {
            if !["ce-subjectversion", "ce-businessid", "ce-customerid"].contains(&name.as_str()) {
                headers.insert(name.clone(), value.clone());
            }
        }
        let older = with_headers.clone().with_headers(headers);
        assert_eq!(decode(&older, body(&event)), Ok(event));
        assert!(
            decode(&older, b"{}".to_vec())
                .unwrap_err()
                .contains("neither the headers nor the body contain the routing data")
        );
    }

    #[test]
    fn missing_headers_and_invalid_bodies_are_reported() {
        let error = decode(&BasicProperties::default(), b"{}".to_vec()).unwrap_err();
        assert_eq!(error, "the header ce-type is missing");
        assert_eq!(decode(&properties(&event()), vec![0xff]).unwrap_err(), "the body is not UTF-8");
    }
}
