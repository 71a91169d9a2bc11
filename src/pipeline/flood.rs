//! A feed that floods us: nearly all of its entries are new to us at every answer, and none of them is dated so that it
//! could be. Its publisher gives old entries new ids; what comes so is kept and not mailed until that stops.

use jiff::Timestamp;

use crate::dedupe::doubtful_answers;
use crate::dedupe::is_doubtful;
use crate::dedupe::is_flood;
use crate::model::article::Article;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::pipeline::known::Known;
use crate::store::StoreError;
use crate::store::Tx;

/// Counts this body in; what to tell when it is one flood too many.
pub(super) fn watch(
    tx: &mut Tx,
    articles: &[&Article],
    known: &[Option<Known>],
    feed: &Feed,
    last_read: Option<Timestamp>,
) -> Result<Option<Cause>, StoreError> {
    let doubtful = articles
        .iter()
        .zip(known)
        .filter(|(article, known)| known.is_none() && is_doubtful(article.published, last_read))
        .count();
    let key = format!("flood.{}", feed.name);
    let before = tx.fact(&key)?.and_then(|count| count.parse().ok());
    let answers = doubtful_answers(before.unwrap_or(0), doubtful, articles.len());
    match answers {
        0 if before.is_some() => tx.drop_fact(&key)?,
        0 => {}
        answers => tx.keep_fact(&key, &answers.to_string())?,
    }
    Ok(is_flood(answers).then(|| cause(answers)))
}

fn cause(answers: u32) -> Cause {
    Cause {
        kind: "flood".to_owned(),
        sentence: format!(
            "nearly every entry of its last {answers} answers was unknown to us and none was dated since the answer \
             before: its publisher seems to give old entries new ids and addresses. They are kept and not mailed until \
             that stops; write to the publisher if it does not"
        ),
    }
}
