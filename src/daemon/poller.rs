//! The poll loop: asks for every feed that is due, as many at once as settings allow, each feed once at a time, and in
//! an even step where many are due.

use std::collections::HashSet;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use tokio::task::JoinError;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::info;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::crowd::Crowd;
use crate::daemon::roster::Roster;
use crate::daemon::trouble::Trouble;
use crate::model::feed::Feed;
use crate::model::ids::FeedName;
use crate::pipeline::poll::poll;
use crate::pipeline::rhythm;
use crate::pipeline::rhythm::Pacer;
use crate::pipeline::survey::survey;
use crate::store::DueFeed;
use crate::store::StoreError;

/// The loop turns at least so often, so that a missed wake-up or a moved clock costs no more.
const LONGEST_NAP: Duration = Duration::from_secs(30);

/// Polls under way at once; the fetcher has its own, tighter limits for what is on the wire.
const AT_ONCE: usize = 256;

/// Waited when the database did not answer.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// What is due soon is counted so often, for the step.
const BETWEEN_COUNTS: SignedDuration = SignedDuration::from_secs(10);

/// The rates that all feeds are counted by halve in a week at most; a list may grow within an hour.
const BETWEEN_SURVEYS: SignedDuration = SignedDuration::from_hours(1);

/// A loop that did not turn for so long stood still: the process was stopped, the machine slept, or its clock was moved.
const STANDSTILL: SignedDuration = SignedDuration::from_mins(5);

/// Feeds that are overdue by less are asked at once also after a standstill.
const HARDLY_LATE: SignedDuration = SignedDuration::from_mins(2);

/// No feed waits longer: intervals and Retry-After end at 30 days. Due times beyond were set by a wrong clock.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24 * 40);

/// Nor does one of a list whose other due times a wrong clock has just been seen to have set: no back-off and no interval is
/// longer, and what a host asked for by Retry-After it is given anyway.
const LONGEST_WAIT_DOUBTED: SignedDuration = SignedDuration::from_hours(24 * 8);

/// The fact that is written to see whether anything can be.
const TRIAL: &str = "poller.trial";

/// Due times that are set anew in one transaction.
const IN_ONE_WRITE: usize = 1000;

/// Polls until the stop; then lets what is under way finish.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    let mut poller = Poller {
        roster: Roster::new(shared.watch()),
        shared,
        polls: JoinSet::new(),
        under_way: HashSet::new(),
        pacer: Pacer::default(),
        counted: None,
        surveyed: None,
        turned: None,
        trouble: Trouble::default(),
    };
    loop {
        poller.shared.heart.turned("poller");
        let nap = match poller.turn().await {
            Ok(nap) => nap,
            Err(error) if error.is_temporary() => {
                warn!("cannot look for due feeds, trying again: {error}");
                AFTER_TROUBLE
            }
            Err(error) => return Err(error.into()),
        };
        tokio::select! {
            () = poller.shared.stopped() => break,
            () = poller.shared.poller_bell.notified() => {}
            () = tokio::time::sleep(nap) => {}
            Some(ended) = poller.polls.join_next(), if !poller.polls.is_empty() => poller.settle(ended)?,
        }
    }
    // What still waits for its host stays due; what is on the wire is finished.
    poller.shared.pipeline.fetcher.stop_waiting();
    while let Some(ended) = poller.polls.join_next().await {
        poller.settle(ended)?;
    }
    Ok(())
}

type Polled = (FeedName, Result<(), StoreError>);

struct Poller {
    shared: Shared,
    roster: Roster,
    polls: JoinSet<Polled>,
    under_way: HashSet<FeedName>,
    pacer: Pacer,
    /// When what is due soon was last counted.
    counted: Option<Timestamp>,
    /// When all feeds were last counted, for the list's budget.
    surveyed: Option<Timestamp>,
    /// When the loop last turned.
    turned: Option<Timestamp>,
    trouble: Trouble,
}

impl Poller {
    /// Starts what is due and not under way; says how long to nap.
    async fn turn(&mut self) -> Result<Duration, StoreError> {
        let now = self.shared.pipeline.clock.now();
        self.roster.follow(self.shared.watch());
        if self.stood_still(now) {
            self.spread_overdue(now).await?;
        }
        self.turned = Some(now);
        if !self.can_write(now).await? {
            return Ok(self.trouble.left(Instant::now()).min(LONGEST_NAP));
        }
        self.survey(now).await?;
        self.count_due(now).await?;
        let limit = self.under_way.len() + AT_ONCE;
        let (due, next) = self
            .shared
            .pipeline
            .store
            .read(move |view| Ok((view.due(now, limit)?, view.next_due_after(now)?)))
            .await?;
        let mut nap = next.map_or(LONGEST_NAP, |at| at.duration_since(now).unsigned_abs());
        let mut crowd = Crowd::default();
        let most = if self.trouble.is_there() { 1 } else { AT_ONCE };
        for due in due {
            if self.polls.len() >= most {
                break;
            }
            let Some(feed) = self.roster.feed(&due.name) else {
                continue;
            };
            if self.under_way.contains(&due.name) {
                continue;
            }
            if !is_waited_for(feed, &due) && !self.pacer.step(now) {
                nap = nap.min(self.pacer.until_next());
                continue;
            }
            if !crowd.puts_off(&self.shared.pipeline, feed, now) {
                let feed = feed.clone();
                self.start(feed);
            }
        }
        if crowd.settle(&self.shared.pipeline).await? {
            return Ok(Duration::ZERO);
        }
        Ok(nap.min(LONGEST_NAP))
    }

    /// Is it worth asking anybody? Not during a pause, and after one only when the archive takes a few bytes.
    async fn can_write(&mut self, now: Timestamp) -> Result<bool, StoreError> {
        if !self.trouble.left(Instant::now()).is_zero() {
            return Ok(false);
        }
        if !self.trouble.is_there() {
            return Ok(true);
        }
        let store = &self.shared.pipeline.store;
        match store
            .write(move |tx| tx.keep_fact(TRIAL, &now.to_string()))
            .await
        {
            Err(error) if error.is_temporary() => {
                self.pause(&error);
                Ok(false)
            }
            result => result.map(|()| true),
        }
    }

    /// Asks nobody for a while.
    fn pause(&mut self, error: &StoreError) {
        if let Some(pause) = self.trouble.met(Instant::now()) {
            self.shared.vitals.troubled(Some(error.to_string()));
            let seconds = pause.as_secs();
            warn!("nothing can be written down, so no feed is asked for {seconds} s: {error}");
        }
    }

    /// Is this the first turn, or has the clock moved by more than a nap?
    fn stood_still(&self, now: Timestamp) -> bool {
        self.turned
            .is_none_or(|turned| now.duration_since(turned).abs() > STANDSTILL)
    }

    /// Nothing is asked early after a standstill, and what is overdue comes one by one.
    async fn spread_overdue(&self, now: Timestamp) -> Result<(), StoreError> {
        let store = &self.shared.pipeline.store;
        let before = now.checked_sub(HARDLY_LATE).unwrap_or(Timestamp::MIN);
        let longest = match self.take_back_polls(now).await? {
            0 => LONGEST_WAIT,
            _ => LONGEST_WAIT_DOUBTED,
        };
        let never = now.checked_add(longest).unwrap_or(Timestamp::MAX);
        let overdue = store.read(move |view| view.overdue(before, never)).await?;
        let count = overdue.len();
        let curve = self.shared.pipeline.tempo.curve();
        for names in overdue.chunks(IN_ONE_WRITE) {
            let feeds: Vec<Feed> = names
                .iter()
                .filter_map(|name| self.roster.feed(name).cloned())
                .collect();
            store
                .write(move |tx| {
                    for feed in feeds {
                        if let Some(memory) = tx.feed_memory(&feed.name)? {
                            let at = rhythm::after_standstill(curve, &feed, &memory, count, now);
                            tx.poll_at(&feed.name, at)?;
                        }
                    }
                    Ok(())
                })
                .await?;
            self.shared.heart.turned("poller");
        }
        if count > 0 {
            info!(feeds = count, "overdue feeds are asked one by one");
        }
        Ok(())
    }

    /// Polls that the clock says are still to come were made when it was wrong; how many there were.
    async fn take_back_polls(&self, now: Timestamp) -> Result<usize, StoreError> {
        let ahead = now.checked_add(HARDLY_LATE).unwrap_or(Timestamp::MAX);
        let store = &self.shared.pipeline.store;
        let count = store
            .write(move |tx| tx.take_back_polls(now, ahead))
            .await?;
        if count > 0 {
            warn!(
                feeds = count,
                "the clock was ahead when these were asked last: they are due as long from now as they were then"
            );
        }
        Ok(count)
    }

    /// Counts all feeds anew every hour; what there was at the start is counted before the poller starts.
    async fn survey(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let surveyed = *self.surveyed.get_or_insert(now);
        if now.duration_since(surveyed).abs() >= BETWEEN_SURVEYS {
            self.surveyed = Some(now);
            survey(&self.shared.pipeline, self.roster.watch()).await?;
        }
        Ok(())
    }

    /// Tells the pacer how much is to come.
    async fn count_due(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let is_fresh = self
            .counted
            .is_some_and(|at| now.duration_since(at).abs() < BETWEEN_COUNTS);
        if is_fresh {
            return Ok(());
        }
        let soon = now.checked_add(rhythm::HORIZON).unwrap_or(Timestamp::MAX);
        let store = &self.shared.pipeline.store;
        let due = store.read(move |view| view.due_by(soon)).await?;
        // Those under way have their old due time until they end.
        self.pacer
            .expect(due.saturating_sub(self.under_way.len() as u64), now);
        self.counted = Some(now);
        Ok(())
    }

    fn start(&mut self, feed: Feed) {
        let name = feed.name.clone();
        self.under_way.insert(name.clone());
        self.shared.vitals.asking(self.under_way.len());
        let (shared, watch) = (self.shared.clone(), self.roster.watch().clone());
        self.polls.spawn(async move {
            let polled = poll(&shared.pipeline, &watch, &feed).await;
            (name, polled.map(|report| shared.vitals.polled(&report)))
        });
    }

    fn settle(&mut self, ended: Result<Polled, JoinError>) -> Result<(), DaemonError> {
        let reason = match ended {
            Ok((name, result)) => {
                self.under_way.remove(&name);
                self.shared.vitals.asking(self.under_way.len());
                match result {
                    Ok(()) => {
                        self.trouble.passed(Instant::now());
                        if !self.trouble.is_there() {
                            self.shared.vitals.troubled(None);
                        }
                        return Ok(());
                    }
                    Err(error) if error.is_temporary() => {
                        warn!(feed.id = %name, "what the feed sent could not be written, it is asked again: {error}");
                        self.pause(&error);
                        return Ok(());
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => error.to_string(),
        };
        Err(DaemonError::TaskEnded {
            task: "poll",
            reason,
        })
    }
}

/// A new feed and one with a fixed interval start when they are due: their owner looks at the clock.
fn is_waited_for(feed: &Feed, due: &DueFeed) -> bool {
    due.is_new || feed.every.is_some()
}
