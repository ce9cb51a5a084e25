//! Tests of the store on each of the three engines.

mod backup;
mod businesses;
mod cancellation;
mod database_id;
mod errors;
mod events;
mod idempotency_keys;
mod isolated_rows;
mod items;
mod kitchen_workers;
mod notifiers;
mod orders;
mod outbox;
mod placements;
mod query_costs;
mod randomized;
mod refresh_tokens;
mod reports;
mod restore;
mod schema;
mod search;
mod support;
mod users;
