//! Phrases that stand around a topic's hits in what readers marked as noise, and not in what they found useful: what may
//! be worth a line under `none`. A suggestion, never more: nothing is learnt silently.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::classify::fold::fold;
use crate::model::mark::Judgement;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

/// Shorter neighbours are articles and prepositions.
const SHORTEST_NEIGHBOUR: usize = 4;
/// One article's phrase may be chance.
const FEWEST_ARTICLES: u64 = 2;

/// A matched article and what readers thought of it.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Plain text.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// Where the topic's terms stand.
    pub evidence: Vec<Evidence>,
    /// `None`: nobody said.
    pub opinion: Option<Judgement>,
}

/// A hit with the word before or after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonePhrase {
    /// As it stands in an article, in small letters.
    pub phrase: String,
    /// Articles with it that are marked as noise.
    pub noise: u64,
    /// Articles with it that nobody marked.
    pub unmarked: u64,
}

/// The most promising first. Phrases in anything useful are not among them, nor those more common where nobody marked.
#[must_use]
pub fn none_phrases(articles: &[Marked], most: usize) -> Vec<NonePhrase> {
    let mut counts: HashMap<String, [u64; 3]> = HashMap::new();
    for article in articles {
        for phrase in phrases(article) {
            let [noise, unmarked, useful] = counts.entry(phrase).or_default();
            match article.opinion {
                Some(Judgement::Noise) => *noise += 1,
                None => *unmarked += 1,
                Some(Judgement::Useful) => *useful += 1,
            }
        }
    }
    let mut found: Vec<NonePhrase> = counts
        .into_iter()
        .filter(|(_, [noise, unmarked, useful])| {
            *noise >= FEWEST_ARTICLES && *useful == 0 && unmarked <= noise
        })
        .map(|(phrase, [noise, unmarked, _])| NonePhrase {
            phrase,
            noise,
            unmarked,
        })
        .collect();
    found.sort_by(|a, b| {
        let rank = |p: &NonePhrase| (std::cmp::Reverse(p.noise), p.unmarked);
        rank(a).cmp(&rank(b)).then_with(|| a.phrase.cmp(&b.phrase))
    });
    found.truncate(most);
    found
}

/// The phrases of one article, each once.
fn phrases(article: &Marked) -> BTreeSet<String> {
    let mut phrases = BTreeSet::new();
    for piece in &article.evidence {
        let field = match piece.field {
            Field::Title => &article.title,
            Field::Text => &article.text,
        };
        let before: String = field.chars().take(piece.start).collect();
        let after: String = field.chars().skip(piece.end).take(80).collect();
        let form = piece.form.to_lowercase();
        if let Some(word) = neighbour(before.rsplit(' ').nth(1), before.ends_with(' ')) {
            phrases.insert(format!("{word} {form}"));
        }
        if let Some(word) = neighbour(after.split(' ').nth(1), after.starts_with(' ')) {
            phrases.insert(format!("{form} {word}"));
        }
    }
    phrases
}

/// The word beside a hit, if nothing but a blank stands between and it is worth telling.
fn neighbour(word: Option<&str>, is_beside: bool) -> Option<String> {
    let word = word.filter(|_| is_beside)?;
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_word = word.chars().count() >= SHORTEST_NEIGHBOUR
        && word.chars().all(|c| c.is_alphanumeric() || c == '-')
        && fold(word).words().count() == 1;
    is_word.then(|| word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(title: &str, form: &str, opinion: Option<Judgement>) -> Marked {
        let start = title.find(form).expect("it stands there");
        Marked {
            title: title.to_owned(),
            text: String::new(),
            evidence: vec![Evidence {
                term: "sanction".to_owned(),
                form: form.to_owned(),
                field: Field::Title,
                start: title[..start].chars().count(),
                end: title[..start].chars().count() + form.chars().count(),
                weight: 1.0,
            }],
            opinion,
        }
    }

    #[test]
    fn what_stands_around_noise_alone_is_suggested() {
        let noise = Some(Judgement::Noise);
        let useful = Some(Judgement::Useful);
        let articles = [
            marked("Benefit sanctions rise again", "sanctions", noise),
            marked("More benefit sanctions", "sanctions", noise),
            marked("Harsh sanctions rise", "sanctions", noise),
            marked("Harsh sanctions on a bank", "sanctions", useful),
            marked("Harsh sanctions", "sanctions", noise),
            marked("The sanctions", "sanctions", noise),
            marked("The sanctions", "sanctions", noise),
        ];

        let found = none_phrases(&articles, 10);

        let phrases: Vec<&str> = found.iter().map(|found| found.phrase.as_str()).collect();
        assert_eq!(phrases, ["benefit sanctions", "sanctions rise"]);
        assert_eq!((found[0].noise, found[0].unmarked), (2, 0));
    }
}
