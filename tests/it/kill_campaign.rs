//! The kill campaign: the proof of the first promise. The real program is killed again and again, at every named crash point
//! and at random moments, while new articles keep arriving and the relay drops the line where it hurts. In the end nothing may
//! be lost, nothing may be in two digests, and a second copy may exist only where a cut fell between the relay's 250 and our
//! commit, byte for byte the first.
//!
//! `WIREWATCH_KILLS=1000` makes it longer, `WIREWATCH_SEED=n` makes it another one. A life is one round, by a clock of the
//! test's own: it polls, admits, issues and sends, and so meets every place at which a daemon can die.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::Stage;
use crate::support::World;
use crate::support::at;
use crate::support::rss;
use crate::support::wait_for;

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// Worlds that are killed side by side.
const WORLDS: u64 = 4;

const FEEDS: usize = 3;

const STAGES: [Stage; 6] = [
    Stage::Connect,
    Stage::Mail,
    Stage::Recipient,
    Stage::Data,
    Stage::EndOfData,
    Stage::Taken,
];

/// A small generator (xorshift64*), so that a campaign can be run again by its seed.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

/// How a life is to end.
#[derive(Clone, Debug)]
enum Fate {
    /// By its own hand, the n-th time that it comes to a named place.
    At(u64, String),
    /// From outside, after so long.
    After(Duration),
}

/// A life that is over.
#[derive(Clone, Debug)]
struct Life {
    fate: Fate,
    was_killed: bool,
    /// Letters that the relay had taken when it was over.
    letters: usize,
}

struct Campaign {
    world: World,
    chance: Chance,
    seed: u64,
    now: Timestamp,
    published: Vec<Vec<Entry>>,
    lives: Vec<Life>,
    /// How long a life takes that nobody ends.
    usual: Duration,
}

impl Campaign {
    fn new(seed: u64) -> Self {
        let plan = Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .topic("repression", "any = [\"arrest\"]")
            .digest(
                "desk",
                "topics = [\"sanctions\", \"repression\"]\nto = [\"desk@example.org\", \"night@example.org\"]",
            )
            .digest(
                "brief",
                "topics = [\"sanctions\"]\nto = [\"brief@example.org\"]",
            );
        let plan = (0..FEEDS).fold(plan, |plan, number| plan.feed(&format!("wire{number}")));
        let mut campaign = Self {
            world: World::new(plan),
            chance: Chance::new(seed),
            seed,
            now: at("06:00:00"),
            published: vec![Vec::new(); FEEDS],
            lives: Vec::new(),
            usual: Duration::ZERO,
        };
        // The first life is spared: from it the digests' windows begin, and it tells how long a life is.
        campaign.publish();
        let began = Instant::now();
        campaign.world.once(campaign.now);
        campaign.usual = began.elapsed();
        campaign
    }

    /// A new article in every feed, and in some two.
    fn publish(&mut self) {
        for feed in 0..FEEDS {
            for _ in 0..=self.chance.below(2) {
                let number = self.published[feed].len();
                let what = ["Sanctions", "Arrests"][self.chance.below(2) as usize];
                let slug = format!("{feed}-{number}");
                let title = format!("{what} told by wire{feed} as its number {number}");
                let text = format!("What was said at {} of {slug}.", self.now);
                self.published[feed].push(Entry::new(&slug, &title, &text, self.now));
            }
            let body = rss(&format!("Wire {feed}"), &self.published[feed]);
            self.world
                .origin()
                .serves(&format!("/wire{feed}"), Answer::feed(body));
        }
    }

    fn trouble_the_relay(&mut self) {
        let inbox = self.world.inbox();
        match self.chance.below(4) {
            0 => {
                let stage = STAGES[self.chance.below(STAGES.len() as u64) as usize];
                inbox.hangs_up_at(stage);
            }
            1 => inbox.greylists_next(self.chance.below(3) as usize),
            _ => {}
        }
    }

    /// One life; new articles come first, and more of them while it lives.
    fn live(&mut self, fate: Fate) {
        self.now += SignedDuration::from_secs(61 + self.chance.below(60) as i64);
        self.publish();
        self.trouble_the_relay();
        let mut ended = match &fate {
            Fate::At(passes, place) => {
                let asked = format!("{passes} {place}");
                let environment = [("WIREWATCH_CRASH_AT", asked.as_str())];
                self.world.begin_once(&environment, self.now)
            }
            Fate::After(time) => {
                let mut child = self.world.begin_once(&[], self.now);
                // The one wait for time and not for a fact: where in its work the process is then, nobody knows.
                let (_silent, nobody) = mpsc::channel::<()>();
                let _ = nobody.recv_timeout(*time);
                let _ = child.kill();
                child
            }
        };
        self.publish();
        let status = wait_for("the end of a life", Duration::from_secs(120), || {
            ended.try_wait().unwrap()
        });
        self.world.inbox().wait_until_quiet();
        let was_killed = status.code().is_none();
        assert!(
            was_killed || status.success(),
            "a life with seed {} ended with {status}: {fate:?}",
            self.seed
        );
        self.lives.push(Life {
            fate,
            was_killed,
            letters: self.world.inbox().count().0,
        });
    }

    fn kills(&self) -> usize {
        self.lives.iter().filter(|life| life.was_killed).count()
    }

    /// Lives until it has been killed so often.
    fn run(&mut self, kills: usize, places: &[String]) {
        for turn in 0.. {
            if self.kills() >= kills {
                return;
            }
            assert!(turn < kills * 6, "most lives ended well: {:?}", self.lives);
            let fate = if turn % 2 == 0 {
                // In turn, so that none is left out; another one begins in each world.
                let place = &places[(turn / 2 + self.seed as usize) % places.len()];
                Fate::At(1 + self.chance.below(3), place.clone())
            } else {
                let most = self.usual.as_micros() as u64;
                Fate::After(Duration::from_micros(self.chance.below(most.max(1))))
            };
            self.live(fate);
            if turn % 16 == 15 {
                self.verify();
            }
        }
    }

    fn verify(&self) -> Value {
        let proof = self.world.run(&["digest", "verify", "--json"]);
        let proof = proof.json();
        assert_eq!(proof["breaches"].as_array().unwrap().len(), 0, "{proof:#}");
        proof
    }

    /// Nobody kills any more: what is due goes out.
    fn come_to_rest(&mut self) {
        for _ in 0..12 {
            self.now += SignedDuration::from_mins(70);
            self.world.once(self.now);
            self.world.inbox().wait_until_quiet();
            let letters = self.world.inbox().count().0;
            self.lives.push(Life {
                fate: Fate::After(Duration::MAX),
                was_killed: false,
                letters,
            });
            let proof = self.verify();
            let waiting = proof["digests"].as_array().unwrap();
            if proof["letters"]["queued"] == 0 && waiting.iter().all(|d| d["waiting"] == 0) {
                return;
            }
        }
        panic!("letters are still due: {:#}", self.verify());
    }

    fn titles(&self, with: &str) -> Vec<String> {
        let entries = self.published.iter().flatten();
        let mut titles: Vec<String> = entries
            .map(|entry| entry.title.clone())
            .filter(|title| title.contains(with))
            .collect();
        titles.sort();
        titles
    }

    /// 0 lost, 0 in two digests: the titles told by all issues of a digest are those published, each once.
    fn assert_every_article_told_once(&self, digests: &[Value]) {
        for (name, with) in [("desk", ""), ("brief", "Sanctions")] {
            let issues = digests.iter().filter(|issue| issue["digest"] == name);
            let mut told: Vec<String> = issues
                .flat_map(|issue| issue["stories"].as_array().unwrap())
                .flat_map(|story| story["articles"].as_array().unwrap())
                .map(|article| article["title"].as_str().unwrap().to_owned())
                .collect();
            told.sort();
            assert_eq!(told, self.titles(with), "digest {name}, seed {}", self.seed);
        }
    }

    /// Every letter of every issue was taken, nothing else was, and a second copy stands in the window and is the same.
    fn assert_letters(&self, digests: &[Value]) -> usize {
        let deliveries = digests
            .iter()
            .flat_map(|issue| issue["deliveries"].as_array().unwrap());
        let wanted: BTreeMap<String, &Value> = deliveries
            .map(|delivery| {
                assert_eq!(delivery["status"], "accepted", "{delivery}");
                (
                    delivery["message_id"].as_str().unwrap().to_owned(),
                    delivery,
                )
            })
            .collect();
        let letters = self.world.inbox().letters();
        let (_, unanswered) = self.world.inbox().count();
        let mut copies: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, letter) in letters.iter().enumerate() {
            copies.entry(letter.message_id()).or_default().push(place);
        }
        let taken: BTreeSet<&String> = copies.keys().collect();
        let owed: BTreeSet<&String> = wanted.keys().collect();
        assert_eq!(
            taken, owed,
            "letters taken and letters owed, seed {}",
            self.seed
        );
        let mut seconds = 0;
        for (id, places) in &copies {
            let attempts = wanted[id]["attempts"].as_u64().unwrap();
            assert!(
                places.len() as u64 <= attempts,
                "{id}: {places:?}, {attempts} attempts"
            );
            for pair in places.windows(2) {
                seconds += 1;
                assert_eq!(
                    letters[pair[0]], letters[pair[1]],
                    "one Message-ID, one letter"
                );
                let life = self.life_of(pair[0]);
                assert!(
                    life.was_killed || unanswered.contains(&pair[0]),
                    "{id} went twice, and nothing fell between its 250 and the commit: {life:?}, seed {}",
                    self.seed
                );
            }
        }
        seconds
    }

    /// In which life the relay took that letter.
    fn life_of(&self, place: usize) -> &Life {
        let life = self.lives.iter().find(|life| place < life.letters);
        life.unwrap_or_else(|| panic!("letter {place} was taken after the last life"))
    }
}

/// Every `crash_point("…")` of the source: a place that is named is a place that is died at.
fn places() -> Vec<String> {
    let mut places = BTreeSet::new();
    collect(Path::new(SRC), &mut places);
    assert!(places.len() >= 8, "{places:?}");
    places.into_iter().collect()
}

fn collect(folder: &Path, places: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, places);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let calls = text.split("crash_point(\"").skip(1);
            places.extend(calls.filter_map(|call| Some(call.split_once('"')?.0.to_owned())));
        }
    }
}

fn number_from(variable: &str, usual: u64) -> u64 {
    let given = std::env::vars().find(|(name, _)| name == variable);
    given.map_or(usual, |(_, value)| value.parse().unwrap())
}

#[test]
fn kills_at_every_place_and_moment_lose_nothing_and_tell_nothing_twice() {
    let kills = number_from("WIREWATCH_KILLS", 100);
    let seed = number_from("WIREWATCH_SEED", 1);
    let places = places();
    let each = kills.div_ceil(WORLDS) as usize;

    let campaigns = thread::scope(|scope| {
        let running: Vec<_> = (0..WORLDS)
            .map(|world| {
                let places = &places;
                scope.spawn(move || {
                    let mut campaign = Campaign::new(seed * WORLDS + world);
                    campaign.run(each, places);
                    campaign.come_to_rest();
                    campaign
                })
            })
            .collect();
        let ended = running.into_iter().map(|world| world.join());
        ended.collect::<Result<Vec<_>, _>>()
    });
    let Ok(campaigns) = campaigns else {
        panic!("a campaign of seed {seed} failed, see above");
    };

    let mut died_at = BTreeSet::new();
    let (mut seconds, mut articles, mut killed) = (0, 0, 0);
    for campaign in &campaigns {
        let digests = campaign.world.digests();
        campaign.assert_every_article_told_once(&digests);
        seconds += campaign.assert_letters(&digests);
        articles += campaign.titles("").len();
        killed += campaign.kills();
        died_at.extend(campaign.lives.iter().filter_map(|life| match &life.fate {
            Fate::At(_, place) if life.was_killed => Some(place.clone()),
            _ => None,
        }));
    }
    assert!(killed as u64 >= kills, "{killed} kills");
    let left_out: Vec<_> = places
        .iter()
        .filter(|place| !died_at.contains(*place))
        .collect();
    assert!(left_out.is_empty(), "nobody died at {left_out:?}");
    println!("{killed} kills, {articles} articles, {seconds} second copies, all in the window");
}

#[test]
fn a_place_that_nobody_can_name_ends_the_start() {
    let world = World::new(Plan::desk());

    let asked = world.begin_once(&[("WIREWATCH_CRASH_AT", "nonsense")], at("09:00:00"));

    let ended = asked.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(64));
}
