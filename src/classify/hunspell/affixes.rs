//! Affixes: an `.aff` file as the rules by which the words of its dictionary get their forms.
//!
//! Takes the file's text, as Hunspell's manual (hunspell(5)) describes it; reads what makes forms and passes over what
//! corrects typing or joins compounds. A line that cannot be read is told and left out: the rest still serves.

use std::collections::HashMap;
use std::sync::Arc;

use crate::classify::hunspell::Fault;
use crate::classify::hunspell::condition::Condition;
use crate::classify::hunspell::flags::Flag;
use crate::classify::hunspell::flags::FlagKind;

/// The richest dictionaries known have some fifty thousand.
const MOST_RULES: usize = 300_000;

/// A file with more broken lines than this is no affix file.
pub(super) const MOST_FAULTS: usize = 20;

/// One way to make a form of a word.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// What is cut off.
    pub(super) strip: Box<str>,
    /// What stands in its place.
    pub(super) add: Box<str>,
    /// Which words it is for.
    pub(super) condition: Condition,
    /// What the form may get beside it.
    pub(super) more: Arc<[Flag]>,
}

/// The rules of one flag.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// At the beginning of words, else at their end.
    pub(super) is_prefix: bool,
    /// May it stand together with one at the other end?
    pub(super) crosses: bool,
    pub(super) rules: Vec<Rule>,
}

/// Flags that say something about a word beside its rules.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) needs_affix: Option<Flag>,
    pub(super) is_forbidden: Option<Flag>,
    pub(super) is_part_of_compounds: Option<Flag>,
    pub(super) circumfix: Option<Flag>,
}

/// What an `.aff` file says about forms.
#[derive(Clone, Debug, Default)]
pub struct Affixes {
    kind: FlagKind,
    /// Shared by all rules that name one.
    aliases: Vec<Arc<[Flag]>>,
    pub(super) classes: HashMap<Flag, Class>,
    pub(super) marks: Marks,
    /// May a rule cut off the whole word?
    pub(super) strips_whole: bool,
    ignored: String,
    rule_count: usize,
}

impl Affixes {
    /// Reads the text of an `.aff` file; beside it the lines that could not be read, at most `MOST_FAULTS`.
    ///
    /// # Errors
    /// The line for which the file as a whole cannot be used.
    pub fn read(text: &str) -> Result<(Self, Vec<Fault>), Fault> {
        let mut this = Self::default();
        let mut faults = Vec::new();
        // Flags are written in one way throughout, and some files use one before they say which.
        for (number, line) in text.lines().enumerate() {
            if let Some(kind) = line.strip_prefix("FLAG ") {
                this.kind = FlagKind::read(kind.trim()).ok_or_else(|| {
                    Fault::new(
                        number,
                        format!("\"{}\" is no way to write flags", kind.trim()),
                    )
                })?;
            }
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.strip_prefix('\u{feff}').unwrap_or(line);
            if let Err(message) = this.line(line) {
                faults.push(Fault::new(number, message));
            }
            if faults.len() > MOST_FAULTS {
                return Err(Fault::new(number, "this is not an affix file of Hunspell"));
            }
            if this.rule_count > MOST_RULES {
                let message = format!("the file has more than {MOST_RULES} rules");
                return Err(Fault::new(number, message));
            }
        }
        Ok((this, faults))
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace();
        let (keyword, first) = (words.next().unwrap_or_default(), words.next());
        match (keyword, first) {
            ("PFX" | "SFX", Some(flag)) => {
                let rest: Vec<&str> = words.collect();
                self.affix(keyword == "PFX", flag, &rest)
            }
            // The first line of the table says how many there are.
            ("AF", Some(flags))
                if self.aliases.is_empty()
                    && flags.parse::<u32>().is_ok()
                    && !self.has_alias_count() =>
            {
                self.aliases.push(Arc::default()); // aliases count from 1
                Ok(())
            }
            ("AF", Some(flags)) => {
                self.aliases.push(self.kind.flags(flags).into());
                Ok(())
            }
            ("NEEDAFFIX" | "PSEUDOROOT", Some(flag)) => {
                self.mark(flag, |marks| &mut marks.needs_affix)
            }
            ("FORBIDDENWORD", Some(flag)) => self.mark(flag, |marks| &mut marks.is_forbidden),
            ("ONLYINCOMPOUND", Some(flag)) => {
                self.mark(flag, |marks| &mut marks.is_part_of_compounds)
            }
            ("CIRCUMFIX", Some(flag)) => self.mark(flag, |marks| &mut marks.circumfix),
            ("FULLSTRIP", _) => {
                self.strips_whole = true;
                Ok(())
            }
            ("IGNORE", Some(letters)) => {
                letters.clone_into(&mut self.ignored);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn has_alias_count(&self) -> bool {
        !self.aliases.is_empty()
    }

    fn mark(
        &mut self,
        flag: &str,
        which: impl FnOnce(&mut Marks) -> &mut Option<Flag>,
    ) -> Result<(), String> {
        let flag = self.flag(flag)?;
        *which(&mut self.marks) = Some(flag);
        Ok(())
    }

    fn flag(&self, text: &str) -> Result<Flag, String> {
        self.kind
            .flag(text)
            .ok_or_else(|| format!("\"{text}\" is not one flag"))
    }

    /// `SFX A Y 3` begins a class, `SFX A y ies [^aeiou]y` is a rule of it.
    fn affix(&mut self, is_prefix: bool, flag: &str, rest: &[&str]) -> Result<(), String> {
        let flag = self.flag(flag)?;
        let is_heading = |crosses: &str, count: &str| {
            matches!(crosses, "Y" | "N") && count.parse::<usize>().is_ok()
        };
        if let [crosses, count, ..] = rest
            && is_heading(crosses, count)
            && self
                .classes
                .get(&flag)
                .is_none_or(|class| class.rules.is_empty())
        {
            let class = self.classes.entry(flag).or_default();
            class.is_prefix = is_prefix;
            class.crosses = *crosses == "Y";
            return Ok(());
        }
        let [strip, add, rest @ ..] = rest else {
            return Err("the rule does not say what it cuts off and what it adds".to_owned());
        };
        // Before the condition there is always one; a comment or a morphological field may stand in its place.
        let condition = rest.first().copied().unwrap_or(".");
        let condition = if condition.starts_with('#') || condition.contains(':') {
            "."
        } else {
            condition
        };
        let rule = self.rule(strip, add, condition)?;
        let Some(class) = self.classes.get_mut(&flag) else {
            return Err("the rule stands before the heading of its flag".to_owned());
        };
        class.rules.push(rule);
        self.rule_count += 1;
        Ok(())
    }

    fn rule(&self, strip: &str, add: &str, condition: &str) -> Result<Rule, String> {
        let (add, more) = add.split_once('/').unwrap_or((add, ""));
        let nothing = |text: &str| {
            if text == "0" {
                String::new()
            } else {
                self.heeded(text)
            }
        };
        Ok(Rule {
            strip: nothing(strip).into(),
            add: nothing(add).into(),
            condition: Condition::read(condition)
                .ok_or_else(|| format!("a bracket of the condition \"{condition}\" stays open"))?,
            more: self.flags(more),
        })
    }

    /// The flags behind a `/`: written out, or the number of an alias.
    pub(super) fn flags(&self, text: &str) -> Arc<[Flag]> {
        if self.aliases.is_empty() || text.is_empty() {
            return self.kind.flags(text).into();
        }
        let alias = text
            .parse()
            .ok()
            .and_then(|number: usize| self.aliases.get(number));
        alias.cloned().unwrap_or_default()
    }

    /// A word without the letters that the dictionary passes over.
    pub(super) fn heeded(&self, word: &str) -> String {
        word.replace(|letter| self.ignored.contains(letter), "")
    }
}
