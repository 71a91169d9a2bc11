//! The letter in plain text: a view in, lines of at most 80 columns out, links excepted.

use crate::digest::edit_view::DifferenceView;
use crate::digest::edit_view::EditView;
use crate::digest::source_view::SourceView;
use crate::digest::view::LetterView;
use crate::digest::view::Link;
use crate::digest::view::SectionView;
use crate::digest::view::StoryView;
use crate::digest::wrap::ends;
use crate::digest::wrap::wrap;
use crate::model::digest::QuotePart;
use crate::model::edit::EditKind;
use crate::model::edit::EditPart;

const COLUMNS: usize = 76;
const INDENT: &str = "    ";

/// Beside "new", "why", "also" and "seen".
const UNDER_LABEL: &str = "          ";

/// The whole letter, with LF line ends.
pub(super) fn render(letter: &LetterView) -> String {
    let mut page = Page::default();
    head(&mut page, letter);
    let mut number = 0;
    for section in &letter.sections {
        self::section(&mut page, section, &mut number);
    }
    if !letter.developments.is_empty() {
        page.heading("DEVELOPMENTS OF STORIES ALREADY TOLD", "");
        for one in &letter.developments {
            story(&mut page, one, &mut number);
        }
    }
    if !letter.edits.is_empty() {
        page.heading("CHANGED SINCE IT WAS TOLD", "");
        letter.edits.iter().for_each(|one| edit(&mut page, one));
        if let Some(more) = &letter.more_edits {
            page.blank();
            page.paragraph(INDENT, more);
        }
    }
    if let Some(quiet) = &letter.quiet {
        page.blank();
        page.paragraph("", quiet);
    }
    if !letter.sources.is_empty() {
        page.heading("SOURCES THAT NEED ATTENTION", "");
        letter.sources.iter().for_each(|one| source(&mut page, one));
        if let Some(more) = &letter.more_sources {
            page.paragraph(INDENT, more);
        }
    }
    foot(&mut page, letter);
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.line("");
        }
    }

    /// `first` begins the first line, spaces of the same width the others.
    fn hanging(&mut self, first: &str, text: &str) {
        self.hanging_lines(first, text, str::to_owned);
    }

    /// As [`Page::hanging`], for a text that is a stranger's as a whole.
    fn hanging_words(&mut self, first: &str, text: &str) {
        // A line is a paragraph to a plain text's reader: each is isolated by itself.
        self.hanging_lines(first, text, isolated);
    }

    fn hanging_lines(&mut self, first: &str, text: &str, set: fn(&str) -> String) {
        let width = first.chars().count();
        let rest = " ".repeat(width);
        for (index, line) in wrap(text, COLUMNS - width).iter().enumerate() {
            let start = if index == 0 { first } else { &rest };
            self.line(&format!("{start}{}", set(line)));
        }
    }

    fn paragraph(&mut self, indent: &str, text: &str) {
        self.hanging(indent, text);
    }

    fn heading(&mut self, left: &str, right: &str) {
        self.blank();
        self.line("");
        match ends(left, right, COLUMNS) {
            Some(line) => self.line(&line),
            None => {
                self.paragraph("", left);
                self.paragraph("", right);
            }
        }
        self.line(&"─".repeat(COLUMNS));
    }
}

/// Words with right-to-left letters keep their own order and do not turn what stands beside them.
fn isolated(words: &str) -> String {
    let is_right_to_left = |c: char| {
        matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    };
    if words.contains(is_right_to_left) {
        format!("\u{2068}{words}\u{2069}")
    } else {
        words.to_owned()
    }
}

fn head(page: &mut Page, letter: &LetterView) {
    let name = format!("WIREWATCH · {}", letter.name);
    match ends(&name, &letter.number, COLUMNS) {
        Some(line) => page.line(&line),
        None => page.paragraph("", &format!("{name} · {}", letter.number)),
    }
    page.paragraph("", &format!("{} ({})", letter.window, letter.zone));
    page.blank();
    page.paragraph("", &letter.summary);
    if let Some(detail) = &letter.detail {
        page.paragraph("", detail);
    }
    if !letter.notices.is_empty() {
        page.blank();
        for notice in &letter.notices {
            page.hanging(&format!("! {:<10} ", notice.kind), &notice.text);
        }
    }
    if let Some(proof) = &letter.proof_of_life {
        page.blank();
        page.paragraph("", proof);
    }
}

fn section(page: &mut Page, section: &SectionView, number: &mut usize) {
    if let Some(title) = &section.title {
        page.heading(&title.to_uppercase(), &section.count);
    }
    if let Some(history) = &section.history {
        page.line(&format!("{}  {}", history.bars, history.caption));
    }
    for one in &section.stories {
        story(page, one, number);
    }
    if let Some(more) = &section.more {
        page.blank();
        page.paragraph(INDENT, more);
    }
}

fn story(page: &mut Page, story: &StoryView, number: &mut usize) {
    *number += 1;
    page.blank();
    page.hanging_words(&format!("{number:<3} "), &story.title);
    if let Some(link) = &story.link {
        leads_to(page, INDENT, link);
    }
    page.paragraph(INDENT, &byline(story));
    if let Some(url) = &story.page {
        page.line(&format!("{INDENT}{url}"));
    }
    if !story.quote.is_empty() {
        page.blank();
        page.hanging_words(INDENT, &quote(&story.quote));
    }
    page.blank();
    new(page, story);
    why(page, story);
    also(page, story);
}

fn byline(story: &StoryView) -> String {
    let mut line = isolated(&story.outlet);
    if let Some(label) = &story.label {
        line.push_str(&format!(" [{}]", isolated(label)));
    }
    for fact in &story.facts {
        line.push_str(&format!(" · {fact}"));
    }
    line.push_str(&format!(" · {}", story.number));
    for chip in &story.chips {
        line.push_str(&format!(" [{}]", isolated(chip)));
    }
    line
}

fn quote(parts: &[QuotePart]) -> String {
    let marked: String = parts
        .iter()
        .map(|part| {
            if part.is_hit {
                format!("*{}*", part.text)
            } else {
                part.text.clone()
            }
        })
        .collect();
    format!("“{marked}”")
}

fn new(page: &mut Page, story: &StoryView) {
    if let Some(new) = &story.new {
        let lines = (new.facts.iter().cloned()).chain(new.sentences.iter().map(|one| quote(one)));
        for (index, line) in lines.enumerate() {
            let start = if index == 0 {
                "    new   "
            } else {
                UNDER_LABEL
            };
            page.hanging_words(start, &line);
        }
    }
}

fn why(page: &mut Page, story: &StoryView) {
    for (index, reason) in story.why.iter().enumerate() {
        let start = if index == 0 {
            "    why   "
        } else {
            UNDER_LABEL
        };
        let form = reason
            .form
            .as_ref()
            .map(|form| format!(" → {}", isolated(form)))
            .unwrap_or_default();
        let line = format!(
            "{}{form} ({}) {}",
            isolated(&reason.term),
            reason.field,
            reason.points
        );
        page.hanging(start, &line);
    }
    if let Some(more) = &story.more_why {
        page.hanging(UNDER_LABEL, more);
    }
    if let Some(learned) = &story.learned {
        page.hanging_words("    marks ", learned);
    }
}

fn also(page: &mut Page, story: &StoryView) {
    if let Some(also) = &story.also {
        page.hanging("    also  ", &also.count);
        for outlet in &also.outlets {
            let language = outlet
                .language
                .as_ref()
                .map(|language| format!("{language}, "));
            let language = language.unwrap_or_default();
            page.hanging(
                UNDER_LABEL,
                &format!("{} ({language}{})", isolated(&outlet.name), outlet.time),
            );
            if let Some(link) = &outlet.link {
                leads_to(page, UNDER_LABEL, link);
            }
        }
        if let Some(rest) = &also.rest {
            page.hanging(UNDER_LABEL, rest);
        }
    }
    if let Some(alerted) = &story.alerted {
        page.hanging("    told  ", alerted);
    }
    if let Some(first) = &story.first_seen {
        page.hanging("    seen  ", &format!("first {first}"));
    }
    if let Some(marks) = &story.marks {
        // One link: the other differs by its first word, which the foot says.
        page.line(&format!("    mark  {}", marks.useful));
    }
}

fn edit(page: &mut Page, edit: &EditView) {
    page.blank();
    page.hanging_words("~   ", &edit.title);
    if let Some(link) = &edit.link {
        leads_to(page, INDENT, link);
    }
    let facts = edit.facts.iter().map(|fact| format!(" · {fact}"));
    let facts: String = facts.collect();
    page.paragraph(INDENT, &format!("{}{facts}", isolated(&edit.outlet)));
    page.blank();
    if let Some(gone) = &edit.page {
        page.hanging_words("    page  ", gone);
    }
    for (label, difference) in [("title", &edit.headline), ("text ", &edit.text)] {
        if let Some(difference) = difference {
            page.hanging_words(&format!("    {label} "), &marked(difference));
            page.hanging(UNDER_LABEL, &difference.count);
        }
    }
}

/// Words that are gone and words that are new, marked as wdiff(1) does.
fn marked(difference: &DifferenceView) -> String {
    let part = |part: &EditPart| match part.kind {
        EditKind::Kept => part.text.clone(),
        EditKind::Removed => format!("[-{}-]", part.text),
        EditKind::Added => format!("{{+{}+}}", part.text),
    };
    let parts: Vec<String> = difference.parts.iter().map(part).collect();
    parts.join(" ")
}

/// A link is never broken, however long: half of one leads nowhere.
fn leads_to(page: &mut Page, indent: &str, link: &Link) {
    page.line(&format!("{indent}{}", link.url));
    if let Some(host) = &link.host {
        page.line(&format!("{indent}leads to {host}"));
    }
}

fn source(page: &mut Page, source: &SourceView) {
    page.blank();
    page.hanging(
        "!   ",
        &format!("{} · {} · {}", source.outlet, source.state, source.facts),
    );
    page.paragraph(INDENT, &source.sentence);
}

fn foot(page: &mut Page, letter: &LetterView) {
    page.blank();
    page.line("");
    page.line(&"─".repeat(COLUMNS));
    for line in &letter.footer {
        page.paragraph("", line);
    }
    if let Some(url) = &letter.page {
        page.line(&format!("Read on: {url}"));
    }
    if let Some(link) = &letter.unsubscribe {
        page.line(&format!("Stop these letters: {link}"));
    }
}
