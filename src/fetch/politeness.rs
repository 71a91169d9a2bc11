//! Being a good guest: how many requests at once, how soon after one another, and not at all while a host asked for
//! rest. Knows hosts by name and nothing of feeds.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::fetch::error::Fault;

/// Between the starts of two requests to one strange host.
const SPACING: Duration = Duration::from_secs(1);

/// What browsers allow themselves; no setting makes us ruder to strangers.
const MOST_AT_A_STRANGER: usize = 6;

/// The shortest rest a strange host is given when it asks for one.
const SHORTEST_REST: Duration = Duration::from_secs(60);

/// Hosts remembered before those that nobody visits are forgotten.
const MANY_HOSTS: usize = 4096;

/// Lets requests start.
#[derive(Debug)]
pub(super) struct Politeness {
    everywhere: Arc<Semaphore>,
    per_host: usize,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

/// One host's share.
#[derive(Debug)]
struct Host {
    places: Arc<Semaphore>,
    is_own: bool,
    times: Mutex<Times>,
}

#[derive(Debug)]
struct Times {
    next_start: Instant,
    rests_until: Option<Instant>,
}

/// The right to ask one host; given back when dropped.
#[derive(Debug)]
pub(super) struct Visit {
    host: Arc<Host>,
    _place: OwnedSemaphorePermit,
    _everywhere: OwnedSemaphorePermit,
}

impl Politeness {
    /// At most `concurrency` visits at once in all, `per_host` of them to one host.
    pub(super) fn new(concurrency: usize, per_host: usize) -> Self {
        Self {
            everywhere: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            hosts: Mutex::new(HashMap::new()),
        }
    }

    /// Waits until `host` may be asked. Waiting for a place at one busy host holds up no other host, as the place in
    /// the whole is taken last.
    pub(super) async fn enter(&self, name: &str, is_own: bool) -> Result<Visit, Fault> {
        let host = self.host(name, is_own);
        host.refuse_while_resting()?;
        let place = acquire(&host.places).await?;
        // What waited in the queue learns here that the one before it was sent away.
        host.refuse_while_resting()?;
        tokio::time::sleep_until(host.reserve_start()).await;
        let everywhere = acquire(&self.everywhere).await?;
        Ok(Visit {
            host,
            _place: place,
            _everywhere: everywhere,
        })
    }

    fn host(&self, name: &str, is_own: bool) -> Arc<Host> {
        let mut hosts = locked(&self.hosts);
        if hosts.len() >= MANY_HOSTS {
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.has_plans());
        }
        let host = hosts.entry(key(name)).or_insert_with(|| {
            let places = match is_own {
                true => self.per_host,
                false => self.per_host.min(MOST_AT_A_STRANGER),
            };
            Arc::new(Host::new(places, is_own))
        });
        Arc::clone(host)
    }
}

impl Visit {
    /// The host asked to be left alone: nobody asks it for so long, for whichever feed.
    pub(super) fn rest(&self, asked: Duration) {
        let rest = match self.host.is_own {
            true => asked,
            false => asked.max(SHORTEST_REST),
        };
        locked(&self.host.times).rests_until = Instant::now().checked_add(rest);
    }
}

impl Host {
    fn new(places: usize, is_own: bool) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places)),
            is_own,
            times: Mutex::new(Times {
                next_start: Instant::now(),
                rests_until: None,
            }),
        }
    }

    fn refuse_while_resting(&self) -> Result<(), Fault> {
        let left = locked(&self.times)
            .rests_until
            .map(|until| until.saturating_duration_since(Instant::now()))
            .unwrap_or_default();
        match left.is_zero() {
            true => Ok(()),
            false => Err(Fault::Resting(left)),
        }
    }

    /// The next moment at which a request may start, taken for the caller.
    fn reserve_start(&self) -> Instant {
        let now = Instant::now();
        if self.is_own {
            return now;
        }
        let mut times = locked(&self.times);
        let start = times.next_start.max(now);
        times.next_start = start + SPACING;
        start
    }

    fn has_plans(&self) -> bool {
        let now = Instant::now();
        let times = locked(&self.times);
        times.next_start > now || times.rests_until.is_some_and(|until| until > now)
    }
}

/// `www.example.org.` and `example.org` are one machine park.
fn key(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.strip_prefix("www.").unwrap_or(&name).to_owned()
}

async fn acquire(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Fault> {
    // Never closed: a closed one could only mean that the process is ending.
    let permit = Arc::clone(places).acquire_owned().await;
    permit.map_err(|closed| Fault::Setup(closed.to_string()))
}

/// A panic elsewhere leaves these times whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn is_waiting<T>(future: impl Future<Output = T>, at_most: Duration) -> bool {
        tokio::time::timeout(at_most, future).await.is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_strange_host_is_asked_once_a_second_and_another_at_once() {
        let politeness = Politeness::new(10, 4);
        let began = Instant::now();
        for _ in 0..3 {
            politeness.enter("a.example", false).await.unwrap();
        }
        assert_eq!(began.elapsed().as_secs(), 2);

        politeness.enter("b.example", false).await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_of_ones_own_is_not_spared_but_its_places_are_counted() {
        let politeness = Politeness::new(10, 2);
        let began = Instant::now();
        let _first = politeness.enter("127.0.0.1", true).await.unwrap();
        let second = politeness.enter("127.0.0.1", true).await.unwrap();
        assert_eq!(began.elapsed(), Duration::ZERO);

        assert!(is_waiting(politeness.enter("127.0.0.1", true), SPACING * 100).await);
        drop(second);
        assert!(!is_waiting(politeness.enter("127.0.0.1", true), SPACING).await);
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_for_a_busy_host_takes_no_place_from_the_others() {
        let politeness = Politeness::new(2, 1);
        let _busy = politeness.enter("busy.example", false).await.unwrap();
        let mut queue = Box::pin(politeness.enter("busy.example", false));
        assert!(is_waiting(&mut queue, SPACING * 5).await);

        assert!(!is_waiting(politeness.enter("free.example", false), SPACING).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asked_for_rest_is_left_alone_also_by_those_in_the_queue() {
        let politeness = Politeness::new(9, 1);
        let visit = politeness.enter("www.a.example", false).await.unwrap();
        let queued = politeness.enter("a.example", false);
        let sends_away = async {
            visit.rest(Duration::from_secs(600));
            drop(visit);
        };
        let (queued, ()) = tokio::join!(queued, sends_away);

        assert!(matches!(queued, Err(Fault::Resting(_))));
        tokio::time::advance(Duration::from_secs(599)).await;
        assert!(politeness.enter("A.example.", false).await.is_err());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(politeness.enter("a.example", false).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_rest_for_a_minute_at_least() {
        let politeness = Politeness::new(9, 9);
        politeness
            .enter("a.example", false)
            .await
            .unwrap()
            .rest(Duration::ZERO);
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(politeness.enter("a.example", false).await.is_err());

        politeness
            .enter("127.0.0.1", true)
            .await
            .unwrap()
            .rest(Duration::ZERO);
        assert!(politeness.enter("127.0.0.1", true).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_nobody_visits_are_forgotten() {
        let politeness = Politeness::new(9, 9);
        for n in 0..3 * MANY_HOSTS {
            politeness
                .enter(&format!("{n}.example"), false)
                .await
                .unwrap();
            tokio::time::advance(SPACING).await;
        }
        assert!(locked(&politeness.hosts).len() <= MANY_HOSTS);
    }
}
