//! Candidates to sections: which story stands where, which article leads it, and why it is there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::digest::additions::additions;
use crate::digest::clean;
use crate::digest::edits;
use crate::digest::outlets;
use crate::digest::quote;
use crate::model::digest::Additions;
use crate::model::digest::AlsoTold;
use crate::model::digest::Candidate;
use crate::model::digest::Digest;
use crate::model::digest::DigestInput;
use crate::model::digest::Reason;
use crate::model::digest::StoryEntry;
use crate::model::digest::ToldText;
use crate::model::digest::TopicHeading;
use crate::model::digest::TopicSection;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::matching::Field;
use crate::model::matching::Match;

/// The digest without subject and limits.
pub(super) fn digest(input: &DigestInput) -> Digest {
    let headings = by_priority(&input.topics);
    let mut entries = entries(input, &headings);
    let mut sections = Vec::new();
    let mut quiet_topics = Vec::new();
    for (index, heading) in headings.into_iter().enumerate() {
        let mut stories = entries.remove(&index).unwrap_or_default();
        if stories.is_empty() {
            quiet_topics.push(heading.title);
            continue;
        }
        most_telling_first(&mut stories);
        sections.push(TopicSection {
            heading,
            stories,
            more: Vec::new(),
        });
    }
    let (edits, more_edits, more_gone) = edits::edits(&input.revised);
    Digest {
        kind: input.kind,
        number: input.number,
        name: input.name.clone(),
        subject: String::new(),
        from: input.from,
        until: input.until,
        tz: input.tz.clone(),
        occasion: input.occasion.clone(),
        bursts: input.bursts.clone(),
        edits,
        more_edits,
        more_gone,
        watchlist_changes: input.watchlist_changes.clone(),
        sections,
        quiet_topics,
        sources: input.sources.clone(),
        coverage: input.coverage.clone(),
        public_url: input.public_url.clone(),
    }
}

fn by_priority(topics: &[TopicHeading]) -> Vec<TopicHeading> {
    let mut headings: Vec<TopicHeading> = topics
        .iter()
        .map(|heading| TopicHeading {
            title: clean::name(&heading.title),
            ..heading.clone()
        })
        .collect();
    headings.sort_by_key(|heading| heading.priority);
    headings
}

/// Every story under the index of the one heading it stands below.
fn entries(input: &DigestInput, headings: &[TopicHeading]) -> BTreeMap<usize, Vec<StoryEntry>> {
    let stories = by_story(input);
    let mut entries: BTreeMap<usize, Vec<StoryEntry>> = BTreeMap::new();
    for candidates in stories.values() {
        let met = topics_met(candidates, headings);
        let Some(first) = met.first() else { continue };
        let entry = entry(input, candidates, &met, headings);
        entries.entry(*first).or_default().extend(entry);
    }
    entries
}

fn topics_met(candidates: &[&Candidate], headings: &[TopicHeading]) -> BTreeSet<usize> {
    candidates
        .iter()
        .flat_map(|candidate| &candidate.matches)
        .filter_map(|met| {
            headings
                .iter()
                .position(|heading| heading.topic == met.topic)
        })
        .collect()
}

fn entry(
    input: &DigestInput,
    candidates: &[&Candidate],
    met: &BTreeSet<usize>,
    headings: &[TopicHeading],
) -> Option<StoryEntry> {
    let (lead, reason) = lead(candidates, &headings[*met.first()?].topic)?;
    let evidence = lead.matches.iter().flat_map(|found| &found.evidence);
    Some(StoryEntry {
        story: lead.story,
        title: clean::title(&lead.title),
        link: lead.link.clone(),
        outlet: outlet(lead),
        label: label(lead),
        language: lead.language,
        time: told_at(lead, input),
        score: reason.score,
        also_topics: met
            .iter()
            .skip(1)
            .map(|index| headings[*index].title.clone())
            .collect(),
        quote: quote::passage(&lead.text, evidence),
        why: reasons(reason),
        learned: reason.learned.clone(),
        also: candidates
            .iter()
            .filter(|other| other.article != lead.article)
            .map(|other| also_told(other))
            .collect(),
        first_seen: lead.story_opened,
        is_development: candidates.iter().any(|candidate| candidate.is_development),
        additions: None,
        alerted: candidates
            .iter()
            .filter_map(|candidate| candidate.alerted)
            .min(),
        articles: candidates
            .iter()
            .map(|candidate| candidate.article)
            .collect(),
    })
}

/// The article that a story is told by under a topic, and why.
fn lead<'a>(candidates: &[&'a Candidate], topic: &TopicName) -> Option<(&'a Candidate, &'a Match)> {
    candidates
        .iter()
        .filter_map(|candidate| {
            let found = candidate
                .matches
                .iter()
                .find(|found| found.topic == *topic)?;
            Some((*candidate, found))
        })
        .max_by(|(one, a), (other, b)| {
            // The earlier article wins a tie, so it must compare as the greater.
            let stands = |found: &Match| !is_lowered(found.learned.as_ref());
            (stands(a).cmp(&stands(b)))
                .then(a.score.total_cmp(&b.score))
                .then(other.first_seen.cmp(&one.first_seen))
                .then(other.article.cmp(&one.article))
        })
}

/// Tells of the stories that stand in the letter what is new in them. Texts are read word by word for that, so it is not asked of
/// those that are only counted.
pub(super) fn add_what_is_new(digest: &mut Digest, input: &DigestInput) {
    let stories = by_story(input);
    for section in &mut digest.sections {
        for entry in &mut section.stories {
            let candidates = stories.get(&entry.story).map_or(&[][..], Vec::as_slice);
            entry.additions = lead(candidates, &section.heading.topic)
                .and_then(|(lead, _)| added(input, lead, candidates));
        }
    }
}

fn by_story(input: &DigestInput) -> BTreeMap<StoryId, Vec<&Candidate>> {
    let mut stories: BTreeMap<StoryId, Vec<&Candidate>> = BTreeMap::new();
    for candidate in &input.candidates {
        stories.entry(candidate.story).or_default().push(candidate);
    }
    stories
}

/// What a story's articles add to what was told of it, the lead article first.
fn added(input: &DigestInput, lead: &Candidate, candidates: &[&Candidate]) -> Option<Additions> {
    let told = input
        .told
        .get(&lead.story)
        .filter(|told| !told.is_empty())?;
    let words = |candidate: &Candidate| ToldText {
        title: candidate.title.clone(),
        text: candidate.text.clone(),
        language: candidate.language,
    };
    let others = candidates
        .iter()
        .copied()
        .filter(|other| other.article != lead.article);
    let articles: Vec<ToldText> = std::iter::once(lead).chain(others).map(words).collect();
    additions(&articles, told)
}

/// The feed's claim, unless it claims the future.
fn told_at(lead: &Candidate, input: &DigestInput) -> jiff::Timestamp {
    lead.published
        .filter(|published| *published <= input.until)
        .unwrap_or(lead.first_seen)
}

fn outlet(candidate: &Candidate) -> String {
    let outlet = clean::name(&candidate.outlet);
    if outlet.is_empty() {
        candidate.feed.to_string()
    } else {
        outlet
    }
}

fn label(candidate: &Candidate) -> Option<String> {
    let label = clean::name(candidate.label.as_deref()?);
    (!label.is_empty()).then_some(label)
}

fn also_told(candidate: &Candidate) -> AlsoTold {
    AlsoTold {
        outlet: outlet(candidate),
        label: label(candidate),
        link: candidate.link.clone(),
        title: clean::title(&candidate.title),
        language: candidate.language,
        first_seen: candidate.first_seen,
    }
}

/// A line a term: the hit that counts, which is the title's where there is one. Points add up to the score.
fn reasons(found: &Match) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for evidence in &found.evidence {
        let doubled = if evidence.field == Field::Title {
            2.0
        } else {
            1.0
        };
        let reason = Reason {
            term: clean::name(&evidence.term),
            form: clean::name(&evidence.form),
            field: evidence.field.as_str(),
            points: evidence.weight * doubled,
        };
        match reasons.iter_mut().find(|known| known.term == reason.term) {
            Some(known) if known.points < reason.points => *known = reason,
            Some(_) => {}
            None => reasons.push(reason),
        }
    }
    reasons.sort_by(|a, b| b.points.total_cmp(&a.points));
    reasons
}

fn most_telling_first(stories: &mut [StoryEntry]) {
    stories.sort_by(|a, b| {
        let end = |story: &StoryEntry| is_lowered(story.learned.as_ref());
        (a.is_development.cmp(&b.is_development))
            .then(end(a).cmp(&end(b)))
            .then(likelihood(b).total_cmp(&likelihood(a)))
            .then(b.score.total_cmp(&a.score))
            .then(outlets(b).cmp(&outlets(a)))
            .then(a.first_seen.cmp(&b.first_seen))
            .then(a.story.cmp(&b.story))
    });
}

fn is_lowered(learned: Option<&Lesson>) -> bool {
    learned.and_then(|lesson| lesson.moved) == Some(Moved::Lowered)
}

/// Where nothing was learnt nobody knows, which is half and half: it leaves the order to the score.
fn likelihood(story: &StoryEntry) -> f64 {
    story
        .learned
        .as_ref()
        .map_or(0.5, |lesson| lesson.likelihood)
}

fn outlets(story: &StoryEntry) -> usize {
    1 + outlets::others(story).len()
}
