//! Terms that are found in so much of the archive that they tell little; read-only, and silent where there is no archive.

use std::path::Path;

use crate::classify::Classifier;
use crate::classify::Text;
use crate::classify::lint::probes;
use crate::cli::open::runtime;
use crate::config::Findings;
use crate::config::point_at_terms;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::StoredArticle;
use crate::store::View;

/// The latest articles that are looked at.
const LATEST: usize = 5000;

/// Too few say nothing.
const FEWEST: usize = 200;

/// A term found in more than one article of so many is too common.
const ONE_IN: usize = 5;

/// A warning for each term that alone would let in more than a fifth of the latest articles.
pub(super) fn find(path: &Path, watchlist: &Watchlist, settings: &Settings) -> Findings {
    let articles = latest_articles(settings).unwrap_or_default();
    if articles.len() < FEWEST {
        return Findings::default();
    }
    let (terms, probes) = probes(watchlist);
    let Ok(classifier) = Classifier::compile(&probes) else {
        return Findings::default(); // too large a list to be counted
    };
    let mut found = vec![0_usize; terms.len()];
    for stored in &articles {
        let article = &stored.article;
        let matches = classifier.classify(&Text {
            feed: Some(&article.feed),
            language: article.language,
            title: &article.title,
            text: &article.text,
        });
        let numbers = matches
            .iter()
            .filter_map(|found| found.topic.as_str().get(1..)?.parse::<usize>().ok());
        for number in numbers {
            if let Some(count) = found.get_mut(number) {
                *count += 1;
            }
        }
    }
    let common = terms.into_iter().zip(found);
    let told: Vec<_> = common
        .filter(|(_, count)| count * ONE_IN > articles.len())
        .map(|(term, count)| {
            let message = format!(
                "\"{}\" alone is found in {count} of the latest {} articles of the archive",
                term.written,
                articles.len()
            );
            let help = "ask for a second word with all = [[…], […]], or leave it out".to_owned();
            (term, "too-common", message, help)
        })
        .collect();
    point_at_terms(path, &told)
}

fn latest_articles(settings: &Settings) -> Option<Vec<StoredArticle>> {
    let store = Store::open_reader(&settings.store).ok()?;
    runtime().ok()?.block_on(store.read(latest)).ok()
}

fn latest(view: &View) -> Result<Vec<StoredArticle>, StoreError> {
    view.latest_articles(LATEST)
}
