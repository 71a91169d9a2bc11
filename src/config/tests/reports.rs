//! A dozen broken files and what their owner reads about them.

use crate::config::load_settings;
use crate::config::tests::environment;
use crate::config::tests::write;
use crate::config::watchlist_from_text;

fn report(text: &str) -> String {
    watchlist_from_text("watchlist.toml", text)
        .unwrap_err()
        .to_string()
}

fn settings_report(text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "wirewatch.toml", text);
    let findings = match load_settings(directory.path(), &environment(&[("HOME", "/home/desk")])) {
        Ok((_, warnings)) => warnings,
        Err(findings) => findings,
    };
    findings
        .to_string()
        .replace(&directory.path().display().to_string(), "/etc/wirewatch")
}

#[test]
fn misspelt_keys() {
    insta::assert_snapshot!(report(
        "schema = 1\n[topic.sanctions]\nany = [\"sanction\"]\nthershold = 2\nprioritty = \"high\"\n\n[tpoic.more]\nany = [\"x1\"]\n"
    ));
}

#[test]
fn broken_toml_is_told_beside_other_faults() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = [\"sanction]\nnear = \"ten\"\n\n[topic.a]\nany = [\"embargo\" \"OFAC\"]\n"
    ));
}

#[test]
fn wrong_types() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = [\"sanction\", 5, [\"nested\"]]\nnear = \"ten\"\nburst = 1\nthreshold = \"high\"\npriority = \"urgent\"\nalert = 3\ntest = [\"headline\"]\n"
    ));
}

#[test]
fn bad_terms() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = { en = [\"\", \"@nobody\"], russian = [\"санкция\"] }\n[names]\nlukashenko = [\"Lukashenko\"]\n[topic.b]\nany = [\"@lukashenka\", { term = \"x1\", wieght = 3 }, { lang = \"ru\" }]\n"
    ));
}

#[test]
fn names_in_a_circle() {
    insta::assert_snapshot!(report(
        "[names]\na = [\"@b\"]\nb = [\"x1\", \"@c\"]\nc = [\"@a\"]\nself = [\"@self\"]\n[topic.t]\nany = [\"@a\"]\n"
    ));
}

#[test]
fn a_feed_that_is_an_address_alone_is_told_how_to_write_it_and_shows_no_password() {
    let told = report("[feed]\nwire = \"https://me:hunter2@example.org/feed\"\n");

    assert!(
        told.contains("the feed \"wire\" wants a table, not its address alone"),
        "{told}"
    );
    assert!(
        told.contains("write wire = { url = \"https://…\" }"),
        "{told}"
    );
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn bad_feeds() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = [\"sanction\"]\nfeeds = { exclude = [\"zerkallo\"] }\n\
         [feed.zerkalo]\nurl = \"news.zerkalo.io/rss\"\nevery = \"0s\"\nlanguage = \"russian\"\nvia = \"tor\"\nencoding = \"cp-klingon\"\n\
         [feed.\"bad name\"]\nurl = \"ftp://example.org/feed\"\n\
         [feed.login]\nurl = \"https://me:hunter2@example.org/feed\"\nheaders = { Authorization = \"Bearer hunter2\", Host = \"x\" }\n\
         [feed.none]\nevery = \"10\"\nbackfill = \"1e18s\"\n"
    ));
}

#[test]
fn bad_digests() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = [\"sanction\"]\n\
         [digest.one]\nat = [\"25:00\", \"7\"]\ndays = [\"mon..friday\", \"someday\"]\ntz = \"Europe/Vilnus\"\ntopics = [\"a\", \"b\"]\nto = [\"desk\", \"A <a@b.example>\", \"-oQ/tmp@example.org\"]\nmax_stories = 0\nquiet_hours = { from = \"22:00\" }\n\
         [digest.two]\ncron = \"61 * * * *\"\nto = []\nsubject = \"quiet\"\n\
         [digest.three]\nat = \"07:30\"\ncron = \"* * * * *\"\n"
    ));
}

#[test]
fn settings_in_the_wrong_file() {
    insta::assert_snapshot!(report(
        "[topic.a]\nany = [\"sanction\"]\n[relay]\nhost = \"smtp.example.org\"\n"
    ));
}

#[test]
fn an_unknown_pack_and_a_newer_schema() {
    insta::assert_snapshot!(report(
        "schema = 2\npacks = [\"belarrus\"]\n[topic.a]\nany = [\"sanction\"]\n"
    ));
}

#[test]
fn a_password_in_the_file() {
    insta::assert_snapshot!(settings_report(
        "[relay]\nhost = \"smtp.example.org:587\"\nusername = \"desk\"\npassword = \"hunter2\"\ntls = \"none\"\n"
    ));
}

#[test]
fn bad_settings() {
    insta::assert_snapshot!(settings_report(
        "[store]\npath = \"/\"\n[web]\nlisten = \"0.0.0.0:8911\"\npublic_url = \"watch\"\nhosts = [\"http://a\"]\n\
         [fetch]\nper_host = 64\nmax_body = \"10 apples\"\ntimeout = 30\nallow_private = [\"10.0.0.0/8\", \"169.254.169.254\"]\nproxy = \"socks5://me:hunter2@127.0.0.1:1\"\n\
         [log]\nfilter = \"=loud=\"\nformat = \"xml\"\n[topics]\n[topic.a]\n"
    ));
}

#[test]
fn a_plain_relay_elsewhere() {
    insta::assert_snapshot!(settings_report(
        "[relay]\nhost = \"smtp.example.org\"\nfrom = \"wirewatch@example.org\"\ntls = \"none\"\n"
    ));
}

#[test]
fn a_line_too_long_to_show_is_cut_around_the_fault() {
    let many: String = (0..400).map(|n| format!("\"sanction{n}\", ")).collect();

    insta::assert_snapshot!(
        report(&format!("[topic.a]\nany = [{many} 5, {many}]\n"))
            .lines()
            .take(6)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    let told =
        report("[topic.a]\nany = [\"sanction\"] # \u{1b}[2J\u{202e}\nnaer = 1 # \u{1b}[31m\n");

    assert!(
        !told.contains('\u{1b}') && !told.contains('\u{202e}'),
        "{told}"
    );
}

#[test]
fn one_fault_is_told_once() {
    let findings = watchlist_from_text("w", "[topic.a]\nany = [\"@x\", \"@x\"]\n").unwrap_err();

    assert_eq!(
        findings
            .iter()
            .filter(|finding| finding.message.contains("no name set"))
            .count(),
        2
    );
    assert_eq!(findings.summary(), "2 errors and 1 warning in w");
}
