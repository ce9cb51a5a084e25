//! Counts what `cargo test` says while it says it.

use std::collections::BTreeMap;
use std::fmt;

/// What a test's path must contain to count for an engine, and the engine's name in the summary.
const ENGINES: [(&str, &str); 6] = [
    ("sqlite", "SQLite"),
    ("postgres", "PostgreSQL"),
    ("mariadb", "MariaDB"),
    ("mysql", "MariaDB"),
    ("memory", "in-process broker"),
    ("rabbit", "RabbitMQ"),
];

/// Tests seen so far.
#[derive(Default)]
pub(crate) struct Tally {
    binaries: Vec<Binary>,
    engines: BTreeMap<&'static str, u32>,
}

/// One test binary's closing line.
#[derive(Default)]
struct Binary {
    name: String,
    passed: u32,
    failed: u32,
    ignored: u32,
    /// Without a closing line it crashed.
    closed: bool,
}

impl Tally {
    /// Takes one line of `cargo test`'s output.
    pub(crate) fn read(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if let Some(what) = line.strip_prefix("Running ") {
            self.binaries.push(Binary { name: binary_name(what), ..Binary::default() });
        } else if let Some(of) = line.strip_prefix("Doc-tests ") {
            self.binaries.push(Binary { name: format!("{of} doc-tests"), ..Binary::default() });
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.close(result);
        } else if let Some(test) = line.strip_prefix("test ") {
            // Ignored ones did not run; failed ones did.
            if let Some((name, "ok" | "FAILED")) = test.split_once(" ... ") {
                self.count(name);
            }
        }
    }

    fn close(&mut self, result: &str) {
        let Some(binary) = self.binaries.last_mut() else { return };
        binary.closed = true;
        // "ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s"
        for figure in result.split(['.', ';']) {
            match figure.trim().split_once(' ') {
                Some((count, "passed")) => binary.passed = count.parse().unwrap_or(0),
                Some((count, "failed")) => binary.failed = count.parse().unwrap_or(0),
                Some((count, "ignored")) => binary.ignored = count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    fn count(&mut self, test: &str) {
        for (segment, engine) in ENGINES {
            if test.split("::").any(|part| part == segment) {
                *self.engines.entry(engine).or_default() += 1;
            }
        }
    }

    /// What is wrong with the run, in words; empty when all is well. `whole` says that nothing was filtered out.
    pub(crate) fn complaints(&self, whole: bool) -> Vec<String> {
        let mut complaints = Vec::new();
        for binary in &self.binaries {
            if binary.failed > 0 {
                complaints.push(format!("{}: {} failed", binary.name, binary.failed));
            }
            if binary.ignored > 0 {
                complaints.push(format!(
                    "{}: {} ignored; a test that cannot run is a failure here",
                    binary.name, binary.ignored
                ));
            }
            if !binary.closed {
                complaints.push(format!("{}: it did not come to its end", binary.name));
            }
        }
        if whole {
            for (_, engine) in ENGINES {
                let complaint = format!("no test ran on {engine}");
                if !self.engines.contains_key(engine) && !complaints.contains(&complaint) {
                    complaints.push(complaint);
                }
            }
        }
        complaints
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\ntests by binary")?;
        let (mut run, mut failed, mut ignored) = (0, 0, 0);
        for binary in self.binaries.iter().filter(|binary| binary.passed + binary.failed + binary.ignored > 0) {
            writeln!(f, "{:>6}  {}", binary.passed + binary.failed, binary.name)?;
            run += binary.passed + binary.failed;
            failed += binary.failed;
            ignored += binary.ignored;
        }
        writeln!(f, "tests by engine")?;
        for (engine, count) in &self.engines {
            writeln!(f, "{count:>6}  {engine}")?;
        }
        write!(f, "{run} tests ran, {failed} failed, {ignored} ignored")
    }
}

/// `unittests src/lib.rs (target/debug/deps/shared-0123)` is `shared src/lib.rs`; `tests/store.rs (…)` says enough.
fn binary_name(running: &str) -> String {
    let (source, file) = running.split_once(" (").unwrap_or((running, ""));
    match source.strip_prefix("unittests ") {
        Some(source) => {
            let file = file.trim_end_matches(')').rsplit('/').next().unwrap_or_default();
            format!("{} {source}", file.rsplit_once('-').map_or(file, |(name, _hash)| name))
        }
        None => source.to_owned(),
    }
}

/// Without the terminal's colours.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut pieces = line.split("\u{1b}[");
    text.extend(pieces.next());
    for piece in pieces {
        text.push_str(piece.split_once('m').map_or("", |(_colour, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "\
\u{1b}[0m\u{1b}[0m\u{1b}[1m\u{1b}[32m     Running\u{1b}[0m unittests src/lib.rs (target/debug/deps/kitchen_worker-0123abc)
running 2 tests
test cook::tests::two_at_once ... ok
test broker::memory::tests::a_poke_is_heard ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running tests/store.rs (target/debug/deps/store-5678)
test sqlite::an_order_is_saved ... ok
test postgres::an_order_is_saved ... FAILED
test mariadb::an_order_is_saved ... ignored
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s
   Doc-tests shared
test shared/src/money.rs - money::Cents (line 3) ... ok
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
";

    fn tally(output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn every_binary_and_engine_is_counted() {
        let summary = "
tests by binary
     2  kitchen_worker src/lib.rs
     2  tests/store.rs
     1  shared doc-tests
tests by engine
     1  PostgreSQL
     1  SQLite
     1  in-process broker
5 tests ran, 1 failed, 1 ignored";
        assert_eq!(tally(RUN).to_string(), summary);
    }

    #[test]
    fn failed_ignored_and_missing_tests_are_complained_of() {
        let store = ["tests/store.rs: 1 failed", "tests/store.rs: 1 ignored; a test that cannot run is a failure here"];
        assert_eq!(tally(RUN).complaints(false), store);
        let whole = tally(RUN).complaints(true);
        assert_eq!(whole[2..], ["no test ran on MariaDB", "no test ran on RabbitMQ"]);
    }

    #[test]
    fn a_crashed_binary_is_complained_of() {
        let crashed = tally("     Running tests/store.rs (target/debug/deps/store-5678)\nrunning 3 tests\n");
        assert_eq!(crashed.complaints(false), ["tests/store.rs: it did not come to its end"]);
    }
}
