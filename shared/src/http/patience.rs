//! Who begins to ask must go on; who has asked before may rest.
//!
//! hyper has one timeout for both: with it, either half a header keeps a connection for as long as an idle browser
//! does, or an idle browser finds its connection closed after the few seconds that a header may take.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How long a client may take to say what it wants.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
/// How often that is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// What a connection is about.
#[derive(Clone, Copy, Debug)]
enum Mood {
    /// It has begun to say something, then.
    Asking(Instant),
    /// It is being answered.
    Answered,
    /// It may say something or not.
    Idle,
    /// It is no longer HTTP/1: others look after it.
    Free,
}

/// Watches one connection. Clones watch the same.
#[derive(Clone, Debug)]
pub(super) struct Patience(Arc<Mutex<Mood>>);

impl Patience {
    /// With a new connection: whoever connects has something to say.
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Mood::Asking(Instant::now()))))
    }

    fn mood(&self) -> std::sync::MutexGuard<'_, Mood> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self) {
        let mut mood = self.mood();
        if matches!(*mood, Mood::Idle) {
            *mood = Mood::Asking(Instant::now());
        }
    }

    /// A request has come whole.
    pub(super) fn asked(&self) {
        let mut mood = self.mood();
        if !matches!(*mood, Mood::Free) {
            *mood = Mood::Answered;
        }
    }

    /// Its answer is on its way; `free` when the connection goes on as something else.
    pub(super) fn answered(&self, free: bool) {
        let mut mood = self.mood();
        if !matches!(*mood, Mood::Free) {
            *mood = if free { Mood::Free } else { Mood::Idle };
        }
    }

    /// Ends when a request has been begun and not finished for too long; never, once others look after the connection.
    pub(super) async fn lost(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            match *self.mood() {
                Mood::Asking(since) if since.elapsed() >= HEADER_TIMEOUT => return,
                Mood::Free => break,
                Mood::Asking(_) | Mood::Answered | Mood::Idle => {}
            }
        }
        std::future::pending::<()>().await;
    }
}

/// A stream whose reads are noticed.
#[derive(Debug)]
pub(super) struct Watched<S> {
    stream: S,
    patience: Patience,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, patience: Patience) -> Self {
        Self { stream, patience }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.patience.heard();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
