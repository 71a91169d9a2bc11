//! A server that says exactly the bytes it is told to, and remembers what it was asked.

use std::sync::Arc;
use std::sync::Mutex;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

/// What is said to one request, and what then.
#[derive(Clone)]
pub(super) struct Reply {
    bytes: Vec<u8>,
    then: Then,
}

#[derive(Clone)]
enum Then {
    Close,
    Hang,
    RepeatForever(Vec<u8>),
    Drip,
}

impl Reply {
    pub(super) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            then: Then::Close,
        }
    }

    /// A well-formed answer: status, further header lines, body with its length.
    pub(super) fn http(status: u16, headers: &[&str], body: &[u8]) -> Self {
        let mut bytes = format!("HTTP/1.1 {status} Said\r\nConnection: close\r\n").into_bytes();
        for header in headers {
            bytes.extend_from_slice(header.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        Self::bytes(bytes)
    }

    pub(super) fn redirect(status: u16, to: &str) -> Self {
        Self::http(status, &[&format!("Location: {to}")], b"")
    }

    pub(super) fn then_hanging(self) -> Self {
        Self {
            then: Then::Hang,
            ..self
        }
    }

    pub(super) fn then_forever(self, bytes: &[u8]) -> Self {
        Self {
            then: Then::RepeatForever(bytes.to_vec()),
            ..self
        }
    }

    /// A byte now and then, for ever.
    pub(super) fn then_dripping(self) -> Self {
        Self {
            then: Then::Drip,
            ..self
        }
    }

    async fn say(self, stream: &mut (impl AsyncWrite + Unpin)) -> std::io::Result<()> {
        stream.write_all(&self.bytes).await?;
        match self.then {
            Then::Close => stream.shutdown().await,
            Then::Hang => std::future::pending().await,
            Then::Drip => loop {
                stream.write_all(b"x").await?;
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            },
            Then::RepeatForever(bytes) => loop {
                stream.write_all(&bytes).await?;
            },
        }
    }
}

/// A server on a free port, as long as the test's runtime runs.
pub(super) struct Origin {
    port: u16,
    scheme: &'static str,
    asked: Arc<Mutex<Vec<String>>>,
}

type Script = Arc<dyn Fn(&str) -> Reply + Send + Sync>;

impl Origin {
    /// Answers each request by its path.
    pub(super) async fn serving(script: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(Arc::new(script), None).await
    }

    /// As `serving`, over TLS.
    pub(super) async fn private(
        config: rustls::ServerConfig,
        script: impl Fn(&str) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start(Arc::new(script), Some(Arc::new(config).into())).await
    }

    async fn start(script: Script, tls: Option<tokio_rustls::TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Self {
            port: listener.local_addr().unwrap().port(),
            scheme: if tls.is_some() { "https" } else { "http" },
            asked: Arc::default(),
        };
        let asked = Arc::clone(&origin.asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, asked, tls) = (Arc::clone(&script), Arc::clone(&asked), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => converse(stream, script, asked).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => converse(stream, script, asked).await,
                            Err(_refused) => None,
                        },
                    }
                });
            }
        });
        origin
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}://127.0.0.1:{}{path}", self.scheme, self.port)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The heads of all requests so far, as sent.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Reads one request head and says the reply to it; `None` when the other side has gone.
async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    script: Script,
    asked: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1)?.to_owned();
    asked.lock().unwrap().push(head);
    script(&path).say(&mut stream).await.ok()
}
