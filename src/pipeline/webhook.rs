//! webhook: a claimed message -> the place that a digest names as `webhook:NAME`. `deliver` makes the call and reads its
//! answer, `fetch` makes the request: behind the guard, as whatever else leaves by HTTP.

use crate::deliver::ProbeStep;
use crate::deliver::webhook::Call;
use crate::deliver::webhook::call;
use crate::deliver::webhook::outcome;
use crate::fetch::FetchError;
use crate::fetch::Fetcher;
use crate::fetch::FormAnswer;
use crate::fetch::Post;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Outcome;
use crate::model::recipient::WebhookName;
use crate::model::settings::WebhookSettings;
use crate::pipeline::Pipeline;

/// Sends one message; every end of an attempt is an outcome.
pub(super) async fn send(pipeline: &Pipeline, name: &WebhookName, task: &DeliveryTask) -> Outcome {
    let deferred = |reason: String| Outcome::Deferred { reason };
    let webhook = pipeline
        .webhooks
        .iter()
        .find(|webhook| webhook.name == *name);
    let Some(webhook) = webhook else {
        return deferred(format!(
            "wirewatch.toml had no [webhook.{name}] when wirewatch started: describe it there and restart"
        ));
    };
    let call = match call(webhook, task, pipeline.clock.now()) {
        Ok(call) => call,
        Err(reason) => return deferred(reason),
    };
    match post(&pipeline.fetcher, webhook, call).await {
        Ok(answer) => outcome(answer.status, &answer.words),
        // Its address may be the secret by which one writes there, so the error is told without it.
        Err(error) => deferred(format!("webhook {name}: {}", error.sentence())),
    }
}

/// Sends a test message and tells of each step.
pub async fn probe(
    fetcher: &Fetcher,
    webhook: &WebhookSettings,
    task: &DeliveryTask,
    now: jiff::Timestamp,
) -> Vec<ProbeStep> {
    let step = |step, is_ok, detail| ProbeStep {
        step,
        is_ok,
        detail,
    };
    let call = match call(webhook, task, now) {
        Ok(call) => call,
        Err(reason) => return vec![step("message", false, reason)],
    };
    let host = call.url.host_str().unwrap_or_default().to_owned();
    let made = match (&webhook.secret, &webhook.token) {
        (None, None) => "made, without signature or token".to_owned(),
        (Some(_), None) => "made and signed".to_owned(),
        (None, Some(_)) => "made, with a token".to_owned(),
        (Some(_), Some(_)) => "made and signed, with a token".to_owned(),
    };
    let bytes = call.body.len();
    let mut steps = vec![step("message", true, format!("{made}: {bytes} bytes"))];
    match post(fetcher, webhook, call).await {
        Err(error) => steps.push(step(
            "request",
            false,
            format!("{host}: {}", error.sentence()),
        )),
        Ok(answer) => {
            steps.push(step("request", true, format!("{host} was reached")));
            let (is_ok, detail) = match outcome(answer.status, &answer.words) {
                Outcome::Accepted => (true, format!("{}: the message is taken", answer.status)),
                Outcome::Deferred { reason } | Outcome::Failed { reason } => (false, reason),
            };
            steps.push(step("answer", is_ok, detail));
        }
    }
    steps
}

async fn post(
    fetcher: &Fetcher,
    webhook: &WebhookSettings,
    call: Call,
) -> Result<FormAnswer, FetchError> {
    let post = Post {
        name: webhook.name.as_source().clone(),
        is_put: call.is_put,
        url: call.url,
        headers: call.headers,
        token: call.token,
        body: call.body,
    };
    fetcher.post(&post).await
}
