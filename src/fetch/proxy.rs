//! The HTTP clients: one that goes straight, and one for each proxy and each authority that somebody named.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use reqwest::Certificate;
use reqwest::Client;
use reqwest::ClientBuilder;
use reqwest::Proxy;
use reqwest::redirect::Policy;
use url::Url;

use crate::fetch::error::Fault;
use crate::fetch::guard::Guard;
use crate::fetch::resolver::GuardedNames;
use crate::fetch::resolver::Lookup;
use crate::model::access::Authority;
use crate::model::settings::FetchSettings;

/// Connections are kept this long: a poll and its redirect share one, two polls of a feed seldom do.
const KEPT_IDLE: Duration = Duration::from_secs(20);

/// The rest of the world, as far as clients need it; tests put their own in its place.
#[derive(Clone)]
pub(super) struct Outside {
    pub(super) lookup: Lookup,
    /// Trusted beside the system's.
    pub(super) roots: Vec<Certificate>,
}

/// Makes clients once and keeps them.
pub(super) struct Clients {
    settings: FetchSettings,
    guard: Arc<Guard>,
    outside: Outside,
    direct: Client,
    special: Mutex<HashMap<Special, Client>>,
}

/// What sets a client apart from the usual one.
type Special = (Option<Url>, Option<Authority>);

impl Clients {
    pub(super) fn new(
        settings: &FetchSettings,
        guard: Arc<Guard>,
        outside: Outside,
    ) -> Result<Self, Fault> {
        // Fails when a provider stands already, which is then as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let direct = built(base(settings, &guard, &outside, None))?;
        Ok(Self {
            settings: settings.clone(),
            guard,
            outside,
            direct,
            special: Mutex::default(),
        })
    }

    /// The client that goes `via` a proxy, or straight, and trusts `authority` beside the system's.
    pub(super) fn client(
        &self,
        via: Option<&Url>,
        authority: Option<&Authority>,
    ) -> Result<Client, Fault> {
        if via.is_none() && authority.is_none() {
            return Ok(self.direct.clone());
        }
        let special = (via.cloned(), authority.cloned());
        let mut clients = self.special.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&special) {
            return Ok(client.clone());
        }
        let client = self.build(via, authority)?;
        clients.insert(special, client.clone());
        Ok(client)
    }

    fn build(&self, via: Option<&Url>, authority: Option<&Authority>) -> Result<Client, Fault> {
        let spared = via.and_then(|via| via.host_str().map(str::to_owned));
        let mut builder = base(&self.settings, &self.guard, &self.outside, spared);
        if let Some(via) = via {
            builder = builder.proxy(proxy(via)?);
        }
        if let Some(Authority(pem)) = authority {
            builder = builder.tls_certs_merge(certificates(pem)?);
        }
        built(builder)
    }
}

fn proxy(via: &Url) -> Result<Proxy, Fault> {
    if !matches!(via.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(Fault::Proxy(format!(
            "{:?} is not a kind of proxy",
            via.scheme()
        )));
    }
    // The client's own words would repeat the proxy's address and its password.
    Proxy::all(via.clone()).map_err(|_| Fault::Proxy("its address cannot be used".to_owned()))
}

fn certificates(pem: &str) -> Result<Vec<Certificate>, Fault> {
    match Certificate::from_pem_bundle(pem.as_bytes()) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(Fault::Address(
            "its ca_file holds no certificate that can be read".to_owned(),
        )),
    }
}

/// What every client is: no redirects of its own, no proxy from the environment, names by the guard alone.
fn base(
    settings: &FetchSettings,
    guard: &Arc<Guard>,
    outside: &Outside,
    spared: Option<String>,
) -> ClientBuilder {
    let mut builder = Client::builder()
        .user_agent(&settings.user_agent)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .pool_idle_timeout(KEPT_IDLE)
        .pool_max_idle_per_host(1)
        .dns_resolver(Arc::new(GuardedNames {
            guard: Arc::clone(guard),
            lookup: Arc::clone(&outside.lookup),
            spared,
            patience: settings.connect_timeout / 2,
        }));
    if !outside.roots.is_empty() {
        builder = builder.tls_certs_merge(outside.roots.iter().cloned());
    }
    builder
}

fn built(builder: ClientBuilder) -> Result<Client, Fault> {
    builder
        .build()
        .map_err(|error| Fault::Setup(error.to_string()))
}
