use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// The process is alive.
#[derive(Serialize, ToSchema)]
pub(super) struct Alive {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Check whether the process is alive
#[utoipa::path(
    get, path = "/livez", tag = "system", responses((status = 200, description = "The process is alive", body = Alive))
)]
pub(super) async fn livez() -> Json<Alive> {
    Json(Alive { status: "ok" })
}
