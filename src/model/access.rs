//! Access: how a feed's server knows us and how we know it, where the usual is not enough.

use std::fmt;
use std::sync::Arc;

use crate::model::secret::Secret;

/// What one feed needs beyond its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// HTTP basic authentication, told to the feed's own origin and to no other.
    pub auth: Option<BasicAuth>,
    /// An authority trusted for this feed alone, beside the system's.
    pub authority: Option<Authority>,
}

/// A user name and its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicAuth {
    /// Without a colon: the first one ends the name (RFC 7617).
    pub username: String,
    /// From a credential or a file; never from the TOML file.
    pub password: Secret,
}

/// Certificates in PEM, read when the watchlist was.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Authority(pub Arc<str>);

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of PEM", self.0.len())
    }
}
