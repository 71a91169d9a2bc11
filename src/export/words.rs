//! What an article's evidence, marks and letters are in words, for the forms that people read.

use crate::model::ids::TopicName;
use crate::model::lesson::Moved;
use crate::model::mark::Mark;
use crate::model::matched::Audit;
use crate::model::matched::JudgedMatch;
use crate::model::matched::MatchedArticle;
use crate::model::matched::Telling;
use crate::model::matching::Evidence;
use crate::model::matching::Match;

/// What a report or a feed of these topics is called.
pub(super) fn title(topics: &[TopicName]) -> String {
    let names: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
    if names.is_empty() {
        "wirewatch: all topics".to_owned()
    } else {
        format!("wirewatch: {}", names.join(", "))
    }
}

/// The terms that speak for a match, each once with its forms as they stand in the article.
pub(super) fn terms(found: &Match) -> Vec<(&str, Vec<&str>)> {
    let mut terms: Vec<(&str, Vec<&str>)> = Vec::new();
    for evidence in &found.evidence {
        let term = evidence.term.as_str();
        let form = evidence.form.as_str();
        match terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, forms)) if forms.contains(&form) => {}
            Some((_, forms)) => forms.push(form),
            None => terms.push((term, vec![form])),
        }
    }
    terms
}

/// `sanction (sanctions, sanctioned); OFAC`: forms are named where they are not the term itself.
pub(super) fn terms_in_words(found: &Match) -> String {
    let words = terms(found).into_iter().map(|(term, forms)| {
        if forms == [term] {
            term.to_owned()
        } else {
            format!("{term} ({})", forms.join(", "))
        }
    });
    words.collect::<Vec<_>>().join("; ")
}

/// What marks changed about a match.
pub(super) fn moved(found: &Match) -> Option<&'static str> {
    let lesson = found.learned.as_ref()?;
    lesson.moved.map(Moved::as_str)
}

/// `sanctions, score 3: sanction (Sanctions)`, and what readers and marks made of it.
pub(super) fn match_in_words(judged: &JudgedMatch) -> String {
    let found = &judged.found;
    let mut words = format!(
        "{}, score {}: {}",
        found.topic,
        found.score,
        terms_in_words(found)
    );
    if let Some(mark) = judged.mark {
        words.push_str(&format!("; marked {mark}"));
    }
    if let Some(moved) = moved(found) {
        words.push_str(&format!("; {moved} by what was marked"));
    }
    words
}

/// `sanction as "Sanctions" in title 0-9, weight 1`, one place after the other.
pub(super) fn evidence_in_words(found: &Match) -> String {
    joined(&found.evidence, |evidence: &Evidence| {
        format!(
            "{} as \"{}\" in {} {}-{}, weight {}",
            evidence.term,
            evidence.form,
            evidence.field.as_str(),
            evidence.start,
            evidence.end,
            evidence.weight
        )
    })
}

/// `digest 12 (desk) issued … to 3, accepted by 2 from … on`, one letter after the other.
pub(super) fn letters_in_words(audit: &Audit) -> String {
    joined(&audit.letters, |letter: &Telling| {
        let accepted = letter
            .accepted_at
            .map_or(String::new(), |at| format!(" from {at} on"));
        format!(
            "{} {} ({}) issued {} to {}, accepted {}{accepted}",
            kind(letter),
            letter.number,
            letter.digest,
            letter.issued,
            letter.recipients,
            letter.accepted
        )
    })
}

/// `useful for sanctions at … by …: note`, one mark after the other.
pub(super) fn marks_in_words(audit: &Audit) -> String {
    joined(&audit.marks, |mark: &Mark| {
        let topic = mark.said.topic.as_ref().map(TopicName::as_str);
        let topic = topic.map_or(String::new(), |topic| format!(" for {topic}"));
        let note = mark.said.note.as_deref();
        let note = note.map_or(String::new(), |note| format!(": {note}"));
        format!(
            "{} {}{topic} at {} by {}{note}",
            mark.said.marked, mark.said.judgement, mark.at, mark.by
        )
    })
}

/// The audit as lines, where a form has no columns for it; none where there is no audit.
pub(super) fn audit_in_words(article: &MatchedArticle) -> Vec<String> {
    let Some(audit) = &article.audit else {
        return Vec::new();
    };
    let mut lines = vec![format!(
        "judged by watchlist {}, revisions {}, content {}",
        audit.judged_by, audit.revisions, audit.content_hash
    )];
    for judged in &article.matches {
        let found = &judged.found;
        lines.push(format!(
            "{} by watchlist {}: {}",
            found.topic,
            judged.by,
            evidence_in_words(found)
        ));
    }
    let told = letters_in_words(audit);
    lines.push(match (told.is_empty(), article.is_backfill) {
        (false, _) => format!("told by {told}"),
        (true, true) => {
            "told by no letter: it stood in its feed before that was first read".to_owned()
        }
        (true, false) => "told by no letter".to_owned(),
    });
    let marks = marks_in_words(audit);
    if !marks.is_empty() {
        lines.push(format!("marks: {marks}"));
    }
    lines
}

pub(super) fn kind(letter: &Telling) -> &'static str {
    if letter.is_alert { "alert" } else { "digest" }
}

fn joined<T>(things: &[T], words: impl Fn(&T) -> String) -> String {
    things.iter().map(words).collect::<Vec<_>>().join("; ")
}
