use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::health::Health;

use crate::state::App;

/// Can it work?
///
/// Whether the database and the broker can be reached, with a line each. While the broker is away orders are taken all
/// the same: they wait in the outbox.
#[utoipa::path(
    get, path = "/readyz", tag = "system",
    responses(
        (status = 200, description = "It can", body = Health),
        (status = 503, description = "It cannot, and why", body = Health),
    )
)]
pub(super) async fn readyz(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let health = Health::check(&app.db, &app.broker).await;
    (health.status_code(), Json(health))
}
