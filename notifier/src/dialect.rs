//! The protocols of sockets: the native one on `/ws`, and the one for the web app of the food ordering systems on
//! `/socket/{user,biz}/{id}`.

use auth::Account;
use domain::account::UserId;
use domain::business::BusinessId;
use domain::order::OrderScope;
use messaging::food_ordering_protocol::FoodOrderingMessage;
use messaging::live_protocol::ClientMessage;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::client_stream::StreamError;
use crate::frame::{Outgoing, pong};

/// The protocol of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The protocol of `/ws`.
    Native,
    /// The protocol of `/socket/{user,biz}/{id}`.
    FoodOrdering(Audience),
}

/// The accounts that may use a URL of `/socket`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// `/socket/user/{id}`: the customer with this id.
    Customer(UserId),
    /// `/socket/biz/{id}`: the staff of the business with this id, or the member of staff with this id.
    Staff(Uuid),
}

impl Audience {
    /// Parses the path parameters of `/socket/{kind}/{id}`. Returns `None` if the kind is unknown or the id is not a UUID.
    pub(crate) fn parse(kind: &str, id: &str) -> Option<Self> {
        let id: Uuid = id.parse().ok()?;
        match kind {
            "user" => Some(Self::Customer(UserId(id))),
            "biz" => Some(Self::Staff(id)),
            _ => None,
        }
    }

    fn admits(self, account: &Account) -> bool {
        match (self, account.scope()) {
            (Self::Customer(id), OrderScope::Customer(customer)) => id == customer,
            (Self::Staff(id), OrderScope::Business(BusinessId(business))) => id == business || id == account.id.0,
            _ => false,
        }
    }
}

/// A text message of a client.
pub(crate) enum Incoming {
    /// A message of the live protocol.
    Message(ClientMessage),
    /// A message without effect.
    Ignored,
}

impl Dialect {
    /// Returns `true` if the account may use the URL of the socket.
    pub(crate) fn admits(self, account: &Account) -> bool {
        match self {
            Self::Native => true,
            Self::FoodOrdering(audience) => audience.admits(account),
        }
    }

    /// Parses a text message. Returns `None` if it is not part of the protocol.
    pub(crate) fn parse(self, text: &str) -> Option<Incoming> {
        match (self, text) {
            (Self::FoodOrdering(_), "ping") => Some(Incoming::Message(ClientMessage::Ping)),
            // The web app would answer a ping of the server with this text.
            (Self::FoodOrdering(_), "pong") => Some(Incoming::Ignored),
            (Self::Native, text) => serde_json::from_str(text).map(Incoming::Message).ok(),
            (Self::FoodOrdering(_), text) => match serde_json::from_str(text).ok()? {
                message @ (ClientMessage::Auth { .. } | ClientMessage::Ping) => Some(Incoming::Message(message)),
                ClientMessage::Subscribe { .. } | ClientMessage::Unsubscribe { .. } => None,
            },
        }
    }

    /// Returns the text of a message, or `None` if the protocol has no such message.
    ///
    /// # Errors
    /// The client must resync, and its protocol has no message for this. It must reconnect instead.
    pub(crate) fn encode(self, message: &Outgoing) -> Result<Option<Utf8Bytes>, StreamError> {
        match (self, message) {
            (Self::Native, message) => Ok(Some(message.text())),
            (Self::FoodOrdering(_), Outgoing::Ready(_) | Outgoing::Menu(_)) => Ok(None),
            (Self::FoodOrdering(_), Outgoing::Event(frame)) => {
                Ok(FoodOrderingMessage::from_event(frame.payload()).as_ref().map(to_text))
            }
            (Self::FoodOrdering(_), Outgoing::Resync) => Err(StreamError::LogUnavailable),
        }
    }

    /// Returns the answer to a ping.
    pub(crate) fn pong(self) -> Utf8Bytes {
        match self {
            Self::Native => pong(),
            Self::FoodOrdering(_) => to_text(&FoodOrderingMessage::pong()),
        }
    }
}

fn to_text(message: &FoodOrderingMessage) -> Utf8Bytes {
    serde_json::to_string(message).unwrap_or_default().into()
}
