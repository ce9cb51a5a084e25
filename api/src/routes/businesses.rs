//! Businesses, their menus and their settings.

mod items;
mod list;
mod show;
mod update;

use serde::Serialize;
use shared::business::Business;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kitchen::Rush;
use crate::state::App;

/// The routes of `/api/businesses`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show, update::update))
        .routes(routes!(items::items))
}

/// How busy a business's kitchen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Load {
    /// A new order is begun at once.
    Quiet,
    /// A new order has some before it.
    Busy,
    /// It has many.
    Packed,
}

/// A business, and how it is there now.
#[derive(Serialize, ToSchema)]
pub(super) struct BusinessNow {
    #[serde(flatten)]
    business: Business,
    /// In how many seconds an order would be ready that is placed now; none where people accept or cook, or no worker is
    /// alive.
    wait_seconds: Option<i64>,
    /// How busy its kitchen is.
    load: Load,
}

impl BusinessNow {
    fn new(business: Business, rush: &Rush) -> Self {
        Self { wait_seconds: rush.wait_seconds(&business), load: rush.load(&business), business }
    }
}
