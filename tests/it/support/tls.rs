//! A private server on loopback that says exactly the bytes a test tells it to, under an authority nobody knows.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyPair;
use rustls::ServerConfig;
use rustls::ServerConnection;
use rustls::StreamOwned;
use rustls::pki_types::PrivateKeyDer;

/// Vouches for 127.0.0.1.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

/// A line to one client, private already.
pub(crate) type Line = StreamOwned<ServerConnection, TcpStream>;

/// A server; it ends with the test.
pub(crate) struct PrivateServer {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            certificate,
        }
    }

    /// What `ca_file` wants.
    pub(crate) fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A server that speaks `protocol` ("http/1.1" or "h2") and says to each client what `script` says.
    pub(crate) fn serves(
        &self,
        protocol: &str,
        script: impl Fn(&mut Line) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> PrivateServer {
        let config = Arc::new(self.config(protocol));
        let script = Arc::new(script);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = PrivateServer {
            address: listener.local_addr().unwrap(),
            is_over: Arc::default(),
        };
        let is_over = Arc::clone(&server.is_over);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let script = Arc::clone(&script);
                stream
                    .set_read_timeout(Some(Duration::from_secs(60)))
                    .unwrap();
                // A client that hangs up in the middle is its own affair.
                thread::spawn(move || drop(script(&mut StreamOwned::new(connection, stream))));
            }
        });
        server
    }

    fn config(&self, protocol: &str) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        config
    }
}

impl PrivateServer {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address)
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address); // wakes the accepting thread
    }
}

/// Reads a request head of HTTP/1.1 and answers it with this body.
pub(crate) fn answer_http1(line: &mut Line, body: &str) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        line.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let length = body.len();
    write!(
        line,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    line.flush()
}
