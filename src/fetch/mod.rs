//! Feed -> bytes, as a good guest: one conditional request, within a deadline and a size, to an address that may
//! be asked, not too often to one host. Refuses to know what the bytes mean and what happens to them.

mod error;

use std::sync::Arc;

use crate::clock::Clock;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::settings::FetchSettings;

pub use error::Fault;
pub use error::FetchError;

/// Asks for feeds. Clones share connections, permits and what hosts asked of us.
#[derive(Clone, Debug)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    #[expect(dead_code, reason = "the doors stand before the room")]
    settings: FetchSettings,
    #[expect(dead_code, reason = "the doors stand before the room")]
    clock: Clock,
}

impl Fetcher {
    /// A fetcher by the machine's clock.
    pub fn new(settings: &FetchSettings) -> Result<Self, FetchError> {
        Self::with_clock(settings, Clock::System)
    }

    /// A fetcher that reads dates such as `Retry-After: Fri, 31 Dec 2027 …` by `clock`.
    pub fn with_clock(settings: &FetchSettings, clock: Clock) -> Result<Self, FetchError> {
        Ok(Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                clock,
            }),
        })
    }

    /// Asks once, following redirects. Waits for a permit of the host first; the deadline counts from the permit.
    pub async fn fetch(&self, request: &FeedRequest) -> Result<Fetched, FetchError> {
        Err(FetchError::new(&request.url, Fault::Empty))
    }
}
