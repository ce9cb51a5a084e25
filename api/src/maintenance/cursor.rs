//! The place from which a job continues.

use std::sync::{Arc, Mutex, PoisonError};

/// The key from which the next iteration of a job continues, or `None` if it starts again. Clones share it.
///
/// An iteration processes one batch of rows. If each iteration started at the first row, rows that cannot be decoded could fill
/// every batch.
#[derive(Clone, Debug)]
pub(super) struct Cursor<K>(Arc<Mutex<Option<K>>>);

impl<K> Default for Cursor<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Copy> Cursor<K> {
    /// Returns the key.
    pub(super) fn get(&self) -> Option<K> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the key.
    pub(super) fn set(&self, key: Option<K>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }
}
