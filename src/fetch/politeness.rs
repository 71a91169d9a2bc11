//! Being a good guest: how many requests at once, how soon after one another, and not at all while a host asked for
//! rest. Knows neighbours by their registered domain and nothing of feeds.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::fetch::domain;
use crate::fetch::error::Fault;
use crate::fetch::rests::Rests;
use crate::model::host_rest::HostRest;

/// Between the starts of two requests to one strange neighbour.
const SPACING: Duration = Duration::from_secs(1);

/// What browsers allow themselves; no setting makes us ruder to strangers.
const MOST_AT_A_STRANGER: usize = 6;

/// The shortest rest a strange host is given when it asks for one.
const SHORTEST_REST: Duration = Duration::from_secs(60);

/// Neighbours remembered before those that nobody visits are forgotten.
const MANY_NEIGHBOURS: usize = 4096;

/// Lets requests start.
#[derive(Debug)]
pub(super) struct Politeness {
    everywhere: Arc<Semaphore>,
    per_host: usize,
    neighbours: Mutex<HashMap<String, Arc<Neighbour>>>,
    rests: Rests,
    /// True once nobody shall wait any more.
    is_closing: watch::Sender<bool>,
}

/// All hosts of one registered domain, and their share.
#[derive(Debug)]
struct Neighbour {
    domain: String,
    is_own: bool,
    places: Arc<Semaphore>,
    next_start: Mutex<Instant>,
    /// Those who wait for a place.
    waiting: AtomicU32,
}

/// The right to ask one neighbour; given back when dropped.
#[derive(Debug)]
pub(super) struct Visit {
    neighbour: Arc<Neighbour>,
    _place: OwnedSemaphorePermit,
    _everywhere: OwnedSemaphorePermit,
}

impl Politeness {
    /// At most `concurrency` visits at once in all, `per_host` of them to one neighbour.
    pub(super) fn new(concurrency: usize, per_host: usize, clock: Clock) -> Self {
        Self {
            everywhere: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            neighbours: Mutex::default(),
            rests: Rests::new(clock),
            is_closing: watch::Sender::new(false),
        }
    }

    /// Waits until `host` may be asked. Waiting for one busy neighbour holds up no other, as the place in the whole is
    /// taken last.
    pub(super) async fn enter(&self, host: &str, is_own: bool) -> Result<Visit, Fault> {
        let mut closing = self.is_closing.subscribe();
        tokio::select! {
            biased;
            _ = closing.wait_for(|is_closing| *is_closing) => Err(Fault::Stopping),
            visit = self.queue_up(host, is_own) => visit,
        }
    }

    /// Sends away everybody who waits and whoever comes later; visits under way are not disturbed.
    pub(super) fn close(&self) {
        self.is_closing.send_replace(true);
    }

    async fn queue_up(&self, host: &str, is_own: bool) -> Result<Visit, Fault> {
        let neighbour = self.neighbour(host, is_own);
        self.rests.refuse(&neighbour.domain)?;
        let place = neighbour.wait_for_place().await?;
        // What waited in the queue learns here, and before it waits for its second, that the one before it was sent away.
        self.rests.refuse(&neighbour.domain)?;
        let everywhere = self.start(&neighbour).await?;
        self.rests.refuse(&neighbour.domain)?;
        Ok(Visit {
            neighbour,
            _place: place,
            _everywhere: everywhere,
        })
    }

    /// How long the queue at `host` is, and how much longer each further request makes it.
    pub(super) fn queue(&self, host: &str, is_own: bool) -> (Duration, Duration) {
        if is_own {
            return (Duration::ZERO, Duration::ZERO);
        }
        let waiting = self.neighbour(host, is_own).waiting.load(Ordering::Relaxed);
        (SPACING * waiting, SPACING)
    }

    /// The host asked to be left alone: nobody asks it for so long, for whichever feed. `None` when it asked for nothing.
    pub(super) fn rest(&self, visit: &Visit, asked: Duration) -> Option<HostRest> {
        let wait = match visit.neighbour.is_own {
            true => asked,
            false => asked.max(SHORTEST_REST),
        };
        (!wait.is_zero()).then(|| self.rests.give(&visit.neighbour.domain, wait))
    }

    /// Takes up a wish that an earlier process heard.
    pub(super) fn recall(&self, rest: &HostRest) {
        self.rests.recall(rest);
    }

    /// The neighbour's next moment and a place in the whole. Whoever waited for the place so long that others started
    /// meanwhile waits for the next moment: else a queue for the whole would end in a burst at one neighbour.
    async fn start(&self, neighbour: &Neighbour) -> Result<OwnedSemaphorePermit, Fault> {
        loop {
            neighbour.await_next_start().await;
            let everywhere = acquire(&self.everywhere).await?;
            if neighbour.takes_start() {
                return Ok(everywhere);
            }
        }
    }

    fn neighbour(&self, host: &str, is_own: bool) -> Arc<Neighbour> {
        let mut neighbours = locked(&self.neighbours);
        if neighbours.len() >= MANY_NEIGHBOURS {
            neighbours.retain(|_, one| Arc::strong_count(one) > 1 || one.was_asked_just_now());
        }
        let domain = domain::of(host);
        let neighbour = neighbours.entry(domain.clone()).or_insert_with(|| {
            let places = match is_own {
                true => self.per_host,
                false => self.per_host.min(MOST_AT_A_STRANGER),
            };
            Arc::new(Neighbour {
                domain,
                is_own,
                places: Arc::new(Semaphore::new(places)),
                next_start: Mutex::new(Instant::now()),
                waiting: AtomicU32::new(0),
            })
        });
        Arc::clone(neighbour)
    }
}

impl Visit {
    /// Is this a host of the neighbour that is being visited?
    pub(super) fn is_at(&self, host: &str, is_own: bool) -> bool {
        self.neighbour.is_own == is_own && self.neighbour.domain == domain::of(host)
    }

    /// Waits until the neighbour may be asked once more, as a redirect wants it.
    pub(super) async fn await_next_start(&self) {
        loop {
            self.neighbour.await_next_start().await;
            if self.neighbour.takes_start() {
                return;
            }
        }
    }
}

impl Neighbour {
    async fn wait_for_place(&self) -> Result<OwnedSemaphorePermit, Fault> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // Counted down also when nobody waits for this future any more.
        let _leaving = Leaving(&self.waiting);
        acquire(&self.places).await
    }

    async fn await_next_start(&self) {
        if !self.is_own {
            let next = *locked(&self.next_start);
            tokio::time::sleep_until(next).await;
        }
    }

    /// Takes this moment, unless somebody took it just now.
    fn takes_start(&self) -> bool {
        let now = Instant::now();
        let mut next = locked(&self.next_start);
        if !self.is_own && *next > now {
            return false;
        }
        *next = now + SPACING;
        true
    }

    fn was_asked_just_now(&self) -> bool {
        *locked(&self.next_start) > Instant::now()
    }
}

/// Leaves a queue when dropped.
struct Leaving<'a>(&'a AtomicU32);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
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

    fn politeness(concurrency: usize, per_host: usize) -> Politeness {
        Politeness::new(concurrency, per_host, Clock::System)
    }

    async fn is_waiting<T>(future: impl Future<Output = T>, at_most: Duration) -> bool {
        tokio::time::timeout(at_most, future).await.is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_strange_host_is_asked_once_a_second_and_another_at_once() {
        let politeness = politeness(10, 4);
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
        let politeness = politeness(10, 2);
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
        let politeness = politeness(2, 1);
        let _busy = politeness.enter("busy.example", false).await.unwrap();
        let mut queue = Box::pin(politeness.enter("busy.example", false));
        assert!(is_waiting(&mut queue, SPACING * 5).await);

        assert!(!is_waiting(politeness.enter("free.example", false), SPACING).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asked_for_rest_is_left_alone_also_by_those_in_the_queue() {
        let politeness = politeness(9, 1);
        let visit = politeness.enter("www.a.example", false).await.unwrap();
        let queued = politeness.enter("a.example", false);
        let sends_away = async {
            politeness.rest(&visit, Duration::from_secs(600));
            drop(visit);
        };
        let (queued, ()) = tokio::join!(queued, sends_away);

        assert!(matches!(queued, Err(Fault::Resting { .. })));
        tokio::time::advance(Duration::from_secs(599)).await;
        assert!(politeness.enter("A.example.", false).await.is_err());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(politeness.enter("a.example", false).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_rest_for_a_minute_at_least() {
        let politeness = politeness(9, 9);
        let visit = politeness.enter("a.example", false).await.unwrap();
        assert!(politeness.rest(&visit, Duration::ZERO).is_some());
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(politeness.enter("a.example", false).await.is_err());

        let visit = politeness.enter("127.0.0.1", true).await.unwrap();
        assert!(politeness.rest(&visit, Duration::ZERO).is_none());
        assert!(politeness.enter("127.0.0.1", true).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_of_one_registered_domain_share_their_second_and_their_places() {
        let politeness = politeness(9, 1);
        let began = Instant::now();
        drop(politeness.enter("feeds.news.co.uk", false).await.unwrap());
        let visit = politeness.enter("www.news.co.uk", false).await.unwrap();
        assert_eq!(began.elapsed().as_secs(), 1);

        assert!(is_waiting(politeness.enter("news.co.uk", false), SPACING * 100).await);
        assert!(!is_waiting(politeness.enter("other.co.uk", false), SPACING).await);
        assert!(visit.is_at("cdn.news.co.uk", false) && !visit.is_at("other.co.uk", false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_is_told_as_long_as_it_is_and_forgotten_with_those_who_leave_it() {
        let politeness = politeness(9, 1);
        let _visit = politeness.enter("a.example", false).await.unwrap();
        let mut queue = Box::pin(politeness.enter("a.example", false));
        assert!(is_waiting(&mut queue, SPACING).await);

        assert_eq!(politeness.queue("a.example", false), (SPACING, SPACING));
        drop(queue);
        assert_eq!(politeness.queue("a.example", false).0, Duration::ZERO);
        assert_eq!(politeness.queue("127.0.0.1", true).1, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_when_the_process_stops_is_sent_away_at_once() {
        let politeness = politeness(9, 1);
        let _visit = politeness.enter("a.example", false).await.unwrap();
        let began = Instant::now();
        let closes = async { politeness.close() };

        let (waiting, ()) = tokio::join!(politeness.enter("a.example", false), closes);

        assert!(matches!(waiting, Err(Fault::Stopping)));
        assert_eq!(began.elapsed(), Duration::ZERO);
        let late = politeness.enter("b.example", false).await;
        assert!(matches!(late, Err(Fault::Stopping)));
    }

    /// The second request waits for the whole, not for its neighbour, and the third for its neighbour all the same.
    #[tokio::test(start_paused = true)]
    async fn a_queue_for_the_whole_does_not_end_in_a_burst_at_one_neighbour() {
        let politeness = politeness(1, 6);
        let whole = politeness.enter("other.example", false).await.unwrap();
        let ends = async {
            tokio::time::sleep(SPACING * 10).await;
            drop(whole);
        };
        let asks = async || {
            drop(politeness.enter("a.example", false).await.unwrap());
            Instant::now()
        };

        let (first, second, ()) = tokio::join!(asks(), asks(), ends);

        assert!(second.duration_since(first) >= SPACING);
    }

    #[tokio::test(start_paused = true)]
    async fn a_redirect_within_one_neighbour_takes_a_second_of_its_own() {
        let politeness = politeness(9, 1);
        let began = Instant::now();
        let visit = politeness.enter("a.example", false).await.unwrap();

        visit.await_next_start().await;
        drop(visit);
        politeness.enter("a.example", false).await.unwrap();

        assert_eq!(began.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn neighbours_that_nobody_visits_are_forgotten() {
        let politeness = politeness(9, 9);
        for n in 0..3 * MANY_NEIGHBOURS {
            politeness
                .enter(&format!("{n}.example"), false)
                .await
                .unwrap();
            tokio::time::advance(SPACING).await;
        }
        assert!(locked(&politeness.neighbours).len() <= MANY_NEIGHBOURS);
    }
}
