//! Serving HTTP with the timeouts and the orderly end that `axum::serve` does not have.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long a client may take to send its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// How long requests in flight may take once the service is asked to stop.
const DRAIN: Duration = Duration::from_secs(8);

/// Listens at an address.
///
/// # Errors
/// It is taken, or not ours.
pub async fn listen(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen at {addr}: is another program there?"))
}

/// Serves `router` (HTTP/1.1, HTTP/2 and upgrades) until `stop` is cancelled; then takes no new connections, finishes
/// the requests in flight, and returns.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(connection) => connection,
            Err(error) => {
                // Out of file descriptors, most likely: those that are open must end first.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // Small answers and frames must not wait for each other.
        let _best_effort = stream.set_nodelay(true);
        let router = router.clone();
        let asked = Arc::new(AtomicBool::new(false));
        let asking = Arc::clone(&asked);
        let service = tower::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            asking.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
        builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(20));
        let connection = builder
            .serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(service))
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let mut connection = std::pin::pin!(connection);
            // hyper's own timeout begins with the first byte, or after the preface of HTTP/2: this one ends who is silent.
            let ended = match tokio::time::timeout(HEADER_TIMEOUT, &mut connection).await {
                Ok(ended) => ended,
                Err(_) if asked.load(Ordering::Relaxed) => connection.await,
                Err(_) => return,
            };
            // A client that goes away, or never says what it wants, is its own affair.
            if let Err(error) = ended {
                tracing::debug!(%error, %peer, "a connection ended badly");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests took too long to finish and were cut off");
    }
}

/// Asks the service at `addr` whether it is alive: the health check of containers, without another program.
///
/// # Errors
/// It does not answer `GET /livez` with 200 in two seconds.
pub async fn probe(mut addr: SocketAddr) -> anyhow::Result<()> {
    if addr.ip().is_unspecified() {
        addr.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let ask = async {
        let mut stream = TcpStream::connect(addr).await?;
        let request = format!("GET /livez HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        anyhow::ensure!(&answer == b"HTTP/1.1 200", "the answer was {}", String::from_utf8_lossy(&answer));
        Ok(())
    };
    tokio::time::timeout(Duration::from_secs(2), ask).await.context("no answer in 2 seconds")?
}

/// Cancelled when the process is asked to end: SIGTERM, or Ctrl-C.
pub fn stop_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    tokio::spawn(async move {
        let ended = async {
            #[cfg(unix)]
            {
                use tokio::signal::unix::{SignalKind, signal};
                match signal(SignalKind::terminate()) {
                    Ok(mut terminate) => {
                        tokio::select! {
                            _ = terminate.recv() => {}
                            _ = tokio::signal::ctrl_c() => {}
                        }
                    }
                    Err(_) => drop(tokio::signal::ctrl_c().await),
                }
            }
            #[cfg(not(unix))]
            drop(tokio::signal::ctrl_c().await);
        };
        ended.await;
        tracing::info!("asked to stop");
        signalled.cancel();
    });
    stop
}
