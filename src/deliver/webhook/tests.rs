//! Messages in every form, and what answers mean.

use super::*;
use crate::model::delivery::Envelope;
use crate::model::ids::DeliveryId;

const NOW: Timestamp = Timestamp::constant(1_750_000_000, 0);

fn event(stories: usize) -> Value {
    let story = |number: usize| {
        serde_json::json!({
            "id": number,
            "title": format!("Sanctions <!channel> @all & [x](y) {number}"),
            "url": format!("https://news.example/(a|b)/{number}"),
            "outlet": "The \"Wire\"",
        })
    };
    serde_json::json!({
        "type": "digest.issued",
        "timestamp": "2026-11-30T20:00:00Z",
        "data": {
            "subject": "2 stories <b>",
            "page": "https://watch.example/",
            "stories": (1..=stories).map(story).collect::<Vec<_>>(),
            "more": 0,
        },
    })
}

fn task(stories: usize) -> DeliveryTask {
    DeliveryTask {
        id: DeliveryId(7),
        envelope: Envelope {
            from: "watch@example.org".parse().unwrap(),
            to: "webhook:desk".parse().unwrap(),
        },
        message_id: "wirewatch.7.abc@example.org".to_owned(),
        bytes: event(stories).to_string().into_bytes(),
        attempt: 1,
    }
}

fn webhook(template: WebhookTemplate, url: &str) -> WebhookSettings {
    WebhookSettings {
        name: "desk".parse().unwrap(),
        url: Some(url.parse().unwrap()),
        secret: Some(Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
        token: None,
        template,
    }
}

fn body(call: &Call) -> Value {
    serde_json::from_slice(&call.body).unwrap()
}

fn header<'a>(call: &'a Call, name: &str) -> &'a str {
    let found = call.headers.iter().find(|(known, _)| *known == name);
    &found.unwrap().1
}

#[test]
fn a_generic_message_is_what_is_stored_signed_and_named() {
    let hook = webhook(WebhookTemplate::Generic, "https://hooks.example/x");

    let first = call(&hook, &task(1), NOW).unwrap();
    let later = call(&hook, &task(1), "2026-11-30T20:00:00Z".parse().unwrap()).unwrap();

    assert_eq!(first.body, task(1).bytes);
    assert_eq!(first.body, later.body);
    assert_eq!(header(&first, "webhook-id"), header(&later, "webhook-id"));
    assert_eq!(
        header(&first, "webhook-id"),
        header(&first, "idempotency-key")
    );
    assert!(
        !header(&first, "webhook-id").contains('.'),
        "the standard joins by dots"
    );
    let secret = hook.secret.as_ref().unwrap();
    let signed = sign(
        secret,
        header(&first, "webhook-id"),
        1_750_000_000,
        &first.body,
    );
    assert_eq!(header(&first, "webhook-signature"), signed);
    assert!(!first.is_put);
}

#[test]
fn ntfy_gets_topic_title_and_lines() {
    let hook = webhook(WebhookTemplate::Ntfy, "https://ntfy.example/desk");

    let call = call(&hook, &task(200), NOW).unwrap();

    assert_eq!(call.url.as_str(), "https://ntfy.example/");
    let body = body(&call);
    assert_eq!(body["topic"], "desk");
    assert_eq!(body["title"], "2 stories <b>");
    assert_eq!(body["click"], "https://watch.example/");
    let message = body["message"].as_str().unwrap();
    assert!(message.len() <= 4096, "{}", message.len());
    assert!(message.ends_with(" more"), "{message}");
}

#[test]
fn a_matrix_event_has_its_transaction_in_the_path_and_wakes_nobody() {
    let room = "https://m.example/_matrix/client/v3/rooms/!r:m.example/send/m.room.message";
    let call = call(&webhook(WebhookTemplate::Matrix, room), &task(1), NOW).unwrap();

    assert!(call.is_put);
    assert_eq!(
        call.url.as_str(),
        format!("{room}/{}", header(&call, "webhook-id"))
    );
    let body = body(&call);
    assert_eq!(body["m.mentions"], serde_json::json!({}));
    let formatted = body["formatted_body"].as_str().unwrap();
    assert!(
        formatted.contains("&lt;!channel&gt;") && formatted.contains("&quot;Wire&quot;"),
        "{formatted}"
    );
    assert!(!formatted.contains("<b>"), "{formatted}");
}

#[test]
fn slack_and_mattermost_show_headlines_and_obey_nothing_in_them() {
    let slack = call(
        &webhook(WebhookTemplate::Slack, "https://s.example/x"),
        &task(1),
        NOW,
    )
    .unwrap();
    let slack = body(&slack)["text"].as_str().unwrap().to_owned();
    assert!(!slack.contains("<!channel>"), "{slack}");
    assert!(
        slack.contains("<https://news.example/(a%7Cb)/1|Sanctions"),
        "{slack}"
    );

    let hook = webhook(WebhookTemplate::Mattermost, "https://m.example/x");
    let mattermost = call(&hook, &task(1), NOW).unwrap();
    let mattermost = body(&mattermost)["text"].as_str().unwrap().to_owned();
    assert!(
        !mattermost.contains("@all") && !mattermost.contains("[x](y)"),
        "{mattermost}"
    );
    assert!(
        mattermost.contains("](https://news.example/%28a|b%29/1)"),
        "{mattermost}"
    );
}

#[test]
fn only_what_is_said_of_the_message_is_final() {
    for status in [200, 202, 204] {
        assert_eq!(outcome(status, ""), Outcome::Accepted, "{status}");
    }
    for status in [400, 410, 413, 422] {
        assert!(
            matches!(outcome(status, "no"), Outcome::Failed { .. }),
            "{status}"
        );
    }
    for status in [
        301, 401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504, 999,
    ] {
        assert!(
            matches!(outcome(status, "no"), Outcome::Deferred { .. }),
            "{status}"
        );
    }
    let Outcome::Deferred { reason } = outcome(401, "bad\r\n\u{1b}[31mtoken") else {
        panic!("401 is mended by its owner");
    };
    assert_eq!(
        reason,
        "the webhook answered 401 (check its token and secret): bad [31mtoken"
    );
}

#[test]
fn a_webhook_without_an_address_and_bytes_that_are_no_event_are_told() {
    let mut hook = webhook(WebhookTemplate::Generic, "https://hooks.example/x");
    let mut odd = task(1);
    odd.bytes = b"Subject: x\r\n".to_vec();
    assert!(call(&hook, &odd, NOW).unwrap_err().contains("no event"));

    hook.url = None;
    assert!(
        call(&hook, &task(1), NOW)
            .unwrap_err()
            .contains("credential")
    );
}
