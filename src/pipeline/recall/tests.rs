//! What is placed after a transaction was lost knows nothing of it.

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::model::access::Access;
use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::model::feed::Feed;
use crate::model::ids::StoryId;
use crate::model::ids::WatchlistVersion;
use crate::model::settings::StoreSettings;
use crate::pipeline::settle::settle;
use crate::store::Store;

const FERRY: &str = "Ferry sinks off Mykonos with forty aboard";
const FERRY_AGAIN: &str = "Forty rescued as ferry goes down near Mykonos";
const FLOOD: &str = "Flood takes the bridge of Rivertown away";

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn feed() -> Feed {
    Feed {
        name: "wire".parse().unwrap(),
        url: "https://wire.example/feed".parse().unwrap(),
        every: None,
        language: None,
        label: None,
        via: None,
        headers: Vec::new(),
        access: Access::default(),
        full_text: false,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    }
}

fn article(guid: &str, title: &str) -> Article {
    Article {
        feed: "wire".parse().unwrap(),
        identity: Identity::Guid(guid.to_owned()),
        link: None,
        canonical_link: None,
        title: title.to_owned(),
        text: String::new(),
        author: None,
        source: None,
        language: None,
        published: None,
        updated: None,
        first_seen: now(),
        content_hash: ContentHash(format!("hash of {title}")),
    }
}

/// Admits an article alone; its number, and its story's.
fn admit(
    tx: &mut Tx,
    memory: &Arc<Memory>,
    guid: &str,
    title: &str,
) -> Result<(ArticleId, StoryId), StoreError> {
    memory.mend(tx, now())?;
    let article = article(guid, title);
    let id = tx.admit(
        &article,
        false,
        &WatchlistVersion("0123456789ab".to_owned()),
    )?;
    settle(tx, memory, &[(id, &article)], now())?;
    Ok((id, tx.story_of(id)?))
}

#[tokio::test]
async fn articles_and_stories_that_came_to_nothing_take_nobody_in_though_their_numbers_are_used_again()
 {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");
    let store = Store::open(&StoreSettings { path }).unwrap();
    store
        .write(|tx| tx.sync_feeds(&[feed()], now()))
        .await
        .unwrap();
    let memory = Arc::new(Memory::default());

    let ours = Arc::clone(&memory);
    let lost = store
        .write(move |tx| {
            let lost = admit(tx, &ours, "ferry", FERRY)?;
            assert_eq!(lost, (ArticleId(1), StoryId(1)));
            Err::<(), _>(StoreError::Missing {
                what: "what comes after".to_owned(),
            })
        })
        .await;
    let ours = Arc::clone(&memory);
    let placed = store
        .write(move |tx| {
            Ok([
                admit(tx, &ours, "flood", FLOOD)?,
                admit(tx, &ours, "ferry again", FERRY_AGAIN)?,
                admit(tx, &ours, "ferry", FERRY)?,
            ])
        })
        .await
        .unwrap();

    assert!(matches!(lost, Err(StoreError::Missing { .. })), "{lost:?}");
    assert_eq!(placed[0], (ArticleId(1), StoryId(1)));
    assert_eq!(placed[1], (ArticleId(2), StoryId(2)));
    assert_eq!(placed[2], (ArticleId(3), StoryId(2)));
    let copy = store
        .read(|view| view.placement(ArticleId(3)))
        .await
        .unwrap();
    assert_eq!(copy.unwrap().copy_of, None);
}
