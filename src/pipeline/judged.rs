//! judged: items -> articles with what the watchlist says of them. All that can be done before the transaction, for it needs
//! nothing that is stored but the feed's habit.

use std::sync::Arc;

use jiff::Timestamp;

use crate::classify::learn::Verdict;
use crate::model::article::Article;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::normalise::drop_shared_guids;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::text_of;
use crate::pipeline::apart::apart;
use crate::pipeline::habit;
use crate::pipeline::poll;
use crate::store::StoreError;

/// An article and what the watchlist says of it.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) article: Article,
    pub(super) verdict: Verdict,
}

/// Makes a body's items ours and judges them: thousands of a stranger's texts, so it is done apart. The cause is of a panic.
pub(super) async fn judge_apart(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    feed: &Feed,
    mut parsed: Parsed,
    now: Timestamp,
) -> Result<Result<Vec<Judged>, Cause>, StoreError> {
    let habit = habit::of(pipeline, feed).await?;
    let (feed, watch) = (feed.clone(), Arc::clone(watch));
    let judged = apart(move || {
        drop_shared_guids(&mut parsed.items);
        let (articles, problems) = poll::normalise_all(&feed, &parsed, habit, now);
        note_problems(&feed, parsed.problems.iter().chain(&problems));
        articles
            .into_iter()
            .map(|article| Judged {
                verdict: watch.judge(&text_of(&article)),
                article,
            })
            .collect()
    });
    Ok(judged.await)
}

fn note_problems<'a>(feed: &Feed, problems: impl Iterator<Item = &'a Problem>) {
    for problem in problems {
        tracing::debug!(feed.id = %feed.name, problem = problem.kind, "{}", problem.detail);
    }
}
