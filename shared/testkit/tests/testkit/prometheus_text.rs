//! The parser of metrics.

use std::panic::catch_unwind;

use testkit::PrometheusText;

const VALID: &str = "\
# HELP expediter_a_total Things.
# TYPE expediter_a_total counter
expediter_a_total{kind=\"x\"} 2.0
# HELP expediter_b_seconds Durations.
# TYPE expediter_b_seconds histogram
expediter_b_seconds_sum 1.5
expediter_b_seconds_count 2
expediter_b_seconds_bucket{le=\"1.0\"} 1
expediter_b_seconds_bucket{le=\"+Inf\"} 2
";

#[test]
fn valid_metrics_are_parsed() {
    let metrics = PrometheusText::parse(VALID);
    metrics.assert_values(&[(r#"expediter_a_total{kind="x"}"#, 2.0), ("expediter_b_seconds_count", 2.0)]);
    assert_eq!(metrics.families["expediter_b_seconds"], "histogram");
}

#[test]
fn faults_are_detected() {
    for (correct, fault) in [
        ("# HELP expediter_a_total Things.\n", ""),
        ("# TYPE expediter_a_total counter\n", ""),
        ("expediter_a_total counter", "expediter_a_total gauge"),
        (
            "expediter_a_total{kind=\"x\"} 2.0\n",
            "expediter_a_total{kind=\"x\"} 2.0\nexpediter_a_total{kind=\"x\"} 2.0\n",
        ),
        ("kind=\"x\"", "order=\"x\""),
        ("kind=\"x\"", "kind=\"01900000-0000-7000-8000-000000000000\""),
        ("2.0", "NaN"),
        ("{le=\"1.0\"} 1", "{le=\"1.0\"} 3"),
        ("{le=\"+Inf\"} 2", "{le=\"+Inf\"} 1"),
        ("expediter_b_seconds_sum 1.5\n", ""),
        ("expediter_b_seconds_sum", "expediter_c_sum"),
    ] {
        assert!(VALID.contains(correct), "{correct}");
        let text = VALID.replacen(correct, fault, 1);
        assert!(catch_unwind(|| PrometheusText::parse(&text)).is_err(), "{correct:?} -> {fault:?} is not detected");
    }
}
