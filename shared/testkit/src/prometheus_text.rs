//! A strict parser for metrics in the Prometheus text format, version 0.0.4.

use std::collections::{BTreeMap, BTreeSet};

/// The metrics of one scrape.
#[derive(Clone, Debug)]
pub struct PrometheusText {
    /// The value of each series. The key is the series exactly as in the text.
    pub series: BTreeMap<String, f64>,
    /// The type of each family.
    pub families: BTreeMap<String, String>,
}

impl PrometheusText {
    /// Parses the text. Panics if it is malformed: for example if a family lacks help or a type or is split into several parts,
    /// if the name of a counter does not end with `_total`, if a series is duplicated or has no family, if the count of a bucket
    /// is below that of a smaller bucket, or if a label contains an id.
    #[track_caller]
    pub fn parse(text: &str) -> Self {
        let mut parsed = Self { series: BTreeMap::new(), families: BTreeMap::new() };
        let (mut described, mut family) = (BTreeSet::new(), String::new());
        assert!(text.ends_with('\n'), "the last line is not terminated");
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, help) = help.split_once(' ').unwrap_or_else(|| panic!("no help: {line}"));
                assert!(!help.trim().is_empty() && described.insert(name.to_owned()), "{line}");
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').unwrap_or_else(|| panic!("no type: {line}"));
                assert!(described.contains(name), "no help before {line}");
                assert!(matches!(kind, "counter" | "gauge" | "histogram"), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                let is_snake_case = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                assert!(is_snake_case && (name.starts_with("expediter_") || name.starts_with("process_")), "{line}");
                let before = parsed.families.insert(name.to_owned(), kind.to_owned());
                assert_eq!(before, None, "the family {name} occurs twice");
                name.clone_into(&mut family);
            } else {
                assert!(!line.starts_with('#') && !line.is_empty(), "unexpected line: {line:?}");
                let (series, value) = line.rsplit_once(' ').unwrap();
                let value: f64 = value.parse().unwrap_or_else(|_| panic!("not a number: {line}"));
                parsed.add_sample(&family, series, value);
            }
        }
        parsed.check_histograms();
        parsed
    }

    #[track_caller]
    fn add_sample(&mut self, family: &str, series: &str, value: f64) {
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let kind = self.families.get(family).map(String::as_str);
        let is_member = match kind {
            Some("histogram") => ["_bucket", "_sum", "_count"].iter().any(|part| name == format!("{family}{part}")),
            Some(_) => name == family,
            None => false,
        };
        assert!(is_member, "{series} does not belong to the family {family:?}");
        assert!(value.is_finite() && (kind == Some("gauge") || value >= 0.0), "{series} {value}");
        for label in labels.trim_end_matches('}').split("\",").filter(|label| !label.is_empty()) {
            let (label, value) = label.split_once("=\"").unwrap_or_else(|| panic!("{label} in {series}"));
            assert!(["method", "route", "status", "kind", "table", "le"].contains(&label), "{label} in {series}");
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            assert!(label == "le" || digits < 8, "an id in {series}");
        }
        assert_eq!(self.series.insert(series.to_owned(), value), None, "{series} occurs twice");
    }

    #[track_caller]
    fn check_histograms(&self) {
        for (family, _) in self.families.iter().filter(|(_, kind)| *kind == "histogram") {
            let mut buckets_by_labels = BTreeMap::<String, Vec<(f64, f64)>>::new();
            let prefix = format!("{family}_bucket{{le=\"");
            for (series, &count) in &self.series {
                if let Some((bound, labels)) = series.strip_prefix(&prefix).and_then(|rest| rest.split_once('"')) {
                    let labels = labels.trim_start_matches(',').trim_end_matches('}').to_owned();
                    let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().unwrap() };
                    buckets_by_labels.entry(labels).or_default().push((bound, count));
                }
            }
            assert!(!buckets_by_labels.is_empty(), "{family} has no buckets");
            for (labels, mut buckets) in buckets_by_labels {
                buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(buckets.is_sorted_by_key(|(_, count)| *count), "{family} does not rise: {buckets:?}");
                let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
                let (last, count) = (buckets[buckets.len() - 1], self.value(&format!("{family}_count{labels}")));
                let is_complete = last.0.is_infinite() && last.1.total_cmp(&count).is_eq();
                assert!(is_complete, "{family}{labels}: {last:?}, {count}");
                self.value(&format!("{family}_sum{labels}"));
            }
        }
    }

    /// Returns the value of a series, which must exist.
    #[track_caller]
    pub fn value(&self, series: &str) -> f64 {
        let value = self.series.get(series);
        *value.unwrap_or_else(|| panic!("no {series} in {:#?}", self.series.keys().collect::<Vec<_>>()))
    }

    /// Asserts that these series have these values.
    #[track_caller]
    pub fn assert_values(&self, expected: &[(&str, f64)]) {
        let found: Vec<_> = expected.iter().map(|(series, _)| (*series, self.value(series))).collect();
        assert_eq!(found, expected);
    }
}
