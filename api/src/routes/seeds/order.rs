//! One order at a time: `POST /order` of S1 and of S3, and what follows of it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::{AppendHeaders, Response};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use shared::account::{Role, UserId};
use shared::business::BusinessId;
use shared::clock::Timestamp;
use shared::item::{Item, ItemId, Quantity};
use shared::money::{Amount, Cents, Currency, Decimal};
use shared::order::{Command, Detail, Guest, Order, OrderId, OrderNumber, Status};
use shared::problem::Problem;
use shared::store::{orders, users};
use shared::telemetry::Trace;
use utoipa::{IntoParams, ToSchema};

use super::pages::{PageNumber, Stretch, page_of_orders};
use super::references::{Count, ItemRef, OrderRef, resolve};
use crate::error::{Error, Result};
use crate::extract::{Anyone, Json, Orderer, Path, Query, Traced};
use crate::order_desk::Outcome;
use crate::page::Limit;
use crate::routes::orders::{MOST_LINES, PlaceLine, PlaceOrder, carry_out, hand_in, visible};
use crate::state::App;

/// What somebody orders, in the words of S1 or of S3.
#[derive(ToSchema)]
#[serde(untagged)]
pub(super) enum NewOrder {
    /// S0 and S1: so many of one item.
    OfOneItem {
        /// Which item; also as `m_id`, as S1's table of orders calls it.
        menu_id: ItemRef,
        /// How many.
        quantity: Count,
        /// Whose order it is, if that is said: as in S3's. Also as `u_id`.
        user_id: Option<String>,
    },
    /// S3: several items, and what they cost.
    OfAList {
        /// A customer's own id or username; of whoever works here, what to call the guest.
        user_id: String,
        /// The items; one that is there twice is ordered twice.
        #[schema(min_items = 1)]
        item_ids: Vec<ItemRef>,
        /// What they cost together, in the business's currency: if they cost something else, nothing is ordered.
        #[schema(value_type = Amount)]
        total_amount: Total,
    },
}

/// What an order is said to cost. Clients add up their floats, so that a number may miss what it means by next to
/// nothing: 0.1 and 0.2 are 0.30000000000000004 there.
pub(super) struct Total {
    amount: Amount,
    /// Its digits, if it is a number and no text.
    number: Option<String>,
}

impl<'de> Deserialize<'de> for Total {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text: Option<String> = serde_json::from_str(raw.get()).ok();
        let amount = text.as_deref().unwrap_or(raw.get()).parse().map_err(D::Error::custom);
        let number = text.is_none().then(|| raw.get().to_owned());
        Ok(Self { amount: amount?, number })
    }
}

impl Total {
    fn cents(&self, currency: &Currency) -> Result<Cents> {
        let nearest = || nearest(self.number.as_deref()?, usize::from(currency.decimals()));
        let exact = self.amount.cents(currency);
        exact.or_else(|refusal| nearest().ok_or(refusal)).map_err(crate::extract::field("total_amount"))
    }
}

/// The amount that is no further than 10⁻⁸ of a minor unit away.
fn nearest(number: &str, decimals: usize) -> Option<Cents> {
    let (whole, part) = number.split_once('.')?;
    let (part, rest) = part.split_at_checked(decimals)?;
    let below = format!("{whole}{part}").parse::<i64>().ok()?;
    match rest.get(..8)? {
        _ if !rest.bytes().all(|digit| digit.is_ascii_digit()) => None,
        "00000000" => Cents::new(below).ok(),
        "99999999" => Cents::new(below.checked_add(1)?).ok(),
        _ => None,
    }
}

/// Either of them, as it comes in.
#[derive(Deserialize)]
pub(super) struct AnyOrder {
    #[serde(alias = "m_id")]
    menu_id: Option<ItemRef>,
    quantity: Option<Count>,
    #[serde(alias = "u_id")]
    user_id: Option<String>,
    item_ids: Option<Vec<ItemRef>>,
    total_amount: Option<Total>,
}

impl AnyOrder {
    /// Tells one from the other by its fields; both may say whose order it is.
    fn read(self) -> Result<NewOrder> {
        let Self { menu_id, quantity, user_id, item_ids, total_amount } = self;
        let of_one = menu_id.is_some() || quantity.is_some();
        let of_list = item_ids.is_some() || total_amount.is_some();
        let either = "either menu_id and quantity, or user_id, item_ids and total_amount";
        let missing = |field: &str| Error::field(field, "is missing");
        match (of_one, of_list) {
            (true, true) => Err(Error::field("", format!("must have {either}, not fields of both"))),
            (false, false) if user_id.is_none() => Err(Error::field("", format!("must have {either}"))),
            (true, false) => Ok(NewOrder::OfOneItem {
                menu_id: menu_id.ok_or_else(|| missing("menu_id"))?,
                quantity: quantity.ok_or_else(|| missing("quantity"))?,
                user_id,
            }),
            (false, _) => Ok(NewOrder::OfAList {
                user_id: user_id.ok_or_else(|| missing("user_id"))?,
                item_ids: item_ids.ok_or_else(|| missing("item_ids"))?,
                total_amount: total_amount.ok_or_else(|| missing("total_amount"))?,
            }),
        }
    }
}

/// What a new order is answered with, in the words in which it was asked for.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum OrderAnswer {
    /// S0's and S1's.
    Ticket(Box<Ticket>),
    /// S3's.
    Receipt(Receipt),
}

/// Where an order is in its life, in S3's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) enum Stage {
    /// It waits, for the business or for a cook.
    Pending,
    /// A cook is at it.
    Processing,
    /// Ready.
    Completed,
    /// Taken back; its stock is returned.
    Cancelled,
    /// Declined; its stock is returned.
    Rejected,
}

/// An order as S3 tells it.
#[derive(Serialize, ToSchema)]
pub(super) struct Receipt {
    /// Its number.
    order_id: OrderNumber,
    /// Where it is in its life.
    order_status: Stage,
}

impl From<&Order> for Receipt {
    fn from(order: &Order) -> Self {
        let order_status = match order.status {
            // S3 has no word for an order that was accepted and waits for a cook: there it is still in the queue.
            Status::Pending | Status::Accepted => Stage::Pending,
            Status::Processing => Stage::Processing,
            Status::Completed => Stage::Completed,
            Status::Cancelled => Stage::Cancelled,
            Status::Rejected => Stage::Rejected,
        };
        Self { order_id: order.number, order_status }
    }
}

/// An order as S0 and S1 tell it, each field under both their names. An order of several items, which they do not know,
/// shows its first one there, and all in `items`.
#[derive(Serialize, ToSchema)]
pub(super) struct Ticket {
    /// Identifies the order for ever.
    id: OrderId,
    /// The same.
    o_id: OrderId,
    /// What people call out.
    number: OrderNumber,
    /// Where it is in its life.
    state: Status,
    /// The same.
    o_state: Status,
    /// Who makes it.
    biz_id: BusinessId,
    /// The same.
    e_id: BusinessId,
    /// What that business was called.
    biz_name: String,
    /// The first item.
    menu_id: ItemId,
    /// The same.
    m_id: ItemId,
    /// How many of it.
    quantity: Quantity,
    /// Whose order it is: the customer, or who placed it for a guest.
    user_id: UserId,
    /// The same.
    u_id: UserId,
    /// All that was ordered.
    items: Vec<TicketLine>,
    /// What it costs.
    total: Decimal,
    /// In which currency.
    currency: Currency,
    /// Why it was cancelled or rejected.
    reason: Option<String>,
    /// When it was placed.
    placed_at: Timestamp,
}

/// One line.
#[derive(Serialize, ToSchema)]
pub(super) struct TicketLine {
    /// Which item.
    menu_id: ItemId,
    /// What it was called.
    name: String,
    /// How many.
    quantity: Quantity,
    /// What one cost.
    price: Decimal,
}

impl Ticket {
    fn of(order: Order) -> Result<Self> {
        let first = order.lines.first().ok_or(Error::NotFound("order"))?;
        let user_id = order.customer_id.unwrap_or(order.placed_by);
        Ok(Self {
            id: order.id,
            o_id: order.id,
            number: order.number,
            state: order.status,
            o_state: order.status,
            biz_id: order.business_id,
            e_id: order.business_id,
            menu_id: first.item_id,
            m_id: first.item_id,
            quantity: first.quantity,
            user_id,
            u_id: user_id,
            total: order.total_cents.decimal(&order.currency),
            reason: order.reason,
            placed_at: order.placed_at,
            biz_name: order.business_name,
            items: order
                .lines
                .into_iter()
                .map(|line| TicketLine {
                    menu_id: line.item_id,
                    name: line.name,
                    quantity: line.quantity,
                    price: line.unit_price_cents.decimal(&order.currency),
                })
                .collect(),
            currency: order.currency,
        })
    }
}

/// Says that the order was placed before, under the same key.
pub(super) type Again = AppendHeaders<Option<(HeaderName, HeaderValue)>>;

/// Hands an order in at the desk: the order as it was placed, now or under the same key before.
pub(super) async fn place(
    app: &App,
    orderer: Orderer,
    trace: Trace,
    headers: &HeaderMap,
    form: PlaceOrder,
) -> Result<(Again, Order)> {
    match hand_in(app, orderer, trace, headers, form).await? {
        Outcome::Placed(order) => Ok((AppendHeaders(None), *order)),
        Outcome::Replayed(id) => {
            let order = orders::find(&mut app.db.read().await?, id).await?.ok_or(Error::NotFound("order"))?;
            let header = (HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
            // The first answer is repeated, and then it was pending.
            Ok((AppendHeaders(Some(header)), Order { status: Status::Pending, reason: None, ..order }))
        }
    }
}

/// Place an order (S0, S1, S3)
///
/// Its fields tell in whose words it comes, and it is answered in the same. All of it or none: its stock is taken in the
/// same transaction.
#[utoipa::path(
    post, path = "/order", tag = "seeds", request_body = NewOrder, security(("bearer" = []), ("password" = [])),
    params((
        "Idempotency-Key" = Option<String>, Header, description = "Your name for this request, kept for 24 hours",
        min_length = 1, max_length = 255, pattern = "^[!-~]+$",
    )),
    responses(
        (status = 200, description = "The order", body = OrderAnswer, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, closed, or at another price; or the first request with this key is still \
         being answered", body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn place_order(
    State(app): State<App>,
    orderer: Orderer,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(form): Json<AnyOrder>,
) -> Result<(Again, axum::Json<OrderAnswer>)> {
    match form.read()? {
        NewOrder::OfOneItem { menu_id, quantity: Count(quantity), user_id } => {
            let customer = match user_id {
                Some(user_id) => guest(&app, &orderer, &user_id).await?,
                None => None,
            };
            let items = resolve(&mut app.db.read().await?, &orderer, &[menu_id], |_| "menu_id".to_owned()).await?;
            let lines = items.iter().map(|item| PlaceLine::new(item.id, quantity)).collect();
            let form = PlaceOrder { customer, ..PlaceOrder::of(lines) };
            let (again, order) = place(&app, orderer, trace, &headers, form).await?;
            Ok((again, axum::Json(OrderAnswer::Ticket(Box::new(Ticket::of(order)?)))))
        }
        NewOrder::OfAList { user_id, item_ids, total_amount } => {
            let guest = guest(&app, &orderer, &user_id).await?;
            let (items, lines) = counted(&app, &orderer, &item_ids).await?;
            // Of several businesses, nothing is ordered at all.
            let currency = items.into_iter().next().map(|item| item.currency).ok_or(Error::SeveralBusinesses)?;
            let cents = total_amount.cents(&currency)?;
            let form = PlaceOrder { customer: guest, expected_total_cents: Some(cents.get()), ..PlaceOrder::of(lines) };
            let placed = place(&app, orderer, trace, &headers, form).await;
            let (again, order) = placed.map_err(|refusal| in_decimals(refusal, currency))?;
            Ok((again, axum::Json(OrderAnswer::Receipt((&order).into()))))
        }
    }
}

/// Whom an order is for: a customer orders for nobody but itself, whoever works here for a guest of this name.
async fn guest(app: &App, orderer: &Orderer, user_id: &str) -> Result<Option<Guest>> {
    if orderer.role != Role::Customer {
        let name: Detail = user_id.parse().map_err(crate::extract::field("user_id"))?;
        return Ok(Some(Guest { name: Some(name), ..Guest::default() }));
    }
    let own = users::find(&mut app.db.read().await?, orderer.id).await?;
    let own = own.ok_or(Error::Unauthenticated("This account has been closed."))?;
    let named = user_id.trim().to_lowercase();
    if named != own.username.as_str() && named != own.id.to_string() {
        return Err(Error::field("user_id", "must be your own id or username"));
    }
    Ok(None)
}

/// The items of a list in which one that is wanted twice stands twice.
async fn counted(app: &App, orderer: &Orderer, item_ids: &[ItemRef]) -> Result<(Vec<Item>, Vec<PlaceLine>)> {
    if item_ids.is_empty() {
        return Err(Error::field("item_ids", "must not be empty"));
    }
    let mut first_at: Vec<(ItemRef, usize)> = Vec::new();
    let mut count: BTreeMap<ItemRef, i64> = BTreeMap::new();
    for (index, item) in item_ids.iter().enumerate() {
        let seen = count.entry(*item).or_insert(0);
        if *seen == 0 {
            first_at.push((*item, index));
        }
        *seen += 1;
    }
    if first_at.len() > MOST_LINES {
        return Err(Error::field("item_ids", format!("must have at most {MOST_LINES} different items")));
    }
    let named: Vec<_> = first_at.iter().map(|(item, _)| *item).collect();
    let field = |index: usize| format!("item_ids[{}]", first_at[index].1);
    let items = resolve(&mut app.db.read().await?, orderer, &named, field).await?;
    let lines = items.iter().zip(&named).map(|(item, named)| {
        let quantity = Quantity::new(count.get(named).copied().unwrap_or(1));
        let quantity = quantity.map_err(|_| Error::field("item_ids", "must have at most 999 of an item"))?;
        Ok(PlaceLine::new(item.id, quantity))
    });
    let lines = lines.collect::<Result<_>>()?;
    Ok((items, lines))
}

/// Who speaks in decimals is refused in decimals.
fn in_decimals(refusal: Error, currency: Currency) -> Error {
    match refusal {
        Error::PriceChanged { expected, total } => Error::AmountDiffers { expected, total, currency },
        other => other,
    }
}

/// Show an order's state (S3)
#[utoipa::path(
    get, path = "/order/{order_id}", tag = "seeds", security(("bearer" = []), ("password" = [])),
    params(("order_id" = String, Path, description = "The order's number like ORD1001, or its id")),
    responses(
        (status = 200, description = "Where it is in its life", body = Receipt),
        (status = 404, description = "No such order, or not yours", body = Problem),
    )
)]
pub(super) async fn show_order(
    State(app): State<App>,
    account: Anyone,
    Path(id): Path<String>,
) -> Result<axum::Json<Receipt>> {
    let order = visible(&mut app.db.read().await?, &account, OrderRef::new(&id).as_str()).await?;
    Ok(axum::Json((&order).into()))
}

/// Which order.
#[derive(Deserialize, ToSchema)]
pub(super) struct Cancellation {
    /// The order, by its id or its number; also as `o_id`, as S1's table of orders calls it.
    #[serde(alias = "o_id")]
    order_id: OrderRef,
}

/// Cancel an order (S0, S1)
///
/// Its stock is returned.
#[utoipa::path(
    post, path = "/cancel_order", tag = "seeds", request_body = Cancellation,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The order after it", body = Ticket),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not yours", body = Problem),
        (status = 409, description = "Its state does not allow it (any more)", body = Problem),
    )
)]
pub(super) async fn cancel_order(
    State(app): State<App>,
    account: Anyone,
    Traced(trace): Traced,
    Json(form): Json<Cancellation>,
) -> Result<axum::Json<Ticket>> {
    let order = carry_out(&app, &account, &trace, form.order_id.as_str(), Command::Cancel, None).await?;
    Ticket::of(order).map(axum::Json)
}

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TicketQuery {
    /// Those in this state; all by default.
    status: Option<Status>,
    /// Which page, from 1.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1)]
    page: PageNumber,
    /// At most so many: 1 to 100, 100 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

/// List orders (S0, S1)
///
/// A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
#[utoipa::path(
    get, path = "/get_orders", tag = "seeds", params(TicketQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<Ticket>, headers(("Link" = String))),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn get_orders(
    State(app): State<App>,
    account: Anyone,
    uri: Uri,
    Query(query): Query<TicketQuery>,
) -> Result<Response> {
    let stretch = Stretch::new(query.page, query.limit)?;
    let orders = page_of_orders(&mut app.db.read().await?, &account, query.status, stretch).await?;
    let tickets = orders.into_iter().map(Ticket::of).collect::<Result<Vec<_>>>()?;
    Ok(stretch.answer(tickets, &uri))
}
