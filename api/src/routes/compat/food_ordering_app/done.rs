use serde::Serialize;
use utoipa::ToSchema;

/// The result of a request that returns nothing else.
#[derive(Serialize, ToSchema)]
pub(super) struct Done {
    /// A sentence for the user, or `success`.
    message: String,
}

impl Done {
    /// Returns a response with this message.
    pub(super) fn new(message: impl Into<String>) -> axum::Json<Self> {
        axum::Json(Self { message: message.into() })
    }
}
