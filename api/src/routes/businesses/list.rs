use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;
use shared::business::BusinessId;
use shared::problem::Problem;
use shared::store::businesses;
use utoipa::IntoParams;
use uuid::Uuid;

use super::BusinessNow;
use crate::error::Result;
use crate::extract::Query;
use crate::page::{Limit, Page, id_cursor, id_of};
use crate::routes::kitchen::Rush;
use crate::state::App;

/// Which businesses.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BusinessQuery {
    /// A part of the name, in any case.
    #[serde(default)]
    q: String,
    /// At most so many: 1 to 100, 20 by default.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Limit,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List businesses
#[utoipa::path(
    get, path = "/api/businesses", tag = "businesses", params(BusinessQuery),
    responses(
        (status = 200, description = "A page of businesses", body = Page<BusinessNow>, headers(("Link" = String))),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn list(State(app): State<App>, uri: Uri, Query(query): Query<BusinessQuery>) -> Result<Response> {
    let after = BusinessId(id_of(query.cursor.as_deref(), Uuid::nil())?);
    let mut read = app.db.read().await?;
    let found = businesses::page(&mut read, &query.q, after, query.limit.0 + 1).await?;
    let rush = Rush::now(&app, &mut read).await?;
    let found = found.into_iter().map(|business| BusinessNow::new(business, &rush)).collect();
    Ok(Page::new(found, query.limit, |now: &BusinessNow| id_cursor(now.business.id.0)).at(&uri))
}
