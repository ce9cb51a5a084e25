//! An HTTP server in the test's process.

use std::net::SocketAddr;

use axum::Router;
use service::http::{listen, serve};
use service::shutdown::Shutdown;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::wait::{RECOVERY_TIMEOUT, with_timeout};

/// Listens on a free port of the loopback interface.
pub async fn free_listener() -> TcpListener {
    listen(([127, 0, 0, 1], 0).into()).await.unwrap()
}

/// Returns an address with a free port, for a process that will be started.
pub async fn free_addr() -> SocketAddr {
    free_listener().await.local_addr().unwrap()
}

/// A running HTTP server that uses the same server code as the services.
#[derive(Debug)]
pub struct HttpServer {
    addr: SocketAddr,
    shutdown: Shutdown,
    task: JoinHandle<()>,
}

impl HttpServer {
    /// Serves a router on a free port.
    pub async fn start(router: Router) -> Self {
        Self::start_on(free_listener().await, router, Shutdown::default())
    }

    /// Serves a router on a free port until this shutdown is requested.
    pub async fn start_with(router: Router, shutdown: Shutdown) -> Self {
        Self::start_on(free_listener().await, router, shutdown)
    }

    /// Serves a router on this listener until this shutdown is requested.
    pub fn start_on(listener: TcpListener, router: Router, shutdown: Shutdown) -> Self {
        let addr = listener.local_addr().unwrap();
        let task = tokio::spawn(serve(listener, router, shutdown.clone()));
        Self { addr, shutdown, task }
    }

    /// Returns the address of the server.
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the URL of a path: `http://127.0.0.1:PORT/path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// Returns the shutdown of the server.
    pub const fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    /// Requests the shutdown and waits until the server has stopped.
    pub async fn stop(self) {
        self.shutdown.request();
        self.stopped().await;
    }

    /// Waits until the server has stopped.
    pub async fn stopped(self) {
        with_timeout("the HTTP server to stop", RECOVERY_TIMEOUT, self.task).await.unwrap();
    }
}
