//! The loop that talks to hubs: asks those that feeds offer, renews what they promise, leaves those that nobody wants any
//! more, and admits what they pushed. Polling goes on whatever becomes of it.

use std::collections::HashSet;
use std::time::Duration;

use tokio::task::JoinError;
use tokio::task::JoinSet;
use tracing::warn;
use url::Url;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::model::pledge_key::PledgeKey;
use crate::pipeline::hub;
use crate::pipeline::push::admit_pushes;
use crate::store::StoreError;
use crate::store::View;

/// The loop turns at least so often; a missed wake-up costs no more.
const LONGEST_NAP: Duration = Duration::from_secs(20);

/// Neither a moved clock nor a failing database makes it turn more often.
const SHORTEST_NAP: Duration = Duration::from_millis(200);

/// Pushes admitted in one turn, so that no flood of them keeps a promise from being renewed.
const PUSHES_A_TURN: usize = 16;

/// Hubs asked at once; the fetcher has its own, tighter limits for each host.
const AT_ONCE: usize = 8;

/// What the loop is started with.
pub(super) struct Asker {
    /// Derives callbacks and secrets.
    pub(super) key: PledgeKey,
    /// Where hubs reach us; `None`: nothing is asked for, and what was is left.
    pub(super) public_url: Option<Url>,
}

type Asks = JoinSet<(String, Result<(), StoreError>)>;

/// Talks to hubs until the stop. A request under way then is dropped and made again after its wait.
pub(super) async fn run(shared: Shared, asker: Asker) -> Result<(), DaemonError> {
    let mut asks: Asks = JoinSet::new();
    let mut under_way = HashSet::new();
    loop {
        shared.heart.turned("websub");
        let nap = match turn(&shared, &asker, &mut asks, &mut under_way).await {
            Ok(nap) => nap,
            Err(error) if error.is_temporary() => {
                warn!("hubs and what they push wait for the database: {error}");
                LONGEST_NAP
            }
            Err(error) => return Err(error.into()),
        };
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            // Whoever rang may have made a feed due.
            () = shared.pipeline.push_bell.notified() => shared.poller_bell.notify_one(),
            () = tokio::time::sleep(nap) => {}
            Some(ended) = asks.join_next(), if !asks.is_empty() => settle(ended, &mut under_way)?,
        }
    }
}

/// One turn; says how long to nap.
async fn turn(
    shared: &Shared,
    asker: &Asker,
    asks: &mut Asks,
    under_way: &mut HashSet<String>,
) -> Result<Duration, StoreError> {
    let (pipeline, watch) = (&shared.pipeline, shared.watch());
    let public_url = asker.public_url.as_ref();
    let is_changed = hub::tidy(pipeline, &watch, &asker.key, public_url).await?;
    let lapsed = hub::lapse(pipeline).await?;
    start_asks(shared, asker, asks, under_way).await?;
    let pushes = admit_pushes(pipeline, &watch, PUSHES_A_TURN).await?;
    if is_changed || lapsed + pushes > 0 {
        shared.poller_bell.notify_one();
    }
    if pushes == PUSHES_A_TURN {
        return Ok(Duration::ZERO);
    }
    let now = pipeline.clock.now();
    let next = pipeline.store.read(View::next_pledge_work).await?;
    let until: Duration = next.map_or(LONGEST_NAP, |at| {
        at.duration_since(now).try_into().unwrap_or_default()
    });
    Ok(until.clamp(SHORTEST_NAP, LONGEST_NAP))
}

/// Asks the hubs that are due, as many at once as may be.
async fn start_asks(
    shared: &Shared,
    asker: &Asker,
    asks: &mut Asks,
    under_way: &mut HashSet<String>,
) -> Result<(), StoreError> {
    let now = shared.pipeline.clock.now();
    let limit = under_way.len() + AT_ONCE;
    let due = shared
        .pipeline
        .store
        .read(move |view| view.due_pledges(now, limit))
        .await?;
    for token in due {
        if asks.len() >= AT_ONCE {
            break;
        }
        if !under_way.insert(token.clone()) {
            continue;
        }
        let (pipeline, key) = (shared.pipeline.clone(), asker.key.clone());
        asks.spawn(async move {
            let asked = hub::ask(&pipeline, &key, token.clone()).await;
            (token, asked)
        });
    }
    Ok(())
}

fn settle(
    ended: Result<(String, Result<(), StoreError>), JoinError>,
    under_way: &mut HashSet<String>,
) -> Result<(), DaemonError> {
    let (token, result) = ended.map_err(|error| DaemonError::TaskEnded {
        task: "websub",
        reason: error.to_string(),
    })?;
    under_way.remove(&token);
    match result {
        Err(error) if error.is_temporary() => {
            warn!("what a hub answered could not be written, it is asked again: {error}");
            Ok(())
        }
        result => Ok(result?),
    }
}
