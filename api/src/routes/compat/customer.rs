//! The customer of an order.

use domain::account::{Role, normalize_login};
use domain::order::{Guest, GuestDetail};
use store::users;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::CanOrder;

/// If a customer places the order, checks that `user_id` is the customer's own id or username, and returns `None`. Otherwise,
/// returns a guest with the name `user_id`. `field` is the path of `user_id`, for error messages.
pub(super) async fn resolve_customer(
    app: &App,
    account: &CanOrder,
    user_id: &str,
    field: &str,
) -> Result<Option<Guest>> {
    if account.role != Role::Customer {
        let name: GuestDetail = user_id.parse().map_err(Error::for_field(field))?;
        return Ok(Some(Guest { name: Some(name), ..Guest::default() }));
    }
    let user = users::find(&mut app.db.read().await?, account.id).await?;
    let user = user.ok_or(Error::Unauthenticated("This account has been deactivated."))?;
    // A username of an older version is not normalized.
    let user_id = normalize_login(user_id);
    if user_id != normalize_login(user.username.as_str()) && user_id != user.id.to_string() {
        return Err(Error::field(field, "must be your own id or username"));
    }
    Ok(None)
}
