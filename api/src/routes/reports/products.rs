use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use shared::business::{BusinessId, Day};
use shared::item::{Category, ItemId, ItemName};
use shared::money::Currency;
use shared::problem::Problem;
use shared::store::reports::{self, Sale};
use utoipa::{IntoParams, ToSchema};

use super::{Wanted, csv};
use crate::error::Result;
use crate::extract::{Query, Staff};
use crate::state::App;

/// By what rows are sorted; those that are equal, by number.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProductSort {
    /// By how many were sold.
    Quantity,
    /// By what they brought.
    #[default]
    Revenue,
    /// By the alphabet.
    Name,
}

/// In which direction.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    /// The least first.
    Asc,
    /// The most first.
    Desc,
}

/// Which sales, and in which order.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductsQuery {
    /// The first day, by the business's clock; six days before the last by default.
    start_date: Option<Day>,
    /// The last day, included; today by default.
    end_date: Option<Day>,
    /// By what to sort: `revenue` by default.
    #[param(inline)]
    sort: Option<ProductSort>,
    /// In which direction: `asc` for names, otherwise `desc` by default.
    #[param(inline)]
    direction: Option<Direction>,
    /// What was sold in this currency; by default in the one that the business has now.
    currency: Option<Currency>,
    /// Whose sales; an admin's only, who otherwise gets everybody's.
    business_id: Option<BusinessId>,
}

/// What was sold of one item.
#[derive(Serialize, ToSchema)]
pub(super) struct ProductSales {
    item_id: ItemId,
    /// Whose item it is.
    business_id: BusinessId,
    number: i64,
    /// What it is called now, on the menu or not.
    name: ItemName,
    category: Category,
    quantity: i64,
    /// At the prices of the orders.
    revenue_cents: i64,
    currency: Currency,
}

/// What was sold, by item.
#[derive(Serialize, ToSchema)]
pub(super) struct ProductReport {
    data: Vec<ProductSales>,
    /// The currency of every amount.
    currency: Currency,
    start_date: Day,
    end_date: Day,
    total_quantity: i64,
    total_revenue_cents: i64,
}

/// Report what was sold, by item
///
/// Completed orders only, of the days on which they were completed where the business is. Ask with `Accept: text/csv` for a
/// file. Over all businesses (admins only) a day is each one's own, and where several currencies were sold in, `currency`
/// must say which.
#[utoipa::path(
    get, path = "/api/reports/products", tag = "reports", params(ProductsQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The items that were sold", content(
            (ProductReport = "application/json"), (String = "text/csv; charset=utf-8; header=present"),
        ), headers(("Content-Disposition" = String, description = "What to call the file"))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not yours", body = Problem),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn products(
    State(app): State<App>,
    staff: Staff,
    headers: HeaderMap,
    Query(query): Query<ProductsQuery>,
) -> Result<Response> {
    let wanted =
        Wanted { from: query.start_date, to: query.end_date, currency: query.currency, business: query.business_id };
    let mut read = app.db.read().await?;
    let (asked, _) = wanted.by(&staff, &app, &mut read).await?;
    let mut sales = reports::sales(&mut read, &asked).await?;
    drop(read);
    sort(&mut sales, query.sort.unwrap_or_default(), query.direction);
    if csv::is_preferred(&headers) {
        return Ok(csv::answer(sales, &asked));
    }
    let report = ProductReport {
        total_quantity: sales.iter().map(|sale| sale.quantity).sum(),
        total_revenue_cents: sales.iter().fold(0, |sum, sale| sum.saturating_add(sale.revenue_cents)),
        data: sales.into_iter().map(|sale| told(sale, &asked.currency)).collect(),
        currency: asked.currency,
        start_date: asked.from,
        end_date: asked.to,
    };
    Ok(([(header::VARY, header::ACCEPT.as_str())], axum::Json(report)).into_response())
}

fn told(sale: Sale, currency: &Currency) -> ProductSales {
    ProductSales {
        item_id: sale.item_id,
        business_id: sale.business_id,
        number: sale.number,
        name: sale.name,
        category: sale.category,
        quantity: sale.quantity,
        revenue_cents: sale.revenue_cents,
        currency: currency.clone(),
    }
}

fn sort(sales: &mut [Sale], by: ProductSort, direction: Option<Direction>) {
    sales.sort_by_key(|sale| sale.number);
    let default = if by == ProductSort::Name { Direction::Asc } else { Direction::Desc };
    let compare = |a: &Sale, b: &Sale| match by {
        ProductSort::Quantity => a.quantity.cmp(&b.quantity),
        ProductSort::Revenue => a.revenue_cents.cmp(&b.revenue_cents),
        ProductSort::Name => a.name.as_str().to_lowercase().cmp(&b.name.as_str().to_lowercase()),
    };
    // The sort is stable, in both directions.
    match direction.unwrap_or(default) {
        Direction::Asc => sales.sort_by(compare),
        Direction::Desc => sales.sort_by(|a, b| compare(b, a)),
    }
}
