//! rebuild: the archive's articles -> stories by today's method, as if they came in again, under the numbers they had.
//!
//! Articles are placed in the order and the company in which they came, so that stories are those that the daemon would
//! have made, and a rebuild after a rebuild changes nothing. Nothing is in force before the one transaction at the end.
//! Letters are not touched: an article stands in the digest that told it, whatever its story is called.

mod account;
mod regrouping;

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::json;

use crate::model::event::EventKind;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::pipeline::admit::tell;
use crate::pipeline::rebuild::regrouping::Regrouping;
use crate::pipeline::recent::Recent;
use crate::pipeline::settle::merge;
use crate::pipeline::sweep::Progress;
use crate::store::ArchiveRange;
use crate::store::InForce;
use crate::store::Regrouped;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::story::Heirs;
use crate::story::Merge;
use crate::story::heirs;

pub use account::Change;
pub use account::Rebuilt;

/// Articles read at a time.
const PAGE: usize = 1000;

/// What a rebuild is to do.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Articles first seen from here on are grouped anew.
    pub since: Timestamp,
    /// Only say what would come of it; the archive may be open for reading only.
    pub is_dry: bool,
    /// Changed stories to name.
    pub shown: usize,
}

/// What the archive is before.
struct Found {
    range: ArchiveRange,
    /// The article from which on those stand that what is grouped anew may join.
    recalled_from: i64,
    newest: StoryId,
    held: HashSet<StoryId>,
}

/// What is to be put in force.
struct Plan {
    regrouped: Regrouped,
    /// Old stories that turned out to be one.
    merges: Vec<Merge>,
}

/// Groups the archive anew. `tell` hears how far it has come.
///
/// Memory: a page of articles, the recent past as the daemon has it, and 24 bytes an article.
///
/// # Errors
///
/// When the archive cannot be read or, unless it is a dry run, written. Nothing is changed then.
pub async fn rebuild(
    store: &Store,
    order: Order,
    now: Timestamp,
    mut tell: impl FnMut(Progress),
) -> Result<Rebuilt, StoreError> {
    let found = store.read(move |view| find(view, order.since)).await?;
    let Some(found) = found else {
        return Ok(Rebuilt::default());
    };
    let mut regrouping = Regrouping::new(found.newest);
    recall(store, &found, &mut regrouping).await?;
    group(store, &found, order, &mut regrouping, &mut tell).await?;
    let heirs = heirs(regrouping.moved(), found.newest, &found.held);
    let mut rebuilt = account::count(&regrouping, &heirs, found.range);
    let mut in_force = InForce::default();
    if !order.is_dry {
        let plan = plan(&regrouping, &heirs, &rebuilt, found.range);
        in_force = store.write(move |tx| put_in_force(tx, &plan, now)).await?;
    }
    let changes = account::changes(&regrouping, &heirs, &in_force, order.shown);
    rebuilt.changes = store
        .read(move |view| account::titled(view, changes))
        .await?;
    Ok(rebuilt)
}

fn find(view: &View, since: Timestamp) -> Result<Option<Found>, StoreError> {
    let Some(range) = view.archive_range(since)? else {
        return Ok(None);
    };
    let recalled = (range.from.checked_sub(Recent::RECALL)).unwrap_or(Timestamp::MIN);
    let recalled = view.archive_range(recalled)?;
    let held = view.straddling(ArticleId(range.first))?;
    Ok(Some(Found {
        range,
        recalled_from: recalled.map_or(range.first, |recalled| recalled.first),
        newest: view.newest_story()?,
        held: held.into_iter().collect(),
    }))
}

/// Takes up what articles of the days before became.
async fn recall(
    store: &Store,
    found: &Found,
    regrouping: &mut Regrouping,
) -> Result<(), StoreError> {
    let (mut after, last) = (
        ArticleId(found.recalled_from - 1),
        ArticleId(found.range.first - 1),
    );
    loop {
        let page = store
            .read(move |view| view.came_between(after, last, PAGE))
            .await?;
        page.iter().for_each(|stored| regrouping.recall(stored));
        match page.last() {
            Some(stored) if page.len() == PAGE => after = stored.id,
            _ => return Ok(()),
        }
    }
}

/// Places every article of the range.
async fn group(
    store: &Store,
    found: &Found,
    order: Order,
    regrouping: &mut Regrouping,
    tell: &mut impl FnMut(Progress),
) -> Result<(), StoreError> {
    let (first, last) = (found.range.first, ArticleId(found.range.last));
    if !order.is_dry {
        store.write(Tx::begin_regrouping).await?;
    }
    let mut after = ArticleId(first - 1);
    let mut waiting = Vec::new();
    let mut progress = Progress::default();
    loop {
        let page = store
            .read(move |view| view.came_between(after, last, PAGE))
            .await?;
        let is_last = page.len() < PAGE;
        progress.articles += page.len() as u64;
        after = page.last().map_or(after, |stored| stored.id);
        waiting.extend(page);
        let found = regrouping.place(&mut waiting, is_last);
        if !order.is_dry {
            store.write(move |tx| tx.lay_aside(&found)).await?;
        }
        progress.share = (after.0 - first + 1) as f64 / (last.0 - first + 1) as f64;
        tell(progress);
        if is_last {
            return Ok(());
        }
    }
}

fn plan(regrouping: &Regrouping, heirs: &Heirs, rebuilt: &Rebuilt, range: ArchiveRange) -> Plan {
    Plan {
        regrouped: Regrouped {
            roots: regrouping.roots(),
            names: heirs.names.clone(),
            left: (heirs.left.iter())
                .map(|left| {
                    (
                        left.story,
                        left.into,
                        f64::from(left.went) / f64::from(left.had),
                    )
                })
                .collect(),
            since: range.from,
            articles: rebuilt.articles,
            moved: rebuilt.moved,
        },
        merges: regrouping.old_merges().to_vec(),
    }
}

fn put_in_force(tx: &mut Tx, plan: &Plan, now: Timestamp) -> Result<InForce, StoreError> {
    for merge in &plan.merges {
        self::merge(tx, merge, now)?;
    }
    let in_force = tx.regroup(&plan.regrouped, now)?;
    let Regrouped {
        left,
        since,
        articles,
        moved,
        ..
    } = &plan.regrouped;
    for story in &in_force.opened {
        let title = tx.story_title(*story)?;
        let data = json!({ "title": title, "rebuild": in_force.rebuild });
        tell(tx, EventKind::StoryOpened, story, data, now)?;
    }
    for (story, root, share) in left {
        let into = in_force.stories.get(root).unwrap_or(root);
        let data = json!({ "into": into.0, "similarity": share, "because": [], "rebuild": in_force.rebuild });
        tell(tx, EventKind::StoryMerged, story, data, now)?;
    }
    let data = json!({ "since": since.to_string(), "articles": articles, "moved": moved });
    tell(tx, EventKind::StoryRebuilt, &in_force.rebuild, data, now)?;
    Ok(in_force)
}
