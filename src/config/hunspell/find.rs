//! Where a dictionary of a language is.

use std::path::PathBuf;

use crate::config::environment::Environment;
use crate::config::hunspell::Choice;
use crate::config::hunspell::names;
use crate::model::language::Language;

/// A dictionary's two files.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) aff: PathBuf,
    pub(super) dic: PathBuf,
}

/// Where to look, in order.
pub(super) fn folders(choice: &Choice, env: &Environment) -> Vec<PathBuf> {
    match choice {
        Choice::Off => Vec::new(),
        Choice::Folder(folder) => vec![folder.clone()],
        Choice::Auto => env.dictionary_folders(),
    }
}

/// The first one that there is; both of its files must be there.
pub(super) fn dictionary(language: Language, folders: &[PathBuf]) -> Option<Found> {
    let places = folders
        .iter()
        .flat_map(|folder| names(language).iter().map(move |name| (folder, *name)));
    let mut found = places.map(|(folder, name)| Found {
        name: name.to_owned(),
        aff: folder.join(format!("{name}.aff")),
        dic: folder.join(format!("{name}.dic")),
    });
    found.find(|found| found.aff.exists() && found.dic.exists())
}
