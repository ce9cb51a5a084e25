//! Summarizes the output of `cargo test` by test binary and by engine.

use std::collections::BTreeMap;
use std::fmt;

/// Path segments that assign a test to an engine, with the engine's display name.
const ENGINES: [(&str, &str); 6] = [
    ("sqlite", "SQLite"),
    ("postgres", "PostgreSQL"),
    ("mariadb", "MariaDB"),
    ("mysql", "MariaDB"),
    ("memory", "in-process broker"),
    ("rabbit", "RabbitMQ"),
];

/// The test results read so far.
#[derive(Default)]
pub(crate) struct TestSummary {
    binaries: Vec<BinaryResult>,
    tests_by_engine: BTreeMap<&'static str, u32>,
}

/// The result of one test binary.
#[derive(Default)]
struct BinaryResult {
    name: String,
    passed: u32,
    failed: u32,
    ignored: u32,
    /// Set by the `test result:` line, which is missing after a crash.
    is_finished: bool,
}

impl TestSummary {
    /// Adds one line of the output of `cargo test`.
    pub(crate) fn add_line(&mut self, line: &str) {
        let line = strip_colors(line);
        let line = line.trim();
        if let Some(running) = line.strip_prefix("Running ") {
            self.binaries.push(BinaryResult { name: binary_name(running), ..BinaryResult::default() });
        } else if let Some(package) = line.strip_prefix("Doc-tests ") {
            self.binaries.push(BinaryResult { name: format!("{package} doc-tests"), ..BinaryResult::default() });
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.finish_binary(result);
        } else if let Some(test) = line.strip_prefix("test ") {
            // Failed tests count as run, ignored tests do not.
            if let Some((name, "ok" | "FAILED")) = test.split_once(" ... ") {
                self.count_engine(name);
            }
        }
    }

    /// Parses, for example, "ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s".
    fn finish_binary(&mut self, result: &str) {
        let Some(binary) = self.binaries.last_mut() else { return };
        binary.is_finished = true;
        for part in result.split(['.', ';']) {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => binary.passed = count.parse().unwrap_or(0),
                Some((count, "failed")) => binary.failed = count.parse().unwrap_or(0),
                Some((count, "ignored")) => binary.ignored = count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    fn count_engine(&mut self, test_path: &str) {
        for (engine_segment, engine) in ENGINES {
            if test_path.split("::").any(|segment| segment == engine_segment) {
                *self.tests_by_engine.entry(engine).or_default() += 1;
            }
        }
    }

    /// Returns the reasons why the run counts as failed. The list is empty after a successful run.
    ///
    /// If `is_complete` (no test was filtered out), the run must also contain tests on every engine.
    pub(crate) fn problems(&self, is_complete: bool) -> Vec<String> {
        let mut problems = Vec::new();
        for binary in &self.binaries {
            if binary.failed > 0 {
                problems.push(format!("{}: {} failed", binary.name, binary.failed));
            }
            if binary.ignored > 0 {
                problems.push(format!(
                    "{}: {} ignored; tests that cannot run count as failures",
                    binary.name, binary.ignored
                ));
            }
            if !binary.is_finished {
                problems.push(format!("{}: crashed before its result line", binary.name));
            }
        }
        if is_complete {
            for (_, engine) in ENGINES {
                let problem = format!("no test ran on {engine}");
                if !self.tests_by_engine.contains_key(engine) && !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
        problems
    }
}

impl fmt::Display for TestSummary {
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
        for (engine, count) in &self.tests_by_engine {
            writeln!(f, "{count:>6}  {engine}")?;
        }
        write!(f, "{run} tests ran, {failed} failed, {ignored} ignored")
    }
}

/// Shortens cargo's description of a test binary.
///
/// `unittests src/lib.rs (target/debug/deps/api-0123)` becomes `api src/lib.rs`; `tests/store.rs (…)` becomes
/// `tests/store.rs`.
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

/// Removes the terminal color sequences.
fn strip_colors(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut pieces = line.split("\u{1b}[");
    text.extend(pieces.next());
    for piece in pieces {
        text.push_str(piece.split_once('m').map_or("", |(_color, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
\u{1b}[0m\u{1b}[0m\u{1b}[1m\u{1b}[32m     Running\u{1b}[0m unittests src/lib.rs (target/debug/deps/kitchen_worker-0123abc)
running 2 tests
test worker::tests::two_orders_at_once ... ok
test broker::memory::tests::publish_wakes_the_consumer ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running tests/store.rs (target/debug/deps/store-5678)
test sqlite::an_order_is_saved ... ok
test postgres::an_order_is_saved ... FAILED
test mariadb::an_order_is_saved ... ignored
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s
   Doc-tests domain
test domain/src/money.rs - money::Cents (line 3) ... ok
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
";

    fn summarize(output: &str) -> TestSummary {
        let mut summary = TestSummary::default();
        output.lines().for_each(|line| summary.add_line(line));
        summary
    }

    #[test]
    fn every_binary_and_engine_is_counted() {
        let expected = "
tests by binary
     2  kitchen_worker src/lib.rs
     2  tests/store.rs
     1  domain doc-tests
tests by engine
     1  PostgreSQL
     1  SQLite
     1  in-process broker
5 tests ran, 1 failed, 1 ignored";
        assert_eq!(summarize(OUTPUT).to_string(), expected);
    }

    #[test]
    fn failed_ignored_and_missing_tests_are_problems() {
        let store = ["tests/store.rs: 1 failed", "tests/store.rs: 1 ignored; tests that cannot run count as failures"];
        assert_eq!(summarize(OUTPUT).problems(false), store);
        let problems = summarize(OUTPUT).problems(true);
        assert_eq!(problems[2..], ["no test ran on MariaDB", "no test ran on RabbitMQ"]);
    }

    #[test]
    fn crashed_binary_is_a_problem() {
        let crashed = summarize("     Running tests/store.rs (target/debug/deps/store-5678)\nrunning 3 tests\n");
        assert_eq!(crashed.problems(false), ["tests/store.rs: crashed before its result line"]);
    }
}
