//! Commit subjects have at most 72 characters.

use anyhow::Result;

use super::Violation;
use super::files::git;
use crate::tools::read_output;

const MAX_CHARS: usize = 72;
/// The last commit before the rule was introduced.
const BASE_COMMIT: &str = "a405734bd55ad91857abff75274836fbd045daa7";

/// Checks the commits after [`BASE_COMMIT`], except merge commits. Skips the check if the clone does not contain that commit.
pub(crate) fn check() -> Result<Vec<Violation>> {
    if read_output(git().args(["cat-file", "-e", &format!("{BASE_COMMIT}^{{commit}}")])).is_err() {
        return Ok(Vec::new());
    }
    // GitHub generates the subjects of merge commits from full commit hashes.
    let range = format!("{BASE_COMMIT}..HEAD");
    let log = read_output(git().args(["log", "--no-merges", "--format=%h %s", &range]))?;
    Ok(log.lines().filter_map(check_commit).collect())
}

/// Checks one line of the log: the abbreviated hash and the subject.
fn check_commit(line: &str) -> Option<Violation> {
    let (hash, subject) = line.split_once(' ')?;
    let chars = subject.chars().count();
    let message = format!("{chars} characters, the maximum is {MAX_CHARS}: {subject}");
    (chars > MAX_CHARS).then(|| Violation::new(format!("commit {hash}"), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_subjects_are_violations() {
        assert!(check_commit(&format!("a405734 {}", "é".repeat(72))).is_none());
        let violation = check_commit(&format!("a405734 {}", "é".repeat(73))).unwrap();
        assert!(violation.to_string().starts_with("commit a405734: 73 characters, the maximum is 72: é"));
    }
}
