//! Packs: name sets and terms shipped in the binary, in the language of the watchlist.

use crate::config::source::Source;

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

const PACKS: [Pack; 3] = [
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
];

/// All packs, in the order they are listed.
#[must_use]
pub fn packs() -> &'static [Pack] {
    &PACKS
}
