//! Orders: reading, searching, changing, and finding the ones that the kitchen lost.

mod index;
mod list;
mod read;
mod row;
mod search;
mod stalled;
mod statistics;
mod unit_of_work;

pub use index::index_batch;
pub use list::{
    Direction, ListedOrder, OrderFilter, PageRequest, id_at_offset, list, list_by_status, list_filtered,
    list_handed_over, list_ready,
};
pub use read::{find, find_by_number, find_number, lock};
pub use search::{SearchPage, search};
pub use stalled::{
    lock_due, lock_stalled, lock_unclaimed, next_due_at, postpone, reannounce, reassign_worker, release_claim,
};
pub use statistics::{
    RevenueByStatus, StatusCount, count_finished, count_live, list_preparation_times, sum_revenue_since,
};
pub use unit_of_work::UnitOfWork;

pub(crate) use row::OrderRow;
pub(crate) use search::search_term_rows;
