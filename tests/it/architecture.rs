//! The house rules that text can show: which room opens which door, which outside crate lives where, what pure rooms
//! do without, and that every file says what it is. A new row in [`DOORS`] is a design decision.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// A room and the rooms it may import, beside itself.
const DOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("parse", &["model"]),
    ("normalise", &["model"]),
    ("dedupe", &["model"]),
    ("classify", &["model"]),
    ("story", &["model"]),
    ("burst", &["model"]),
    ("digest", &["model"]),
    ("export", &["model"]),
    ("config", &["model", "normalise", "classify"]), // a watchlist's tests are judged in their own language
    ("clock", &["model"]),
    ("telemetry", &["model"]),
    ("crash_point", &[]),
    ("fetch", &["model", "clock"]),
    ("store", &["model", "clock"]),
    ("deliver", &["model", "clock"]),
    ("web", &["model", "clock", "store"]),
    (
        "pipeline",
        &[
            "model",
            "clock",
            "parse",
            "normalise",
            "dedupe",
            "classify",
            "story",
            "burst",
            "digest",
            "fetch",
            "store",
            "deliver",
            "crash_point",
        ],
    ),
    (
        "daemon",
        &[
            "model",
            "clock",
            "config",
            "pipeline",
            "store",
            "web",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "clock",
            "config",
            "parse",
            "normalise",
            "dedupe",
            "classify",
            "story",
            "burst",
            "digest",
            "fetch",
            "store",
            "deliver",
            "pipeline",
            "web",
            "daemon",
            "telemetry",
            "export",
            "crash_point",
        ],
    ),
];

/// An outside crate and the rooms behind whose door its types stay.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("rss", &["parse"]),
    ("quick_xml", &["parse"]),
    ("legible", &["normalise"]),
    ("encoding_rs", &["parse", "config"]), // config asks whether a label is a charset
    ("reqwest", &["fetch"]),
    ("psl", &["fetch"]),
    ("rustls", &["fetch", "deliver"]), // both bring their own TLS settings
    ("rusqlite", &["store"]),
    ("lettre", &["deliver"]),
    ("toml", &["config"]),
    ("toml_edit", &["config"]),
    ("miette", &["config"]),
    ("axum", &["web"]),
    ("hyper", &["web"]),
    ("hyper_util", &["web"]),
    ("tower_http", &["web"]),
    ("askama", &["digest", "web"]),
    ("hmac", &["model"]),
    ("sha1", &["model"]),
    ("getrandom", &["pipeline"]), // one secret an archive, and nothing else, comes from chance
    ("sd_notify", &["daemon"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("tracing_subscriber", &["telemetry", "config"]), // config asks whether a filter is one
];

/// Rooms and single files that take values and give values.
const PURE: &[&str] = &[
    "model/",
    "parse/",
    "normalise/",
    "dedupe/",
    "classify/",
    "story/",
    "burst/",
    "digest/",
    "export/",
    "daemon/schedule.rs",
    "deliver/message.rs",
    "deliver/retry.rs",
    "deliver/webhook",
    "web/pages",
    "web/charts",
];

/// What pure code does without.
const EFFECTS: &[&str] = &[
    "async fn",
    "async move",
    ".await",
    "tokio::",
    "tracing::",
    "std::fs",
    "std::net::Tcp",
    "std::env",
    "std::thread",
    "std::process",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "println!",
    "eprintln!",
    "static mut",
    "crate::clock",
];

struct Source {
    /// Below `src`, with `/`.
    path: String,
    /// As written.
    text: String,
    /// Without comments and without its tests.
    code: String,
    /// A file of tests alone: a long table of cases reads from top to bottom.
    is_test: bool,
}

impl Source {
    /// The first folder, or the file's own name: `fetch/guard.rs` and `clock.rs` are the rooms fetch and clock.
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    collect(Path::new(SRC), &mut sources);
    assert!(sources.len() > 10, "the source is there");
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let below = path.strip_prefix(SRC).unwrap().to_str().unwrap().to_owned();
            let is_test = below.ends_with("/tests.rs") || below.contains("/tests/");
            let code = if is_test {
                String::new()
            } else {
                code_of(&text)
            };
            sources.push(Source {
                path: below,
                text,
                code,
                is_test,
            });
        }
    }
}

/// Tests stand last in a file (or in `tests.rs`), so everything from their attribute on is theirs.
fn code_of(text: &str) -> String {
    let text = match text.find("#[cfg(test)]\nmod tests") {
        Some(start) => &text[..start],
        None => text,
    };
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every `crate::ROOM` that the code names, in `use` lines and elsewhere.
fn rooms_named(code: &str) -> Vec<&str> {
    let is_part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices("crate::")
        .filter(|(start, _)| {
            !code[..*start].ends_with(is_part_of_name) && !code[..*start].ends_with('$')
        })
        .map(|(start, word)| &code[start + word.len()..])
        .map(|rest| {
            rest.split(|c| !is_part_of_name(c))
                .next()
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn every_room_keeps_to_its_doors() {
    let mut faults = Vec::new();
    for source in sources() {
        let room = source.room();
        if room == "main" || room == "lib" {
            continue;
        }
        let Some((_, doors)) = DOORS.iter().find(|(name, _)| *name == room) else {
            faults.push(format!(
                "{}: the room {room} is not in the table",
                source.path
            ));
            continue;
        };
        for named in rooms_named(&source.code) {
            if named != room && !doors.contains(&named) {
                faults.push(format!("{} imports {named:?}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn our_own_modules_are_imported_one_path_a_line() {
    let mut faults = Vec::new();
    for source in sources() {
        for line in source.text.lines().map(str::trim_start) {
            if line.starts_with("use crate::") && (line.contains('{') || line.contains('*')) {
                faults.push(format!("{}: {line}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_outside_crate_stays_behind_its_door() {
    let mut faults = Vec::new();
    for source in sources() {
        for (outside, rooms) in OUTSIDE {
            if names_crate(&source.code, outside) && !rooms.contains(&source.room()) {
                faults.push(format!("{} names {outside}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Does the code say `NAME::` with nothing before it that makes it another name?
fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(start, _)| {
        let before = code[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn pure_rooms_have_no_effects() {
    let mut faults = Vec::new();
    for source in sources() {
        if !PURE.iter().any(|pure| source.path.starts_with(pure)) {
            continue;
        }
        for effect in EFFECTS {
            if source.code.contains(effect) {
                faults.push(format!("{} has {effect:?}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn signals_are_heard_in_the_daemon_only() {
    let heard: Vec<_> = sources()
        .into_iter()
        .filter(|source| source.code.contains("tokio::signal") && source.room() != "daemon")
        .map(|source| source.path)
        .collect();

    assert_eq!(heard, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();

    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.is_test)
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > 400)
        .collect();

    assert_eq!(long, Vec::new());
}
