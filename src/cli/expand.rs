//! `wirewatch expand`: the forms that a term stands for.

use std::io::BufRead;
use std::io::Write;

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::classify::expand;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::ExpandArgs;
use crate::model::language::Language;

#[derive(Deserialize)]
struct Asked {
    term: String,
    #[serde(default)]
    lang: Option<String>,
}

pub(super) fn run(args: &ExpandArgs) -> Result<Exit, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.stdin {
        for (number, line) in std::io::stdin().lock().lines().enumerate() {
            let asked: Asked = serde_json::from_str(&line?).with_context(|| {
                format!(
                    "standard input, line {}: not a {{\"term\", \"lang\"}} object",
                    number + 1
                )
            })?;
            tell(&mut out, &asked, true)?;
        }
    } else if let Some(term) = &args.term {
        let asked = Asked {
            term: term.clone(),
            lang: args.lang.clone(),
        };
        tell(&mut out, &asked, args.json)?;
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn tell(out: &mut impl Write, asked: &Asked, as_json: bool) -> Result<(), Failure> {
    let language: Option<Language> = asked
        .lang
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(Failure::usage)?;
    let forms = expand(&asked.term, language);
    if as_json {
        let answer = json!({ "term": asked.term, "language": language.map(|l| l.to_string()), "forms": forms });
        writeln!(out, "{answer}")?;
    } else {
        for form in forms {
            writeln!(out, "{form}")?;
        }
    }
    Ok(())
}
