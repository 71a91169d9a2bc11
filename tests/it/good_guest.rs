//! The scorecard of a good guest: thirteen feeds on eight registered domains are asked for two and a half days, by a new
//! process each time, and everything that reached their servers is held against the rules. There may be no fault.
//!
//! The origin plays all hosts at once as the proxy of the whole world: the names are strangers', so the rules for
//! strangers hold, and nothing leaves the machine.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::Request;
use crate::support::World;
use crate::support::rss;

const MAX_AGE: SignedDuration = SignedDuration::from_hours(4);
const REST: SignedDuration = SignedDuration::from_hours(20);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Name, address, further keys.
const FEEDS: [(&str, &str, &str); 13] = [
    ("weak", "http://www.paper.example/weak", "every = \"3h\""),
    (
        "dated",
        "http://feeds.paper.example/dated",
        "every = \"3h\"",
    ),
    ("both", "http://paper.example/both", "every = \"3h\""),
    ("bare", "http://bare.example/feed", "every = \"3h\""),
    ("fresh", "http://fresh.example/feed", ""),
    ("limited", "http://busy.example/limited", "every = \"30m\""),
    (
        "sibling",
        "http://api.busy.example/sibling",
        "every = \"30m\"",
    ),
    ("closed", "http://closed.example/feed", "every = \"30m\""),
    ("gone", "http://gone.example/feed", "every = \"30m\""),
    ("broken", "http://broken.example/feed", "every = \"30m\""),
    ("missing", "http://broken.example/missing", ""),
    ("mover", "http://mover.example/old", "every = \"30m\""),
    (
        "away",
        "http://away.example/feed",
        "every = \"6h\"\nheaders = { X-Key = \"k\" }",
    ),
];

/// Hours after the beginning, some of them twice: a restart within the same moment.
const ROUNDS: [f64; 22] = [
    0.0, 0.0, 0.1, 0.6, 1.2, 1.2, 3.5, 4.2, 7.0, 8.5, 12.0, 19.5, 20.5, 20.5, 23.5, 25.0, 25.2,
    30.0, 36.0, 48.5, 51.0, 60.0,
];

/// A request, and the moment that the asking process lived in.
struct Asked {
    at: Timestamp,
    request: Request,
}

impl Asked {
    fn url(&self) -> &str {
        &self.request.path
    }

    /// The last two labels of the host: all registered domains here are such.
    fn domain(&self) -> String {
        let host = self.url().split('/').nth(2).unwrap_or_default();
        let mut labels = host.rsplit('.');
        let (top, below) = (labels.next(), labels.next());
        format!("{}.{}", below.unwrap_or_default(), top.unwrap_or_default())
    }

    fn header(&self, name: &str) -> Option<String> {
        let bytes = self.request.header(name)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    fn is_unconditional(&self) -> bool {
        self.header("if-none-match").is_none() && self.header("if-modified-since").is_none()
    }
}

fn beginning() -> Timestamp {
    "2026-11-20T00:00:00Z".parse().unwrap()
}

fn news() -> Answer {
    let entry = Entry::new("bank", "Sanctions on a bank", "", beginning());
    // Long enough that two at once would be seen to be two at once.
    Answer::feed(rss("The Wire", &[entry])).taking(Duration::from_millis(30))
}

const WEAK: &str = "W/\"a b;c\\-gzip\"";
const DATE: &str = "Fri, 20 Nov 2026 08:30:61 MEZ";

fn world() -> World {
    let world = World::new(Plan::empty());
    let proxy = format!(
        "proxy = \"{}\"\ncontact = \"desk@example.org\"\n",
        world.origin().url("/")
    );
    world.edit_settings("per_host = 64\n", &proxy);
    // A timeout on a loaded machine would be the server's fault, and change what is due.
    world.edit_settings("timeout = \"3s\"", "timeout = \"60s\"");
    let mut list = "schema = 1\n[topic.sanctions]\nany = [\"sanction\"]\n".to_owned();
    list.extend(FEEDS.map(|(name, url, keys)| format!("[feed.{name}]\nurl = \"{url}\"\n{keys}\n")));
    world.write_watchlist(&list);
    let wait = REST.as_secs().to_string();
    let max_age = format!("public, max-age={}", MAX_AGE.as_secs());
    let until = beginning() + REST;
    let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for (url, answer) in [
        (
            FEEDS[0].1,
            news().with_etag(WEAK).with_header("Set-Cookie", "id=1"),
        ),
        (FEEDS[1].1, news().with_last_modified(DATE)),
        (
            FEEDS[2].1,
            news().with_etag("\"2\"").with_last_modified(DATE),
        ),
        (FEEDS[3].1, news()),
        (FEEDS[4].1, news().with_header("Cache-Control", &max_age)),
        (
            FEEDS[5].1,
            Answer::status(429).with_header("Retry-After", &wait),
        ),
        (FEEDS[6].1, news()),
        (
            FEEDS[7].1,
            Answer::status(503).with_header("Retry-After", &date),
        ),
        (FEEDS[8].1, Answer::status(410)),
        (FEEDS[9].1, Answer::status(500)),
        (
            FEEDS[11].1,
            Answer::status(308).with_header("Location", "http://new.mover.example/feed"),
        ),
        ("http://new.mover.example/feed", news().with_etag("\"m\"")),
        (
            FEEDS[12].1,
            Answer::redirect("http://elsewhere.example/feed").with_header("Set-Cookie", "id=2"),
        ),
        ("http://elsewhere.example/feed", news()),
    ] {
        world.origin().serves(url, answer);
    }
    world
}

/// Plays all rounds; what was asked, and how long each round took by the asking process itself.
fn play(world: &World) -> (Vec<Asked>, Vec<(Timestamp, f64)>) {
    let (mut asked, mut rounds) = (Vec::new(), Vec::new());
    for hours in ROUNDS {
        let at = beginning() + Duration::from_secs_f64(hours * 3600.0);
        let summary = world.once(at);
        rounds.push((at, summary["seconds"].as_f64().unwrap()));
        let requests = world.origin().all_requests();
        let new = requests.into_iter().skip(asked.len());
        asked.extend(
            new.collect::<Vec<_>>()
                .into_iter()
                .map(|request| Asked { at, request }),
        );
    }
    (asked, rounds)
}

#[test]
fn a_good_guest_makes_no_fault() {
    let world = world();

    let (asked, rounds) = play(&world);

    let mut faults = Vec::new();
    for asked in &asked {
        faults.extend(bad_manners(asked));
    }
    for of_one in by(&asked, |asked| asked.url().to_owned()).values() {
        faults.extend(wrong_validators(of_one));
        faults.extend(asked_too_early(of_one));
    }
    for of_one in by(&asked, Asked::domain).values() {
        faults.extend(crowding(of_one));
        faults.extend(disturbed_rests(of_one));
    }
    faults.extend(hurry(&asked, &rounds));
    faults.extend(bursts_at_restart(&asked));
    faults.extend(asked_where_it_was(&asked));
    faults.extend(never_asked(&asked));
    assert!(
        faults.is_empty(),
        "{} faults in {} requests:\n{}",
        faults.len(),
        asked.len(),
        faults.join("\n")
    );
}

fn by(asked: &[Asked], key: impl Fn(&Asked) -> String) -> HashMap<String, Vec<&Asked>> {
    let mut groups: HashMap<String, Vec<&Asked>> = HashMap::new();
    for one in asked {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

/// Who we are, what we read, and nothing that follows people around.
fn bad_manners(asked: &Asked) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |is_so: bool, what: &str| {
        if !is_so {
            faults.push(format!("{}: {what}", asked.url()));
        }
    };
    let agent = asked.header("user-agent").unwrap_or_default();
    must(agent.starts_with("wirewatch/"), "no honest User-Agent");
    must(agent.contains("(+mailto:desk@example.org)"), "no contact");
    must(
        asked
            .header("accept")
            .is_some_and(|a| a.contains("application/rss+xml")),
        "no Accept",
    );
    must(
        asked
            .header("accept-encoding")
            .is_some_and(|a| a.contains("gzip")),
        "no Accept-Encoding",
    );
    must(asked.header("cookie").is_none(), "a cookie came back");
    must(asked.header("referer").is_none(), "a Referer");
    must(
        asked.header("x-key").is_none() || asked.domain() == "away.example",
        "a key went abroad",
    );
    faults
}

/// Validators go back byte for byte, and are left out once a day and no sooner.
fn wrong_validators(of_one: &[&Asked]) -> Vec<String> {
    let url = of_one[0].url();
    let (etag, date) = match url {
        _ if url.ends_with("/weak") => (Some(WEAK), None),
        _ if url.ends_with("/dated") => (None, Some(DATE)),
        _ if url.ends_with("/both") => (Some("\"2\""), Some(DATE)),
        // What the server at the end of a redirect gave is asked with from its beginning.
        _ if url.contains("mover.example") => (Some("\"m\""), None),
        _ => (None, None),
    };
    let mut faults = Vec::new();
    let mut in_full: Option<Timestamp> = None;
    for asked in of_one {
        let at = asked.at;
        if asked.is_unconditional() {
            let is_repeated = in_full.is_some_and(|before| at.duration_since(before) < DAY);
            if is_repeated && (etag.is_some() || date.is_some()) {
                faults.push(format!("{url}: asked in full again at {at}"));
            }
            in_full = Some(at);
            continue;
        }
        if asked.header("if-none-match").as_deref() != etag
            || asked.header("if-modified-since").as_deref() != date
        {
            faults.push(format!("{url}: other validators than given, at {at}"));
        }
        if in_full.is_none_or(|before| at.duration_since(before) >= DAY) {
            faults.push(format!("{url}: 304 believed for more than a day, at {at}"));
        }
    }
    faults
}

/// max-age is waited for; what is gone is gone; what fails is asked less and less often.
fn asked_too_early(of_one: &[&Asked]) -> Vec<String> {
    let url = of_one[0].url();
    let gaps: Vec<_> = of_one
        .windows(2)
        .map(|pair| pair[1].at.duration_since(pair[0].at))
        .collect();
    let is_early = match url {
        "http://fresh.example/feed" => gaps.iter().any(|gap| *gap < MAX_AGE),
        "http://gone.example/feed" => !gaps.is_empty(),
        "http://broken.example/feed" => of_one.len() > 9,
        _ => gaps.iter().any(|gap| *gap < SignedDuration::from_mins(5)),
    };
    if is_early {
        return vec![format!("{url}: asked too early, after {gaps:?}")];
    }
    Vec::new()
}

/// One request at once, for all hosts of a registered domain together.
fn crowding(of_one: &[&Asked]) -> Vec<String> {
    let mut faults = Vec::new();
    for pair in of_one.windows(2) {
        let (first, second) = (&pair[0].request, &pair[1].request);
        let told = format!("{} and {}", first.path, second.path);
        if first.ended.is_none_or(|ended| ended > second.began) {
            faults.push(format!("{told}: asked at once"));
        }
    }
    faults
}

/// One request a second to a registered domain: n of them take n - 1 seconds. Arrivals would tell more of a loaded
/// machine than of the guest, so this is held against the time that the round took where it was planned.
fn hurry(asked: &[Asked], rounds: &[(Timestamp, f64)]) -> Vec<String> {
    let of_round = by(asked, |asked| format!("{} at {}", asked.domain(), asked.at));
    let mut faults = Vec::new();
    for (told, of_one) in of_round {
        let took: f64 = (rounds.iter())
            .filter(|(at, _)| *at == of_one[0].at)
            .map(|(_, seconds)| seconds)
            .sum();
        if took < of_one.len() as f64 - 1.0 {
            faults.push(format!("{told}: {} requests in {took} s", of_one.len()));
        }
    }
    faults
}

/// A host that asked for rest is asked for nothing, by no process.
fn disturbed_rests(of_one: &[&Asked]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rests_until = Timestamp::MIN;
    for asked in of_one {
        if asked.at < rests_until {
            faults.push(format!(
                "{}: asked at {} although it rests",
                asked.url(),
                asked.at
            ));
        }
        match asked.request.status {
            429 => rests_until = asked.at + REST,
            503 if asked.at < beginning() + REST => rests_until = beginning() + REST,
            _ => {}
        }
    }
    faults
}

/// A process that starts in the moment in which another one ended has nothing to ask.
fn bursts_at_restart(asked: &[Asked]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, of_one) in by(asked, |asked| format!("{} {}", asked.at, asked.url())) {
        if of_one.len() > 1 {
            faults.push(format!("{at}: asked {} times in one moment", of_one.len()));
        }
    }
    faults
}

/// A permanent redirect, once believed, is not asked for any more; one for now is.
fn asked_where_it_was(asked: &[Asked]) -> Vec<String> {
    let old: Vec<_> = asked
        .iter()
        .filter(|a| a.url() == "http://mover.example/old")
        .collect();
    let first = old[0].at;
    let is_believed = |at: Timestamp| {
        let answers = old.iter().filter(|a| a.at < at).count();
        let spanned = old
            .iter()
            .any(|a| a.at < at && a.at.duration_since(first) >= DAY);
        answers >= 3 && spanned
    };
    old.iter()
        .filter(|a| is_believed(a.at))
        .map(|a| format!("{}: asked at {} although it moved", a.url(), a.at))
        .collect()
}

/// Silence is no virtue: every feed was asked, those of a host that rested after its rest.
fn never_asked(asked: &[Asked]) -> Vec<String> {
    let is_asked = |url: &str| asked.iter().any(|a| a.url() == url);
    let mut faults: Vec<_> = FEEDS
        .iter()
        .filter(|(_, url, _)| !is_asked(url))
        .map(|(_, url, _)| format!("{url}: never asked"))
        .collect();
    let mover = asked
        .iter()
        .filter(|a| a.url() == "http://new.mover.example/feed")
        .count();
    let old = asked
        .iter()
        .filter(|a| a.url() == "http://mover.example/old")
        .count();
    if mover <= old {
        faults.push("the feed that moved was not asked where it is now".to_owned());
    }
    faults
}
