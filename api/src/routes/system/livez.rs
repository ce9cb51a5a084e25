use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// The process is up.
#[derive(Serialize, ToSchema)]
pub(super) struct Alive {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Is the process up?
#[utoipa::path(get, path = "/livez", tag = "system", responses((status = 200, description = "It is", body = Alive)))]
pub(super) async fn livez() -> Json<Alive> {
    Json(Alive { status: "ok" })
}
