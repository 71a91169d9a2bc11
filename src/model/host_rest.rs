//! HostRest: a host asked to be left alone for a while, and is.

use jiff::Timestamp;

/// Nobody asks this host for any feed until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRest {
    /// The registered domain (`example.co.uk` for `feeds.example.co.uk`), or the address of a host without a name.
    pub domain: String,
    /// By the wall clock, as it must outlive the process.
    pub until: Timestamp,
}
