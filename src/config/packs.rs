//! Packs: name sets and terms shipped in the binary, in the language of the watchlist.

use crate::config::findings::Findings;
use crate::config::source::Source;
use crate::config::watchlist_from_text;
use crate::model::watchlist::Watchlist;

/// A watchlist needs one.
const NO_TOPIC: &str = "none-of-a-pack";

/// A ready piece of watchlist.
#[derive(Clone, Copy, Debug)]
pub struct Pack {
    /// What `packs = ["…"]` calls it.
    pub name: &'static str,
    /// One line for `pack list`.
    pub title: &'static str,
    /// The file as it is, with comments: `pack show`.
    pub text: &'static str,
}

impl Pack {
    /// What is in it: its name sets and topics, as a watchlist that names nothing else would have them.
    ///
    /// # Errors
    /// What is wrong with it; the tests see to it that nothing is.
    pub fn contents(&self) -> Result<Watchlist, Findings> {
        let text = format!(
            "packs = [{:?}]\n[topic.{NO_TOPIC}]\nany = [\"word\"]\n",
            self.name
        );
        let (mut contents, _, _) = watchlist_from_text(self.name, &text)?;
        contents
            .topics
            .retain(|topic| topic.name.as_str() != NO_TOPIC);
        Ok(contents)
    }

    pub(super) fn source(&self) -> Source {
        let name = format!("pack {}", self.name);
        Source::new(name.clone(), name, self.text)
    }
}

macro_rules! pack {
    ($name:literal, $title:literal) => {
        Pack {
            name: $name,
            title: $title,
            text: include_str!(concat!("../../config/packs/", $name, ".toml")),
        }
    };
}

const PACKS: [Pack; 4] = [
    pack!(
        "belarus",
        "Belarus: the country, its people, places, institutions and exiles, in nine languages"
    ),
    pack!(
        "sanctions",
        "Sanctions: the measures, who imposes them, how they are enforced and got around, in nine languages"
    ),
    pack!(
        "russian-power",
        "Russian intervention: forces, services, fronts and proxies, in nine languages"
    ),
    pack!(
        "everyday",
        "Everyday: sport, leisure, the stage and animals, which borrow the words of politics, in nine languages"
    ),
];

/// All packs, in the order they are listed.
#[must_use]
pub fn packs() -> &'static [Pack] {
    &PACKS
}
