//! The errors of the API, and the table that maps errors to HTTP responses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Invalid;
use domain::item::ItemId;
use domain::money::{Cents, Currency};
use domain::order::Order;
use domain::order::state::{Command, Status};
use serde::Serialize;
use service::problem::{FieldError, Problem};

/// The result of a handler.
pub type Result<T> = std::result::Result<T, Error>;

/// An item with insufficient stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StockShortage {
    /// The item.
    pub item_id: ItemId,
    /// The name of the item.
    pub name: String,
    /// Requested number of portions.
    pub requested: i64,
    /// Number of portions left; 0 if the item is marked as sold out.
    pub left: i64,
}

/// The reason why a request was refused.
#[derive(Debug)]
pub enum Error {
    /// The body is incomplete or cannot be parsed.
    Malformed(String),
    /// Fields have invalid values.
    Invalid(Vec<FieldError>),
    /// The body is too large.
    BodyTooLarge,
    /// The client sent no part of the body for too long.
    BodyTimeout,
    /// The body has an unsupported media type. Contains a sentence that names the supported ones.
    UnsupportedMediaType(&'static str),
    /// The access token or refresh token is missing, invalid or expired, or the account was archived.
    Unauthenticated(&'static str),
    /// The login name or the password is wrong. The response does not reveal which.
    BadCredentials,
    /// The request is not allowed, for example for the role of the account. Contains the reason as a sentence.
    Forbidden(&'static str),
    /// The resource does not exist or is not visible to the account. Contains the name of the resource type.
    NotFound(&'static str),
    /// The order's status does not allow the command.
    WrongStatus(Box<Order>, Command),
    /// These items have insufficient stock.
    SoldOut(Vec<StockShortage>),
    /// The total price or its currency differs from the one that the client expects.
    PriceChanged {
        /// The total and currency that the client expects; the actual one for each that the client did not send.
        expected: (Cents, Currency),
        /// The actual total and currency.
        actual: (Cents, Currency),
    },
    /// `PriceChanged` for clients that use decimal amounts.
    AmountChanged {
        /// The total and currency that the client expects; the actual one for each that the client did not send.
        expected: (Cents, Currency),
        /// The actual total and currency.
        actual: (Cents, Currency),
    },
    /// The business is closed. Contains its name.
    BusinessClosed(String),
    /// The items belong to several businesses.
    SeveralBusinesses,
    /// The username or email address is in use. Contains the field.
    Taken(&'static str),
    /// The item was edited since the client read it. Contains the current version.
    StaleVersion(i64),
    /// The order of the dead letter does not exist.
    OrphanedDeadLetter,
    /// The idempotency key was used for another request.
    IdempotencyKeyReused,
    /// Another request with this idempotency key is in progress.
    IdempotencyKeyInFlight,
    /// The client has sent too many requests, or its logins have failed too often.
    TooManyRequests {
        /// Seconds until the next request is allowed.
        retry_after_seconds: u64,
    },
    /// A queue is full, or the batcher has stopped.
    Saturated,
    /// The broker is unavailable.
    Broker(messaging::Error),
    /// The database returned an error.
    Store(store::Error),
    /// The placement failed because of an error that was logged.
    PlacementFailed {
        /// `true` if the database was unavailable or too busy.
        is_outage: bool,
    },
}

impl Error {
    /// Creates an error for one field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// Returns a function that converts [`Invalid`] into an error for this field.
    pub fn for_field(field: &str) -> impl FnOnce(Invalid) -> Self + '_ {
        move |invalid| Self::field(field, invalid.to_string())
    }
}

/// Runs a transaction, from `begin` to `commit`, and retries it after a conflict or a timeout of a lock or statement.
pub async fn retry<T, F: Future<Output = Result<T>>>(transaction: impl Fn() -> F) -> Result<T> {
    let is_transient = |error: &Error| matches!(error, Error::Store(error) if store::is_transient(error));
    store::retry(is_transient, transaction).await
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<auth::passwords::HashError> for Error {
    fn from(error: auth::passwords::HashError) -> Self {
        match error {
            auth::passwords::HashError::TooShort(invalid) => Self::field("password", invalid.to_string()),
            auth::passwords::HashError::Saturated => Self::Saturated,
        }
    }
}

impl From<auth::passwords::Saturated> for Error {
    fn from(_: auth::passwords::Saturated) -> Self {
        Self::Saturated
    }
}

/// The table that maps errors to HTTP responses.
impl From<Error> for Problem {
    #[expect(clippy::too_many_lines, reason = "a declarative table")]
    fn from(error: Error) -> Self {
        use StatusCode as S;
        match error {
            Error::Malformed(detail) => Self::new(S::BAD_REQUEST, "malformed", "Malformed request", detail),
            Error::Invalid(errors) => {
                let detail = match errors.as_slice() {
                    [error] if error.field.is_empty() => format!("The request {}.", error.message),
                    [error] => format!("{} {}.", error.field, error.message),
                    errors => format!("Please fix {} fields.", errors.len()),
                };
                Self { errors, ..Self::new(S::UNPROCESSABLE_ENTITY, "invalid", "Invalid request", detail) }
            }
            Error::BodyTooLarge => {
                Self::new(S::PAYLOAD_TOO_LARGE, "too-large", "Too large", "The request body is larger than 256 KiB.")
            }
            Error::BodyTimeout => {
                Self::new(S::REQUEST_TIMEOUT, "timeout", "Timeout", "The request body took too long to arrive.")
            }
            Error::UnsupportedMediaType(detail) => {
                Self::new(S::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type", detail)
            }
            Error::Unauthenticated(detail) => Self::unauthenticated(detail),
            Error::BadCredentials => {
                Self::new(S::UNAUTHORIZED, "bad-credentials", "Login failed", "Incorrect username or password.")
            }
            Error::Forbidden(detail) => Self::new(S::FORBIDDEN, "forbidden", "Not allowed", detail),
            Error::NotFound(resource) => {
                Self::new(S::NOT_FOUND, "not-found", "Not found", format!("We can't find that {resource}."))
            }
            Error::WrongStatus(order, command) => {
                let detail = explain_wrong_status(&order, command);
                Self::new(S::CONFLICT, "wrong-state", "Not possible in this status", detail)
                    .with("current_status", order.status)
                    .with("current_version", order.version)
            }
            Error::SoldOut(shortages) => {
                let items: Vec<_> =
                    shortages.iter().map(|item| format!("{} ({} left)", item.name, item.left)).collect();
                let detail = format!("Not enough available: {}.", items.join(", "));
                Self::new(S::CONFLICT, "sold-out", "Sold out", detail).with("items", shortages)
            }
            Error::PriceChanged { expected, actual } => price_changed(&expected, &actual)
                .with("expected_total_cents", expected.0)
                .with("expected_currency", expected.1)
                .with("total_cents", actual.0)
                .with("currency", actual.1),
            Error::AmountChanged { expected, actual } => price_changed(&expected, &actual)
                .with("expected_total_amount", expected.0.to_decimal(&expected.1).to_string())
                .with("total_amount", actual.0.to_decimal(&actual.1).to_string())
                .with("currency", actual.1),
            Error::BusinessClosed(name) => {
                Self::new(S::CONFLICT, "business-closed", "Closed", format!("{name} is closed."))
            }
            Error::SeveralBusinesses => Self::new(
                S::UNPROCESSABLE_ENTITY,
                "several-businesses",
                "Several businesses",
                "All items of an order must be from the same business. Place one order per business.",
            ),
            Error::Taken(field) => Self {
                errors: vec![FieldError { field: field.to_owned(), message: "is taken".to_owned() }],
                ..Self::new(S::CONFLICT, "taken", "Taken", format!("That {field} is taken. Choose another."))
            },
            Error::StaleVersion(version) => Self::new(
                S::PRECONDITION_FAILED,
                "stale",
                "Edited in the meantime",
                "The item was edited in the meantime, so your change wasn't saved. Reload the item, then repeat your change.",
            )
            .with("current_version", version),
            Error::OrphanedDeadLetter => Self::new(
                S::CONFLICT,
                "nothing-to-cook",
                "No such order",
                "The order of this message does not exist, so it can't be prepared.",
            ),
            Error::IdempotencyKeyReused => Self::new(
                S::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "Idempotency key reused",
                "This Idempotency-Key was already used for another request. Use a new key for a new order.",
            ),
            Error::IdempotencyKeyInFlight => Self::new(
                S::CONFLICT,
                "idempotency-key-in-flight",
                "Request in progress",
                "The first request with this Idempotency-Key is still in progress. Try again in a second.",
            )
            .retry_after(1),
            Error::TooManyRequests { retry_after_seconds } => {
                let detail = format!("Try again in {retry_after_seconds} s.");
                Self::new(S::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", detail)
                    .retry_after(retry_after_seconds)
            }
            Error::Store(error) if store::is_transient(&error) => {
                tracing::warn!(%error, "database conflict or timeout; answering 503");
                saturated()
            }
            Error::Store(error) if store::is_outage(&error) => {
                tracing::error!(%error, "database unavailable");
                saturated()
            }
            Error::Store(error) => {
                tracing::error!(%error, "database error");
                Self::internal()
            }
            Error::Broker(error) => {
                tracing::warn!(%error, "broker error; answering 503");
                saturated()
            }
            Error::Saturated | Error::PlacementFailed { is_outage: true } => saturated(),
            Error::PlacementFailed { is_outage: false } => Self::internal(),
        }
    }
}

fn price_changed(expected: &(Cents, Currency), actual: &(Cents, Currency)) -> Problem {
    let format = |(total, currency): &(Cents, Currency)| format!("{} {currency}", currency.format_amount(total.get()));
    // A client that expects no total has only named a currency.
    let detail = if expected.0 == actual.0 {
        format!("The currency has changed from {} to {}. The total is {}.", expected.1, actual.1, format(actual))
    } else {
        format!("The total has changed from {} to {}.", format(expected), format(actual))
    };
    Problem::new(StatusCode::CONFLICT, "price-changed", "Price changed", detail)
}

fn saturated() -> Problem {
    Problem::unavailable("The service is busy or unavailable. Try again in a second.")
}

/// Explains why a command is no longer (or not yet) possible.
fn explain_wrong_status(order: &Order, command: Command) -> String {
    let number = order.number;
    let (verb, participle) = match command {
        Command::Accept => ("accept", "accepted"),
        Command::Reject => ("reject", "rejected"),
        Command::Cancel => ("cancel", "cancelled"),
        Command::Start => ("start", "started"),
        Command::Complete => ("complete", "completed"),
        Command::HandOver => ("hand over", "handed over"),
    };
    let is_too_early = matches!(
        (order.status, command),
        (Status::Pending, _)
            | (Status::Accepted, Command::Complete | Command::HandOver)
            | (Status::Processing, Command::HandOver)
    );
    let reason = match order.status {
        Status::Pending => "It hasn't been accepted yet",
        Status::Accepted if is_too_early => "The kitchen hasn't started it yet",
        Status::Accepted => "It has already been accepted",
        Status::Processing if is_too_early => "It's still being prepared",
        Status::Processing => "The kitchen has already started it",
        Status::Completed if order.handed_over_at.is_some() => "It has already been handed over",
        Status::Completed => "It's already completed",
        Status::Cancelled => "It was cancelled",
        Status::Rejected => "It was rejected",
    };
    match (order.status, is_too_early) {
        (Status::Cancelled | Status::Rejected, _) => format!("{number} can't be {participle}. {reason}."),
        (_, true) => format!("{number} can't be {participle} yet. {reason}."),
        (_, false) => format!("It's too late to {verb} {number}. {reason}."),
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = Problem::from(self).into_response();
        // RFC 9110, section 15.5.2: a 401 response names the authentication scheme.
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
