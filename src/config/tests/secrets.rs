//! Where the relay's password may come from, and that no text ever shows it.

use std::path::Path;

use crate::config::Findings;
use crate::config::load_settings;
use crate::config::tests::environment;
use crate::config::tests::messages;
use crate::config::tests::write;
use crate::model::settings::LetterWay;
use crate::model::settings::Settings;

const RELAY: &str =
    "[relay]\nhost = \"smtp.example.org\"\nfrom = \"w@example.org\"\nusername = \"desk\"\n";

fn read(
    directory: &Path,
    keys: &str,
    vars: &[(&str, &str)],
) -> Result<(Settings, Findings), Findings> {
    write(directory, "wirewatch.toml", format!("{RELAY}{keys}\n"));
    load_settings(directory, &environment(vars))
}

fn password(settings: &Settings) -> Option<&str> {
    let Some(LetterWay::Smtp(relay)) = &settings.relay else {
        return None;
    };
    relay
        .password
        .as_ref()
        .map(crate::model::secret::Secret::reveal)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_password_file_is_read_without_its_line_end_and_warned_about_when_others_may_read_it() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "secret", "hunter2\r\n");
    let secret = directory.path().join("secret");

    set_mode(&secret, 0o600);
    let (settings, warnings) = read(directory.path(), "password_file = \"secret\"", &[]).unwrap();
    assert_eq!(password(&settings), Some("hunter2"));
    assert!(warnings.is_empty(), "{warnings}");

    set_mode(&secret, 0o640);
    let (_, warnings) = read(directory.path(), "password_file = \"secret\"", &[]).unwrap();
    assert!(
        messages(&warnings)
            .iter()
            .any(|told| told.ends_with("(mode 640)")),
        "{warnings}"
    );
}

#[test]
fn a_credential_is_read_where_systemd_put_it() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "credentials/relay", "hunter2\n");
    let credentials = directory.path().join("credentials").display().to_string();
    let vars = [("CREDENTIALS_DIRECTORY", credentials.as_str())];

    let (settings, warnings) =
        read(directory.path(), "password_credential = \"relay\"", &vars).unwrap();
    assert_eq!(password(&settings), Some("hunter2"));
    assert!(warnings.is_empty(), "{warnings}");

    let findings = read(directory.path(), "password_credential = \"other\"", &vars).unwrap_err();
    assert!(
        messages(&findings)
            .concat()
            .ends_with("credentials/other: there is no such file"),
        "{findings}"
    );
}

#[test]
fn outside_the_service_a_credential_is_a_warning_not_a_fault() {
    let directory = tempfile::tempdir().unwrap();

    let (settings, warnings) =
        read(directory.path(), "password_credential = \"relay\"", &[]).unwrap();

    assert_eq!(password(&settings), None);
    assert_eq!(warnings.len(), 1, "{warnings}");
}

#[test]
fn the_environment_is_for_containers() {
    let directory = tempfile::tempdir().unwrap();

    let (settings, _) = read(
        directory.path(),
        "",
        &[("WIREWATCH_RELAY_PASSWORD", "hunter2\n")],
    )
    .unwrap();

    assert_eq!(password(&settings), Some("hunter2"));
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn a_secret_file_that_is_none_is_refused() {
    for (content, told) in [
        ("", "is empty"),
        ("\n", "is empty"),
        ("one\ntwo\n", "more than one line"),
        ("bin\0ary", "more than one line"),
        (&"x".repeat(1 << 20), "more than the"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "secret", content);

        let findings = read(directory.path(), "password_file = \"secret\"", &[]).unwrap_err();

        assert!(findings.to_string().contains(told), "{findings}");
    }
    let directory = tempfile::tempdir().unwrap();
    assert!(read(directory.path(), "password_file = \"absent\"", &[]).is_err());
    assert!(read(directory.path(), "password_credential = \"../x\"", &[]).is_err());
    assert!(
        read(directory.path(), "", &[]).is_err(),
        "a user name without password"
    );
}

#[test]
fn no_finding_shows_a_secret_that_stands_in_the_file() {
    let directory = tempfile::tempdir().unwrap();
    for keys in [
        "password = \"hunter2\"",
        "password = \"hunter2",
        "pasword = \"hunter2\"",
        "x = { password = \"hunter2\" }",
        "[fetch]\nproxy = \"http://me:hunter2@127.0.0.1:1/\"",
        "[fetch]\nuser_agent = \"a\"\nuser_agnet = \"https://me:hunter2@x\"",
    ] {
        let told = read(directory.path(), keys, &[]).unwrap_err().render(true);

        assert!(!told.contains("hunter2"), "{told}");
    }
}
