//! A relay that does what its script says, connection by connection, and writes down what it heard.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

pub(super) const CERTIFICATE: &str = include_str!("relay-certificate.pem");
const KEY: &str = include_str!("relay-key.pem");

/// One thing the relay does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Writes these bytes.
    Say(Vec<u8>),
    /// Reads a line; it must begin so.
    Hear(&'static str),
    /// Reads up to the final dot.
    HearLetter,
    /// Goes on in TLS.
    Encrypt,
    /// Says nothing for so long, by a clock that runs ahead meanwhile: nobody waits for it.
    Think(Duration),
    /// Says nothing until the other side leaves.
    Hang,
}

pub(super) fn say(line: &str) -> Act {
    Act::Say(format!("{line}\r\n").into_bytes())
}

/// What one connection heard: lines, and letters as `<letter> …`.
pub(super) type Heard = Vec<String>;

pub(super) struct ScriptedRelay {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    task: tokio::task::JoinHandle<()>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl ScriptedRelay {
    /// Plays one script a connection, in order; further connections are refused.
    pub(super) async fn play(scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            for script in scripts {
                let (stream, _) = listener.accept().await.unwrap();
                log.lock().unwrap().push(Vec::new());
                play(stream, script, &log).await;
            }
        });
        Self {
            address,
            heard,
            task,
        }
    }

    /// What was heard, connection by connection, once the scripts have been played.
    pub(super) async fn heard(self) -> Vec<Heard> {
        // A script that waits for more than was said ends when the channel is dropped before this.
        let _ = tokio::time::timeout(Duration::from_secs(10), self.task).await;
        self.heard.lock().unwrap().clone()
    }
}

async fn play(stream: TcpStream, script: Vec<Act>, log: &Mutex<Vec<Heard>>) {
    let mut stream: Box<dyn Stream> = Box::new(stream);
    for act in script {
        match act {
            Act::Say(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Act::Hear(start) => {
                let Some(line) = read_until(&mut stream, b"\r\n").await else {
                    return;
                };
                assert!(
                    line.starts_with(start),
                    "heard {line:?} instead of {start:?}"
                );
                note(log, line);
            }
            Act::HearLetter => {
                let Some(letter) = read_until(&mut stream, b"\r\n.\r\n").await else {
                    return;
                };
                note(log, format!("<letter> {letter}"));
            }
            Act::Encrypt => match acceptor().accept(stream).await {
                Ok(private) => stream = Box::new(private),
                Err(_) => return,
            },
            Act::Think(time) => {
                // Paused here and not before: while bytes are on their way the clock must not run ahead.
                tokio::time::pause();
                tokio::time::sleep(time).await;
                tokio::time::resume();
            }
            Act::Hang => {
                let _ = stream.read_to_end(&mut Vec::new()).await;
            }
        }
    }
}

fn note(log: &Mutex<Vec<Heard>>, line: String) {
    log.lock().unwrap().last_mut().unwrap().push(line);
}

async fn read_until(stream: &mut Box<dyn Stream>, end: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end) {
        let byte = stream.read_u8().await.ok()?;
        bytes.push(byte);
    }
    bytes.truncate(bytes.len() - end.len());
    Some(String::from_utf8(bytes).unwrap())
}

fn acceptor() -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
