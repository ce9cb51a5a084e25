//! What can be refused, and the one table that says how HTTP tells it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::clock::Timestamp;
use shared::item::ItemId;
use shared::money::{Cents, Currency};
use shared::order::{Command, Order, Status};
use shared::problem::{FieldError, Problem};
use shared::store;

/// The api's results.
pub type Result<T> = std::result::Result<T, Error>;

/// An item that there is not enough of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortage {
    /// Which.
    pub item_id: ItemId,
    /// What it is called.
    pub name: String,
    /// How many were asked for.
    pub requested: i64,
    /// How many are left.
    pub left: i64,
}

/// Why a request was refused.
#[derive(Debug)]
pub enum Error {
    /// It cannot be read at all.
    Malformed(String),
    /// It can be read, but says something unacceptable.
    Invalid(Vec<FieldError>),
    /// It is larger than is taken.
    TooLarge,
    /// It took too long to arrive.
    TooSlow,
    /// It is not JSON.
    UnsupportedMediaType(&'static str),
    /// There is no good token with it.
    Unauthenticated(&'static str),
    /// The name or the password is wrong; which of them is not told.
    BadCredentials,
    /// This account may never do this.
    Forbidden(&'static str),
    /// It is not there, or not theirs.
    NotFound(&'static str),
    /// The order is in a state that does not allow it (any more).
    WrongState(Box<Order>, Command, Timestamp),
    /// There is not enough of these.
    SoldOut(Vec<Shortage>),
    /// The order costs something else than the guest was told.
    PriceChanged { expected: i64, total: Cents },
    /// The same, told to those who speak in decimals.
    AmountDiffers { expected: i64, total: Cents, currency: Currency },
    /// The business takes no orders now.
    Closed(String),
    /// An order is of one business.
    SeveralBusinesses,
    /// Somebody has this name or address already.
    Taken(&'static str),
    /// The item was edited meanwhile; this is its version now.
    Stale(i64),
    /// A dead letter tells of an order that does not exist.
    NothingToCook,
    /// The idempotency key came with another request before.
    KeyReused,
    /// The first request with this idempotency key is still being answered.
    KeyInFlight,
    /// Too many requests; try again after so many seconds.
    TooMany(u64),
    /// Too much is waiting already.
    Saturated,
    /// The broker could not do it.
    Broker(shared::broker::Error),
    /// The database could not do it.
    Store(store::Error),
    /// The order desk could not do it, for a reason that it has logged.
    Desk { outage: bool },
}

impl Error {
    /// One field is not acceptable.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }
}

/// Runs a handler's transaction, from its `begin` to its `commit`, again if it lost against others.
pub async fn retried<T, F: Future<Output = Result<T>>>(transaction: impl Fn() -> F) -> Result<T> {
    let lost = |error: &Error| matches!(error, Error::Store(error) if store::is_transient(error));
    store::retried(lost, transaction).await
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<shared::auth::Saturated> for Error {
    fn from(_: shared::auth::Saturated) -> Self {
        Self::Saturated
    }
}

/// The one table from refusals to HTTP.
impl From<Error> for Problem {
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    fn from(error: Error) -> Self {
        use StatusCode as S;
        match error {
            Error::Malformed(why) => Self::new(S::BAD_REQUEST, "malformed", "Malformed request", why),
            Error::Invalid(errors) => {
                let detail = match errors.as_slice() {
                    [one] if one.field.is_empty() => format!("The request {}.", one.message),
                    [one] => format!("{} {}.", one.field, one.message),
                    several => format!("{} fields are not acceptable.", several.len()),
                };
                let mut problem = Self::new(S::UNPROCESSABLE_ENTITY, "invalid", "Not acceptable", detail);
                problem.errors = errors;
                problem
            }
            Error::TooLarge => {
                Self::new(S::PAYLOAD_TOO_LARGE, "too-large", "Too large", "The request's body is larger than 256 KiB.")
            }
            Error::TooSlow => {
                Self::new(S::REQUEST_TIMEOUT, "timeout", "Too slow", "The request's body took too long to arrive.")
            }
            Error::UnsupportedMediaType(detail) => {
                Self::new(S::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type", detail)
            }
            Error::Unauthenticated(detail) => Self::new(S::UNAUTHORIZED, "unauthenticated", "Log in first", detail),
            Error::BadCredentials => Self::new(
                S::UNAUTHORIZED,
                "bad-credentials",
                "Wrong name or password",
                "There is no account with this name and this password.",
            ),
            Error::Forbidden(detail) => Self::new(S::FORBIDDEN, "forbidden", "Not allowed", detail),
            Error::NotFound(what) => {
                Self::new(S::NOT_FOUND, "not-found", "Not found", format!("There is no such {what}."))
            }
            Error::WrongState(order, command, now) => wrong_state(&order, command, now),
            Error::SoldOut(shortages) => {
                let names: Vec<_> = shortages.iter().map(|s| format!("{} ({} left)", s.name, s.left)).collect();
                let detail = format!("There is not enough of: {}.", names.join(", "));
                Self::new(S::CONFLICT, "sold-out", "Sold out", detail).with("items", shortages)
            }
            Error::PriceChanged { expected, total } => Self::new(
                S::CONFLICT,
                "price-changed",
                "The price has changed",
                format!("The order costs {} cents now, not {expected}.", total.get()),
            )
            .with("expected_total_cents", expected)
            .with("total_cents", total),
            Error::AmountDiffers { expected, total, currency } => {
                let expected = Cents::new(expected).unwrap_or_default().decimal(&currency);
                let detail = format!("The order costs {} {currency}, not {expected}.", total.decimal(&currency));
                Self::new(S::CONFLICT, "price-changed", "The price has changed", detail)
                    .with("expected_total_amount", expected.to_string())
                    .with("total_amount", total.decimal(&currency).to_string())
                    .with("currency", currency)
            }
            Error::Closed(name) => {
                Self::new(S::CONFLICT, "business-closed", "Closed", format!("{name} takes no orders now."))
            }
            Error::SeveralBusinesses => Self::new(
                S::UNPROCESSABLE_ENTITY,
                "several-businesses",
                "Several businesses",
                "An order is of one business: place one order for each.",
            ),
            Error::Taken(field) => {
                let mut problem = Self::new(
                    S::CONFLICT,
                    "taken",
                    "Taken",
                    format!("Somebody has this {field} already. Choose another, or log in."),
                );
                problem.errors = vec![FieldError { field: field.to_owned(), message: "is taken".to_owned() }];
                problem
            }
            Error::Stale(version) => Self::new(
                S::PRECONDITION_FAILED,
                "stale",
                "Edited meanwhile",
                "Somebody else has edited this since you read it. Read it again, then repeat your edit.",
            )
            .with("current_version", version),
            Error::NothingToCook => Self::new(
                S::CONFLICT,
                "nothing-to-cook",
                "Nothing to cook",
                "The order that this letter tells of does not exist: nobody could cook it.",
            ),
            Error::KeyReused => Self::new(
                S::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "Idempotency key reused",
                "This Idempotency-Key came with another request before. Use a new key for a new order.",
            ),
            Error::KeyInFlight => Self::new(
                S::CONFLICT,
                "idempotency-key-in-flight",
                "Still being answered",
                "The first request with this Idempotency-Key is still being answered. Repeat it in a second.",
            )
            .retry_after(1),
            Error::TooMany(seconds) => Self::new(
                S::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests",
                format!("Try again in {seconds} s."),
            )
            .retry_after(seconds),
            Error::Store(error) if store::is_transient(&error) => {
                tracing::warn!(%error, "the database is too busy with others");
                saturated()
            }
            Error::Store(error) if store::is_outage(&error) => {
                tracing::error!(%error, "the database cannot be reached");
                saturated()
            }
            Error::Store(error) => {
                tracing::error!(%error, "the database refused");
                internal()
            }
            Error::Broker(error) => {
                tracing::warn!(%error, "the broker cannot be asked");
                saturated()
            }
            Error::Saturated | Error::Desk { outage: true } => saturated(),
            Error::Desk { outage: false } => internal(),
        }
    }
}

fn saturated() -> Problem {
    let detail = "The service cannot take this now. Try again in a second.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again soon", detail).retry_after(1)
}

fn internal() -> Problem {
    let detail = "Something went wrong on our side. Quote the trace id when you ask about it.";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)
}

/// A lost race is told with the true state: "already accepted 1 s ago".
fn wrong_state(order: &Order, command: Command, now: Timestamp) -> Problem {
    let since = match order.status {
        Status::Pending => Some(order.placed_at),
        Status::Accepted => order.accepted_at,
        Status::Processing => order.processing_at,
        Status::Completed => order.handed_over_at.or(order.completed_at),
        Status::Cancelled | Status::Rejected => order.cancelled_at,
    };
    let ago = since.map_or(0, |since| now.since(since).as_secs());
    let status = if order.handed_over_at.is_some() { "handed over" } else { order.status.as_str() };
    let state = match order.status {
        Status::Pending => format!("is pending since {ago} s"),
        Status::Processing => format!("is being prepared since {ago} s"),
        _ => format!("was {status} {ago} s ago"),
    };
    let verb = match command {
        Command::Accept => "accepted",
        Command::Reject => "rejected",
        Command::Cancel => "cancelled",
        Command::Start => "started",
        Command::Complete => "completed",
        Command::HandOver => "handed over",
    };
    let detail = format!("Order {} {state}; it cannot be {verb} now.", order.number);
    Problem::new(StatusCode::CONFLICT, "wrong-state", "Not possible any more", detail)
        .with("current_status", order.status)
        .with("current_version", order.version)
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = Problem::from(self).into_response();
        // RFC 9110, 15.5.2: whoever is told to log in is told how.
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
