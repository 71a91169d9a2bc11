//! Files that are not there, not files, not UTF-8, too large, or many.

use std::time::Duration;
use std::time::Instant;

use crate::config::load;
use crate::config::load_watchlist;
use crate::config::tests::SOUND;
use crate::config::tests::environment;
use crate::config::tests::messages;
use crate::config::tests::write;
use crate::config::watchlist_from_text;

#[test]
fn a_folder_without_a_watchlist_says_how_to_get_one() {
    let directory = tempfile::tempdir().unwrap();

    let findings = load(directory.path(), &environment(&[])).unwrap_err();

    assert_eq!(messages(&findings), ["there is no such file"]);
    assert!(
        findings.to_string().contains("wirewatch init"),
        "{findings}"
    );
}

#[test]
fn every_file_is_told_in_one_go() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "wirewatch.toml", "[wbe]\n");
    write(
        directory.path(),
        "watchlist.toml",
        "[topic.a]\nayn = [\"x1\"]\n",
    );
    write(directory.path(), "watchlist.d/b.toml", "[fede.b]\n");
    write(directory.path(), "watchlist.d/notes.txt", "not TOML at all");
    write(
        directory.path(),
        "watchlist.d/.hidden.toml",
        "not TOML at all",
    );

    let findings = load(directory.path(), &environment(&[])).unwrap_err();

    let files: Vec<_> = findings
        .iter()
        .map(|finding| finding.file.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        files,
        [
            "wirewatch.toml",
            "watchlist.toml",
            "watchlist.toml",
            "b.toml"
        ],
        "{findings}"
    );
}

#[test]
fn the_files_of_the_folder_are_read_together_and_a_second_definition_is_told() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "watchlist.toml", SOUND);
    write(
        directory.path(),
        "watchlist.d/more.toml",
        "[topic.b]\nany = [\"embargo\"]\n",
    );
    let env = environment(&[]);
    assert_eq!(
        load(directory.path(), &env).unwrap().watchlist.topics.len(),
        2
    );

    write(directory.path(), "watchlist.d/again.toml", SOUND);
    let findings = load_watchlist(directory.path(), &env).unwrap_err();

    let told = &findings
        .iter()
        .find(|finding| finding.message.contains("two topics"))
        .unwrap()
        .message;
    assert!(
        told.contains("line 1 of") && told.ends_with("watchlist.toml"),
        "{told}"
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken() {
    let text = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));

    assert!(watchlist_from_text("w", &text).is_ok());
}

#[test]
fn other_encodings_are_told_with_their_place() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("watchlist.toml");
    let env = environment(&[]);

    std::fs::write(&path, b"[topic.a]\nany = [\"r\xe9gime\"]\n").unwrap();
    let findings = load_watchlist(&path, &env).unwrap_err();
    let finding = findings.iter().next().unwrap();
    assert_eq!((finding.line, finding.column), (2, 10));
    assert!(finding.message.contains("0xe9 is not UTF-8"), "{findings}");

    std::fs::write(&path, b"\xff\xfe[\0t\0").unwrap();
    let findings = load_watchlist(&path, &env).unwrap_err();
    assert_eq!(messages(&findings), ["the file is UTF-16, not UTF-8"]);
}

#[test]
fn an_empty_watchlist_is_refused() {
    for text in ["", "\n\n# nothing yet\n", "schema = 1\n"] {
        let findings = watchlist_from_text("w", text).unwrap_err();

        assert_eq!(
            messages(&findings),
            ["there is no topic in this watchlist"],
            "{text:?}"
        );
        assert_eq!(findings.iter().next().unwrap().line, 1);
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_told_by_name_and_never_waited_for() {
    let env = environment(&[]);
    for (make, told) in [
        ("directory", "this is a directory, not a file"),
        ("fifo", "this is a pipe, socket or device, not a file"),
        ("loop", "the file cannot be read"),
        ("dangling", "there is no such file"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("watchlist.toml");
        match make {
            "directory" => std::fs::create_dir(&path).unwrap(),
            "fifo" => drop(
                std::process::Command::new("mkfifo")
                    .arg(&path)
                    .status()
                    .unwrap(),
            ),
            "loop" => std::os::unix::fs::symlink(&path, &path).unwrap(),
            _ => std::os::unix::fs::symlink(directory.path().join("nowhere"), &path).unwrap(),
        }

        let findings = load(directory.path(), &env).unwrap_err();

        assert!(
            findings.iter().next().unwrap().message.starts_with(told),
            "{make}: {findings}"
        );
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("watchlist.toml");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(50 * 1024 * 1024).unwrap();

    let findings = load_watchlist(&path, &environment(&[])).unwrap_err();

    assert_eq!(
        messages(&findings),
        ["the file has 50.0 MiB, more than the 16.0 MiB that are read"]
    );
}

#[test]
fn tables_in_tables_without_end_are_refused() {
    let inline = format!(
        "[topic.a]\nany = {}\"x1\"{}\n",
        "[".repeat(1000),
        "]".repeat(1000)
    );
    let dotted = format!("{SOUND}{} = 1\n", vec!["a"; 1000].join("."));
    let header = format!("{SOUND}[{}]\n", vec!["a"; 1000].join("."));

    for text in [inline, dotted, header] {
        let findings = watchlist_from_text("w", &text).unwrap_err();

        assert!(findings.has_errors());
        assert!(findings.to_string().contains("80 levels"), "{findings}");
    }
}

/// The limit is 5 s for 100,000 in a release; a debug build on a busy machine is only asked to be far from quadratic.
#[test]
fn thirty_thousand_topics_are_read_or_found_faulty_in_time() {
    let topics: String = (0..30_000)
        .map(|n| format!("[topic.t{n}]\nany = [\"word{n}\"]\n"))
        .collect();
    let one_line = format!(
        "[topic.a]\nany = [{}]\n",
        (0..30_000)
            .map(|n| format!("\"word{n}\","))
            .collect::<String>()
    );
    let faults = topics.replace("any", "nay");

    for (text, is_sound) in [(topics, true), (one_line, true), (faults, false)] {
        let start = Instant::now();
        let loaded = watchlist_from_text("w", &text);
        let rendered = loaded.as_ref().err().map(ToString::to_string);

        assert_eq!(loaded.is_ok(), is_sound);
        assert!(rendered.is_none_or(|text| text.len() < 200_000));
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{:?}",
            start.elapsed()
        );
    }
}
