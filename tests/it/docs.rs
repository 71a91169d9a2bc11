//! The guides: their lists are read, their commands exist, their numbers are on the page. What a guide says cannot rot unseen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::service::page_of;
use crate::support::Plan;
use crate::support::World;
use crate::support::wirewatch;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// README and every guide, with their names.
fn guides() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.push(root().join("README.md"));
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.display().to_string(), text)
        })
        .collect()
}

/// The fenced blocks in that language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    text.split(opening.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect()
}

#[test]
fn every_list_in_the_guides_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;

    for (guide, text) in guides() {
        for list in blocks(&text, "toml") {
            if !list.starts_with("schema = 1") {
                continue;
            }
            let file = folder.path().join("watchlist.toml");
            fs::write(&file, list).unwrap();
            let ended = wirewatch(&["check", "--strict", file.to_str().unwrap()], "");
            assert_eq!(ended.code, Some(0), "{guide}\n{list}\n{ended}");
            count += 1;
        }
    }

    assert!(count >= 6, "{count} lists");
}

#[test]
fn every_command_in_the_guides_exists_with_its_options() {
    let mut seen = BTreeSet::new();

    for (guide, text) in guides() {
        for line in blocks(&text, "sh").into_iter().flat_map(str::lines) {
            let line = line.split('#').next().unwrap_or_default();
            let words: Vec<&str> = line.split_whitespace().collect();
            let Some(start) = words.iter().position(|word| *word == "wirewatch") else {
                continue;
            };
            let after_systemctl = words[..start].contains(&"systemctl");
            if after_systemctl || words.first() == Some(&"cargo") || words.contains(&"install") {
                continue; // the service's name, or a file's
            }
            assert_exists(&guide, line, &words[start + 1..]);
            seen.insert(words[start + 1..].join(" "));
        }
    }

    assert!(seen.len() > 15, "{seen:?}");
}

/// Asks `--help` of the longest command that the words begin with, and looks for their options in it.
fn assert_exists(guide: &str, line: &str, words: &[&str]) {
    let mut command: Vec<&str> = Vec::new();
    let mut help = wirewatch(&["--help"], "").stdout;
    let mut words = words.iter().peekable();
    while words.peek() == Some(&&"--config") {
        words.nth(1);
    }
    for word in words {
        let is_command = help
            .lines()
            .any(|known| known.starts_with("  ") && known.split_whitespace().next() == Some(word));
        if help.contains("\nCommands:") {
            assert!(is_command, "{guide}: no command {word:?} in {line:?}");
            command.push(word);
            let mut asked = command.clone();
            asked.push("--help");
            help = wirewatch(&asked, "").stdout;
        } else if let Some(option) = word.strip_prefix("--") {
            let known = help.contains(&format!("--{option}"));
            assert!(known, "{guide}: no option {word:?} in {line:?}");
        }
    }
}

#[test]
fn the_dashboard_and_the_alerts_ask_for_numbers_that_there_are() {
    let world = World::new(Plan::desk().with_page());
    let daemon = world.daemon();
    let page = page_of(&daemon, "/metrics");
    daemon.stop();

    let mut asked = BTreeSet::new();
    for file in ["grafana.json", "prometheus.yml"] {
        let text = fs::read_to_string(root().join("docs/examples").join(file)).unwrap();
        asked.extend(
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .filter(|word| word.starts_with("wirewatch_"))
                .map(str::to_owned),
        );
    }

    assert!(asked.len() >= 6, "{asked:?}");
    for name in asked {
        assert!(page.contains(&format!("# TYPE {name} ")), "{name}\n{page}");
    }
    let dashboard = fs::read(root().join("docs/examples/grafana.json")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&dashboard).unwrap();
}

/// Files that a guide's links lead to, as the guide writes them.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    targets
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
        .collect()
}

/// Where the package puts each of our files: by `assets` of Cargo.toml.
fn packaged(file: &Path) -> Option<PathBuf> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let assets = manifest["package"]["metadata"]["deb"]["assets"]
        .as_array()
        .unwrap();
    assets.iter().find_map(|asset| {
        let (from, to) = (
            Path::new(asset[0].as_str().unwrap()),
            Path::new(asset[1].as_str().unwrap()),
        );
        let is_in_folder = from.ends_with("*") || from.ends_with("*.md");
        let is_it = from == file || (is_in_folder && from.parent() == file.parent());
        is_it.then(|| to.join(file.file_name().unwrap()))
    })
}

/// `a/b/../c` is `a/c`.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path {
        match part.to_str() {
            Some("..") => assert!(straight.pop(), "{}", path.display()),
            _ => straight.push(part),
        }
    }
    straight
}

#[test]
fn every_link_of_the_guides_leads_somewhere_here_and_in_the_package() {
    let mut count = 0;
    for (guide, text) in guides() {
        let guide = Path::new(&guide).strip_prefix(root()).unwrap();
        let (here, there) = (guide.parent().unwrap(), packaged(guide).unwrap());
        for link in links(&text) {
            count += 1;
            let target = straight(&here.join(link));
            assert!(root().join(&target).exists(), "{}: {link}", guide.display());
            let wanted = straight(&there.parent().unwrap().join(link));
            // A folder is there when what is in it is.
            let file = match root().join(&target).is_dir() {
                true => target.join("*"),
                false => target,
            };
            let placed = packaged(&file).map(|placed| match file.ends_with("*") {
                true => placed.parent().unwrap().to_owned(),
                false => placed,
            });
            assert_eq!(
                placed,
                Some(wanted),
                "{}: {link} in the package",
                guide.display()
            );
        }
    }
    assert!(count > 10, "{count} links were seen");
}
