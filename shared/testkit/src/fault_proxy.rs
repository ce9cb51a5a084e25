//! A TCP proxy that simulates network failures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Forwards everything.
    Open,
    /// Keeps connections open but forwards nothing.
    Stalled,
    /// Closes new connections immediately.
    Refusing,
}

/// A TCP proxy in front of a server. It stops when it is dropped.
#[derive(Debug)]
pub struct FaultProxy {
    upstream: Url,
    addr: SocketAddr,
    mode: watch::Sender<Mode>,
    /// Number of times that all connections were closed.
    drops: watch::Sender<u32>,
    /// Number of refused connections.
    refused: Arc<AtomicUsize>,
    _guard: DropGuard,
}

impl FaultProxy {
    /// Starts a proxy in front of the server with this URL.
    pub async fn start(upstream: &str) -> Self {
        let upstream = Url::parse(upstream).expect("a valid URL");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let addr = listener.local_addr().expect("a bound listener has an address");
        let (mode, drops, stop) = (watch::Sender::new(Mode::Open), watch::Sender::new(0), CancellationToken::new());
        let server = format!("{}:{}", upstream.host_str().expect("a host"), upstream.port().expect("a port"));
        let refused = Arc::<AtomicUsize>::default();
        let serving = serve(server, listener, mode.subscribe(), drops.subscribe(), refused.clone());
        tokio::spawn(stop.clone().run_until_cancelled_owned(serving));
        Self { upstream, addr, mode, drops, refused, _guard: stop.drop_guard() }
    }

    /// Returns the server's URL with the address of this proxy.
    pub fn url(&self) -> String {
        let mut url = self.upstream.clone();
        url.set_host(Some(&self.addr.ip().to_string())).expect("an IP address is a valid host");
        url.set_port(Some(self.addr.port())).expect("URLs of servers have ports");
        url.into()
    }

    /// Closes all connections, but accepts new ones.
    pub fn drop_connections(&self) {
        self.drops.send_modify(|drops| *drops += 1);
    }

    /// Closes all connections and refuses new ones.
    pub fn refuse(&self) {
        self.mode.send_replace(Mode::Refusing);
        self.drop_connections();
    }

    /// Returns the number of connections that were refused since the start.
    pub fn refused_count(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// Keeps all connections open but forwards nothing.
    pub fn stall(&self) {
        self.mode.send_replace(Mode::Stalled);
    }

    /// Ends the failure.
    pub fn restore(&self) {
        self.mode.send_replace(Mode::Open);
    }
}

async fn serve(
    upstream: String,
    listener: TcpListener,
    mode: watch::Receiver<Mode>,
    drops: watch::Receiver<u32>,
    refused: Arc<AtomicUsize>,
) {
    loop {
        let (client, _) = listener.accept().await.expect("the listener accepts connections");
        if *mode.borrow() == Mode::Refusing {
            refused.fetch_add(1, Ordering::Relaxed);
            continue;
        }
        let Ok(server) = TcpStream::connect(&upstream).await else { continue };
        let (mode, mut drops) = (mode.clone(), drops.clone());
        drops.mark_unchanged();
        tokio::spawn(async move {
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            tokio::select! {
                () = forward(from_client, to_server, mode.clone()) => {}
                () = forward(from_server, to_client, mode) => {}
                _ = drops.changed() => {}
            }
        });
    }
}

async fn forward(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut mode: watch::Receiver<Mode>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if mode.wait_for(|mode| *mode != Mode::Stalled).await.is_err() {
            return;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
