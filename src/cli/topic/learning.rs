//! The part of a topic report about learning: what the marks teach, whether it helps, and what it kept out.

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::classify::learn::Advice;
use crate::classify::learn::Model;
use crate::classify::learn::NotYet;
use crate::classify::learn::Proof;
use crate::classify::learn::Rates;
use crate::cli::json::leans_value;
use crate::model::ids::ArticleId;
use crate::model::lesson::Lean;
use crate::model::lesson::Learning;
use crate::model::watchlist::Topic;
use crate::pipeline::Watch;
use crate::pipeline::learn::examples;
use crate::store::StoreError;
use crate::store::View;

/// Traits of a side.
const MOST_LEANS: usize = 8;
/// Kept-out articles that a line holds.
const MOST_HIDDEN: usize = 12;

/// What both forms of the answer are made from.
pub(super) struct LearningReport {
    topic: String,
    mode: Learning,
    useful: usize,
    noise: usize,
    up_to: i64,
    taught: Result<Taught, NotYet>,
    hidden: Vec<ArticleId>,
}

/// What the marks teach.
struct Taught {
    proof: Proof,
    speak_for: Vec<Lean>,
    against: Vec<Lean>,
}

pub(super) fn report(
    view: &View,
    watch: &Watch,
    topic: &Topic,
    since: Timestamp,
) -> Result<LearningReport, StoreError> {
    let examples = examples(view, watch, &topic.name)?;
    let useful = examples.iter().filter(|example| example.is_useful).count();
    let up_to = view.newest_mark()?;
    let taught = Proof::of(&examples).and_then(|proof| {
        let model = Model::learn((&topic.name, topic.learn), &examples, up_to)?;
        let (speak_for, against) = model.strongest(MOST_LEANS);
        Ok(Taught {
            proof,
            speak_for,
            against,
        })
    });
    Ok(LearningReport {
        topic: topic.name.to_string(),
        mode: topic.learn,
        useful,
        noise: examples.len() - useful,
        up_to,
        taught,
        hidden: view.hidden_articles(&topic.name, since, Timestamp::MAX)?,
    })
}

impl LearningReport {
    /// What follows, in a sentence.
    fn sentence(&self) -> String {
        let is_on = self.mode.is_on();
        match (&self.taught, is_on) {
            (Err(not_yet), _) => not_yet.to_string(),
            (Ok(taught), _) => match (taught.proof.advice(), is_on) {
                (Advice::Helps, true) => "learning chooses better than the rules alone".to_owned(),
                (Advice::Helps, false) => format!(
                    "learning would choose better than the rules alone: write learn = true into [topic.{}]",
                    self.topic
                ),
                (Advice::Orders, true) => {
                    "learning chooses no better than the rules alone, but orders better".to_owned()
                }
                (Advice::Orders, false) => format!(
                    "learning would choose no better than the rules alone, but order better: learn = true in [topic.{}] does that",
                    self.topic
                ),
                (Advice::LeaveOff, true) => format!(
                    "the rules alone do as well or better: take learn out of [topic.{}]",
                    self.topic
                ),
                (Advice::LeaveOff, false) => {
                    "the rules alone do as well or better: leave it off".to_owned()
                }
            },
        }
    }

    pub(super) fn value(&self) -> Value {
        let taught = self.taught.as_ref().ok();
        let proof = taught.map(|taught| &taught.proof);
        json!({
            "mode": self.mode.as_str(),
            "sentence": self.sentence(),
            "useful": self.useful,
            "noise": self.noise,
            "up_to": self.up_to,
            "folds": proof.map(|proof| proof.folds),
            "rules": proof.map(|proof| rates_value(&proof.rules)),
            "learned": proof.map(|proof| rates_value(&proof.learned)),
            "advice": proof.map(|proof| proof.advice().as_str()),
            "for": taught.map_or(json!([]), |taught| leans_value(&taught.speak_for)),
            "against": taught.map_or(json!([]), |taught| leans_value(&taught.against)),
            "hidden": self.hidden.iter().map(|article| article.0).collect::<Vec<_>>(),
        })
    }

    /// Silent where the topic does not learn and has too few marks for it.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        let mode = self.mode.as_str();
        match &self.taught {
            Err(_) if !self.mode.is_on() => {}
            Err(_) => words.push_str(&format!(
                "learning from marks ({mode}) waits: {}\n",
                self.sentence()
            )),
            Ok(taught) => {
                words.push_str(&format!(
                    "learning from marks ({mode}): {} articles marked useful, {} noise, marks up to {}\n  {}\n",
                    self.useful,
                    self.noise,
                    self.up_to,
                    self.sentence()
                ));
                words.push_str(&taught.words());
            }
        }
        if !self.hidden.is_empty() {
            words.push_str(&hidden_words(&self.hidden));
        }
        words
    }
}

impl Taught {
    fn words(&self) -> String {
        let Proof {
            folds,
            rules,
            learned,
        } = &self.proof;
        format!(
            "  on these articles, judged in {folds} parts by what the others taught:\n  precision recall order\n{}{}{}{}",
            rates_words(rules, "the rules alone"),
            rates_words(learned, "rules and marks"),
            leans_words("for", &self.speak_for),
            leans_words("against", &self.against),
        )
    }
}

fn rates_value(rates: &Rates) -> Value {
    let rounded = |share: Option<f64>| share.map(|share| (share * 1000.0).round() / 1000.0);
    json!({
        "precision": rounded(rates.precision),
        "recall": rounded(rates.recall),
        "order": rounded(rates.order),
    })
}

fn rates_words(rates: &Rates, what: &str) -> String {
    let percent = |share: Option<f64>| {
        share.map_or("—".to_owned(), |share| format!("{:.0} %", share * 100.0))
    };
    format!(
        "  {:>9} {:>6} {:>5}  {what}\n",
        percent(rates.precision),
        percent(rates.recall),
        percent(rates.order)
    )
}

fn leans_words(side: &str, leans: &[Lean]) -> String {
    let leans: Vec<String> = leans.iter().map(ToString::to_string).collect();
    if leans.is_empty() {
        return String::new();
    }
    format!("  {side}: {}\n", leans.join(", "))
}

fn hidden_words(hidden: &[ArticleId]) -> String {
    let told: Vec<String> = hidden
        .iter()
        .take(MOST_HIDDEN)
        .map(ToString::to_string)
        .collect();
    let more = match hidden.len().saturating_sub(MOST_HIDDEN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "  kept out of letters: {}{more}; `wirewatch explain ID` tells why, `wirewatch mark ID useful` teaches better\n",
        told.join(", ")
    )
}
