use axum::extract::State;
use service::problem::Problem;

use super::menu_entry::{DesiredItem, MenuEntries, MenuEntry, MenuItem, MenuItems};
use super::menu_import::import;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{OneOrMany, Owner, Traced};

/// Maximum number of items per request. It bounds the time for which the request blocks other changes of the menu.
const MAX_ITEMS: usize = 1_000;

/// Set the menu and its stock (food ordering)
///
/// An entry with an id edits that item. An entry without an id edits the item on the menu with its name, or creates an item.
/// Applies all changes or none. A request can have at most 1,000 items and 256 KiB; split a larger menu into several requests.
/// Items that are not mentioned stay unchanged.
#[utoipa::path(
    post, path = "/set-menu-and-instore", tag = "compat", request_body = MenuEntries,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The item, or the items in the order of the request", body = MenuItems),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn set_menu(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    entries: OneOrMany<MenuEntry>,
) -> Result<axum::Json<MenuItems>> {
    let is_single = matches!(entries, OneOrMany::One(_));
    let entries = match entries {
        OneOrMany::One(entry) => vec![DesiredItem::new(String::new(), entry)?],
        OneOrMany::Many(entries) => {
            let desired = |(index, entry)| DesiredItem::new(format!("[{index}]."), entry);
            entries.into_iter().enumerate().map(desired).collect::<Result<_>>()?
        }
    };
    if entries.is_empty() {
        return Err(Error::field("", "must have at least one item"));
    }
    if entries.len() > MAX_ITEMS {
        let count = entries.len();
        let message =
            format!("must have at most {MAX_ITEMS} items, not {count}; send further items in another request");
        return Err(Error::field("", message));
    }
    let mut items = import(&app, &owner, &trace, &entries).await?.into_iter().map(MenuItem::from);
    Ok(axum::Json(if is_single {
        MenuItems::One(Box::new(items.next().ok_or(Error::NotFound("item"))?))
    } else {
        MenuItems::Many(items.collect())
    }))
}
