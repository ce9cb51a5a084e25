use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use service::health::Health;

use crate::app::App;

/// Check whether the process can serve requests
///
/// Reports the state of the database, the broker and the clock. If only the broker is unavailable, the response is 503, but
/// orders can still be placed: their events stay in the outbox.
#[utoipa::path(
    get, path = "/readyz", tag = "system",
    responses(
        (status = 200, description = "All dependencies are available", body = Health),
        (status = 503, description = "A dependency is unavailable", body = Health),
    )
)]
pub(super) async fn readyz(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let health = Health::check(&app.db, &app.broker, &app.clock).await;
    (health.status_code(), Json(health))
}
