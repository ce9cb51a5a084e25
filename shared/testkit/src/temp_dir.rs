//! A temporary folder.

use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A new, empty folder. Dropping it deletes the folder and its content.
#[derive(Debug)]
pub struct TempDir(PathBuf);

impl Default for TempDir {
    fn default() -> Self {
        Self::new()
    }
}

impl TempDir {
    /// Creates the folder.
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("expediter-{}", Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the path of the folder as text, for environment variables.
    pub fn as_str(&self) -> &str {
        self.0.to_str().expect("temporary folders have UTF-8 names")
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // This fails if a process that was just killed is still writing to the folder. The operating system deletes temporary
        // files eventually.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
