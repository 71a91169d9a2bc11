//! Names to addresses that may be asked. The client connects to what stands here and to nothing else, so that a name
//! whose second answer is another one (DNS rebinding) gains nothing.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;

use crate::fetch::guard::Guard;
use crate::fetch::guard::Network;

type LookedUp = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Asks for a name's addresses: the system in life, a table in tests.
pub(super) type Lookup = Arc<dyn Fn(String) -> LookedUp + Send + Sync>;

/// The system's resolver.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// A resolver that leaves out what the guard refuses.
pub(super) struct GuardedNames {
    pub(super) guard: Arc<Guard>,
    pub(super) lookup: Lookup,
    /// The proxy's own name, chosen by the operator, may lead anywhere.
    pub(super) spared: Option<String>,
    /// Less than what a connection as a whole is given, so that a silent DNS is told as such.
    pub(super) patience: Duration,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let is_spared = self.spared.as_ref() == Some(&name);
        let guard = Arc::clone(&self.guard);
        let looked_up = tokio::time::timeout(self.patience, (self.lookup)(name.clone()));
        Box::pin(async move {
            let answered = looked_up.await.unwrap_or_else(|_| Err(nobody_answered()));
            let found = answered.map_err(NameFault::Unknown)?;
            let kept = match is_spared {
                true => found,
                false => keep_allowed(&guard, &name, found)?,
            };
            let addresses: Addrs =
                Box::new(kept.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

fn nobody_answered() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "no answer in time")
}

/// Those of a name's addresses that may be asked; if there were some and none may, the first one's network.
fn keep_allowed(guard: &Guard, name: &str, found: Vec<IpAddr>) -> Result<Vec<IpAddr>, NameFault> {
    let mut refused = None;
    let kept: Vec<IpAddr> = found
        .into_iter()
        .filter(|address| match guard.judge(*address) {
            Ok(()) => true,
            Err(network) => {
                refused.get_or_insert((*address, network));
                false
            }
        })
        .collect();
    match (kept.is_empty(), refused) {
        (false, _) => Ok(kept),
        (true, Some((address, network))) => Err(NameFault::Blocked {
            host: name.to_owned(),
            address,
            network,
        }),
        (true, None) => Err(NameFault::Unknown(io::Error::other("no address"))),
    }
}

/// Why a name led nowhere; found again in the client's chain of causes.
#[derive(Debug)]
pub(super) enum NameFault {
    /// Nobody knows the name, or nobody could be asked.
    Unknown(io::Error),
    /// It leads only to where we do not go.
    Blocked {
        host: String,
        address: IpAddr,
        network: Network,
    },
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(cause) => cause.fmt(f),
            Self::Blocked { host, address, .. } => write!(f, "{host} is {address}"),
        }
    }
}

impl std::error::Error for NameFault {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::AllowPrivate;

    fn kept(addresses: &[&str]) -> Result<Vec<IpAddr>, NameFault> {
        let found = addresses.iter().map(|a| a.parse().unwrap()).collect();
        keep_allowed(&Guard::new(&AllowPrivate::default()), "a.example", found)
    }

    #[test]
    fn a_private_address_beside_a_public_one_is_left_out() {
        let addresses = kept(&["10.0.0.1", "1.1.1.1", "::1"]).unwrap();

        assert_eq!(addresses, ["1.1.1.1".parse::<IpAddr>().unwrap()]);
    }

    #[test]
    fn a_name_with_private_addresses_only_is_blocked_and_one_without_any_unknown() {
        assert!(matches!(
            kept(&["10.0.0.1", "127.0.0.1"]),
            Err(NameFault::Blocked { address, .. }) if address.to_string() == "10.0.0.1"
        ));
        assert!(matches!(kept(&[]), Err(NameFault::Unknown(_))));
    }
}
