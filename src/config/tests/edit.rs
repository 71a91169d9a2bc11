//! Changes in place: every form that TOML has for a feed, odd line ends and the ends of files; what stays, stays byte for byte.

use std::fs;

use tempfile::TempDir;

use crate::config::Editor;
use crate::config::Environment;
use crate::config::NewFeed;
use crate::model::ids::FeedName;

/// What every watchlist needs besides feeds.
const TOPIC: &str = "topic.t.any = [\"x\"]\n";

fn folder(feeds: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("watchlist.toml"),
        format!("{TOPIC}{feeds}"),
    )
    .unwrap();
    folder
}

/// The feeds of the file after a change; what stood before them must still be there.
#[track_caller]
fn after(feeds: &str, change: impl FnOnce(&mut Editor)) -> String {
    let folder = folder(feeds);
    let mut editor = Editor::open(folder.path(), &Environment::default()).unwrap();
    change(&mut editor);
    editor.check().unwrap();
    editor.commit().unwrap();
    let text = fs::read_to_string(folder.path().join("watchlist.toml")).unwrap();
    text.strip_prefix(TOPIC).unwrap().to_owned()
}

fn name(name: &str) -> FeedName {
    name.parse().unwrap()
}

#[track_caller]
fn paused(feeds: &str, feed: &str) -> String {
    after(feeds, |editor| {
        assert_eq!(
            editor.set_paused(&[name(feed)], true).unwrap(),
            [name(feed)]
        );
    })
}

#[track_caller]
fn resumed(feeds: &str, feed: &str) -> String {
    after(feeds, |editor| {
        editor.set_paused(&[name(feed)], false).unwrap();
    })
}

#[track_caller]
fn removed(feeds: &str, names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|feed| name(feed)).collect();
    after(feeds, |editor| editor.remove(&names).unwrap())
}

#[track_caller]
fn added(feeds: &str) -> String {
    let feed = NewFeed {
        name: name("n.w"),
        url: "https://n.test/?a=\"".parse().unwrap(),
        label: Some("it's \"so\"".to_owned()),
        language: None,
        every: None,
        full_text: false,
    };
    after(feeds, |editor| editor.add(&[feed], None).unwrap())
}

#[test]
fn a_feed_is_paused_in_every_form_and_resumed_to_the_same_bytes() {
    for (before, wanted) in [
        (
            "[feed.a]\nurl='http://a.test'\n",
            "[feed.a]\nurl='http://a.test'\npaused = true\n",
        ),
        (
            "[feed.a]\nurl='http://a.test'",
            "[feed.a]\nurl='http://a.test'\npaused = true",
        ),
        (
            "[feed.a]\r\nurl='http://a.test' # x\r\n\r\n# y\r\n",
            "[feed.a]\r\nurl='http://a.test' # x\r\npaused = true\r\n\r\n# y\r\n",
        ),
        (
            "[feed.a]\n  url='http://a.test'\n  headers.X='1'\n[feed.b]\nurl='http://b.test'\n",
            "[feed.a]\n  url='http://a.test'\n  headers.X='1'\n  paused = true\n[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "[feed]\na.url='http://a.test'\na.label='l'\n",
            "[feed]\na.url='http://a.test'\na.label='l'\na.paused = true\n",
        ),
        (
            "[feed]\na = {url='http://a.test'}\n",
            "[feed]\na = {url='http://a.test', paused = true}\n",
        ),
        (
            "[feed]\n\"a\" = { url='http://a.test' } # x",
            "[feed]\n\"a\" = { url='http://a.test', paused = true } # x",
        ),
        (
            "feed = { a.url = 'http://a.test', b = { url = 'http://b.test' } }\n",
            "feed = { a.url = 'http://a.test', a.paused = true, b = { url = 'http://b.test' } }\n",
        ),
        (
            "[feed.a]\nurl='http://a.test'\nlabel=\"\"\"l\"\"\"\n[digest]\n",
            "[feed.a]\nurl='http://a.test'\nlabel=\"\"\"l\"\"\"\npaused = true\n[digest]\n",
        ),
    ] {
        assert_eq!(paused(before, "a"), wanted, "{before}");
        let back = resumed(wanted, "a");
        assert!(back == before || wanted.starts_with("feed = {"), "{back}");
    }
}

#[test]
fn a_paused_key_that_is_there_is_changed_and_its_comment_stays() {
    let before = "[feed.a]\npaused = false # for now\nurl='http://a.test'\n";
    let after = paused(before, "a");
    assert_eq!(after, before.replace("false", "true"));
    assert_eq!(resumed(&after, "a"), before);
}

#[test]
fn a_feed_is_removed_in_every_form() {
    for (before, wanted) in [
        (
            "[feed.a]\nurl='http://a.test'\n[feed.b]\nurl='http://b.test'\n",
            "[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "# - a -\n\n# of a\n[feed.a]\nurl='http://a.test'\n# every = '5m'\n\n# of b\n[feed.b]\nurl='http://b.test'\n",
            "# - a -\n\n# of b\n[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "[feed.b]\nurl='http://b.test'\n# of a\n[feed.a]\nurl='http://a.test'",
            "[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "[feed.a]\nurl='http://a.test'\n# of b\n[feed.b]\nurl='http://b.test'\n",
            "# of b\n[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "[feed.a.headers]\nX='1'\n[feed.b]\nurl='http://b.test'\n\n[feed.a]\nurl='http://a.test'\n",
            "[feed.b]\nurl='http://b.test'\n",
        ),
        (
            "feed.b.url='http://b.test'\nfeed.a.url='http://a.test'\nfeed.a.headers.X='1' # x\n",
            "feed.b.url='http://b.test'\n",
        ),
        (
            "[feed]\na = { url='http://a.test' }\nb = { url='http://b.test' }\n",
            "[feed]\nb = { url='http://b.test' }\n",
        ),
        (
            "feed = { a = { url='http://a.test' }, b.url='http://b.test' }\n",
            "feed = { b.url='http://b.test' }\n",
        ),
        (
            "feed = { b.url='http://b.test', a = { url='http://a.test' } }\n",
            "feed = { b.url='http://b.test' }\n",
        ),
        (
            "[feed.b]\r\nurl='http://b.test'\r\n\r\n[feed.a]\r\nurl='http://a.test'\r\n\r\n[feed.c]\r\nurl='http://c.test'\r\n",
            "[feed.b]\r\nurl='http://b.test'\r\n\r\n[feed.c]\r\nurl='http://c.test'\r\n",
        ),
    ] {
        assert_eq!(removed(before, &["a"]), wanted, "{before}");
    }
}

#[test]
fn several_feeds_are_removed_at_once() {
    let feeds = "[feed.a]\nurl='http://a.test'\n\n[feed.b]\nurl='http://b.test'\n\n[feed.c]\nurl='http://c.test'\n";
    assert_eq!(
        removed(feeds, &["a", "b"]),
        "\n[feed.c]\nurl='http://c.test'\n"
    );
    assert_eq!(
        removed(feeds, &["b", "c"]),
        "[feed.a]\nurl='http://a.test'\n"
    );
    assert_eq!(removed(feeds, &["a", "b", "c"]), "");
    let braces = "feed = { a.url='http://a.test', b.url='http://b.test', c.url='http://c.test' }\n";
    assert_eq!(
        removed(braces, &["a", "c"]),
        "feed = { b.url='http://b.test' }\n"
    );
}

#[test]
fn a_feed_is_added_below_the_last_one_in_the_files_own_form() {
    let url = "https://n.test/?a=%22";
    let body = |end: &str| format!("[feed.\"n.w\"]{end}url = \"{url}\"{end}label = 'it''s'{end}");
    let with_label = |text: String| text.replace("'it''s'", "\"\"\"it's \"so\\\"\"\"\"");
    for (before, wanted) in [
        (
            "[feed.a]\nurl='http://a.test'\n",
            format!("[feed.a]\nurl='http://a.test'\n\n{}", body("\n")),
        ),
        (
            "[feed.a]\nurl='http://a.test'",
            format!("[feed.a]\nurl='http://a.test'\n\n{}", body("\n")),
        ),
        (
            "[feed.a]\r\nurl='http://a.test'\r\n\r\n# end\r\n",
            format!(
                "[feed.a]\r\nurl='http://a.test'\r\n\r\n{}\r\n# end\r\n",
                body("\r\n")
            ),
        ),
        (
            "[feed]\na = { url='http://a.test' }\n",
            format!("[feed]\na = {{ url='http://a.test' }}\n\n{}", body("\n")),
        ),
        (
            "feed.a.url='http://a.test'\n",
            format!("feed.a.url='http://a.test'\n\n{}", body("\n")),
        ),
    ] {
        let got = added(before);
        // How a text with both quotes is written is the library's choice; that it means the same is proved on each change.
        let (got_head, _) = got.split_once("label = ").unwrap();
        let wanted = with_label(wanted);
        let (wanted_head, _) = wanted.split_once("label = ").unwrap();
        assert_eq!(got_head, wanted_head, "{before}");
        assert!(
            got.ends_with(before.rsplit("\r\n\r\n").next().unwrap()) || !before.contains("# end"),
            "{got}"
        );
    }
    let braces = added("feed = { a.url = 'http://a.test' }\n");
    assert!(
        braces.starts_with("feed = { a.url = 'http://a.test', \"n.w\" = { url = "),
        "{braces}"
    );
    assert!(
        added("feed = {}\n").starts_with("feed = { \"n.w\" = { url = "),
        "{braces}"
    );
}

#[test]
fn what_would_be_refused_is_not_written() {
    let folder = folder("[feed.a]\nurl='http://a.test'\n");
    let mut editor = Editor::open(folder.path(), &Environment::default()).unwrap();
    let feed = NewFeed {
        name: name("b"),
        url: "https://b.test/".parse().unwrap(),
        label: Some("x".repeat(41)),
        language: None,
        every: Some("1s".to_owned()),
        full_text: true,
    };
    editor.add(&[feed], None).unwrap();

    let told = editor.check().unwrap_err().to_string();

    assert!(told.contains("every") && told.contains("label"), "{told}");
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_overwritten() {
    let folder = folder("[feed.a]\nurl='http://a.test'\n");
    let file = folder.path().join("watchlist.toml");
    let mut editor = Editor::open(folder.path(), &Environment::default()).unwrap();
    editor.set_paused(&[name("a")], true).unwrap();
    fs::write(&file, "# mine\n").unwrap();

    let told = editor.commit().unwrap_err().to_string();

    assert!(told.contains("somebody else"), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "# mine\n");
}

#[test]
fn a_feed_that_is_commented_out_next_to_a_removed_one_stays() {
    for (before, wanted) in [
        (
            "[feed.a]\nurl='http://a.test'\n# [feed.b]\n# url = 'http://b.test'\n\n[feed.c]\nurl='http://c.test'\n",
            "# [feed.b]\n# url = 'http://b.test'\n\n[feed.c]\nurl='http://c.test'\n",
        ),
        (
            "# [feed.b]\n# url = 'http://b.test'\n[feed.a]\nurl='http://a.test'\n\n[feed.c]\nurl='http://c.test'\n",
            "# [feed.b]\n# url = 'http://b.test'\n\n[feed.c]\nurl='http://c.test'\n",
        ),
    ] {
        assert_eq!(removed(before, &["a"]), wanted, "{before}");
    }
}
