//! An address to the feed behind it: the feed itself, one that the page there names, or one at a usual place.
//!
//! Every address is asked through the one polite fetcher, one after another, and not more of them than a person would try.

use std::cell::OnceCell;
use std::fmt::Display;
use std::path::Path;

use tokio::runtime::Runtime;
use url::Url;

use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::config::load_settings;
use crate::fetch::Fetcher;
use crate::model::access::Access;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::feed::Payload;
use crate::model::feed::Validators;
use crate::model::item::Parsed;
use crate::parse::NotAFeed;
use crate::parse::Offer;
use crate::parse::Source;
use crate::parse::parse;
use crate::parse::usual_places;

/// Feeds of one page that are asked until one can be read.
const TRIES: usize = 6;

/// Why there is no feed.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// Short and stable.
    pub(super) kind: String,
    /// For people.
    pub(super) sentence: String,
}

impl Fault {
    pub(super) fn new(kind: &str, sentence: impl Display) -> Self {
        Self {
            kind: kind.to_owned(),
            sentence: sentence.to_string(),
        }
    }

    /// Whether the next address of the same site may fare better: the site answers, but not here.
    fn is_of_this_address(&self) -> bool {
        let is_refused = self.kind.starts_with("http-4") && self.kind != "http-429";
        is_refused
            || matches!(
                self.kind.as_str(),
                "not-a-feed" | "empty" | "unsupported" | "too-large"
            )
    }
}

/// A feed that was found.
pub(super) struct Found {
    /// Where it is: after permanent redirects.
    pub(super) url: Url,
    pub(super) parsed: Parsed,
    /// `None`: the address asked for is the feed's own.
    pub(super) through: Option<Through>,
}

/// The page that led to a feed.
pub(super) struct Through {
    pub(super) page: Url,
    /// What the page names; empty when the feed was found at a usual place.
    pub(super) offers: Vec<Offer>,
}

impl Through {
    /// "… is a page; its feeds are: …".
    pub(super) fn sentence(&self) -> String {
        let page = &self.page;
        if self.offers.is_empty() {
            return format!("{page} is a page that names no feed; one was found at a usual place");
        }
        let addresses: Vec<&str> = self.offers.iter().map(|offer| offer.url.as_str()).collect();
        format!("{page} is a page; its feeds are: {}", addresses.join(", "))
    }
}

/// A fetcher that is set up when the first address is asked for: files need none.
pub(super) struct Asker<'a> {
    config: Option<&'a Path>,
    made: OnceCell<(Runtime, Fetcher)>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(config: Option<&'a Path>) -> Self {
        Self {
            config,
            made: OnceCell::new(),
        }
    }

    fn ready(&self) -> Result<&(Runtime, Fetcher), Failure> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let place = Place::find(self.config);
        let (settings, _) = load_settings(&place.directory, &place.environment)?;
        let made = (runtime()?, Fetcher::new(&settings.fetch)?);
        Ok(self.made.get_or_init(|| made))
    }

    fn get(&self, url: &Url) -> Result<Payload, Fault> {
        let trouble = |failure: Failure| Fault::new("setup", format!("{:#}", failure.error));
        let (runtime, fetcher) = self.ready().map_err(trouble)?;
        let request = FeedRequest {
            feed: "test".parse().map_err(|error| Fault::new("setup", error))?,
            url: url.clone(),
            validators: Validators::default(),
            headers: Vec::new(),
            access: Access::default(),
            via: None,
        };
        match runtime.block_on(fetcher.fetch(&request)) {
            Ok(Fetched::Payload(payload)) => Ok(*payload),
            Ok(Fetched::NotModified(_)) => Err(Fault::new("empty", "the server sent no body")),
            Err(error) => Err(Fault::new(&error.kind(), error.sentence())),
        }
    }

    /// Asks once and reads; the inner error is a body that is no feed, with where it came from.
    fn read(&self, url: &Url, base: Option<&Url>) -> Result<Result<Found, (Url, NotAFeed)>, Fault> {
        let payload = self.get(url)?;
        let parsed = parse(&Source {
            bytes: &payload.bytes,
            base: base.unwrap_or(&payload.url),
            content_type: payload.content_type.as_deref(),
            encoding: None,
        });
        Ok(match parsed {
            Ok(parsed) => Ok(Found {
                url: payload.moved_to.unwrap_or_else(|| url.clone()),
                parsed,
                through: None,
            }),
            Err(refusal) => Err((payload.url, refusal)),
        })
    }
}

/// The feed at `url` or behind the page there. `choose`, from 1, takes that one of the page's feeds and no other; `base`
/// is what relative links of a feed at `url` itself are resolved against.
pub(super) fn find(
    asker: &Asker<'_>,
    url: &Url,
    base: Option<&Url>,
    choose: Option<usize>,
) -> Result<Found, Fault> {
    let (page, refusal) = match asker.read(url, base)? {
        Ok(found) => return Ok(found),
        Err(refused) => refused,
    };
    if !refusal.is_page() {
        return Err(Fault::new(refusal.kind(), refusal));
    }
    let offers = refusal.feeds().to_vec();
    let found = if offers.is_empty() {
        try_each(asker, usual_places(&page), usize::MAX)
    } else if let Some(k) = choose {
        let chosen = k.checked_sub(1).and_then(|index| offers.get(index));
        let chosen = chosen.ok_or_else(|| {
            let count = offers.len();
            Fault::new(
                "not-a-feed",
                format!("{page} has no feed number {k}: it names {count}"),
            )
        })?;
        try_each(asker, vec![chosen.url.clone()], 1)
    } else {
        try_each(
            asker,
            offers.iter().map(|offer| offer.url.clone()).collect(),
            TRIES,
        )
    };
    match found {
        Ok(found) => Ok(Found {
            through: Some(Through { page, offers }),
            ..found
        }),
        Err(tried) if offers.is_empty() => Err(Fault::new(
            refusal.kind(),
            format!(
                "{page} is a page that names no feed, and at the {} usual places there is none",
                tried.len()
            ),
        )),
        Err(tried) => {
            let tried: Vec<String> = tried
                .iter()
                .map(|(url, fault)| format!("{url}: {}", fault.sentence))
                .collect();
            let tried = tried.join("; ");
            Err(Fault::new(
                refusal.kind(),
                format!("{page} is a page, and none of its feeds can be read: {tried}"),
            ))
        }
    }
}

/// The first address that is a feed; a list of feeds (a page of its own) is followed once. Else what each one said.
fn try_each(
    asker: &Asker<'_>,
    addresses: Vec<Url>,
    most: usize,
) -> Result<Found, Vec<(Url, Fault)>> {
    let mut waiting: Vec<Url> = addresses.into_iter().take(most).collect();
    waiting.reverse();
    let mut tried: Vec<(Url, Fault)> = Vec::new();
    let mut has_followed = false;
    while let Some(url) = waiting.pop() {
        let fault = match asker.read(&url, None) {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err((_, refusal))) => {
                if !has_followed && !refusal.feeds().is_empty() {
                    has_followed = true;
                    let new = |offer: &&Offer| {
                        offer.url != url && tried.iter().all(|(known, _)| *known != offer.url)
                    };
                    let listed: Vec<Url> = refusal
                        .feeds()
                        .iter()
                        .filter(new)
                        .take(TRIES)
                        .map(|offer| offer.url.clone())
                        .collect();
                    waiting.extend(listed.into_iter().rev());
                }
                Fault::new(refusal.kind(), refusal)
            }
            Err(fault) => fault,
        };
        let goes_on = fault.is_of_this_address();
        tried.push((url, fault));
        if !goes_on {
            break;
        }
    }
    Err(tried)
}
