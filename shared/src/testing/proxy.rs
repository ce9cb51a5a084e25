//! A wire to a server that a test can cut, clog and close.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Open,
    /// Takes everything and passes nothing on.
    Clogged,
    /// Hangs up on whoever calls.
    Closed,
}

/// A wire to a server.
#[derive(Debug)]
pub struct Proxy {
    upstream: Url,
    address: SocketAddr,
    mode: watch::Sender<Mode>,
    /// Changed, it ends the connections of before.
    cuts: watch::Sender<u32>,
    _open: DropGuard,
}

impl Proxy {
    /// A wire to the server that this URL names.
    pub async fn to(upstream: &str) -> Self {
        let upstream = Url::parse(upstream).expect("a URL");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (mode, cuts, stop) = (watch::Sender::new(Mode::Open), watch::Sender::new(0), CancellationToken::new());
        let (gate, scissors) = (mode.subscribe(), cuts.subscribe());
        let server = format!("{}:{}", upstream.host_str().expect("a host"), upstream.port().expect("a port"));
        tokio::spawn(stop.clone().run_until_cancelled_owned(serve(server, listener, gate, scissors)));
        Self { upstream, address, mode, cuts, _open: stop.drop_guard() }
    }

    /// The server's URL by way of this wire.
    pub fn url(&self) -> String {
        let mut url = self.upstream.clone();
        url.set_host(Some(&self.address.ip().to_string())).expect("a host");
        url.set_port(Some(self.address.port())).expect("a port");
        url.into()
    }

    /// Ends all connections; new ones are welcome.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Ends all connections and takes no new ones.
    pub fn close(&self) {
        self.mode.send_replace(Mode::Closed);
        self.cut();
    }

    /// Keeps the connections, but nothing gets through.
    pub fn clog(&self) {
        self.mode.send_replace(Mode::Clogged);
    }

    /// All is well again.
    pub fn open(&self) {
        self.mode.send_replace(Mode::Open);
    }
}

async fn serve(upstream: String, listener: TcpListener, gate: watch::Receiver<Mode>, scissors: watch::Receiver<u32>) {
    loop {
        let (client, _) = listener.accept().await.expect("a client");
        if *gate.borrow() == Mode::Closed {
            continue;
        }
        let Ok(server) = TcpStream::connect(&upstream).await else { continue };
        let (gate, mut scissors) = (gate.clone(), scissors.clone());
        scissors.mark_unchanged();
        tokio::spawn(async move {
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            tokio::select! {
                () = pipe(from_client, to_server, gate.clone()) => {}
                () = pipe(from_server, to_client, gate) => {}
                _ = scissors.changed() => {}
            }
        });
    }
}

async fn pipe(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut gate: watch::Receiver<Mode>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if gate.wait_for(|mode| *mode != Mode::Clogged).await.is_err() {
            return;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
