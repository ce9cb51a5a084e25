//! Logins, which are slow because they hash passwords.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use testkit::wait::exclusive;

use crate::support::{PASSWORD, TestServer};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flood_of_logins_does_not_delay_health_checks() {
    let _exclusive = exclusive().await;
    let server = TestServer::start().await;
    let dana = server.customer().await;
    let form = json!({"username": dana.username(), "password": PASSWORD});
    let flood = join_all((0..150).map(|_| {
        let login = server.anonymous().post("/api/auth/login").json(form.clone()).skip_record_check();
        async move { login.await.status }
    }));
    let health_checks = async {
        let mut slowest = Duration::ZERO;
        for _ in 0..30 {
            let started = Instant::now();
            server.anonymous().get("/livez").skip_record_check().await.expect_status(200);
            slowest = slowest.max(started.elapsed());
        }
        slowest
    };
    let (statuses, slowest) = tokio::join!(flood, health_checks);
    println!("slowest /livez during 150 logins: {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    assert!(statuses.contains(&200) && statuses.contains(&503), "{statuses:?}");
    server.close().await;
}
