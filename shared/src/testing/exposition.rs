//! What a service tells Prometheus, read as strictly as the format is written down (text format 0.0.4).

use std::collections::{BTreeMap, BTreeSet};

/// What a service told.
#[derive(Clone, Debug)]
pub struct Exposition {
    /// Each series, as it is written, with its value.
    pub series: BTreeMap<String, f64>,
    /// Each family with its type.
    pub families: BTreeMap<String, String>,
}

impl Exposition {
    /// Reads it, and panics at whatever is not in order: a family without help or type, one that is torn apart, a
    /// counter that is not called `_total`, a series that comes twice or belongs to nobody, a bucket that falls, an id
    /// in a label.
    #[track_caller]
    pub fn read(text: &str) -> Self {
        let mut read = Self { series: BTreeMap::new(), families: BTreeMap::new() };
        let (mut helped, mut family) = (BTreeSet::new(), String::new());
        assert!(text.ends_with('\n'), "the last line has no end");
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, help) = help.split_once(' ').unwrap_or_else(|| panic!("no help: {line}"));
                assert!(!help.trim().is_empty() && helped.insert(name.to_owned()), "{line}");
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').unwrap_or_else(|| panic!("no type: {line}"));
                assert!(helped.contains(name), "no help before {line}");
                assert!(matches!(kind, "counter" | "gauge" | "histogram"), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                let letters = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                assert!(letters && (name.starts_with("expediter_") || name.starts_with("process_")), "{line}");
                let before = read.families.insert(name.to_owned(), kind.to_owned());
                assert_eq!(before, None, "twice, or torn apart: {name}");
                name.clone_into(&mut family);
            } else {
                assert!(!line.starts_with('#') && !line.is_empty(), "what is this? {line:?}");
                let (series, value) = line.rsplit_once(' ').unwrap();
                let value: f64 = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
                read.sample(&family, series, value);
            }
        }
        read.check_histograms();
        read
    }

    #[track_caller]
    fn sample(&mut self, family: &str, series: &str, value: f64) {
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let kind = self.families.get(family).map(String::as_str);
        let belongs = match kind {
            Some("histogram") => ["_bucket", "_sum", "_count"].iter().any(|part| name == format!("{family}{part}")),
            Some(_) => name == family,
            None => false,
        };
        assert!(belongs, "{series} is no series of {family:?}");
        assert!(value.is_finite() && (kind == Some("gauge") || value >= 0.0), "{series} {value}");
        for label in labels.trim_end_matches('}').split("\",").filter(|label| !label.is_empty()) {
            let (label, of) = label.split_once("=\"").unwrap_or_else(|| panic!("{label} in {series}"));
            assert!(["method", "route", "status", "kind", "le"].contains(&label), "{label} in {series}");
            let digits = of.bytes().filter(u8::is_ascii_digit).count();
            assert!(label == "le" || digits < 8, "an id in {series}");
        }
        assert_eq!(self.series.insert(series.to_owned(), value), None, "{series} comes twice");
    }

    #[track_caller]
    fn check_histograms(&self) {
        for (family, _) in self.families.iter().filter(|(_, kind)| *kind == "histogram") {
            let mut buckets = BTreeMap::<String, Vec<(f64, f64)>>::new();
            let prefix = format!("{family}_bucket{{le=\"");
            for (series, &count) in &self.series {
                if let Some((bound, labels)) = series.strip_prefix(&prefix).and_then(|rest| rest.split_once('"')) {
                    let labels = labels.trim_start_matches(',').trim_end_matches('}').to_owned();
                    let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().unwrap() };
                    buckets.entry(labels).or_default().push((bound, count));
                }
            }
            assert!(!buckets.is_empty(), "{family} has no buckets");
            for (labels, mut of) in buckets {
                of.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(of.is_sorted_by_key(|(_, count)| *count), "{family} falls: {of:?}");
                let braced = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
                let (last, all) = (of[of.len() - 1], self.value(&format!("{family}_count{braced}")));
                assert!(last.0.is_infinite() && last.1.total_cmp(&all).is_eq(), "{family}{braced}: {last:?}, {all}");
                self.value(&format!("{family}_sum{braced}"));
            }
        }
    }

    /// The value of a series, which must be there.
    #[track_caller]
    pub fn value(&self, series: &str) -> f64 {
        let value = self.series.get(series);
        *value.unwrap_or_else(|| panic!("no {series} in {:#?}", self.series.keys().collect::<Vec<_>>()))
    }

    /// Whether these series have these values.
    #[track_caller]
    pub fn says(&self, values: &[(&str, f64)]) {
        let found: Vec<_> = values.iter().map(|(series, _)| (*series, self.value(series))).collect();
        assert_eq!(found, values);
    }
}
