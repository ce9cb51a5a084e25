//! What clients read. Serialised once per event, around the JSON that was written with the event, and shared by all.

use std::sync::Arc;

use shared::account::UserId;
use shared::business::BusinessId;
use shared::feed::Told;
use shared::order::OrderId;
use shared::store::events::{Entry, Scope};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::cursor::Cursor;

/// Told when history cannot be replayed: the client refetches.
pub(crate) fn resync() -> Utf8Bytes {
    told(&Told::Resync)
}

/// To a client that asked whether anybody is there, and to nobody else.
pub(crate) fn pong() -> Utf8Bytes {
    told(&Told::Pong)
}

/// The first frame: authenticated, and everything up to the cursor is known to the client.
pub(crate) fn ready(cursor: Cursor) -> Utf8Bytes {
    told(&Told::Ready { cursor: cursor.to_string() })
}

fn told(told: &Told) -> Utf8Bytes {
    serde_json::to_string(told).unwrap_or_default().into()
}

/// An event as the tail came to know it, from the broker or from the log.
#[derive(Clone, Debug)]
pub(crate) struct News {
    /// Its place in the log.
    pub(crate) position: i64,
    /// Whose order it is to make.
    pub(crate) business: BusinessId,
    /// Whose order it is to eat.
    pub(crate) customer: Option<UserId>,
    /// Of which order.
    pub(crate) order: OrderId,
    /// The order's version after it.
    pub(crate) version: i64,
    /// The event's JSON, verbatim.
    pub(crate) body: String,
}

impl From<Entry> for News {
    fn from(entry: Entry) -> Self {
        Self {
            position: entry.position,
            business: entry.business_id,
            customer: entry.customer_id,
            order: entry.order_id,
            version: entry.version,
            body: entry.payload,
        }
    }
}

/// An event on its way to clients.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The event's place in the log.
    pub(crate) position: i64,
    /// What a client that has this frame has.
    pub(crate) cursor: Cursor,
    /// `{"type":"event","cursor":"…","event":{…}}`
    pub(crate) text: Utf8Bytes,
    business: BusinessId,
    customer: Option<UserId>,
}

impl Frame {
    /// A frame around an event.
    pub(crate) fn new(news: &News, cursor: Cursor) -> Arc<Self> {
        Arc::new(Self {
            position: news.position,
            cursor,
            text: around(&news.body, cursor),
            business: news.business,
            customer: news.customer,
        })
    }

    /// The same event with another cursor.
    pub(crate) fn at(&self, cursor: Cursor) -> Arc<Self> {
        let head = around("", self.cursor).len() - 1;
        let text = around(&self.text[head..self.text.len() - 1], cursor);
        Arc::new(Self { cursor, text, ..*self })
    }

    /// Whom it is for.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = Scope> {
        [Some(Scope::All), Some(Scope::Business(self.business)), self.customer.map(Scope::Customer)]
            .into_iter()
            .flatten()
    }
}

/// As [`Told::Event`] would be written, without a look at the body.
fn around(body: &str, cursor: Cursor) -> Utf8Bytes {
    let (cursor, mut text) = (cursor.to_string(), String::new());
    let parts = [r#"{"type":"event","cursor":""#, &cursor, r#"","event":"#, body, "}"];
    text.reserve_exact(parts.iter().map(|part| part.len()).sum());
    text.extend(parts);
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_json_around_the_event_as_it_was_written() {
        let news = News {
            position: 7,
            business: BusinessId(uuid::Uuid::from_u128(1)),
            customer: None,
            order: OrderId(uuid::Uuid::from_u128(2)),
            version: 3,
            body: r#"{"id": 1.0,"note":"\u00e9 }"}"#.to_owned(),
        };
        let frame = Frame::new(&news, Cursor { installation: 1, position: 9 });
        let text = r#"{"type":"event","cursor":"00000001.9","event":{"id": 1.0,"note":"\u00e9 }"}}"#;
        assert_eq!(frame.text, text);
        let event = serde_json::value::RawValue::from_string(news.body.clone()).unwrap();
        let same = Told::Event { cursor: frame.cursor.to_string(), event };
        assert_eq!(serde_json::to_string(&same).unwrap(), text);
        let earlier = frame.at(Cursor { installation: 1, position: 12345 });
        assert_eq!(earlier.text, text.replace(".9", ".12345"));
        assert_eq!(frame.scopes().count(), 2);
    }
}
