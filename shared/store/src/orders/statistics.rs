//! Counts and sums of orders that are computed without reading the whole history.

use domain::account::UserId;
use domain::clock::Timestamp;
use domain::isolation::IsolatedTable;
use domain::money::Currency;
use domain::order::state::Status;
use domain::order::{OrderId, OrderScope};

use crate::isolation::Unkeyed;
use crate::{ReadConn, Result, sql};

row! {
    /// The number of orders with one status.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StatusCount {
        /// The status.
        pub status: Status,
        /// Number of orders.
        pub orders: i64,
    }
}

/// Counts the unfinished orders of a scope by status.
pub async fn count_live(read: &mut ReadConn, scope: OrderScope) -> Result<Vec<StatusCount>> {
    macro_rules! count {
        ($condition:literal $(, $arg:expr)?) => {
            sql!(read, all StatusCount, concat!("select status, count(*) as orders from orders where ", $condition,
                " status in ('pending', 'accepted', 'processing') group by status") $(, $arg)?).await
        };
    }
    match scope {
        OrderScope::Customer(customer) => count!("customer_id = ? and", customer),
        OrderScope::Business(business) => count!("business_id = ? and", business),
        OrderScope::All => count!(""),
    }
}

/// Returns the number of completed orders of a customer, and the number of its cancelled or rejected orders. Reads only an index.
pub async fn count_finished(read: &mut ReadConn, customer: UserId) -> Result<(i64, i64)> {
    let completed = count_with_status(read, customer, Status::Completed).await?;
    let cancelled = count_with_status(read, customer, Status::Cancelled).await?;
    let rejected = count_with_status(read, customer, Status::Rejected).await?;
    Ok((completed, cancelled + rejected))
}

async fn count_with_status(read: &mut ReadConn, customer: UserId, status: Status) -> Result<i64> {
    let (count,) =
        sql!(read, one[i64], "select count(*) from orders where customer_id = ? and status = ?", customer, status)
            .await?;
    Ok(count)
}

/// Lists the preparation times of a customer's latest completed orders, at most `limit`, in milliseconds.
pub async fn list_preparation_times(read: &mut ReadConn, customer: UserId, limit: i64) -> Result<Vec<i64>> {
    let times = sql!(read, all Unkeyed<(Timestamp, Timestamp)>,
        "select processing_at, completed_at from orders {mysql force index (orders_of_customer_by_status)}
          where customer_id = ? and status = 'completed' and processing_at is not null order by id desc limit ?",
        customer, limit)
    .await?;
    let times = read.skip_undecodable(IsolatedTable::Orders, times);
    Ok(times.into_iter().map(|(started, completed)| completed.as_millis() - started.as_millis()).collect())
}

row! {
    /// The number and the total of the orders with one status and currency.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RevenueByStatus {
        /// The status.
        pub status: Status,
        /// The currency. Amounts in different currencies are never added.
        pub currency: Currency,
        /// Number of orders.
        pub orders: i64,
        /// Sum of their totals, in minor units.
        pub total_cents: i64,
    }
}

/// Sums the orders that were placed since `from`, by status and currency. Skips statuses and currencies that cannot be decoded.
pub async fn sum_revenue_since(read: &mut ReadConn, from: Timestamp) -> Result<Vec<RevenueByStatus>> {
    let sums = sql!(read, all Unkeyed<RevenueByStatus>,
        "select status, currency, count(*) as orders, cast(sum(total_cents) as {bigint}) as total_cents
           from orders where id >= ? group by status, currency order by currency",
        OrderId(from.first_id()))
    .await?;
    Ok(read.skip_undecodable(IsolatedTable::Orders, sums))
}
