//! Ways of a digest beside the relay: a sendmail program, and webhooks in their forms, by the same outbox and its states.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use base64_of::decode;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Hook;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// Signatures are checked by what is not ours: OpenSSL's command line would do, a few lines do as well.
mod base64_of {
    pub(super) fn decode(text: &str) -> Vec<u8> {
        mail_parser::decoders::base64::base64_decode(text.as_bytes()).unwrap()
    }
}

fn one_sanction(world: &World) {
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
}

fn settle(world: &World) {
    for time in ["09:00:00", "09:01:30", "09:10:00", "10:00:00", "13:00:00"] {
        world.once(at(time));
    }
}

fn delivery(world: &World) -> Value {
    let list = world.run(&["digest", "list", "--json"]).json();
    list[0]["deliveries"][0].clone()
}

/// A stand-in for sendmail: notes how it is called and what it is fed, ends with the codes of a list, one a call, then 0.
fn sendmail(world: &World, codes: &str) -> PathBuf {
    let folder = world.directory();
    let program = folder.join("sendmail");
    fs::write(folder.join("codes"), codes).unwrap();
    let script = format!(
        "#!/bin/sh\ncd {}\nprintf '%s\\n' \"$*\" >> calls\ncat > letter.$$\nread code < codes || code=0\n\
         sed -i 1d codes\n[ \"$code\" = 0 ] || echo \"no: code $code\" >&2\n[ \"$code\" = 0 ] && cat letter.$$ > taken\n\
         exit $code\n",
        folder.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    program
}

fn by_sendmail(codes: &str) -> World {
    let world = World::new(Plan::desk());
    let program = sendmail(&world, codes);
    let port = world.inbox().port();
    world.edit_settings(
        &format!("host = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\n"),
        &format!("program = \"{}\"\n", program.display()),
    );
    one_sanction(&world);
    settle(&world);
    world
}

#[test]
fn a_sendmail_program_is_fed_the_letter_and_told_the_envelope() {
    let world = by_sendmail("");

    let calls = fs::read_to_string(world.directory().join("calls")).unwrap();
    assert_eq!(calls, "-i -f wirewatch@example.org -- desk@example.org\n");
    assert_eq!(delivery(&world)["status"], "accepted");
    let taken = fs::read_to_string(world.directory().join("taken")).unwrap();
    let shown = world.run(&["digest", "show", "1", "--as", "eml"]);
    assert_eq!(taken, shown.stdout.replace("\r\n", "\n"));
}

#[test]
fn a_program_that_says_later_is_asked_again_and_one_that_says_never_is_not() {
    let later = by_sendmail("75\n");
    assert_eq!(
        delivery(&later)["status"],
        "accepted",
        "{}",
        delivery(&later)
    );
    assert_eq!(delivery(&later)["attempts"], 2);

    let never = by_sendmail("67\n");
    let proof = never.run(&["digest", "verify", "--json"]).json();
    let reason = proof["failed"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("EX_NOUSER") && reason.contains("no: code 67"),
        "{reason}"
    );
    assert_eq!(delivery(&never)["attempts"], 1);
}

#[test]
fn a_program_that_is_not_there_makes_letters_wait() {
    let world = World::new(Plan::desk());
    let port = world.inbox().port();
    world.edit_settings(
        &format!("host = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\n"),
        "program = \"/nonexistent/sendmail\"\n",
    );
    one_sanction(&world);
    settle(&world);

    let proof = world.run(&["digest", "verify", "--json"]).json();

    let reason = proof["due"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("/nonexistent/sendmail"), "{reason}");
    let check = world.run(&["check"]);
    assert!(check.to_string().contains("there is no program"), "{check}");
}

#[test]
fn mail_test_tells_what_the_program_did() {
    let good = by_sendmail("");
    let bad = by_sendmail("");
    fs::write(bad.directory().join("codes"), "75\n").unwrap();

    let took = good.run(&["mail", "test", "desk@example.org"]);
    took.assert_code(0);
    assert!(took.stdout.contains("took the letter"), "{took}");
    let refused = bad.run(&["mail", "test", "desk@example.org"]);
    refused.assert_code(1);
    assert!(refused.stdout.contains("EX_TEMPFAIL"), "{refused}");
}

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A desk whose digest goes to a webhook as well.
fn by_webhook(hook: &Hook, path: &str, keys: &str) -> World {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"webhook:desk\", \"desk@example.org\"]",
        );
    let world = World::new(plan);
    let secret = world.config().join("secret");
    fs::write(&secret, SECRET).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let settings = world.config().join("wirewatch.toml");
    let mut text = fs::read_to_string(&settings).unwrap();
    text.push_str(&format!(
        "\n[webhook.desk]\nurl = \"{}\"\n{keys}\n",
        hook.url(path)
    ));
    fs::write(settings, text).unwrap();
    one_sanction(&world);
    world
}

#[test]
fn a_webhook_gets_the_digest_signed_and_is_tried_again_with_the_same_body_and_name() {
    let hook = Hook::start();
    for status in ["503 busy", "302 elsewhere", "401 who are you"] {
        hook.answers_next(status);
    }
    let world = by_webhook(&hook, "/in", "secret_file = \"secret\"");
    settle(&world);

    let received = hook.received();
    assert_eq!(received.len(), 4, "{received:#?}");
    for request in &received {
        assert_eq!(request.body, received[0].body);
        assert_eq!(
            request.headers["webhook-id"],
            received[0].headers["webhook-id"]
        );
        assert_eq!(
            request.headers["idempotency-key"],
            request.headers["webhook-id"]
        );
        let signed = format!(
            "{}.{}.",
            request.headers["webhook-id"], request.headers["webhook-timestamp"]
        );
        let wanted = hmac_sha256(
            &decode(SECRET.strip_prefix("whsec_").unwrap()),
            &[signed.as_bytes(), &request.body].concat(),
        );
        let signature = request.headers["webhook-signature"]
            .strip_prefix("v1,")
            .unwrap();
        assert_eq!(decode(signature), wanted);
    }
    let event: Value = serde_json::from_slice(&received[0].body).unwrap();
    crate::schemas::assert_valid("webhook", &event);
    assert_eq!(event["type"], "digest.issued");
    assert_eq!(event["data"]["stories"][0]["title"], "Sanctions on a bank");
    let hooked = delivery(&world);
    assert_eq!(
        (&hooked["to"], &hooked["status"]),
        (&"webhook:desk".into(), &"accepted".into())
    );
    assert_eq!(hooked["attempts"], 4);
    assert_eq!(world.inbox().letter().to, ["desk@example.org"]);
    world.run(&["digest", "verify"]).assert_code(0);
}

#[test]
fn a_webhook_that_does_not_take_the_message_fails_visibly_and_holds_nobody_else_up() {
    let hook = Hook::start();
    hook.answers_next("422 unprocessable");
    let world = by_webhook(&hook, "/in", "secret_file = \"secret\"");
    settle(&world);

    let proof = world.run(&["digest", "verify", "--json"]).json();

    let failed = &proof["failed"][0];
    assert_eq!(
        (&failed["to"], &failed["attempts"]),
        (&"webhook:desk".into(), &1.into())
    );
    assert!(
        failed["reason"].as_str().unwrap().contains("422"),
        "{failed}"
    );
    assert_eq!(world.inbox().letter().to, ["desk@example.org"]);
}

#[test]
fn chats_get_their_own_forms() {
    for (template, path, method, reached, words) in [
        ("ntfy", "/alerts", "POST", "/", "\"topic\":\"alerts\""),
        (
            "slack",
            "/T/B/x",
            "POST",
            "/T/B/x",
            "<https://news.example/bank|Sanctions on a bank>",
        ),
        (
            "mattermost",
            "/hooks/x",
            "POST",
            "/hooks/x",
            "[Sanctions on a bank](https://news.example/bank)",
        ),
        (
            "matrix",
            "/_matrix/client/v3/rooms/!r:x/send/m.room.message",
            "PUT",
            "/_matrix/client/v3/rooms/!r:x/send/m.room.message/ww_",
            "m.notice",
        ),
    ] {
        let hook = Hook::start();
        let keys = format!("template = \"{template}\"\ntoken_file = \"secret\"");
        let world = by_webhook(&hook, path, &keys);
        settle(&world);

        let received = hook.received();
        assert_eq!(received.len(), 1, "{template}: {received:#?}");
        assert_eq!(received[0].method, method);
        assert!(
            received[0].path.starts_with(reached),
            "{template}: {}",
            received[0].path
        );
        assert_eq!(
            received[0].headers["authorization"],
            format!("Bearer {SECRET}")
        );
        let body = String::from_utf8_lossy(&received[0].body).into_owned();
        assert!(body.contains(words), "{template}: {body}");
    }
}

#[test]
fn an_address_of_the_own_network_is_refused_unless_it_is_allowed() {
    let hook = Hook::start();
    let world = by_webhook(&hook, "/in", "secret_file = \"secret\"");
    world.edit_settings("allow_private = [\"127.0.0.1\"]", "allow_private = []");

    let check = world.run(&["check"]);

    check.assert_code(78);
    assert!(check.to_string().contains("own network"), "{check}");
    assert!(hook.received().is_empty());
}

#[test]
fn webhooks_that_are_not_as_they_should_be_are_told_with_their_place() {
    let hook = Hook::start();
    for (from, to, words) in [
        ("[webhook.desk]", "[webhook.dezk]", "did you mean \"dezk\"?"),
        (
            "secret_file = \"secret\"",
            "secret = \"abc\"",
            "a secret must not stand in this file",
        ),
        ("url = \"http://", "address = \"http://", "no \"url\""),
        (
            "secret_file = \"secret\"",
            "template = \"discord\"",
            "discord",
        ),
        ("secret_file = \"secret\"", "template = \"matrix\"", "room"),
        (
            "secret_file = \"secret\"",
            "secret_fil = \"secret\"",
            "secret_file",
        ),
        (
            "url = \"http://127.0.0.1",
            "url = \"http://hooks.example.org",
            "https://",
        ),
        (
            "url = \"http://",
            "url = \"ftp://",
            "not an http or https address",
        ),
    ] {
        let world = by_webhook(&hook, "/in", "secret_file = \"secret\"");
        world.edit_settings(from, to);

        let check = world.run(&["check"]);

        check.assert_code(78);
        assert!(check.to_string().contains(words), "{to}: {check}");
    }
}

#[test]
fn mail_test_tells_each_step_of_a_webhook() {
    let hook = Hook::start();
    let world = by_webhook(&hook, "/in", "secret_file = \"secret\"");

    let took = world.run(&["mail", "test", "webhook:desk"]);
    hook.answers_next("403 no");
    let refused = world.run(&["mail", "test", "webhook:desk"]);
    let unknown = world.run(&["mail", "test", "webhook:other"]);

    took.assert_code(0);
    for words in [
        "made and signed",
        "127.0.0.1 was reached",
        "200: the message is taken",
    ] {
        assert!(took.stdout.contains(words), "{words}: {took}");
    }
    refused.assert_code(1);
    assert!(
        refused.stdout.contains("check its token and secret"),
        "{refused}"
    );
    unknown.assert_code(64);
    assert!(unknown.stderr.contains("desk"), "{unknown}");
}

/// HMAC-SHA256 by its definition (RFC 2104), over a hash that is not the program's.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<u8>>();
    let inner = ring_sha256(&[pad(0x36), message.to_vec()].concat());
    ring_sha256(&[pad(0x5c), inner].concat())
}

fn ring_sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}
