use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::account::{Role, User, UserId};
use service::problem::Problem;
use store::users;
use uuid::Uuid;

use crate::app::App;
use crate::error::Result;
use crate::extract::{CanManageUsers, Query};
use crate::pagination::{Page, PageQuery, decode_id, encode_id};

/// List accounts
///
/// Owners see the accounts of their business, and admins see all accounts. Oldest first.
#[utoipa::path(
    get, path = "/api/users", tag = "users", params(PageQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of accounts", body = Page<User>, headers(("Link" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    manager: CanManageUsers,
    uri: Uri,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let business = if manager.role == Role::Admin { None } else { manager.business_id };
    let after = UserId(decode_id(query.cursor.as_deref(), Uuid::nil())?);
    let users = users::list(&mut app.db.read().await?, business, after, query.limit.0 + 1).await?;
    Ok(Page::new(users, query.limit, |id| encode_id(id.0)).into_response_at(&uri))
}
