//! A message in the words of AMQP, and back.

use std::fmt::Display;
use std::str::FromStr;

use lapin::BasicProperties;
use lapin::types::{AMQPValue, FieldTable};

use crate::broker::{Message, readable};

const PERSISTENT: u8 = 2;

/// The properties and `CloudEvents` headers that go with the body.
pub(super) fn properties(message: &Message) -> BasicProperties {
    let mut headers = FieldTable::default();
    let mut header = |name: &str, value: String| {
        headers.insert(name.into(), AMQPValue::LongString(value.into()));
    };
    header("ce-specversion", "1.0".to_owned());
    header("ce-source", "/expediter".to_owned());
    header("ce-type", message.kind.to_string());
    header("ce-id", message.id.to_string());
    header("ce-subject", message.subject.to_string());
    header("ce-time", message.time.to_string());
    header("ce-sequence", message.position.to_string());
    if let Some(traceparent) = &message.traceparent {
        header("traceparent", traceparent.clone());
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
