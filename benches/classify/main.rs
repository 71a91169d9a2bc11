//! How many articles a second one core judges, next to a bare Aho-Corasick scan for the same forms.
//!
//! Plain `main`, no harness: the figures wanted are articles a second side by side, not a distribution. Counted is what
//! this thread had of the processor. `pipeline` is the pure way of an entry up to its matches: HTML to clean text,
//! language, identity, the sketch that copies are found by, judging. `classify` is judging alone.
//!
//! Invented lists of two sizes over everyday news with words of theirs, then the shipped list over news. Texts are made
//! here from a fixed seed. `cargo bench --bench classify`; `-- shipped` for the shipped list alone; `-- FILE.jsonl …` for it over
//! articles of one's own, a line `{"title": …, "text": …}` each.

mod news;
mod story;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use rustix::time::ClockId;
use rustix::time::clock_gettime;
use wirewatch::classify::Classifier;
use wirewatch::classify::Text;
use wirewatch::classify::parse_term;
use wirewatch::config::DEFAULT_WATCHLIST;
use wirewatch::config::watchlist_from_text;
use wirewatch::dedupe::Copies;
use wirewatch::model::ids::FeedName;
use wirewatch::model::language::Language;
use wirewatch::model::lesson::Learning;
use wirewatch::model::watchlist::FeedFilter;
use wirewatch::model::watchlist::Pattern;
use wirewatch::model::watchlist::Place;
use wirewatch::model::watchlist::Priority;
use wirewatch::model::watchlist::Term;
use wirewatch::model::watchlist::Topic;
use wirewatch::model::watchlist::Watchlist;
use wirewatch::model::watchlist::Word;
use wirewatch::normalise::FeedFacts;
use wirewatch::normalise::normalise;

use crate::story::Story;

/// Endings that make invented words inflect as a language's own do.
const ENDINGS: [(Language, &[&str]); 9] = [
    (Language::EN, &["ment", "er", "tion", "ate", "y"]),
    (Language::DE, &["ung", "er", "heit", "en"]),
    (Language::FR, &["tion", "er", "eur", "é"]),
    (Language::PL, &["cja", "ść", "ować", "ek"]),
    (Language::LT, &["as", "ija", "ėti", "is"]),
    (Language::LV, &["ija", "ēt", "s", "šana"]),
    (Language::RU, &["ция", "ать", "ость", "ник"]),
    (Language::UK, &["ція", "ати", "ість", "ник"]),
    (Language::BE, &["цыя", "аць", "асць", "нік"]),
];
const LATIN: [&str; 24] = [
    "ba", "ko", "ri", "sta", "ne", "lu", "mi", "do", "fre", "tor", "pa", "ve", "gan", "sil", "ha",
    "be", "ru", "no", "kal", "mer", "zi", "tu", "po", "len",
];
const CYRILLIC: [&str; 24] = [
    "ба", "ко", "ру", "ста", "не", "лу", "ма", "до", "фре", "тор", "па", "ве", "ган", "сол", "ха",
    "бе", "ра", "но", "кал", "мер", "за", "ту", "по", "лен",
];
const ARTICLE_BYTES: usize = 4096;
/// Of each language.
const ARTICLES: usize = 64;
/// Each way of each language is measured so long.
const TIME: Duration = Duration::from_millis(700);

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.throw(of.len())]
    }

    fn word(&mut self, language: Language) -> String {
        let is_cyrillic = [Language::RU, Language::UK, Language::BE].contains(&language);
        let syllables = if is_cyrillic { &CYRILLIC } else { &LATIN };
        let count = 1 + self.throw(3);
        let mut word: String = (0..count).map(|_| self.one(syllables)).collect();
        let endings = ENDINGS
            .iter()
            .find(|(known, _)| *known == language)
            .map_or(&["a"][..], |(_, endings)| endings);
        word.push_str(self.one(endings));
        word
    }
}

fn term(written: &str, language: Language) -> Term {
    Term {
        written: written.to_owned(),
        pattern: parse_term(written).unwrap_or(Pattern::Words(vec![Word::Inflected("x".into())])),
        language: Some(language),
        weight: 1.0,
        place: Place::default(),
    }
}

/// `count` terms in nine languages, a fifth of them phrases, a twentieth with an open ending;
/// every second topic asks for two groups within forty words.
fn watchlist(count: usize) -> Watchlist {
    let mut dice = Dice(7);
    let mut topics = Vec::new();
    for number in 0..count.div_ceil(50) {
        let mut terms = Vec::new();
        for index in 0..count.min(50) {
            let language = ENDINGS[index % ENDINGS.len()].0;
            let mut written = dice.word(language) + &dice.word(language);
            match index % 20 {
                0..=3 => written = format!("{written} {}", dice.word(language)),
                4 => written.push('*'),
                _ => {}
            }
            terms.push(term(&written, language));
        }
        let mut groups = vec![terms];
        if number % 2 == 0 {
            let half = groups[0].len() / 2;
            let second = groups[0].split_off(half);
            groups.push(second);
        }
        topics.push(Topic {
            name: format!("topic-{number}")
                .parse()
                .unwrap_or_else(|_| unreachable!("a sound name")),
            title: String::new(),
            groups,
            near: Some(40),
            none: Vec::new(),
            none_article: Vec::new(),
            boost: Vec::new(),
            threshold: 1.0,
            languages: Vec::new(),
            feeds: FeedFilter::default(),
            priority: Priority::Normal,
            alert: None,
            burst: false,
            learn: Learning::Off,
            tests: Vec::new(),
        });
    }
    Watchlist {
        topics,
        ..Watchlist::default()
    }
}

/// Articles of one language, made of its everyday sentences; one word in fifty is a form of the watchlist's instead.
fn articles(language: Language, forms: &[&str]) -> Vec<Story> {
    let sentences = news::sentences(language);
    let mut dice = Dice(11);
    let mut make = |bytes: usize| {
        let mut text = String::new();
        for number in 1.. {
            for word in dice.one(&sentences).split(' ') {
                let is_form = dice.throw(50) == 0;
                text.push_str(if is_form { dice.one(forms) } else { word });
                text.push(' ');
            }
            if text.len() >= bytes {
                break;
            }
            if number % 4 == 0 {
                text.push_str("\n\n");
            }
        }
        text
    };
    (0..ARTICLES)
        .map(|_| Story::new(make(80), make(ARTICLE_BYTES), Some(language)))
        .collect()
}

/// What this thread has had of the processor: waiting for one that others use is not judging.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}

/// Calls `work` on articles round and round for a while; articles a second.
fn pace(stories: &[Story], mut work: impl FnMut(&Story)) -> f64 {
    let begun = busy();
    let mut done = 0;
    loop {
        stories.iter().for_each(&mut work);
        done += stories.len();
        let took = busy() - begun;
        if took >= TIME {
            return done as f64 / took.as_secs_f64();
        }
    }
}

/// Compiles a list and an automaton of its forms, says what they cost.
fn compile(what: &str, list: &Watchlist) -> Classifier {
    let begun = busy();
    let classifier =
        Classifier::compile(list).unwrap_or_else(|faults| panic!("{}", faults[0].message));
    let compiled = busy() - begun;
    println!(
        "{what}, {} forms: compiled in {compiled:.2?}",
        classifier.form_count()
    );
    classifier
}

fn automaton(forms: &[&str]) -> AhoCorasick {
    let begun = busy();
    let automaton = AhoCorasick::new(forms).unwrap_or_else(|error| panic!("{error}"));
    println!(
        "  an automaton of the forms alone in {:.2?}, {} MiB",
        busy() - begun,
        automaton.memory_usage() >> 20
    );
    println!(
        "  {:10} {:>14} {:>14} {:>16} {:>22}",
        "articles", "pipeline", "classify", "bare automaton", "lower-case, automaton"
    );
    automaton
}

/// The pure way of an entry: how many topics it meets.
fn whole_way(story: &Story, feed: &FeedName, classifier: &Classifier) -> usize {
    let facts = FeedFacts {
        feed,
        hint: None,
        channel_language: None,
        habit: None,
    };
    let (article, _) = normalise(&story.item, &facts, Timestamp::UNIX_EPOCH);
    black_box(Copies::<u32>::sketch(&article.title, &article.text));
    let text = Text {
        feed: Some(&article.feed),
        language: article.language,
        title: &article.title,
        text: &article.text,
    };
    black_box(classifier.classify(&text)).len()
}

fn judge(story: &Story, classifier: &Classifier) -> usize {
    let text = Text {
        feed: None,
        language: story.language,
        title: &story.title,
        text: &story.text,
    };
    black_box(classifier.classify(&text)).len()
}

/// One line: articles by the whole way, by judging alone, by the automaton, by the automaton after lower-casing.
fn compare(what: &str, stories: &[Story], classifier: &Classifier, automaton: &AhoCorasick) {
    let feed: FeedName = "wire"
        .parse()
        .unwrap_or_else(|_| unreachable!("a sound name"));
    let whole = pace(stories, |story| {
        whole_way(story, &feed, classifier);
    });
    let ours = pace(stories, |story| {
        judge(story, classifier);
    });
    let count = |text: &str| automaton.find_overlapping_iter(text).count();
    let bare = pace(stories, |story| {
        black_box(count(&story.title) + count(&story.text));
    });
    let folded = pace(stories, |story| {
        black_box(count(&story.title.to_lowercase()) + count(&story.text.to_lowercase()));
    });
    let matches: usize = stories.iter().map(|story| judge(story, classifier)).sum();
    let bytes: usize = stories.iter().map(Story::bytes).sum();
    println!(
        "  {what:10} {whole:>12.0}/s {ours:>12.0}/s {bare:>14.0}/s {folded:>20.0}/s   ({matches} matches in {}, {} bytes each)",
        stories.len(),
        bytes / stories.len().max(1),
    );
}

fn invented(count: usize) {
    let classifier = compile(&format!("{count} terms"), &watchlist(count));
    let forms: Vec<&str> = classifier.forms().collect();
    let automaton = automaton(&forms);
    for language in [Language::EN, Language::RU, Language::DE] {
        let cyrillic = language == Language::RU;
        let mut own: Vec<&str> = forms
            .iter()
            .copied()
            .filter(|form| form.is_ascii() != cyrillic)
            .collect();
        own.sort_unstable();
        let stories = articles(language, &own);
        compare(language.code(), &stories, &classifier, &automaton);
    }
}

/// The shipped list over news, or over the articles of files.
fn shipped(files: &[String]) {
    let (list, _, _) = watchlist_from_text("watchlist.toml", DEFAULT_WATCHLIST)
        .unwrap_or_else(|findings| panic!("{findings}"));
    let classifier = compile("the shipped watchlist", &list);
    let forms: Vec<&str> = classifier.forms().collect();
    let automaton = automaton(&forms);
    let mut all = Vec::new();
    if files.is_empty() {
        let is_about = |title: &str, text: &str, language| {
            let text = Text {
                feed: None,
                language: Some(language),
                title,
                text,
            };
            !classifier.classify(&text).is_empty()
        };
        for (language, stories) in news::news(is_about) {
            compare(language.code(), &stories, &classifier, &automaton);
            all.extend(stories);
        }
    }
    for file in files {
        all.extend(story::read(Path::new(file)));
    }
    compare("all", &all, &classifier, &automaton);
}

/// `cargo bench --bench classify -- shipped` measures the shipped list only.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let files: Vec<String> = arguments
        .iter()
        .filter(|argument| argument.ends_with(".jsonl"))
        .cloned()
        .collect();
    let is_shipped_alone = arguments.iter().any(|argument| argument == "shipped");
    if !is_shipped_alone && files.is_empty() {
        invented(300);
        invented(10_000);
    }
    shipped(&files);
}
