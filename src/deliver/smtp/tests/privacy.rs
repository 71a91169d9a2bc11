//! Passwords and letters go over lines that nobody else can read, and to nobody else.

use super::*;

#[tokio::test]
async fn without_starttls_neither_password_nor_letter_is_said() {
    let stripped = then(greeting()[..4].to_vec(), [Act::Hear("QUIT")]);
    let refused = vec![
        say("220 relay.example ESMTP"),
        Act::Hear("EHLO"),
        say("250-relay.example"),
        say("250-AUTH PLAIN LOGIN"),
        say("250 STARTTLS"),
        Act::Hear("STARTTLS"),
        say("454 4.7.0 TLS not available"),
        Act::Hear("QUIT"),
    ];
    let plaintext = then(
        refused[..6].to_vec(),
        [say("220 ready"), say("250 but in the open"), Act::Hang],
    );
    for script in [stripped, refused, plaintext] {
        let relay = ScriptedRelay::play(vec![script]).await;
        let channel = channel(
            &relay,
            Privacy::StartTls(tls_trusting_the_test_relay()),
            true,
        );

        let outcome = channel.send(&task()).await;

        assert!(matches!(outcome, Outcome::Deferred { .. }), "{outcome:?}");
        drop(channel);
        let heard = relay.heard().await.concat();
        let is_quiet = |line: &String| {
            ["EHLO", "STARTTLS", "QUIT"]
                .iter()
                .any(|word| line.starts_with(word))
        };
        assert!(heard.iter().all(is_quiet), "{heard:?}");
    }
}

fn starttls_offered() -> Vec<Act> {
    vec![
        say("220 relay.example ESMTP"),
        Act::Hear("EHLO"),
        say("250-relay.example"),
        say("250 STARTTLS"),
        Act::Hear("STARTTLS"),
    ]
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_the_password() {
    let script = then(
        starttls_offered(),
        [say("220 ready"), Act::Encrypt, Act::Hear("EHLO")],
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let tls = TlsParameters::new("127.0.0.1".to_owned()).unwrap();
    let channel = channel(&relay, Privacy::StartTls(tls), true);

    let outcome = channel.send(&task()).await;

    assert_deferred(&outcome, "the line cannot be made private");
    drop(channel);
    assert_eq!(
        relay.heard().await.concat().len(),
        2,
        "EHLO, STARTTLS and no more"
    );
}

fn logged_in_by_tls(answer: &str) -> Vec<Act> {
    then(
        starttls_offered(),
        [
            say("220 ready"),
            Act::Encrypt,
            Act::Hear("EHLO"),
            say("250-relay.example"),
            say("250 AUTH PLAIN LOGIN"),
            Act::Hear("AUTH PLAIN "),
            say(answer),
            Act::Hear("EHLO"),
            say("250-relay.example"),
            say("250 SIZE"),
        ],
    )
}

#[tokio::test]
async fn behind_starttls_the_login_is_said_and_the_letter_goes() {
    let script = then(
        then(logged_in_by_tls("235 welcome"), one_letter()),
        [say("250 ok")],
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(
        &relay,
        Privacy::StartTls(tls_trusting_the_test_relay()),
        true,
    );

    assert_eq!(channel.send(&task()).await, Outcome::Accepted);
}

#[tokio::test]
async fn words_slipped_in_behind_starttls_are_not_taken_for_the_relays() {
    let injected = Act::Say(b"220 ready\r\n250-evil.example\r\n250 AUTH PLAIN\r\n".to_vec());
    let script = then(
        starttls_offered(),
        [injected, Act::Encrypt, Act::Hear("EHLO")],
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel = channel(
        &relay,
        Privacy::StartTls(tls_trusting_the_test_relay()),
        true,
    );

    let outcome = channel.send(&task()).await;

    assert_deferred(&outcome, "the line cannot be made private");
    drop(channel);
    assert_eq!(
        relay.heard().await.concat().len(),
        2,
        "EHLO, STARTTLS and no more"
    );
}

#[tokio::test]
async fn a_refused_login_pauses_the_account_and_gives_the_password_to_nobody() {
    let blob = "AHdhdGNoAGh1bnRlcjItc2VjcmV0";
    let answer = format!("535 5.7.8 {PASSWORD} ({blob}) is not accepted {blob}");
    let relay = ScriptedRelay::play(vec![logged_in_by_tls(&answer)]).await;
    let channel = channel(
        &relay,
        Privacy::StartTls(tls_trusting_the_test_relay()),
        true,
    );

    let first = channel.send(&task()).await;
    let second = channel.send(&task()).await;

    assert_deferred(&first, "the relay answered 535 to our login");
    assert_deferred(&second, "check username and password");
    for outcome in [&first, &second] {
        let told = format!("{outcome:?} {channel:?}");
        assert!(!told.contains(PASSWORD) && !told.contains(blob), "{told}");
    }
    drop(channel);
    assert_eq!(
        relay.heard().await.len(),
        1,
        "the second letter did not connect"
    );
}
