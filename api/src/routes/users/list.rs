use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use shared::account::{Role, User, UserId};
use shared::problem::Problem;
use shared::store::users;
use uuid::Uuid;

use crate::error::Result;
use crate::extract::{Manager, Query};
use crate::page::{Page, PageQuery, id_cursor, id_of};
use crate::state::App;

/// List accounts
///
/// A business sees its own people, an admin everybody; oldest first.
#[utoipa::path(
    get, path = "/api/users", tag = "users", params(PageQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of accounts", body = Page<User>, headers(("Link" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    manager: Manager,
    uri: Uri,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let of = if manager.role == Role::Admin { None } else { manager.business_id };
    let after = UserId(id_of(query.cursor.as_deref(), Uuid::nil())?);
    let users = users::page(&mut app.db.read().await?, of, after, query.limit.0 + 1).await?;
    Ok(Page::new(users, query.limit, |user| id_cursor(user.id.0)).at(&uri))
}
