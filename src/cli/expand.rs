//! `wirewatch expand`: the forms that a term stands for, by our own tables and by the dictionaries of the machine.

use std::io::BufRead;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::classify::AskedWords;
use crate::classify::asked_words_of_term;
use crate::classify::expand;
use crate::classify::parse_term;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::ExpandArgs;
use crate::cli::open::Place;
use crate::config::ask_dictionaries;
use crate::model::dictionary::Dictionaries;
use crate::model::language::Language;

#[derive(Deserialize)]
struct Written {
    term: String,
    #[serde(default)]
    lang: Option<String>,
}

struct Asked {
    term: String,
    language: Option<Language>,
}

impl Asked {
    fn read(written: Written) -> Result<Self, Failure> {
        let language = written.lang.as_deref().map(str::parse).transpose();
        Ok(Self {
            term: written.term,
            language: language.map_err(Failure::usage)?,
        })
    }
}

pub(super) fn run(config: Option<&Path>, args: &ExpandArgs) -> Result<Exit, Failure> {
    let asked = match &args.term {
        Some(term) => vec![Asked::read(Written {
            term: term.clone(),
            lang: args.lang.clone(),
        })?],
        None => asked_on_stdin()?,
    };
    let dictionaries = dictionaries(config, &asked);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for asked in &asked {
        if args.json || args.stdin {
            tell_machine(&mut out, asked, &dictionaries)?;
        } else {
            tell_person(&mut out, asked, &dictionaries)?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// All lines before the first answer: each dictionary is read once for all of them.
fn asked_on_stdin() -> Result<Vec<Asked>, Failure> {
    let mut asked = Vec::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let written: Written = serde_json::from_str(&line?).with_context(|| {
            format!(
                "standard input, line {}: not a {{\"term\", \"lang\"}} object",
                number + 1
            )
        })?;
        asked.push(Asked::read(written)?);
    }
    Ok(asked)
}

/// As the watchlist in force would ask them; what is wrong with one is told beside the forms.
fn dictionaries(config: Option<&Path>, asked: &[Asked]) -> Dictionaries {
    let mut words = AskedWords::new();
    for Asked { term, language } in asked {
        let of_term = parse_term(term).map(|pattern| asked_words_of_term(&pattern, *language));
        for (language, of_term) in of_term.unwrap_or_default() {
            words.entry(language).or_default().extend(of_term);
        }
    }
    let place = Place::find(config);
    let (dictionaries, warnings) = ask_dictionaries(&place.directory, &place.environment, &words);
    if !warnings.is_empty() {
        eprintln!("{warnings}");
    }
    dictionaries
}

/// Documented in `docs/schema/expand.json`.
fn tell_machine(
    out: &mut impl Write,
    asked: &Asked,
    dictionaries: &Dictionaries,
) -> Result<(), Failure> {
    let forms = expand(&asked.term, asked.language, dictionaries);
    let language = asked.language.map(|language| language.to_string());
    let answer = json!({ "term": asked.term, "language": language, "forms": forms });
    writeln!(out, "{answer}")?;
    Ok(())
}

/// A form a line; behind those that our own tables lack stands the dictionary they are from.
fn tell_person(
    out: &mut impl Write,
    asked: &Asked,
    dictionaries: &Dictionaries,
) -> Result<(), Failure> {
    let own = expand(&asked.term, asked.language, &Dictionaries::default());
    let names: Vec<&str> = dictionaries
        .0
        .iter()
        .filter(|dictionary| dictionary.form_count() > 0)
        .map(|dictionary| dictionary.name.as_str())
        .collect();
    for form in expand(&asked.term, asked.language, dictionaries) {
        if own.contains(&form) {
            writeln!(out, "{form}")?;
        } else {
            writeln!(out, "{form}  (dictionary {})", names.join(", "))?;
        }
    }
    Ok(())
}
