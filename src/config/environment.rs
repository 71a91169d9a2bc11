//! Environment: what the process was started with, read once; and the folders that follow from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

/// The configuration of the service.
const OF_THE_SYSTEM: &str = "/etc/wirewatch";
/// The variable by which Hunspell is told its folders.
const DICTIONARIES: &str = "DICPATH";

/// Where Debian, Fedora and Arch have them, and where older systems have.
const SYSTEM_DICTIONARIES: &str = "/usr/share/hunspell:/usr/share/myspell/dicts:/usr/share/myspell";

/// The variables of the process, or of a test that plays one.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// By name; those that are not UTF-8 are left out.
    pub vars: BTreeMap<String, String>,
}

impl Environment {
    /// The only reader of the environment.
    #[must_use]
    pub fn from_process() -> Self {
        let vars = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let mut this = Self { vars };
        let dictionaries = this.vars.entry(DICTIONARIES.to_owned());
        dictionaries.or_insert_with(|| SYSTEM_DICTIONARIES.to_owned());
        this
    }

    /// Where Hunspell's dictionaries are: `$DICPATH`, else where systems put them; an empty `$DICPATH` says nowhere.
    #[must_use]
    pub fn dictionary_folders(&self) -> Vec<PathBuf> {
        let folders = self.get(DICTIONARIES).unwrap_or_default().split(':');
        folders
            .filter(|folder| !folder.is_empty())
            .map(PathBuf::from)
            .collect()
    }

    /// A variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.vars
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Where systemd put the credentials of the unit.
    #[must_use]
    pub fn credentials_directory(&self) -> Option<PathBuf> {
        self.get("CREDENTIALS_DIRECTORY").map(PathBuf::from)
    }

    /// Where the archive is kept when `[store] path` does not say: systemd's choice, else beside the configuration: the
    /// system's for the system's, the user's for any other.
    #[must_use]
    pub fn state_directory(&self, configuration: &Path) -> PathBuf {
        if let Some(given) = self.get("STATE_DIRECTORY") {
            let first = given.split(':').next().unwrap_or(given); // systemd lists several with colons
            return PathBuf::from(first);
        }
        // Root asking for `status` has a home, but means the service's archive.
        if configuration == Path::new(OF_THE_SYSTEM) {
            return PathBuf::from("/var/lib/wirewatch");
        }
        if let Some(state_home) = self.absolute("XDG_STATE_HOME") {
            return state_home.join("wirewatch");
        }
        match self.home() {
            Some(home) => home.join(".local/state/wirewatch"),
            None => PathBuf::from("/var/lib/wirewatch"),
        }
    }

    /// The user's home; a service may have none.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        self.absolute("HOME").filter(|home| home != Path::new("/"))
    }

    fn absolute(&self, name: &str) -> Option<PathBuf> {
        // The XDG specification: a relative path is to be ignored.
        self.get(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    }
}

/// `--config DIR`, else `$XDG_CONFIG_HOME/wirewatch`, else `~/.config/wirewatch` when it exists, else `/etc/wirewatch`.
#[must_use]
pub fn find_directory(explicit: Option<&Path>, env: &Environment) -> PathBuf {
    if let Some(explicit) = explicit {
        return explicit.to_path_buf();
    }
    if let Some(config_home) = env.absolute("XDG_CONFIG_HOME") {
        return config_home.join("wirewatch");
    }
    let of_user = env.home().map(|home| home.join(".config/wirewatch"));
    match of_user.filter(|directory| directory.is_dir()) {
        Some(directory) => directory,
        None => PathBuf::from(OF_THE_SYSTEM),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(vars: &[(&str, &str)]) -> Environment {
        let vars = vars
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Environment {
            vars: vars.collect(),
        }
    }

    #[test]
    fn the_state_directory_is_systemds_then_the_users_then_the_systems() {
        for (vars, directory) in [
            (&[("STATE_DIRECTORY", "/a:/b"), ("HOME", "/h")][..], "/a"),
            (&[("XDG_STATE_HOME", "/x"), ("HOME", "/h")], "/x/wirewatch"),
            (
                &[("XDG_STATE_HOME", "relative"), ("HOME", "/h")],
                "/h/.local/state/wirewatch",
            ),
            (&[("HOME", "/")], "/var/lib/wirewatch"),
            (&[], "/var/lib/wirewatch"),
        ] {
            assert_eq!(
                environment(vars).state_directory(Path::new("/h/.config/wirewatch")),
                Path::new(directory),
                "{vars:?}"
            );
        }
    }

    #[test]
    fn the_archive_of_the_systems_configuration_is_the_services_also_for_root() {
        let root = environment(&[("HOME", "/root"), ("XDG_STATE_HOME", "/root/.local/state")]);

        let archive = root.state_directory(Path::new("/etc/wirewatch"));

        assert_eq!(archive, Path::new("/var/lib/wirewatch"));
    }

    #[test]
    fn the_configuration_is_where_it_was_said_to_be() {
        let env = environment(&[("XDG_CONFIG_HOME", "/x"), ("HOME", "/nowhere")]);

        assert_eq!(
            find_directory(Some(Path::new("here")), &env),
            Path::new("here")
        );
        assert_eq!(find_directory(None, &env), Path::new("/x/wirewatch"));
        let without = environment(&[("HOME", "/nowhere")]);
        assert_eq!(find_directory(None, &without), Path::new("/etc/wirewatch"));
    }
}
