//! The repository's files, as listed by git.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::tools::{read_output, root};

/// Generated files, in addition to those with a marker in their first line.
const GENERATED: [&str; 2] = ["web/openapi.json", "web/src/api/schema.ts"];

/// A text file of the repository.
pub(crate) struct SourceFile {
    /// Path relative to the root of the repository.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// Returns whether the file has one of the extensions.
    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extensions.iter().any(|other| extension == *other))
    }
}

/// Reads all tracked and new text files except ignored and generated ones.
///
/// With `paths`, reads only these files and the files in these folders.
pub(crate) fn read_source_files(paths: &[String]) -> Result<Vec<SourceFile>> {
    let listing = read_output(git().args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let mut files = Vec::new();
    for path in listing.split('\0').filter(|path| !path.is_empty() && is_selected(path, paths)) {
        // Deleted files are still listed, and binary files are not UTF-8.
        if let Ok(text) = std::fs::read_to_string(root().join(path))
            && !is_generated(path, &text)
        {
            files.push(SourceFile { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

/// Returns a git command for this repository.
pub(crate) fn git() -> Command {
    let mut git = Command::new("git");
    // In CI containers, the checkout may belong to another user, which git refuses by default.
    git.arg("-c").arg(format!("safe.directory={}", root().display())).current_dir(root());
    git
}

fn is_selected(path: &str, paths: &[String]) -> bool {
    paths.is_empty() || paths.iter().any(|prefix| Path::new(path).starts_with(prefix.trim_start_matches("./")))
}

fn is_generated(path: &str, text: &str) -> bool {
    let first_line = text.lines().next().unwrap_or_default();
    GENERATED.contains(&path) || first_line.starts_with("// Generated ") || first_line.contains("@generated")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_select_files_and_folders() {
        assert!(is_selected("api/src/lib.rs", &[]));
        assert!(is_selected("api/src/lib.rs", &["web".to_owned(), "./api/".to_owned()]));
        assert!(is_selected("README.md", &["README.md".to_owned()]));
        assert!(!is_selected("api/src/lib.rs", &["ap".to_owned()]));
    }

    #[test]
    fn generated_files_are_recognized() {
        assert!(is_generated("web/openapi.json", "{}"));
        assert!(is_generated("web/src/shared/schema.ts", "// Generated from openapi.json. Do not edit.\n"));
        assert!(!is_generated("web/src/main.tsx", "import x;\n// Generated"));
    }
}
