use axum::extract::State;
use domain::isolation::IsolatedRow;
use serde::Serialize;
use service::problem::Problem;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::Admin;

/// Maximum number of listed rows.
const MAX_LISTED: usize = 100;

/// The isolated rows.
#[derive(Serialize, ToSchema)]
pub(super) struct IsolatedRowPage {
    /// At most 100 rows, the most recently reported first.
    data: Vec<IsolatedRow>,
    /// Always `null`: there is a single page.
    next_cursor: Option<String>,
}

/// List isolated rows
///
/// Returns the database rows that are skipped: rows that cannot be decoded, and pending orders that cannot be accepted or
/// cancelled automatically. Lists and background jobs process all other rows. A row disappears from this list when it is
/// repaired.
#[utoipa::path(
    get, path = "/api/isolated-rows", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The isolated rows", body = IsolatedRowPage),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn isolated_rows(State(app): State<App>, _: Admin) -> Result<axum::Json<IsolatedRowPage>> {
    // Rows that this process has just skipped are listed as well. Those of other processes are stored within 5 s.
    store::isolated_rows::record_reports(&app.db).await?;
    let data = store::isolated_rows::list(&mut app.db.read().await?, MAX_LISTED).await?;
    Ok(axum::Json(IsolatedRowPage { data, next_cursor: None }))
}
