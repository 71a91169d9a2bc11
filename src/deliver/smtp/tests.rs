//! The relay's whims and what becomes of the letter.

mod privacy;

use lettre::transport::smtp::client::Certificate;

use super::relay::Act;
use super::relay::CERTIFICATE;
use super::relay::Heard;
use super::relay::ScriptedRelay;
use super::relay::say;
use super::*;
use crate::model::ids::DeliveryId;

const PASSWORD: &str = "hunter2-secret";

fn task() -> DeliveryTask {
    DeliveryTask {
        id: DeliveryId(1),
        envelope: Envelope {
            from: "watch@example.org".parse().unwrap(),
            to: "desk@example.org".parse().unwrap(),
        },
        message_id: "wirewatch.1.abc@example.org".to_owned(),
        bytes: b"Subject: one\r\n\r\n.\r\n..two\r\n".to_vec(),
        attempt: 1,
    }
}

fn tls_trusting_the_test_relay() -> TlsParameters {
    TlsParameters::builder("127.0.0.1".to_owned())
        .add_root_certificate(Certificate::from_pem(CERTIFICATE.as_bytes()).unwrap())
        .build()
        .unwrap()
}

fn channel(relay: &ScriptedRelay, privacy: Privacy, login: bool) -> Smtp {
    let short = Duration::from_millis(400);
    let plan = Plan {
        host: relay.address.ip().to_string(),
        port: relay.address.port(),
        privacy,
        login: login.then(|| Credentials::new("watch".to_owned(), PASSWORD.to_owned())),
        hello: ClientId::default(),
        patience: Patience {
            connect: short,
            command: short,
            content: short,
            quit: short,
        },
    };
    Smtp::with_plan(plan, login.then(|| Secret::new(PASSWORD)))
}

/// The way to the letter's end, up to but without its reply.
fn up_to_end_of_letter() -> Vec<Act> {
    let mut acts = greeting();
    acts.extend(one_letter());
    acts
}

fn greeting() -> Vec<Act> {
    vec![
        say("220 relay.example ESMTP"),
        Act::Hear("EHLO"),
        say("250-relay.example"),
        say("250 8BITMIME"),
        // The second greeting, behind encryption and login where there is any, asks for SIZE.
        Act::Hear("EHLO"),
        say("250-relay.example"),
        say("250 SIZE 1000"),
    ]
}

fn one_letter() -> Vec<Act> {
    vec![
        Act::Hear("MAIL FROM:<watch@example.org> SIZE="),
        say("250 2.1.0 ok"),
        Act::Hear("RCPT TO:<desk@example.org>"),
        say("250 2.1.5 ok"),
        Act::Hear("DATA"),
        say("354 go on"),
        Act::HearLetter,
    ]
}

fn then(mut acts: Vec<Act>, more: impl IntoIterator<Item = Act>) -> Vec<Act> {
    acts.extend(more);
    acts
}

/// Plays `script`, sends one letter over an open loopback line, tells outcome and what the relay heard.
async fn sent(script: Vec<Act>) -> (Outcome, Heard) {
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(&relay, Privacy::Loopback, false);
    let outcome = channel.send(&task()).await;
    drop(channel);
    (outcome, relay.heard().await.remove(0))
}

#[track_caller]
fn assert_deferred(outcome: &Outcome, words: &str) {
    assert!(
        matches!(outcome, Outcome::Deferred { reason } if reason.contains(words)),
        "{outcome:?} does not say {words:?}"
    );
}

#[tokio::test]
async fn a_letter_that_the_relay_takes_is_accepted_and_arrives_whole() {
    let (outcome, heard) = sent(then(
        up_to_end_of_letter(),
        [say("250 2.0.0 queued as 4F2")],
    ))
    .await;

    assert_eq!(outcome, Outcome::Accepted);
    // Leading dots are doubled on the way and never end the letter; its last line end is that before the final dot.
    let letter = "<letter> Subject: one\r\n\r\n..\r\n...two";
    assert_eq!(heard.last().unwrap(), letter);
}

#[tokio::test]
async fn greylisting_at_any_step_defers_the_letter() {
    let busy = "451 4.7.1 greylisted, come back later";
    let mail = then(greeting(), [Act::Hear("MAIL"), say(busy)]);
    let rcpt = then(
        greeting(),
        [
            Act::Hear("MAIL"),
            say("250 ok"),
            Act::Hear("RCPT"),
            say(busy),
        ],
    );
    let end = then(up_to_end_of_letter(), [say(busy)]);
    for script in [
        vec![say("421 too busy, greylisted, come back later")],
        mail,
        rcpt,
        end,
    ] {
        let (outcome, _) = sent(script).await;

        assert_deferred(&outcome, "greylisted, come back later");
    }
}

#[tokio::test]
async fn an_unknown_recipient_fails_at_once_in_the_relays_words() {
    let script = then(
        greeting(),
        [
            Act::Hear("MAIL"),
            say("250 ok"),
            Act::Hear("RCPT"),
            say("550-5.1.1 The mailbox you tried"),
            say("550 5.1.1 does not exist"),
            Act::Hear("QUIT"),
        ],
    );

    let (outcome, _) = sent(script).await;

    let reason = "the relay answered 550 to the recipient: \
                  5.1.1 The mailbox you tried does not exist";
    assert_eq!(
        outcome,
        Outcome::Failed {
            reason: reason.to_owned()
        }
    );
}

#[tokio::test]
async fn a_letter_that_is_too_large_or_refused_fails_at_once() {
    for answer in ["552 5.3.4 too big", "554 5.7.1 looks like spam"] {
        let (outcome, _) = sent(then(up_to_end_of_letter(), [say(answer)])).await;

        assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_cut_before_the_end_of_the_letter_defers_it() {
    let before_data = greeting();
    let inside_data = up_to_end_of_letter()
        .into_iter()
        .take_while(|act| !matches!(act, Act::HearLetter))
        .collect();
    for script in [vec![], before_data, inside_data] {
        let (outcome, _) = sent(script).await;

        assert!(matches!(outcome, Outcome::Deferred { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_cut_after_the_letter_but_before_its_reply_is_unknown_and_goes_again() {
    let (outcome, heard) = sent(up_to_end_of_letter()).await;

    assert_deferred(&outcome, "it may have taken the letter");
    assert!(heard.last().unwrap().starts_with("<letter>"));
}

#[tokio::test]
async fn a_relay_that_falls_silent_defers_the_letter() {
    for script in [
        vec![Act::Hang],
        then(greeting(), [Act::Hang]),
        then(up_to_end_of_letter(), [Act::Hang]),
    ] {
        let (outcome, _) = sent(script).await;

        assert_deferred(&outcome, "no answer to");
    }
}

#[tokio::test]
async fn a_relay_that_is_not_there_defers_the_letter() {
    let relay = ScriptedRelay::play(vec![]).await;
    let channel = channel(&relay, Privacy::Loopback, false);
    relay.heard().await;

    assert_deferred(&channel.send(&task()).await, "cannot connect:");
}

#[tokio::test]
async fn replies_that_are_no_smtp_defer_the_letter() {
    let mut endless = vec![b'2'; 1024 * 1024];
    endless.splice(..4, *b"250 ");
    let mut never_last = Vec::new();
    for _ in 0..4_000 {
        never_last.extend_from_slice(b"250-and another thing\r\n");
    }
    for odd in [
        endless,
        never_last,
        b"250 \xff\xfe caf\xe9\r\n".to_vec(),
        b"999 wonderful\r\n".to_vec(),
        b"0 nothing\r\n".to_vec(),
        b"\r\n".to_vec(),
        b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
        b"354 go on and on\r\n".to_vec(),
    ] {
        let shown = String::from_utf8_lossy(&odd[..odd.len().min(20)]).into_owned();
        let (outcome, _) = sent(then(up_to_end_of_letter(), [Act::Say(odd)])).await;

        assert!(
            matches!(&outcome, Outcome::Deferred { reason } if reason.len() < 500),
            "{shown:?}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn letters_share_a_line_while_it_is_fresh() {
    let script = then(
        then(up_to_end_of_letter(), [say("250 first")]),
        then(one_letter(), [say("250 second")]),
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(&relay, Privacy::Loopback, false);

    let outcomes = [channel.send(&task()).await, channel.send(&task()).await];

    assert_eq!(outcomes, [Outcome::Accepted, Outcome::Accepted]);
    channel.close().await;
    assert_eq!(relay.heard().await.len(), 1);
}

#[tokio::test]
async fn a_line_closed_between_two_letters_costs_the_second_nothing_and_the_first_is_not_sent_again()
 {
    let accepted = then(up_to_end_of_letter(), [say("250 ok")]);
    for goodbye in [
        vec![],
        vec![Act::Hear("MAIL"), say("421 4.4.2 idle too long")],
    ] {
        let scripts = vec![then(accepted.clone(), goodbye), accepted.clone()];
        let relay = ScriptedRelay::play(scripts).await;
        let channel = channel(&relay, Privacy::Loopback, false);

        let outcomes = [channel.send(&task()).await, channel.send(&task()).await];

        assert_eq!(outcomes, [Outcome::Accepted, Outcome::Accepted]);
        drop(channel);
        let heard = relay.heard().await;
        let letters = heard
            .iter()
            .flatten()
            .filter(|line| line.starts_with("<letter>"));
        assert_eq!(letters.count(), 2);
    }
}

#[tokio::test]
async fn a_letter_larger_than_the_relay_says_it_takes_fails_at_once_and_is_not_offered() {
    let large = DeliveryTask {
        bytes: vec![b'x'; 1001],
        ..task()
    };
    let script = then(greeting(), [Act::Hear("QUIT"), say("221 bye")]);
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(&relay, Privacy::Loopback, false);

    let outcome = channel.send(&large).await;

    assert!(
        matches!(&outcome, Outcome::Failed { reason } if reason.contains("1001 bytes") && reason.contains("at most 1000")),
        "{outcome:?}"
    );
    drop(channel);
    let heard = relay.heard().await.concat();
    assert!(
        !heard.iter().any(|line| line.starts_with("MAIL")),
        "{heard:?}"
    );
}

#[tokio::test]
async fn a_relay_that_minds_the_second_greeting_still_gets_the_letter() {
    let mut script = greeting();
    script.truncate(script.len() - 2);
    let script = then(
        script,
        [
            say("503 5.5.1 you said that"),
            Act::Hear("MAIL FROM:<watch@example.org>"),
            say("250 ok"),
            Act::Hear("RCPT"),
            say("250 ok"),
            Act::Hear("DATA"),
            say("354 go on"),
            Act::HearLetter,
            say("250 ok"),
        ],
    );

    let (outcome, _) = sent(script).await;

    assert_eq!(outcome, Outcome::Accepted);
}

#[tokio::test]
async fn mail_test_tells_every_step_and_where_it_ended() {
    let script = then(
        greeting(),
        [
            Act::Hear("MAIL"),
            say("250 2.1.0 sender ok"),
            Act::Hear("RCPT"),
            say("550 5.1.1 no such user"),
            Act::Hear("QUIT"),
            say("221 bye"),
        ],
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(&relay, Privacy::Loopback, false);

    let steps = channel.probe(&task().envelope, &task().bytes).await;

    let told: Vec<_> = steps.iter().map(|step| (step.step, step.is_ok)).collect();
    assert_eq!(
        told,
        [
            ("connect", true),
            ("greeting", true),
            ("sender", true),
            ("recipient", false)
        ]
    );
    assert_eq!(
        steps[1].detail,
        "relay.example greets us and offers 8BITMIME"
    );
    assert_eq!(
        steps[2].detail,
        "it lets us send from this address (250 2.1.0 sender ok)"
    );
    assert_eq!(
        steps[3].detail,
        "the relay answered 550 to the recipient: 5.1.1 no such user"
    );
}

/// M08: a relay may think for ten minutes after the final dot, and five minutes over a command (RFC 5321, 4.5.3.2).
#[test]
fn nothing_is_waited_for_shorter_than_the_standard_asks() {
    let minutes = |count: u64| Duration::from_secs(count * 60);

    assert!(Patience::STANDARD.command >= minutes(5));
    // Three minutes for a block of the letter, ten for the answer to the whole of it.
    assert!(Patience::STANDARD.content >= minutes(13));
}

#[test]
fn an_open_line_is_for_this_machine_only() {
    let relay = |host: &str| RelaySettings {
        host: host.to_owned(),
        port: 25,
        tls: RelayTls::None,
        username: None,
        password: None,
    };

    for host in ["localhost", "127.0.0.1", "127.8.0.1", "::1"] {
        assert!(Smtp::new(&relay(host)).is_ok(), "{host}");
    }
    for host in ["mail.example.org", "10.0.0.1", "localhost.example.org"] {
        assert!(
            matches!(Smtp::new(&relay(host)), Err(SmtpFault::OpenLine(_))),
            "{host}"
        );
    }
}
