//! The messages of the live feed: from clients over a WebSocket, and from the server over `WebSockets` and event streams.

use domain::business::{Business, BusinessId};
use domain::item::{Item, ItemId};
use domain::order::event::OrderEvent;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A message from a client.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientMessage {
    /// Authenticates the client. Sent as its first message, which `ready` answers, and again with each new access token before
    /// the previous one expires.
    Auth {
        /// An access token.
        token: String,
        /// The last cursor that the client received. After `ready`, the server sends all changes after this cursor, or `resync`
        /// if it cannot. Ignored in later `auth` messages of the connection.
        since: Option<String>,
    },
    /// Checks the connection. For clients that cannot use the ping frames of WebSocket, such as web pages.
    Ping,
    /// Subscribes the client to the menu of a business, in addition to its other subscriptions. Menus are public: a client
    /// without an account sends this message first instead of `auth`.
    Subscribe {
        /// The business.
        business_id: BusinessId,
    },
    /// Ends the subscription to the menu of a business.
    Unsubscribe {
        /// The business.
        business_id: BusinessId,
    },
}

/// A message to a client.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerMessage {
    /// The client is authenticated and receives all further changes.
    Ready {
        /// The cursor with which the client can resume until it receives another one.
        cursor: String,
    },
    /// An order changed.
    Event {
        /// The cursor with which the client can resume after this message. The server may then repeat some of the last changes.
        cursor: String,
        /// The change.
        #[schema(value_type = OrderEvent)]
        event: Box<RawValue>,
    },
    /// The client may have missed changes that the server cannot send. The client must fetch its orders again. Their versions
    /// can be lower than before.
    Resync,
    /// The menu of a business that the client is subscribed to, or a change of it.
    Menu {
        /// The business.
        business_id: BusinessId,
        /// `true` if the message replaces everything that the client knows about the menu, such as the first message after a
        /// subscription.
        complete: bool,
        /// `true` if the next message about this menu contains further items of the same update.
        more: bool,
        /// The settings of the business, if they changed or the message is complete. `null` in a complete message if there is no
        /// such business.
        business: Option<Business>,
        /// The items that were added or changed.
        items: Vec<Item>,
        /// The ids of the items that were removed from the menu.
        removed: Vec<ItemId>,
    },
    /// Answers a client's `ping`.
    Pong,
}

/// The close codes of the WebSocket, with their meaning.
pub const CLOSE_CODES: [(u16, &str); 7] = [
    (1002, "The client violated the protocol (RFC 6455)"),
    (1007, "A text frame did not contain UTF-8"),
    (
        1008,
        "No first message within 5 s, the first message is neither `auth` nor `subscribe`, a message is not supported, the \
         token is invalid, expired or of another account, the URL is for another account, the account was deactivated, or \
         the client subscribed to more than 10 menus at a time, or more often than 30 times per minute",
    ),
    (1009, "A frame exceeded 4 KiB"),
    (1011, "Missed events cannot be sent at the moment: reconnect"),
    (1012, "The server is restarting: reconnect with jitter"),
    (1013, "The client reads too slowly: reconnect with the last cursor"),
];
