//! Sending a message to a webhook: one request, no redirects, behind the same guard and in the same places as a feed's.

use std::fmt;

use reqwest::header::CONTENT_TYPE;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use url::Url;

use crate::fetch::Fetcher;
use crate::fetch::Shared;
use crate::fetch::error::Fault;
use crate::fetch::error::FetchError;
use crate::fetch::fault;
use crate::fetch::form::FormAnswer;
use crate::fetch::form::words;
use crate::fetch::hints::hints;
use crate::fetch::redirect::Route;
use crate::model::access::Access;
use crate::model::feed::FeedRequest;
use crate::model::feed::Validators;
use crate::model::ids::FeedName;
use crate::model::secret::Secret;

/// A message to be sent.
pub struct Post {
    /// Whose it is, for the words of an error.
    pub name: FeedName,
    /// PUT instead of POST.
    pub is_put: bool,
    /// Where to.
    pub url: Url,
    /// Beside the content type.
    pub headers: Vec<(&'static str, String)>,
    /// For `Authorization: Bearer …`.
    pub token: Option<Secret>,
    /// JSON.
    pub body: Vec<u8>,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address alone may be the secret by which one writes there.
        f.debug_struct("Post")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Sends the message; any answer is given back as it is, a redirect too: what is signed for one address, and may carry a
    /// token, is not handed on to another.
    ///
    /// # Errors
    ///
    /// When there was no answer, or the address may not be asked.
    pub async fn post(&self, post: &Post) -> Result<FormAnswer, FetchError> {
        let sent = self.shared.send(post).await;
        sent.map_err(|fault| FetchError::new(&post.url, fault))
    }
}

impl Shared {
    async fn send(&self, post: &Post) -> Result<FormAnswer, Fault> {
        let request = FeedRequest {
            feed: post.name.clone(),
            url: post.url.clone(),
            validators: Validators::default(),
            headers: Vec::new(),
            access: Access::default(),
            via: None,
        };
        let route = Route::from(&post.url)?;
        let visit = self.enter(&route, &request).await?;
        // The time counts from here: waiting for others is not the receiver's fault.
        let sending = self.send_at_place(post, &request);
        let sent = tokio::time::timeout(self.settings.timeout, sending).await;
        let answer = sent.unwrap_or(Err(Fault::Timeout(self.settings.timeout)))?;
        let asked = Fault::Status {
            status: answer.status,
            retry_after: answer.retry_after,
        };
        Ok(FormAnswer {
            rest: self.refused(&visit, asked).rest,
            ..answer
        })
    }

    async fn send_at_place(&self, post: &Post, request: &FeedRequest) -> Result<FormAnswer, Fault> {
        let via = self.via(request);
        let client = self.clients.client(via, None)?;
        let sending = match post.is_put {
            true => client.put(post.url.clone()),
            false => client.post(post.url.clone()),
        };
        let response = sending
            .headers(headers(post)?)
            .body(post.body.clone())
            .send()
            .await
            .map_err(|error| fault::of_request(&error, &self.settings, via.is_some()))?;
        let status = response.status().as_u16();
        let retry_after = hints(response.headers(), self.clock.now()).retry_after;
        Ok(FormAnswer {
            status,
            words: words(response).await,
            retry_after,
            rest: None,
        })
    }
}

fn headers(post: &Post) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in &post.headers {
        let value = HeaderValue::from_str(value).map_err(|_| not_one(name))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    if let Some(token) = &post.token {
        let value = format!("Bearer {}", token.reveal());
        let mut value = HeaderValue::from_str(&value).map_err(|_| not_one("authorization"))?;
        value.set_sensitive(true);
        headers.insert(reqwest::header::AUTHORIZATION, value);
    }
    Ok(headers)
}

fn not_one(name: &str) -> Fault {
    Fault::Address(format!("header {name:?} is not one that HTTP can carry"))
}
