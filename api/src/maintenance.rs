//! Background jobs. Every API process runs all jobs. Jobs that change orders or businesses divide the work among the processes
//! with `skip locked` queries.

mod cleaner;
mod cursor;
mod reconciler;
mod scheduler;
mod search_indexer;

pub use cleaner::{Cleaner, CleanerConfig};
pub use reconciler::{Reconciler, ReconcilerConfig};
pub use scheduler::{Scheduler, SchedulerConfig};
pub use search_indexer::{SearchIndexer, SearchIndexerConfig};
