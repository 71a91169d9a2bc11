//! `hunspell = "auto"`: the machine's spelling dictionaries, found, read, and asked for the words of a watchlist.
//!
//! Nothing here is an error: with a dictionary that is missing or broken the terms have the forms of our own tables. Each
//! dictionary is read once, and only when a term has a word of its language.

mod file;
mod find;

use std::path::Path;
use std::path::PathBuf;

use crate::classify::AskedWords;
use crate::classify::hunspell::Affixes;
use crate::classify::hunspell::Fault;
use crate::classify::hunspell::ask as ask_dictionary;
use crate::config::environment::Environment;
use crate::config::feed::Machine;
use crate::config::findings::Finding;
use crate::config::findings::Findings;
use crate::config::hunspell::find::Found;
use crate::config::node::Node;
use crate::config::parse::parse;
use crate::config::read_watchlist_files;
use crate::config::settings::resolve;
use crate::config::table::Table;
use crate::model::dictionary::Dictionaries;
use crate::model::dictionary::Dictionary;
use crate::model::language::Language;

/// What to do about any fault of a dictionary.
const ADVICE: &str = "install the dictionary's package again, or write hunspell = false at the top of watchlist.toml; \
                      until then the terms have the forms of the program's own tables";

/// Which dictionaries a watchlist wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    /// Those of `$DICPATH`, else those that the system has.
    #[default]
    Auto,
    /// None.
    Off,
    /// Those of this folder.
    Folder(PathBuf),
}

/// Reads the value of the key.
pub(super) fn choice(
    node: Node<'_>,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<Choice> {
    match (node.as_flag(), node.as_text()) {
        (Some(true), _) | (_, Some("auto")) => Some(Choice::Auto),
        (Some(false), _) => Some(Choice::Off),
        (_, Some(text)) if !text.is_empty() => {
            let folder = resolve(text, machine.directory, machine.env);
            if !folder.is_dir() {
                let finding = node
                    .spot
                    .warning(format!("there is no folder {}", folder.display()));
                findings.push(finding.code("dictionary").help(
                    "write \"auto\" for the dictionaries that the system has, false for none, or the folder of the .aff and .dic files",
                ));
            }
            Some(Choice::Folder(folder))
        }
        _ => node.wants(
            "\"auto\", false, or the folder of the dictionaries",
            findings,
        ),
    }
}

/// Asks the dictionaries for all these words; what is wrong with one is told, and it is left out.
pub(super) fn ask(
    words: &AskedWords,
    choice: &Choice,
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Dictionaries {
    let folders = find::folders(choice, machine.env);
    let mut all = Vec::new();
    for (language, words) in words {
        let Some(found) = find::dictionary(*language, &folders) else {
            continue;
        };
        if let Some((affixes, text)) = read(&found, findings) {
            let answer = ask_dictionary(&affixes, &text, words, *language);
            if answer.is_cut {
                let shown = found.aff.display().to_string();
                let finding = Finding::about_file(
                    shown,
                    "the rules take too long: some words were not asked for",
                );
                findings.push(finding.warning().code("dictionary").help(ADVICE));
            }
            all.push(Dictionary {
                language: *language,
                added: answer.added,
                path: found.dic.display().to_string(),
                name: found.name,
            });
        }
    }
    Dictionaries(all)
}

/// Asks for words that stand in no watchlist, as the watchlist of a folder would; any fault of that list is told elsewhere.
#[must_use]
pub fn ask_beside(dir: &Path, env: &Environment, words: &AskedWords) -> (Dictionaries, Findings) {
    let machine = Machine {
        allow_private: None,
        webhooks: None,
        env,
        directory: dir,
    };
    let mut elsewhere = Findings::default();
    let sources = read_watchlist_files(dir, &mut elsewhere);
    let said = sources.iter().find_map(|source| {
        let document = parse(source, &mut elsewhere);
        let node = Table::root(source, &document.tree).take("hunspell")?;
        choice(node, machine, &mut Findings::default())
    });
    let mut findings = Findings::default();
    let found = ask(words, &said.unwrap_or_default(), machine, &mut findings);
    (found, findings)
}

fn read(found: &Found, findings: &mut Findings) -> Option<(Affixes, String)> {
    let told = |finding: Box<Finding>| finding.warning().code("dictionary").help(ADVICE);
    let read = file::affixes(&found.aff)
        .and_then(|(text, charset)| Ok((text, file::words(&found.dic, charset)?)));
    let (affixes, words) = read.map_err(|finding| findings.push(told(finding))).ok()?;
    let tell = |fault: &Fault, more: usize| {
        let mut finding = Finding::about_file(found.aff.display().to_string(), &fault.message);
        if more > 0 {
            finding.message = format!("{} (and {more} more such lines)", fault.message);
        }
        (finding.line, finding.column) = (u32::try_from(fault.line).unwrap_or(u32::MAX), 1);
        told(Box::new(finding))
    };
    match Affixes::read(&affixes) {
        Ok((affixes, faults)) => {
            let first = faults.first();
            findings.extend(first.map(|fault| tell(fault, faults.len() - 1)));
            Some((affixes, words))
        }
        Err(fault) => {
            findings.push(tell(&fault, 0));
            None
        }
    }
}

/// What a person reads of a dictionary in use: "ru_RU adds 12 forms to 5 words".
#[must_use]
pub fn describe(dictionary: &Dictionary) -> String {
    let (forms, words) = (dictionary.form_count(), dictionary.added.len());
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let adds = match words {
        0 => "adds no form".to_owned(),
        _ => format!(
            "adds {} to {}",
            counted(forms, "form"),
            counted(words, "word")
        ),
    };
    format!(
        "dictionary {} {adds} ({})",
        dictionary.name, dictionary.path
    )
}

/// The names by which a dictionary of a language is installed, the first that there is counts.
fn names(language: Language) -> &'static [&'static str] {
    match language {
        Language::BE => &["be_BY", "be"],
        Language::DE => &["de_DE", "de_DE_frami", "de", "de_AT", "de_CH"],
        Language::EN => &["en_US", "en_GB", "en", "en_AU", "en_CA"],
        Language::FR => &[
            "fr_FR",
            "fr",
            "fr-toutesvariantes",
            "fr_BE",
            "fr_CH",
            "fr_CA",
        ],
        Language::LT => &["lt_LT", "lt"],
        Language::LV => &["lv_LV", "lv"],
        Language::PL => &["pl_PL", "pl"],
        Language::RU => &["ru_RU", "ru"],
        Language::UK => &["uk_UA", "uk"],
        _ => &[],
    }
}
