//! A message in the words of AMQP, and back.

use std::fmt::Display;
use std::str::FromStr;

use lapin::BasicProperties;
use lapin::types::{AMQPValue, FieldTable};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::broker::{Message, readable};
use crate::clock::Timestamp;
use crate::event::Kind;

const PERSISTENT: u8 = 2;

/// The envelope of a `CloudEvent`, beside its body.
#[derive(Serialize, ToSchema)]
pub(crate) struct Headers<'a> {
    /// Always `1.0`.
    #[serde(rename = "ce-specversion")]
    version: &'static str,
    /// Always `/expediter`.
    #[serde(rename = "ce-source")]
    source: &'static str,
    /// What happened; also the routing key.
    #[serde(rename = "ce-type")]
    kind: Kind,
    /// The event's id: whoever has seen it has seen the message.
    #[serde(rename = "ce-id")]
    id: Uuid,
    /// The order that it happened to.
    #[serde(rename = "ce-subject")]
    subject: Uuid,
    /// When it happened.
    #[serde(rename = "ce-time")]
    time: Timestamp,
    /// The event's place in the log, a whole number.
    #[serde(rename = "ce-sequence")]
    sequence: String,
    /// The W3C trace that caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    traceparent: Option<&'a str>,
}

impl<'a> From<&'a Message> for Headers<'a> {
    fn from(message: &'a Message) -> Self {
        Self {
            version: "1.0",
            source: "/expediter",
            kind: message.kind,
            id: message.id,
            subject: message.subject,
            time: message.time,
            sequence: message.position.to_string(),
            traceparent: message.traceparent.as_deref(),
        }
    }
}

/// The properties and headers that go with the body.
pub(super) fn properties(message: &Message) -> BasicProperties {
    let mut headers = FieldTable::default();
    // All of them are texts: the type above has nothing else.
    if let Ok(Value::Object(members)) = serde_json::to_value(Headers::from(message)) {
        for (name, value) in members {
            if let Value::String(text) = value {
                headers.insert(name.into(), AMQPValue::LongString(text.into()));
            }
        }
    }
    BasicProperties::default()
        .with_message_id(message.id.to_string().into())
        .with_content_type("application/json".into())
        .with_delivery_mode(PERSISTENT)
        .with_headers(headers)
}

/// The message, or why it is none of ours.
pub(super) fn read(properties: &BasicProperties, body: Vec<u8>) -> Result<Message, String> {
    readable(Message {
        id: parse(properties, "ce-id")?,
        kind: parse(properties, "ce-type")?,
        subject: parse(properties, "ce-subject")?,
        position: parse(properties, "ce-sequence")?,
        time: parse(properties, "ce-time")?,
        traceparent: header(properties, "traceparent").map(ToOwned::to_owned),
        body: body.into(),
    })
}

fn parse<T: FromStr<Err: Display>>(properties: &BasicProperties, name: &str) -> Result<T, String> {
    let text = header(properties, name).ok_or_else(|| format!("the header {name} is missing"))?;
    text.parse().map_err(|error| format!("the header {name} cannot be read: {error}"))
}

pub(super) fn header<'a>(properties: &'a BasicProperties, name: &str) -> Option<&'a str> {
    match properties.headers().as_ref()?.inner().get(name)? {
        AMQPValue::LongString(text) => std::str::from_utf8(text.as_bytes()).ok(),
        AMQPValue::ShortString(text) => Some(text.as_str()),
        _ => None,
    }
}
