//! Private lines that are none. The tests' own authority is trusted beside the system's.

use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::DnType;
use rcgen::IsCa;
use rcgen::Issuer;
use rcgen::KeyPair;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use super::*;

/// Vouches for the certificates it made, and for no others.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

impl Authority {
    fn named(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            certificate,
        }
    }

    /// A server's side with a certificate for `name`, good between these years.
    fn server(&self, name: &str, years: (i32, i32)) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }

    fn fetcher(&self) -> Fetcher {
        let root = reqwest::Certificate::from_der(self.certificate.der()).unwrap();
        let outside = Outside {
            lookup: resolver::system_lookup(),
            roots: vec![root],
        };
        Fetcher::within(&settings(), clock(), outside).unwrap()
    }
}

const GOOD: (i32, i32) = (2020, 4000);

fn feed() -> Reply {
    Reply::http(200, &[], FEED.as_bytes())
}

/// How a fetch of this server's feed ends for someone who trusts `authority`.
async fn sentence(authority: &Authority, server: ServerConfig) -> String {
    let origin = Origin::private(server, |_| feed()).await;
    match authority
        .fetcher()
        .fetch(&request(&origin.url("/feed")))
        .await
    {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            assert_eq!(error.kind(), "tls", "{error}");
            assert!(origin.asked().is_empty());
            error.sentence()
        }
    }
}

/// H36.
#[tokio::test]
async fn certificates_are_judged_and_the_judgement_told_in_plain_words() {
    let ours = Authority::named("ours");
    let strange = Authority::named("strange");

    assert_eq!(sentence(&ours, ours.server("127.0.0.1", GOOD)).await, "ok");
    let expired = sentence(&ours, ours.server("127.0.0.1", (2020, 2021))).await;
    assert!(
        expired.contains("certificate that expired on 2021-01-01"),
        "{expired}"
    );
    let early = sentence(&ours, ours.server("127.0.0.1", (3900, 4000))).await;
    assert!(early.contains("valid only from 3900-01-01"), "{early}");
    let other = sentence(&ours, ours.server("other.example", GOOD)).await;
    assert!(other.contains("certificate of another name"), "{other}");
    let unknown = sentence(&ours, strange.server("127.0.0.1", GOOD)).await;
    assert!(
        unknown.contains("no known authority vouches for"),
        "{unknown}"
    );
}

/// H36.
#[tokio::test]
async fn a_server_of_old_tls_or_of_none_is_never_asked_in_the_clear() {
    // A fatal protocol_version alert: what a server that knows only TLS 1.0 says.
    let old: &[u8] = &[0x15, 3, 1, 0, 2, 2, 70];
    for (said, words) in [
        (old, "broke off the TLS handshake"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak TLS"),
    ] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/feed", listener.local_addr().unwrap());
        let saying = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::io::AsyncWriteExt::write_all(&mut stream, said)
                .await
                .unwrap();
            let mut heard = Vec::new();
            let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut heard).await;
            heard
        });

        let error = fetched(&url).await.unwrap_err();

        assert_eq!(error.kind(), "tls", "{error}");
        assert!(error.sentence().contains(words), "{error}");
        let heard = String::from_utf8_lossy(&saying.await.unwrap()).into_owned();
        assert!(!heard.contains("GET"));
    }
}

/// H14.
#[tokio::test]
async fn a_private_feed_does_not_redirect_into_the_clear() {
    let authority = Authority::named("ours");
    let plain = Origin::serving(|_| feed()).await;
    let target = plain.url("/feed");
    let origin = Origin::private(authority.server("127.0.0.1", GOOD), move |_| {
        Reply::redirect(301, &target)
    })
    .await;

    let error = authority
        .fetcher()
        .fetch(&request(&origin.url("/feed")))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), "redirect");
    assert!(plain.asked().is_empty());
}
