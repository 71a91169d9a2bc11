//! A feed's login and authority, and whom feed owners may ask.

use crate::config::Findings;
use crate::config::Loaded;
use crate::config::load;
use crate::config::tests::SOUND;
use crate::config::tests::environment;
use crate::config::tests::write;

/// A configuration whose feed has these keys, beside a secret.
fn read(url: &str, keys: &str) -> Result<Loaded, Findings> {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "secret", "hunter2\n");
    let feed = format!("[feed.f]\nurl = \"{url}\"\n{keys}\n");
    write(directory.path(), "watchlist.toml", format!("{SOUND}{feed}"));
    load(directory.path(), &environment(&[]))
}

const URL: &str = "https://news.example/feed";

#[test]
fn a_login_is_a_name_and_a_password_from_elsewhere() {
    let keys = "auth = { username = \"desk\", password_file = \"secret\" }";

    let loaded = read(URL, keys).unwrap();

    let feed = &loaded.watchlist.feeds[0];
    let auth = feed.access.auth.as_ref().unwrap();
    assert_eq!(
        (auth.username.as_str(), auth.password.reveal()),
        ("desk", "hunter2")
    );
    assert!(!format!("{feed:?}").contains("hunter2"));
}

#[test]
fn a_login_that_is_none_is_told_with_what_to_write_and_without_its_password() {
    for (keys, told) in [
        ("auth = \"desk\"", "wants a table"),
        (
            "auth = { username = \"desk\" }",
            "does not say where the password is",
        ),
        (
            "auth = { password_file = \"secret\" }",
            "has no \"username\"",
        ),
        (
            "auth = { username = \"desk\", password = \"hunter2\" }",
            "must not stand in this file",
        ),
        (
            "auth = { username = \"a:b\", password_file = \"secret\" }",
            "without a colon",
        ),
        (
            "auth = { username = \"desk\", password_file = \"absent\" }",
            "no such file",
        ),
        (
            "auth = { user = \"desk\", password_file = \"secret\" }",
            "has no key \"user\"",
        ),
        (
            "auth = { username = \"desk\", password_file = \"secret\", password_credential = \"x\" }",
            "two places",
        ),
        (
            "auth = { username = \"desk\", password_file = \"secret\" }\nheaders = { authorization = { credential = \"x\" } }\n\
             [feed.g]\nurl = \"https://g.example/\"\nauth = 1",
            "wants a table",
        ),
    ] {
        let findings = read(URL, keys).unwrap_err().render(true);

        assert!(findings.contains(told), "{keys}: {findings}");
        assert!(!findings.contains("hunter2"), "{findings}");
    }
}

#[test]
fn a_login_beside_an_authorization_header_is_one_too_many() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "secret", "hunter2\n");
    write(directory.path(), "credentials/token", "Bearer x\n");
    let keys = "auth = { username = \"desk\", password_file = \"secret\" }\n\
                headers = { authorization = { credential = \"token\" } }\n";
    let feed = format!("[feed.f]\nurl = \"{URL}\"\n{keys}");
    write(directory.path(), "watchlist.toml", format!("{SOUND}{feed}"));
    let credentials = directory.path().join("credentials").display().to_string();
    let env = environment(&[("CREDENTIALS_DIRECTORY", credentials.as_str())]);

    let findings = load(directory.path(), &env).unwrap_err().to_string();

    assert!(findings.contains("has two logins"), "{findings}");
}

#[test]
fn a_password_over_an_unprotected_line_is_warned_about() {
    let keys = "auth = { username = \"desk\", password_file = \"secret\" }";
    let warned = |url| {
        let told = read(url, keys).unwrap().warnings.to_string();
        told.contains("for everyone to read")
    };

    assert!(warned("http://news.example/feed"));
    assert!(!warned(URL));
}

#[test]
fn a_contact_is_a_mail_address_or_a_page_and_stands_behind_the_name() {
    let agent = |settings: &str| {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "watchlist.toml", SOUND);
        write(
            directory.path(),
            "wirewatch.toml",
            format!("[fetch]\n{settings}"),
        );
        let loaded = load(directory.path(), &environment(&[]));
        loaded.map(|loaded| loaded.settings.fetch)
    };

    let ours = concat!("wirewatch/", env!("CARGO_PKG_VERSION"));
    let silent = agent("").unwrap();
    assert_eq!(silent.user_agent, ours);
    assert!(!silent.names_a_contact());
    let page = agent("contact = \"https://example.org/about\"").unwrap();
    assert_eq!(
        page.user_agent,
        format!("{ours} (+https://example.org/about)")
    );
    assert!(page.names_a_contact());
    let both = agent("user_agent = \"desk/2\"\ncontact = \"a@b.example\"").unwrap();
    assert_eq!(both.user_agent, "desk/2 (+mailto:a@b.example)");
    for wrong in ["nobody", "ftp://b.example/", "https://me:pw@b.example/", ""] {
        assert!(
            agent(&format!("contact = \"{wrong}\"")).is_err(),
            "{wrong:?}"
        );
    }
}
