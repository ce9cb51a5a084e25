//! `cargo xtask measure`: prints statistics about the sources of each crate and of the web app.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::lint::doc_openers::has_banned_opener;
use crate::lint::files::{SourceFile, read_source_files};
use crate::lint::idioms::find_idioms;
use crate::lint::source::rust::{self, Function};
use crate::lint::source::{SpanKind, extract_spans, join_line_comments};

/// Maximum length of a function that is not reported as long. Unlike clippy's limit, it includes comments and blank lines.
const LONG_FUNCTION_LINES: usize = 80;

/// Statistics of one package.
#[derive(Default)]
struct Statistics {
    file_lines: Vec<usize>,
    /// Empty for TypeScript: only Rust functions are measured.
    function_lines: Vec<usize>,
    doc_lines: usize,
    banned_openers: usize,
    doc_lines_with_idioms: usize,
    /// `path:line: name (length)` of each long function.
    long_functions: Vec<String>,
}

impl Statistics {
    fn add_file(&mut self, file: &SourceFile) {
        self.file_lines.push(file.text.lines().count());
        if file.has_extension(&["rs"]) {
            for Function { name, line, length } in rust::lex(&file.text).functions() {
                self.function_lines.push(length);
                if length > LONG_FUNCTION_LINES {
                    self.long_functions.push(format!("{}:{line}: {name} ({length} lines)", file.path));
                }
            }
        }
        let mut docs = extract_spans(&file.path, &file.text);
        docs.retain(|span| span.kind == SpanKind::Doc);
        for doc in join_line_comments(docs) {
            self.doc_lines += doc.text.matches('\n').count() + 1;
            self.banned_openers += doc.comment_lines().filter(|(_, line)| has_banned_opener(line)).count();
            let idiom_lines: BTreeSet<_> = find_idioms(&doc.text)
                .into_iter()
                .map(|(offset, _)| doc.text[..offset].matches('\n').count())
                .collect();
            self.doc_lines_with_idioms += idiom_lines.len();
        }
    }

    fn merge(&mut self, other: &Self) {
        self.file_lines.extend(&other.file_lines);
        self.function_lines.extend(&other.function_lines);
        self.doc_lines += other.doc_lines;
        self.banned_openers += other.banned_openers;
        self.doc_lines_with_idioms += other.doc_lines_with_idioms;
        self.long_functions.extend_from_slice(&other.long_functions);
    }

    fn row(&self, name: &str) -> String {
        let (files, functions) = (&self.file_lines, &self.function_lines);
        format!(
            "{name:<20} {:>6} {:>7} {:>5} {:>10} {:>7} {:>5} {:>5} {:>10} {:>9.1} {:>9.1}",
            files.len(),
            percentile(files, 50),
            percentile(files, 95),
            functions.len(),
            percentile(functions, 50),
            percentile(functions, 95),
            self.long_functions.len(),
            self.doc_lines,
            per_thousand(self.banned_openers, self.doc_lines),
            per_thousand(self.doc_lines_with_idioms, self.doc_lines),
        )
    }
}

/// Prints one row of statistics per package and one for all Rust packages, followed by a list of the long functions.
pub(crate) fn measure() -> Result<()> {
    let files = read_source_files(&[])?;
    let packages = list_packages(&files);
    let mut statistics: BTreeMap<&str, Statistics> = BTreeMap::new();
    let mut rust_total = Statistics::default();
    for file in files.iter().filter(|file| file.has_extension(&["rs", "ts", "tsx"])) {
        statistics.entry(find_package(&packages, &file.path)).or_default().add_file(file);
    }
    for of_package in statistics.values().filter(|package| !package.function_lines.is_empty()) {
        rust_total.merge(of_package);
    }
    println!(
        "{:<20} {:>6} {:>7} {:>5} {:>10} {:>7} {:>5} {:>5} {:>10} {:>9} {:>9}",
        "package", "files", "median", "p95", "functions", "median", "p95", ">80", "doc lines", "What/Who", "idioms"
    );
    for (name, of_package) in &statistics {
        println!("{}", of_package.row(name));
    }
    println!("{}", rust_total.row("all Rust packages"));
    println!("median and p95 in lines; What/Who and idioms per 1,000 doc lines");
    if !rust_total.long_functions.is_empty() {
        println!("\nfunctions over {LONG_FUNCTION_LINES} lines, including comments and blank lines");
        rust_total.long_functions.iter().for_each(|function| println!("{function}"));
    }
    Ok(())
}

/// Returns the folders of the Rust and npm packages.
fn list_packages(files: &[SourceFile]) -> Vec<&str> {
    let manifests = ["/Cargo.toml", "/package.json"];
    files.iter().filter_map(|file| manifests.iter().find_map(|name| file.path.strip_suffix(name))).collect()
}

/// Returns the innermost package that contains the file.
fn find_package<'p>(packages: &[&'p str], path: &str) -> &'p str {
    let contains = |package: &&&str| path.strip_prefix(**package).is_some_and(|rest| rest.starts_with('/'));
    packages.iter().filter(contains).max_by_key(|package| package.len()).copied().unwrap_or("(none)")
}

/// Returns the nearest-rank percentile, or 0 without values.
fn percentile(values: &[usize], percent: usize) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

fn per_thousand(count: usize, total: usize) -> f64 {
    let to_f64 = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    to_f64(count) * 1000.0 / to_f64(total.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let values: Vec<usize> = (1..=20).rev().collect();
        assert_eq!((percentile(&values, 50), percentile(&values, 95)), (10, 19));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 95), percentile(&[], 95)), (7, 7, 0));
    }

    #[test]
    fn files_belong_to_the_innermost_package() {
        let packages = ["shared", "shared/domain", "api"];
        assert_eq!(find_package(&packages, "shared/domain/src/lib.rs"), "shared/domain");
        assert_eq!(find_package(&packages, "shared/domains.rs"), "shared");
        assert_eq!(find_package(&packages, "build.rs"), "(none)");
    }

    #[test]
    fn doc_lines_are_counted_once() {
        let text = "/// What it is.\n///\n/// Second paragraph.\nfn f() {\n    // What follows\n}\n/** A\n * B */\nconst C: u8 = 1;\n";
        let mut statistics = Statistics::default();
        statistics.add_file(&SourceFile { path: "a.rs".to_owned(), text: text.to_owned() });
        assert_eq!((statistics.doc_lines, statistics.banned_openers, statistics.doc_lines_with_idioms), (5, 1, 0));
        assert_eq!((statistics.file_lines, statistics.function_lines), (vec![9], vec![3]));
    }
}
