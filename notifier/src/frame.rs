//! Frames: the messages that clients receive. The frame of an event wraps the JSON that was stored with the event. When an event
//! is dispatched, its frame is built once and shared by all clients.

use std::sync::Arc;

use domain::account::UserId;
use domain::business::BusinessId;
use domain::event::EventRecord;
use domain::order::OrderScope;
use messaging::live_protocol::ServerMessage;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::cursor::Cursor;

/// A message of a client's stream.
#[derive(Clone, Debug)]
pub(crate) enum Outgoing {
    /// The client is authenticated, and can resume from the cursor.
    Ready(Cursor),
    /// An order changed.
    Event(Arc<Frame>),
    /// The client may have missed events that cannot be sent: it must fetch its orders again.
    Resync,
    /// A menu that the client is subscribed to, or a change of it, as JSON.
    Menu(Utf8Bytes),
}

impl Outgoing {
    /// Creates a message about a menu.
    pub(crate) fn menu(message: &ServerMessage) -> Self {
        Self::Menu(to_text(message))
    }

    /// Returns the size of the message in bytes. `ready` and `resync` are small and count as 0.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Event(frame) => frame.text.len(),
            Self::Menu(text) => text.len(),
            Self::Ready(_) | Self::Resync => 0,
        }
    }

    /// Returns the `type` of the message.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::Event(_) => "event",
            Self::Resync => "resync",
            Self::Menu(_) => "menu",
        }
    }

    /// Returns the cursor of the message, if it has one.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        match self {
            Self::Ready(cursor) => Some(*cursor),
            Self::Event(frame) => Some(frame.cursor),
            Self::Resync | Self::Menu(_) => None,
        }
    }

    /// Returns the message as JSON.
    pub(crate) fn text(&self) -> Utf8Bytes {
        match self {
            Self::Ready(cursor) => to_text(&ServerMessage::Ready { cursor: cursor.to_string() }),
            Self::Event(frame) => frame.text.clone(),
            Self::Resync => to_text(&ServerMessage::Resync),
            Self::Menu(text) => text.clone(),
        }
    }
}

/// Returns the answer to a client's `ping`.
pub(crate) fn pong() -> Utf8Bytes {
    to_text(&ServerMessage::Pong)
}

fn to_text(message: &ServerMessage) -> Utf8Bytes {
    serde_json::to_string(message).unwrap_or_default().into()
}

/// The frame of an event.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Position of the event in the log.
    pub(crate) position: i64,
    /// The resume point of a client that has received this frame.
    pub(crate) cursor: Cursor,
    /// The message as JSON: `{"type":"event","cursor":"…","event":{…}}`.
    pub(crate) text: Utf8Bytes,
    business_id: BusinessId,
    customer_id: Option<UserId>,
}

impl Frame {
    /// Builds the frame of an event.
    pub(crate) fn new(event: &EventRecord, cursor: Cursor) -> Arc<Self> {
        Arc::new(Self {
            position: event.position,
            cursor,
            text: wrap(event.payload.as_str(), cursor),
            business_id: event.business_id,
            customer_id: event.customer_id,
        })
    }

    /// Returns the frame of the same event with another cursor.
    pub(crate) fn with_cursor(&self, cursor: Cursor) -> Arc<Self> {
        let text = wrap(self.payload(), cursor);
        Arc::new(Self { cursor, text, ..*self })
    }

    /// Returns the JSON of the event.
    pub(crate) fn payload(&self) -> &str {
        let prefix_length = wrap("", self.cursor).len() - 1;
        &self.text[prefix_length..self.text.len() - 1]
    }

    /// Returns the scopes whose clients receive the frame.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = OrderScope> {
        let business = Some(OrderScope::Business(self.business_id));
        [Some(OrderScope::All), business, self.customer_id.map(OrderScope::Customer)].into_iter().flatten()
    }
}

/// Returns the JSON of [`ServerMessage::Event`] with this payload, without parsing the payload.
fn wrap(payload: &str, cursor: Cursor) -> Utf8Bytes {
    let (cursor, mut text) = (cursor.to_string(), String::new());
    let parts = [r#"{"type":"event","cursor":""#, &cursor, r#"","event":"#, payload, "}"];
    text.reserve_exact(parts.iter().map(|part| part.len()).sum());
    text.extend(parts);
    text.into()
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;
    use domain::event::{EventId, EventKind, Subject};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn frame_contains_the_payload_unchanged() {
        let payload = r#"{"id": 1.0,"note":"\u00e9 }"}"#;
        let event = EventRecord {
            position: 7,
            id: EventId(Uuid::from_u128(3)),
            subject: Subject::new(&EventKind::Completed.into(), Uuid::from_u128(2)),
            version: 3,
            kind: EventKind::Completed.into(),
            business_id: BusinessId(Uuid::from_u128(1)),
            customer_id: None,
            occurred_at: Timestamp::EPOCH,
            traceparent: None,
            payload: payload.into(),
        };
        let frame = Frame::new(&event, Cursor { database: 1, position: 9 });
        let text = r#"{"type":"event","cursor":"00000001.9","event":{"id": 1.0,"note":"\u00e9 }"}}"#;
        assert_eq!(frame.text, text);
        assert_eq!(frame.payload(), payload);
        let raw = serde_json::value::RawValue::from_string(payload.to_owned()).unwrap();
        let message = ServerMessage::Event { cursor: frame.cursor.to_string(), event: raw };
        assert_eq!(serde_json::to_string(&message).unwrap(), text);
        let earlier = frame.with_cursor(Cursor { database: 1, position: 12345 });
        assert_eq!(earlier.text, text.replace(".9", ".12345"));
        assert_eq!(frame.scopes().count(), 2);
    }
}
