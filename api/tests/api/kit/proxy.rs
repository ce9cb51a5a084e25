//! A cable between the api and its database, that can be pulled out.

use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A cable to a server.
pub struct Cable {
    plugged: watch::Sender<bool>,
    /// The server's URL, by way of the cable.
    pub url: String,
}

impl Cable {
    pub async fn to(url: &str) -> Self {
        let mut url = url::Url::parse(url).unwrap();
        let server = Arc::new((url.host_str().unwrap().to_owned(), url.port().unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let (plugged, plug) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (server, mut plug) = (Arc::clone(&server), plug.clone());
                tokio::spawn(async move {
                    if !*plug.borrow_and_update() {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect((server.0.as_str(), server.1)).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = plug.changed() => {}
                    }
                });
            }
        });
        Self { plugged, url: url.to_string() }
    }

    /// Cuts every connection, and takes no more.
    pub fn pull(&self) {
        self.plugged.send_replace(false);
    }

    pub fn plug_in(&self) {
        self.plugged.send_replace(true);
    }
}
