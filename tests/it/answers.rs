//! Readers who answer: the links in their own letter, piped back in as mail; what is forged is refused, what comes twice is
//! obeyed once, and who unsubscribes gets no more.

use serde_json::Value;

use crate::support::Answer;
use crate::support::Ended;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn serve(world: &World, slugs: &[&str]) {
    let entries: Vec<Entry> = slugs
        .iter()
        .map(|slug| Entry::new(slug, &format!("Sanctions on a {slug}"), "", at("08:30:00")))
        .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &entries)));
}

fn two_readers() -> World {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"a@example.org\", \"b@example.org\"]",
        );
    let world = World::new(plan);
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world
}

fn letter_to(world: &World, to: &str) -> Letter {
    let letters = world.inbox().letters();
    letters
        .into_iter()
        .find(|letter| letter.to == [to])
        .unwrap()
}

/// The subject that a link of the letter begins. The text names one judgement of a story and says how to turn it.
fn subject(letter: &Letter, verb: &str) -> String {
    let said = if verb == "noise" { "useful" } else { verb };
    let text = letter.text();
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with("mailto:") && word.contains(&format!("subject={said}")));
    let link = link.unwrap_or_else(|| panic!("no {said} link in {letter:?}"));
    let (_, subject) = link.split_once("?subject=").unwrap();
    subject.replace("%20", " ").replacen(said, verb, 1)
}

fn pipe(world: &World, subject: &str, id: &str) -> Ended {
    let mail = format!(
        "From: Whoever <x@example.net>\r\nTo: wirewatch@example.org\r\nMessage-ID: <{id}@example.net>\r\n\
         Subject: Re: {subject}\r\n\r\n> useful s1 ww-1-0000000000000000\r\n"
    );
    world.run_with_input(&["mark", "--stdin"], &mail)
}

fn marks(world: &World) -> Value {
    let found = world.run(&["search", "bank", "--json"]).json();
    let article = found[0]["id"].to_string();
    world.run(&["explain", &article, "--json"]).json()["marks"].clone()
}

#[test]
fn an_answer_by_a_link_of_a_letter_is_a_mark_of_its_reader() {
    let world = two_readers();
    let letter = letter_to(&world, "a@example.org");
    let link = subject(&letter, "noise").replace(' ', "%20");
    assert!(letter.html().contains(&link), "{}", letter.html());

    let ended = pipe(&world, &subject(&letter, "noise"), "1");

    ended.assert_code(0);
    assert!(ended.stdout.contains("1 mark kept"), "{ended}");
    let marks = marks(&world);
    assert_eq!(marks[0]["judgement"], "noise", "{marks}");
    assert_eq!(marks[0]["by"], "a@example.org", "{marks}");
}

#[test]
fn an_answer_that_comes_twice_is_obeyed_once() {
    let world = two_readers();
    let letter = letter_to(&world, "a@example.org");
    let (noise, useful) = (subject(&letter, "noise"), subject(&letter, "useful"));

    for (answer, id) in [
        (&noise, "1"),
        (&noise, "1"),
        (&noise, "2"),
        (&useful, "3"),
        (&noise, "1"),
    ] {
        pipe(&world, answer, id).assert_code(0);
    }

    let marks = marks(&world);
    let said: Vec<_> = marks
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| &mark["judgement"])
        .collect();
    assert_eq!(
        said,
        ["useful", "noise"],
        "newest first, and the old mail changes nothing"
    );
}

#[test]
fn what_this_archive_gave_no_token_for_is_refused() {
    let world = two_readers();
    let foreign = two_readers();
    let ours = subject(&letter_to(&world, "a@example.org"), "noise");
    let theirs = subject(&letter_to(&foreign, "a@example.org"), "noise");
    let (words, token) = ours.rsplit_once(' ').unwrap();

    for (answer, reason) in [
        (theirs, "not one that this archive gave"),
        (ours.replace("s1", "s2"), "not one that this archive gave"),
        (
            format!("{words} ww-1-0123456789abcdef"),
            "not one that this archive gave",
        ),
        (
            format!("unsubscribe {token}"),
            "not one that this archive gave",
        ),
        (words.to_owned(), "there is no token"),
        ("I am on holiday".to_owned(), "no answer to a letter"),
    ] {
        let ended = pipe(&world, &answer, "1");

        ended.assert_code(1);
        assert!(ended.stderr.contains(reason), "{answer}: {ended}");
    }
    assert_eq!(marks(&world).as_array().unwrap().len(), 0);
    // Nothing of it counts as "obeyed before".
    pipe(&world, &ours, "1").assert_code(0);
    assert_eq!(marks(&world).as_array().unwrap().len(), 1);
}

#[test]
fn a_machine_that_answers_marks_nothing() {
    let world = two_readers();
    let answer = subject(&letter_to(&world, "a@example.org"), "noise");
    let mail = format!("Subject: {answer}\nAuto-Submitted: auto-replied\n\n");

    let ended = world.run_with_input(&["mark", "--stdin"], &mail);

    ended.assert_code(0);
    assert_eq!(marks(&world).as_array().unwrap().len(), 0);
}

#[test]
fn answers_come_as_lines_too_beside_marks_by_number() {
    let world = two_readers();
    let answer = subject(&letter_to(&world, "b@example.org"), "useful");
    let input = format!("s1 noise\n{answer}\nuseful s1 ww-2-00\n");

    let ended = world.run_with_input(&["mark", "--stdin"], &input);

    ended.assert_code(1);
    assert!(ended.stderr.contains("line 3"), "{ended}");
    assert_eq!(marks(&world).as_array().unwrap().len(), 2);
}

#[test]
fn who_unsubscribes_gets_no_more_letters_and_that_is_told_until_they_are_back() {
    let world = two_readers();
    let letter = letter_to(&world, "a@example.org");
    let header = letter.header("List-Unsubscribe")[0].clone();
    let answer = subject(&letter, "unsubscribe");
    assert!(header.contains(&answer.replace(' ', "%20")), "{header}");

    let left = pipe(&world, &answer, "1");
    serve(&world, &["bank", "ship"]);
    world.once(at("09:03:10"));
    world.once(at("09:04:20"));

    left.assert_code(0);
    assert!(
        left.stdout.contains("no further letters of digest desk"),
        "{left}"
    );
    let to: Vec<_> = world
        .inbox()
        .letters()
        .iter()
        .map(|letter| letter.to[0].clone())
        .collect();
    assert_eq!(
        to.iter().filter(|to| *to == "a@example.org").count(),
        1,
        "{to:?}"
    );
    assert_eq!(
        to.iter().filter(|to| *to == "b@example.org").count(),
        2,
        "{to:?}"
    );
    for args in [&["digest", "list"][..], &["status"]] {
        let told = world.run(args);
        assert!(told.stdout.contains("a…@example.org"), "{told}");
    }
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(status["unsubscribed"][0]["to"], "a@example.org", "{status}");
    world.run(&["digest", "verify"]).assert_code(0);

    world
        .run(&["digest", "resubscribe", "desk", "a@example.org"])
        .assert_code(0);
    serve(&world, &["bank", "ship", "port"]);
    world.once(at("09:06:10"));
    world.once(at("09:07:20"));
    let again = world.inbox().letters();
    let again = again.iter().filter(|letter| letter.to == ["a@example.org"]);
    assert_eq!(again.count(), 2);
}

#[test]
fn when_everybody_has_left_articles_wait_for_a_reader() {
    let world = World::new(Plan::desk());
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));
    world
        .run(&["digest", "unsubscribe", "desk", "desk@example.org"])
        .assert_code(0);

    world.once(at("09:01:30"));
    world.once(at("09:02:40"));
    assert!(world.inbox().letters().is_empty());
    let proof = world.run(&["digest", "verify", "--json"]).json();
    assert_eq!(proof["digests"][0]["waiting"], 1, "{proof:#}");

    world
        .run(&["digest", "resubscribe", "desk", "desk@example.org"])
        .assert_code(0);
    world.once(at("09:03:50"));
    assert_eq!(world.inbox().letter().to, ["desk@example.org"]);
}

#[test]
fn who_is_taken_out_of_the_watchlist_and_written_in_again_gets_letters() {
    let world = World::new(Plan::desk());
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));
    world
        .run(&["digest", "unsubscribe", "desk", "desk@example.org"])
        .assert_code(0);
    let plan = |to: &str| {
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\", \"asset freeze\"]")
            .feed("wire")
            .digest(
                "desk",
                &format!("topics = [\"sanctions\"]\nto = [\"{to}\"]"),
            )
    };
    world.replan(plan("other@example.org"));
    world.once(at("09:01:30"));
    world.replan(plan("desk@example.org"));
    serve(&world, &["bank", "ship"]);
    world.once(at("09:03:10"));
    world.once(at("09:04:20"));

    letter_to(&world, "desk@example.org");
}

#[test]
fn only_readers_of_a_digest_can_leave_it() {
    let world = World::new(Plan::desk());
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));

    for (args, words) in [
        (["desk", "stranger@example.org"], "desk@example.org"),
        (["dezk", "desk@example.org"], "desk"),
        (["desk", "no address"], "not a mail address"),
    ] {
        let ended = world.run(&["digest", "unsubscribe", args[0], args[1]]);
        ended.assert_code(64);
        assert!(ended.stderr.contains(words), "{ended}");
    }
}

#[test]
fn answers_go_where_the_operator_says_and_are_not_asked_for_where_nobody_reads_them() {
    let world = World::new(Plan::desk());
    world.edit_settings(
        "from = \"wirewatch@example.org\"",
        "from = \"wirewatch@example.org\"\nreply_to = \"answers@example.org\"",
    );
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let letter = world.inbox().letter();
    letter.assert_sound();
    assert!(letter.header("Reply-To")[0].contains("answers@example.org"));
    assert!(
        letter
            .text()
            .contains("mailto:answers@example.org?subject=useful")
    );

    let world = World::new(Plan::desk().without_relay());
    serve(&world, &["bank"]);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let shown = world.run(&["digest", "show", "1", "--as", "text"]);
    assert!(!shown.stdout.contains("mailto:"), "{shown}");
}
