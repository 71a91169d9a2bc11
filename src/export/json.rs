//! An article as one JSON object; `docs/schema/export.json` describes it.

use serde_json::Value;
use serde_json::json;
use url::Url;

use crate::export::words;
use crate::model::mark::Judgement;
use crate::model::mark::Mark;
use crate::model::matched::Audit;
use crate::model::matched::JudgedMatch;
use crate::model::matched::MatchedArticle;
use crate::model::matched::Telling;
use crate::model::matching::Evidence;

pub(super) fn value(article: &MatchedArticle) -> Value {
    let with_audit = article.audit.is_some();
    let matches = article.matches.iter();
    let topics: Vec<&str> = matches
        .clone()
        .map(|judged| judged.found.topic.as_str())
        .collect();
    let matches: Vec<Value> = matches
        .map(|judged| match_value(judged, with_audit))
        .collect();
    let mut value = json!({
        "id": article.id.0,
        "url": article.link.as_ref().map(Url::as_str),
        "title": article.title,
        "feed": article.feed.as_str(),
        "outlet": article.outlet,
        "published": article.published.map(|at| at.to_string()),
        "first_seen": article.first_seen.to_string(),
        "language": article.language.map(|language| language.to_string()),
        "story": article.story.map(|story| story.0),
        "backfill": article.is_backfill,
        "topics": topics,
        "matches": matches,
    });
    if let Some(audit) = &article.audit {
        value["audit"] = audit_value(audit);
    }
    value
}

fn match_value(judged: &JudgedMatch, with_audit: bool) -> Value {
    let found = &judged.found;
    let terms: Vec<Value> = words::terms(found)
        .into_iter()
        .map(|(term, forms)| json!({ "term": term, "forms": forms }))
        .collect();
    let mut value = json!({
        "topic": found.topic.as_str(),
        "score": found.score,
        "terms": terms,
        "mark": judged.mark.map(Judgement::as_str),
        "moved": words::moved(found),
    });
    if with_audit {
        value["watchlist"] = json!(judged.by.0);
        value["evidence"] = found.evidence.iter().map(Evidence::value).collect();
    }
    value
}

fn audit_value(audit: &Audit) -> Value {
    json!({
        "watchlist": audit.judged_by.0,
        "content_hash": audit.content_hash.0,
        "revisions": audit.revisions,
        "letters": audit.letters.iter().map(letter_value).collect::<Vec<_>>(),
        "marks": audit.marks.iter().map(Mark::value).collect::<Vec<_>>(),
    })
}

fn letter_value(letter: &Telling) -> Value {
    json!({
        "number": letter.number.0,
        "digest": letter.digest.as_str(),
        "kind": words::kind(letter),
        "issued": letter.issued.to_string(),
        "recipients": letter.recipients,
        "accepted": letter.accepted,
        "accepted_at": letter.accepted_at.map(|at| at.to_string()),
    })
}
