//! An HTTP server with timeouts and a graceful shutdown.

pub mod accept;
mod header_timeout;
mod middleware;
mod write_timeout;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use crate::shutdown::{Shutdown, Stage};
use header_timeout::{HeaderDeadline, TimedStream};
pub use middleware::with_common_layers;
use write_timeout::WriteTimeout;

/// Time that a connection may stay idle between requests. Longer than the 60 s of common reverse proxies, so that the proxy
/// closes idle connections first.
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(75);
/// Maximum time during which a client accepts no data of a response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Interval of HTTP/2 pings.
const PING_INTERVAL: Duration = Duration::from_secs(20);
/// Delay after a failure to accept a connection.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);
/// Maximum time to answer a liveness check.
const LIVENESS_TIMEOUT: Duration = Duration::from_secs(2);

/// Listens on an address.
///
/// # Errors
/// The address is in use, or cannot be bound.
pub async fn listen(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}; is another program using it?"))
}

/// Serves `router` over HTTP/1.1, HTTP/2 and upgraded connections until the shutdown is requested. Then stops accepting
/// connections, completes the requests in flight, and returns by the end of [`Stage::Drain`].
pub async fn serve(listener: TcpListener, router: Router, shutdown: Shutdown) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.requested() => break,
        };
        match accepted {
            Ok((stream, peer)) => serve_connection(stream, peer, &router, &graceful),
            Err(error) => {
                // The process is probably out of file descriptors: wait until other connections are closed.
                tracing::warn!(%error, "failed to accept a connection");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
    drop(listener);
    shutdown.run_step(Stage::Drain, "complete the requests in flight", graceful.shutdown()).await;
}

fn serve_connection(stream: TcpStream, peer: SocketAddr, router: &Router, graceful: &GracefulShutdown) {
    // Small responses and frames should not be delayed. A failure to set the option can be ignored.
    let _ = stream.set_nodelay(true);
    let deadline = HeaderDeadline::new();
    let service = tower::service_fn({
        let (router, deadline) = (router.clone(), deadline.clone());
        move |mut request: hyper::Request<hyper::body::Incoming>| {
            deadline.on_request();
            request.extensions_mut().insert(ConnectInfo(peer));
            let is_http2 = request.version() == Version::HTTP_2;
            let (response, deadline) = (router.clone().oneshot(request), deadline.clone());
            async move {
                let response = response.await;
                let is_upgrade = response.as_ref().is_ok_and(|r| r.status() == StatusCode::SWITCHING_PROTOCOLS);
                deadline.on_response(is_http2 || is_upgrade);
                response
            }
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(KEEP_ALIVE_TIMEOUT);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PING_INTERVAL);
    let stream = WriteTimeout::new(stream, WRITE_TIMEOUT);
    let stream = TokioIo::new(TimedStream::new(stream, deadline.clone()));
    let connection = builder.serve_connection_with_upgrades(stream, TowerToHyperService::new(service)).into_owned();
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        tokio::select! {
            result = connection => if let Err(error) = result {
                tracing::debug!(%error, %peer, "connection error");
            },
            () = deadline.expired() => tracing::debug!(%peer, "timed out while reading the request head"),
        }
    });
}

/// Checks the liveness of the service on `addr`, for the health checks of containers.
///
/// # Errors
/// The service does not answer `GET /livez` with 200 within 2 s.
pub async fn check_liveness(mut addr: SocketAddr) -> anyhow::Result<()> {
    if addr.ip().is_unspecified() {
        addr.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let check = async {
        let mut stream = TcpStream::connect(addr).await?;
        let request = format!("GET /livez HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut status_line = [0; 12];
        stream.read_exact(&mut status_line).await?;
        ensure!(
            &status_line == b"HTTP/1.1 200",
            "GET /livez was answered with {}",
            String::from_utf8_lossy(&status_line)
        );
        Ok(())
    };
    tokio::time::timeout(LIVENESS_TIMEOUT, check).await.context("no answer to GET /livez within 2 seconds")?
}
