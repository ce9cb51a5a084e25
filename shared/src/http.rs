//! Serving HTTP with the timeouts and the orderly end that `axum::serve` does not have.

mod patience;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};

use crate::clock::Clock;
use patience::{Patience, Watched};

/// How long a connection may rest between requests: longer than the pools of proxies and browsers keep theirs.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
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
        let patience = Patience::new();
        let asking = patience.clone();
        let service = tower::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            asking.asked();
            request.extensions_mut().insert(ConnectInfo(peer));
            let is_http2 = request.version() == axum::http::Version::HTTP_2;
            let (answering, patience) = (router.clone().oneshot(request), asking.clone());
            async move {
                let answer = answering.await;
                let upgraded = answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::SWITCHING_PROTOCOLS);
                patience.answered(is_http2 || upgraded);
                answer
            }
        });
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(KEEP_ALIVE);
        builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(20));
        let stream = TokioIo::new(Watched::new(stream, patience.clone()));
        let connection = builder.serve_connection_with_upgrades(stream, TowerToHyperService::new(service)).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            tokio::select! {
                // A client that goes away, or never says what it wants, is its own affair.
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(%error, %peer, "a connection ended badly");
                },
                () = patience.lost() => tracing::debug!(%peer, "a client took too long to say what it wants"),
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests took too long to finish and were cut off");
    }
}

/// What every service does around its answers: request ids that reach the caller, and headers that keep answers what
/// they say they are and out of others' frames.
pub fn finish(router: Router, clock: Clock) -> Router {
    let request_id = HeaderName::from_static("x-request-id");
    router
        .layer(from_fn(harmless))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(SetRequestIdLayer::new(request_id, FreshRequestId(clock)))
        .layer(from_fn(sane_request_id))
}

/// The longest request id of a client that is kept.
const LONGEST_REQUEST_ID: usize = 128;

/// Middleware: a client's own request id goes into logs and back to it only if it is short and visible ASCII; else it gets
/// one of ours.
async fn sane_request_id(mut request: Request, next: Next) -> Response {
    let sane = |id: &HeaderValue| {
        (1..=LONGEST_REQUEST_ID).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic)
    };
    let mut ids = request.headers().get_all("x-request-id").iter();
    if !matches!((ids.next(), ids.next()), (Some(id), None) if sane(id)) {
        request.headers_mut().remove("x-request-id");
    }
    next.run(request).await
}

/// Request ids are `UUIDv7`: they sort by time, like everything else.
#[derive(Clone)]
struct FreshRequestId(Clock);

impl MakeRequestId for FreshRequestId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        self.0.new_id().to_string().parse().ok().map(RequestId::new)
    }
}

async fn harmless(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
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
