//! Background jobs. Every API process runs all of them; row locks that skip each other divide the work.

mod cleaner;
mod reconciler;
mod scheduler;

pub use cleaner::{Cleaner, CleanerConfig};
pub use reconciler::{Reconciler, ReconcilerConfig};
pub use scheduler::{Scheduler, SchedulerConfig};
