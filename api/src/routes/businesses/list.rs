use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::business::BusinessId;
use serde::Deserialize;
use service::problem::Problem;
use store::businesses;
use utoipa::IntoParams;
use uuid::Uuid;

use super::load::{BusinessWithLoad, KitchenLoad};
use crate::app::App;
use crate::error::Result;
use crate::extract::{Query, SearchText};
use crate::pagination::{Limit, Page, decode_id, encode_id};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BusinessQuery {
    /// A part of the name. Accents, case and Unicode composition are ignored.
    #[serde(default)]
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// Maximum number of entries: 1 to 100. Defaults to 20.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Limit,
    /// The `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// List businesses
#[utoipa::path(
    get, path = "/api/businesses", tag = "businesses", params(BusinessQuery),
    responses(
        (status = 200, description = "A page of businesses", body = Page<BusinessWithLoad>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list(State(app): State<App>, uri: Uri, Query(query): Query<BusinessQuery>) -> Result<Response> {
    let after = BusinessId(decode_id(query.cursor.as_deref(), Uuid::nil())?);
    let mut read = app.db.read().await?;
    let businesses = businesses::list(&mut read, &query.q.0, after, query.limit.0 + 1).await?;
    let kitchen = KitchenLoad::load(&app, &mut read).await?;
    let with_load = |business| BusinessWithLoad::new(business, &kitchen);
    let businesses = businesses.into_iter().map(|row| row.map(with_load)).collect();
    let page = Page::new(businesses, query.limit, |id| encode_id(id.0));
    Ok(page.into_response_at(&uri))
}
