//! Letters to look at: invented outlets and invented news, as plausible as a desk's morning.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::burst::Burst;
use crate::model::digest::Candidate;
use crate::model::digest::Coverage;
use crate::model::digest::DigestInput;
use crate::model::digest::LetterKind;
use crate::model::digest::SourceTrouble;
use crate::model::digest::ToldText;
use crate::model::digest::TopicBurst;
use crate::model::digest::TopicHeading;
use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::model::watchlist::Priority;
use crate::model::watchlist::SubjectMode;

/// What an article is told by, and what was found in it: topic, term, form, weight.
pub(super) struct Told {
    pub(super) story: i64,
    pub(super) outlet: (&'static str, &'static str, &'static str),
    pub(super) language: &'static str,
    pub(super) minutes_ago: i64,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) found: &'static [(&'static str, &'static str, &'static str, f64)],
}

/// 07:30 in Vilnius.
pub(super) fn now() -> Timestamp {
    "2026-06-16T04:30:00Z".parse().unwrap()
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

/// Nothing found, everything well.
pub(super) fn empty() -> DigestInput {
    DigestInput {
        kind: LetterKind::Digest,
        number: DigestNumber(412),
        name: "morning".parse().unwrap(),
        topics: vec![
            heading(
                "repression",
                "Belarus: repression",
                Priority::High,
                [2, 1, 0, 3, 2, 4, 1, 0, 2, 2, 5, 3, 2, 9],
            ),
            heading(
                "sanctions",
                "Sanctions",
                Priority::Normal,
                [1, 0, 0, 2, 1, 1, 3, 0, 0, 1, 2, 1, 0, 2],
            ),
            heading(
                "intervention",
                "Russian intervention",
                Priority::Normal,
                [0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1],
            ),
            heading(
                "energy",
                "Energy leverage",
                Priority::Low,
                [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
            ),
        ],
        from: ago(930),
        until: now(),
        tz: TimeZone::get("Europe/Vilnius").unwrap(),
        occasion: None,
        candidates: Vec::new(),
        told: BTreeMap::new(),
        revised: Vec::new(),
        bursts: Vec::new(),
        sources: Vec::new(),
        coverage: Coverage {
            feeds: 48,
            feeds_ok: 48,
            read: 1284,
            matched: 0,
            hidden: 0,
            watchlist_version: "3fa9c1d27be4".to_owned(),
            tests: 24,
            next: Some(ago(-510)),
        },
        watchlist_changes: Vec::new(),
        subject: SubjectMode::Full,
        max_stories: 40,
        public_url: None,
    }
}

fn heading(topic: &str, title: &str, priority: Priority, daily: [u32; 14]) -> TopicHeading {
    TopicHeading {
        topic: topic.parse().unwrap(),
        title: title.to_owned(),
        priority,
        daily,
    }
}

/// A busy morning in four languages, with a burst, a changed watchlist and two sources in trouble.
pub(super) fn rich() -> DigestInput {
    let mut input = of(&MORNING);
    for candidate in &mut input.candidates {
        candidate.is_development = candidate.story == StoryId(4774);
        if candidate.is_development {
            candidate.story_opened = ago(2 * 24 * 60);
        }
    }
    input.told = BTreeMap::from([(
        StoryId(4774),
        vec![ToldText {
            title: "Учительницу из Лиды приговорили к трём годам колонии".to_owned(),
            text: "Районный суд огласил приговор в среду. Учительница провела под стражей восемь месяцев.".to_owned(),
            language: "ru".parse().ok(),
        }],
    )]);
    input.bursts = vec![TopicBurst {
        title: "Belarus: repression".to_owned(),
        burst: Burst {
            topic: "repression".parse().unwrap(),
            noticed: ago(40),
            since: ago(190),
            hours: 3,
            stories: 9,
            usual: 2.1,
            terms: vec!["detain".to_owned(), "@kgb".to_owned()],
            outlets: vec!["Зеркало".to_owned(), "Весна".to_owned()],
        },
    }];
    input.watchlist_changes =
        vec!["sanctions: the term \"price cap\" was added; 24 tests pass.".to_owned()];
    input.sources = vec![
        trouble(
            "vesti-granicy",
            "Весткі мяжы",
            FeedState::Failing,
            "http-403",
            23 * 60,
            38,
            "The server refuses us (403 Forbidden). It may not like our User-Agent: set headers = { \"User-Agent\" = \"…\" } for this feed, or try its address in a browser.",
        ),
        trouble(
            "port-monitor",
            "Port Monitor Klaipėda",
            FeedState::Quiet,
            "stale",
            9 * 24 * 60,
            0,
            "It answers, but its newest article is 9 days old, and it used to bring about 6 a day. Look whether the feed has moved.",
        ),
    ];
    input.coverage.feeds_ok = 46;
    input.coverage.matched = 9;
    input
}

/// Those articles on an otherwise quiet day.
pub(super) fn of(told: &[Told]) -> DigestInput {
    let mut input = empty();
    let mut opened: BTreeMap<i64, Timestamp> = BTreeMap::new();
    for (index, told) in told.iter().enumerate() {
        let seen = ago(told.minutes_ago);
        let first = opened.entry(told.story).or_insert(seen);
        *first = (*first).min(seen);
        input
            .candidates
            .push(candidate(told, ArticleId(90_000 + index as i64)));
    }
    for candidate in &mut input.candidates {
        candidate.story_opened = opened[&candidate.story.0];
    }
    input.coverage.matched = told.len() as u64;
    input
}

fn candidate(told: &Told, article: ArticleId) -> Candidate {
    let (feed, outlet, label) = told.outlet;
    Candidate {
        article,
        story: StoryId(told.story),
        story_opened: ago(told.minutes_ago),
        is_development: false,
        alerted: None,
        feed: feed.parse().unwrap(),
        outlet: outlet.to_owned(),
        label: (!label.is_empty()).then(|| label.to_owned()),
        link: format!("https://{feed}.example/news/2026/06/{}", article.0)
            .parse()
            .ok(),
        title: told.title.to_owned(),
        text: told.text.to_owned(),
        language: told.language.parse().ok(),
        published: Some(ago(told.minutes_ago + 4)),
        first_seen: ago(told.minutes_ago),
        matches: matches(told),
    }
}

fn matches(told: &Told) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for (topic, term, form, weight) in told.found {
        let evidence = evidence(told, term, form, *weight);
        let first = evidence.first();
        let first = first.unwrap_or_else(|| panic!("{form:?} does not stand in {:?}", told.title));
        let doubled = if first.field == Field::Title {
            2.0
        } else {
            1.0
        };
        let index = matches
            .iter()
            .position(|found| found.topic.as_str() == *topic)
            .unwrap_or_else(|| {
                matches.push(Match {
                    topic: topic.parse().unwrap(),
                    score: 0.0,
                    evidence: Vec::new(),
                    learned: None,
                });
                matches.len() - 1
            });
        matches[index].score += weight * doubled;
        matches[index].evidence.extend(evidence);
    }
    matches
}

fn evidence(told: &Told, term: &str, form: &str, weight: f64) -> Vec<Evidence> {
    let found = |field: Field, text: &'static str| {
        text.match_indices(form)
            .map(|(at, _)| {
                let start = text[..at].chars().count();
                Evidence {
                    term: term.to_owned(),
                    form: form.to_owned(),
                    field,
                    start,
                    end: start + form.chars().count(),
                    weight,
                }
            })
            .collect::<Vec<_>>()
    };
    let mut all = found(Field::Title, told.title);
    all.extend(found(Field::Text, told.text));
    all
}

fn trouble(
    feed: &str,
    outlet: &str,
    state: FeedState,
    kind: &str,
    minutes: i64,
    tries: u32,
    sentence: &str,
) -> SourceTrouble {
    SourceTrouble {
        feed: feed.parse().unwrap(),
        outlet: outlet.to_owned(),
        state,
        cause: Cause {
            kind: kind.to_owned(),
            sentence: sentence.to_owned(),
        },
        since: ago(minutes),
        tries,
    }
}

const HOLAS: (&str, &str, &str) = ("holas-horada", "Голас горада", "exile media");
const NEMAN: (&str, &str, &str) = ("neman-wire", "Neman Wire", "");
const KURJER: (&str, &str, &str) = ("kurjer-bug", "Kurier znad Bugu", "");
const VERSTA: (&str, &str, &str) = ("versta", "Верста", "exile media");
const DZIARZ: (&str, &str, &str) = ("dziarzhava", "Дзяржаўныя весткі", "state media");
const LEDGER: (&str, &str, &str) = ("baltic-ledger", "The Baltic Ledger", "");

const MORNING: [Told; 11] = [
    Told {
        story: 4821,
        outlet: VERSTA,
        language: "ru",
        minutes_ago: 92,
        title: "В Гродно задержали трёх редакторов городского портала",
        text: "Сотрудники КГБ пришли с обысками в редакцию рано утром. По словам родственников, задержали троих: главного редактора и двух выпускающих. Правозащитники «Весны» связывают обыски с публикацией о закупках, и ещё до полудня признали задержанных политзаключёнными. Адвокатов к ним пока не пустили, следственный комитет от комментариев отказался.",
        found: &[
            ("repression", "задержать", "задержали", 1.0),
            ("repression", "@belarus", "Гродно", 1.0),
            ("repression", "КГБ", "КГБ", 1.0),
            ("repression", "@viasna", "«Весны»", 3.0),
            ("repression", "политзаключённый", "политзаключёнными", 2.0),
        ],
    },
    Told {
        story: 4821,
        outlet: HOLAS,
        language: "be",
        minutes_ago: 74,
        title: "У Гродне затрымалі рэдактараў гарадскога партала",
        text: "Раніцай у рэдакцыі прайшоў ператрус. Затрымалі траіх супрацоўнікаў.",
        found: &[
            ("repression", "затрымаць", "затрымалі", 1.0),
            ("repression", "@belarus", "Гродне", 1.0),
        ],
    },
    Told {
        story: 4821,
        outlet: NEMAN,
        language: "en",
        minutes_ago: 41,
        title: "Three editors detained in Hrodna after raid on local portal",
        text: "Security officers searched the newsroom of a Hrodna city portal on Tuesday and detained three editors, their families said.",
        found: &[
            ("repression", "detain", "detained", 1.0),
            ("repression", "@belarus", "Hrodna", 1.0),
        ],
    },
    Told {
        story: 4821,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 25,
        title: "Grodno: zatrzymano redaktorów portalu miejskiego",
        text: "Funkcjonariusze KGB przeszukali redakcję i zatrzymali trzy osoby.",
        found: &[
            ("repression", "zatrzymać", "zatrzymano", 1.0),
            ("repression", "@belarus", "Grodno", 1.0),
        ],
    },
    Told {
        story: 4826,
        outlet: NEMAN,
        language: "en",
        minutes_ago: 388,
        title: "Minsk court sentences trade union lawyer to six years, closes hearing to relatives",
        text: "The hearing lasted two days. A Minsk court sentenced the lawyer to six years in a penal colony on Monday evening under the article on “assistance to extremist activity”. Relatives were kept outside. Two EU missions that had asked to observe the trial were turned away at the door, and one of them said the case would be raised when the next sanctions listing is prepared.",
        found: &[
            ("repression", "sentence", "sentences", 1.0),
            ("repression", "@belarus", "Minsk", 1.0),
            ("repression", "penal colony", "penal colony", 1.0),
            ("sanctions", "sanction", "sanctions", 1.0),
        ],
    },
    Told {
        story: 4829,
        outlet: HOLAS,
        language: "be",
        minutes_ago: 640,
        title: "Былую палітзняволеную зноў выклікалі на допыт у Берасці",
        text: "Жанчына выйшла на волю ў красавіку. Праз два месяцы яе выклікалі на допыт і забралі пашпарт; праваабаронцы кажуць, што гэта пяты такі выпадак у Берасці за месяц.",
        found: &[
            ("repression", "палітзняволены", "палітзняволеную", 2.0),
            ("repression", "@belarus", "Берасці", 1.0),
        ],
    },
    Told {
        story: 4831,
        outlet: LEDGER,
        language: "en",
        minutes_ago: 205,
        title: "Brussels drafts listing of four potash traders over Klaipėda transit",
        text: "Four trading firms registered in three Gulf states would face an asset freeze under a draft circulated to member states on Monday, according to two diplomats. The firms are said to have relabelled Belarusian potash at sea. OFAC has been consulted, one of them said; a decision is not expected before the end of the month.",
        found: &[
            ("sanctions", "asset freeze", "asset freeze", 2.0),
            ("sanctions", "OFAC", "OFAC", 2.0),
            ("sanctions", "potash", "potash", 1.0),
        ],
    },
    Told {
        story: 4831,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 118,
        title: "Bruksela szykuje sankcje na handlarzy potażem",
        text: "Projekt obejmuje cztery spółki z krajów Zatoki.",
        found: &[("sanctions", "sankcja", "sankcje", 1.0)],
    },
    Told {
        story: 4833,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 512,
        title: "Celnicy zatrzymali na granicy części do dronów ukryte w przyczepie z jabłkami",
        text: "Kontrola trwała sześć godzin. W ładunku znaleziono ponad dwieście podzespołów objętych zakazem wywozu; kierowca miał dokumenty na tranzyt przez Białoruś do Rosji. Sprawę obejścia sankcji prowadzi prokuratura w Białymstoku.",
        found: &[
            ("sanctions", "obejście ~3 sankcja", "obejścia sankcji", 2.0),
            ("sanctions", "zakaz wywozu", "zakazem wywozu", 1.0),
        ],
    },
    Told {
        story: 4835,
        outlet: DZIARZ,
        language: "be",
        minutes_ago: 701,
        title: "Сумесныя манеўры пройдуць пад Барысавам у ліпені",
        text: "Міністэрства абароны паведаміла, што ў ліпені пад Барысавам пройдуць сумесныя манеўры з расійскімі падраздзяленнямі. Колькасць удзельнікаў не называецца.",
        found: &[("intervention", "сумесны манеўр", "Сумесныя манеўры", 1.5)],
    },
    Told {
        story: 4774,
        outlet: VERSTA,
        language: "ru",
        minutes_ago: 160,
        title: "Апелляция по делу учительницы из Лиды: приговор оставили в силе",
        text: "Областной суд рассмотрел жалобу за сорок минут. Приговор — три года колонии — оставили в силе.",
        found: &[
            ("repression", "приговор", "приговор", 1.0),
            ("repression", "@belarus", "Лиды", 1.0),
        ],
    },
];
