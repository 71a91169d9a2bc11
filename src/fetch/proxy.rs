//! The HTTP clients: one that goes straight, and one for each proxy that somebody named.

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
    proxied: Mutex<HashMap<Url, Client>>,
}

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
            proxied: Mutex::new(HashMap::new()),
        })
    }

    /// The client that goes `via` a proxy, or straight.
    pub(super) fn client(&self, via: Option<&Url>) -> Result<Client, Fault> {
        let Some(via) = via else {
            return Ok(self.direct.clone());
        };
        let mut proxied = self.proxied.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = proxied.get(via) {
            return Ok(client.clone());
        }
        let client = self.build_proxied(via)?;
        proxied.insert(via.clone(), client.clone());
        Ok(client)
    }

    fn build_proxied(&self, via: &Url) -> Result<Client, Fault> {
        if !matches!(via.scheme(), "http" | "https" | "socks5" | "socks5h") {
            return Err(Fault::Proxy(format!(
                "{:?} is not a kind of proxy",
                via.scheme()
            )));
        }
        // The client's own words would repeat the proxy's address and its password.
        let proxy = Proxy::all(via.clone())
            .map_err(|_| Fault::Proxy("its address cannot be used".to_owned()))?;
        let spared = via.host_str().map(str::to_owned);
        built(base(&self.settings, &self.guard, &self.outside, spared).proxy(proxy))
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
