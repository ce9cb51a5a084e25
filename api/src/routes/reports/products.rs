use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use domain::business::BusinessId;
use domain::calendar::Day;
use domain::collation::compare_names;
use domain::item::{Category, ItemId, ItemName};
use domain::money::Currency;
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use store::reports::{self, ItemSales};
use utoipa::{IntoParams, ToSchema};

use super::csv::{self, CsvFormat, DecimalSeparator};
use super::filter::RequestedFilter;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Query, Staff, deserialize_flag};

/// The sort key. Rows with equal keys are sorted by item number.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProductSort {
    /// Number of portions sold.
    Quantity,
    /// Revenue.
    #[default]
    Revenue,
    /// Name of the item, in alphabetical order: `É` is next to `E`, and `item 9` precedes `item 10`.
    Name,
}

/// The sort direction.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    /// Ascending.
    Asc,
    /// Descending.
    Desc,
}

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductsQuery {
    /// The first day, in the business's time zone. Defaults to six days before the last day.
    start_date: Option<Day>,
    /// The last day, inclusive. Defaults to today.
    end_date: Option<Day>,
    /// The sort key. Defaults to `revenue`.
    #[param(inline)]
    sort: Option<ProductSort>,
    /// The sort direction. Defaults to `asc` for names and `desc` otherwise.
    #[param(inline)]
    direction: Option<Direction>,
    /// The currency of the sales. Defaults to the current currency of the business. Required for a report over all businesses if
    /// there are sales in several currencies.
    currency: Option<Currency>,
    /// The business. Admins who omit it get a report over all businesses.
    business_id: Option<BusinessId>,
    /// `true` returns a CSV file for spreadsheets, regardless of `Accept`. The file has a UTF-8 byte order mark, and texts that a
    /// spreadsheet would convert to numbers, dates or truth values begin with an apostrophe.
    #[serde(default, deserialize_with = "deserialize_flag")]
    download: Option<bool>,
    /// The notation of amounts in a download. With `comma`, the cells are separated by semicolons. Defaults to `point`.
    #[param(inline)]
    decimal_separator: Option<DecimalSeparator>,
}

impl ProductsQuery {
    /// Returns the format of the CSV file, or `None` if the response is JSON.
    fn csv_format(&self, headers: &HeaderMap) -> Result<Option<CsvFormat>> {
        match (self.download == Some(true), self.decimal_separator) {
            (true, separator) => Ok(Some(CsvFormat::Spreadsheet(separator.unwrap_or_default()))),
            (false, Some(_)) => Err(Error::field("decimal_separator", "requires download=true")),
            (false, None) => Ok(csv::is_preferred(headers).then_some(CsvFormat::Plain)),
        }
    }
}

/// The sales of one item.
#[derive(Serialize, ToSchema)]
pub(super) struct ProductSales {
    item_id: ItemId,
    /// The business that the item belongs to.
    business_id: BusinessId,
    number: i64,
    /// The current name of the item, even if it was removed from the menu.
    name: ItemName,
    category: Category,
    quantity: i64,
    /// The revenue, at the prices at which the items were ordered.
    revenue_cents: i64,
    currency: Currency,
}

/// The sales by item.
#[derive(Serialize, ToSchema)]
pub(super) struct ProductReport {
    data: Vec<ProductSales>,
    /// The currency of all amounts.
    currency: Currency,
    start_date: Day,
    end_date: Day,
    total_quantity: i64,
    total_revenue_cents: i64,
}

/// Report sales by item
///
/// Counts completed orders by the day of their completion, in the business's time zone. Returns a file for `Accept: text/csv`
/// (for programs) and for `download=true` (for spreadsheets). A report over all businesses (admins only) uses the time zone of
/// each business, and requires `currency` if there are sales in several currencies.
#[utoipa::path(
    get, path = "/api/reports/products", tag = "reports", params(ProductsQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The sales by item", content(
            (ProductReport = "application/json"), (String = "text/csv; charset=utf-8; header=present"),
        ), headers(("Content-Disposition" = String, description = "The name of the file"))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not visible to you", body = Problem),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn products(
    State(app): State<App>,
    staff: Staff,
    headers: HeaderMap,
    Query(query): Query<ProductsQuery>,
) -> Result<Response> {
    let format = query.csv_format(&headers)?;
    let ProductsQuery { start_date: from, end_date: to, currency, business_id, sort, direction, .. } = query;
    let mut read = app.db.read().await?;
    let requested = RequestedFilter { from, to, currency, business_id };
    let (filter, _) = requested.resolve(&staff, &app, &mut read).await?;
    let mut sales = reports::item_sales(&mut read, &filter).await?;
    drop(read);
    sort_sales(&mut sales, sort.unwrap_or_default(), direction);
    if let Some(format) = format {
        return Ok(csv::to_response(sales, &filter, format));
    }
    let report = ProductReport {
        total_quantity: sales.iter().map(|sale| sale.quantity).sum(),
        total_revenue_cents: sales.iter().fold(0, |sum, sale| sum.saturating_add(sale.revenue_cents)),
        data: sales.into_iter().map(|sale| to_product_sales(sale, &filter.currency)).collect(),
        currency: filter.currency,
        start_date: filter.from,
        end_date: filter.to,
    };
    Ok(([(header::VARY, header::ACCEPT.as_str())], axum::Json(report)).into_response())
}

fn to_product_sales(sale: ItemSales, currency: &Currency) -> ProductSales {
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

fn sort_sales(sales: &mut [ItemSales], sort: ProductSort, direction: Option<Direction>) {
    sales.sort_by_key(|sale| sale.number);
    let default_direction = if sort == ProductSort::Name { Direction::Asc } else { Direction::Desc };
    let compare = |a: &ItemSales, b: &ItemSales| match sort {
        ProductSort::Quantity => a.quantity.cmp(&b.quantity),
        ProductSort::Revenue => a.revenue_cents.cmp(&b.revenue_cents),
        ProductSort::Name => compare_names(a.name.as_str(), b.name.as_str()),
    };
    // The sort is stable in both directions.
    match direction.unwrap_or(default_direction) {
        Direction::Asc => sales.sort_by(compare),
        Direction::Desc => sales.sort_by(|a, b| compare(b, a)),
    }
}
