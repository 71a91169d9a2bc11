//! Sending a form: how a hub is asked to push. Passes the same guard and waits for the same places as a feed's request.

use std::fmt;
use std::time::Duration;

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::HeaderValue;
use url::Url;
use url::form_urlencoded;

use crate::fetch::Fetcher;
use crate::fetch::Shared;
use crate::fetch::error::Fault;
use crate::fetch::error::FetchError;
use crate::fetch::fault;
use crate::fetch::hints::hints;
use crate::fetch::redirect::Route;
use crate::model::access::Access;
use crate::model::feed::FeedRequest;
use crate::model::feed::Validators;
use crate::model::host_rest::HostRest;
use crate::model::ids::FeedName;

/// So much of an answer is read: enough for the reason of a refusal.
const LONGEST_WORDS: usize = 1024;

/// A form to be sent for a feed.
pub struct Form {
    /// For whose sake, for the words of an error.
    pub feed: FeedName,
    /// Where to.
    pub url: Url,
    /// Names and values, in their order.
    pub fields: Vec<(&'static str, String)>,
    /// One of the values must not be seen by others: it is sent only where [`Fetcher::keeps_secrets`] says yes.
    pub is_secret: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// The beginning of the body.
    pub words: String,
    /// How long the server asked us to stay away.
    pub retry_after: Option<Duration>,
    /// The same wish for the whole host, to be written down.
    pub rest: Option<HostRest>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secrets.
        f.debug_struct("Form")
            .field("feed", &self.feed)
            .finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Sends the form by POST, and again where a 307 or 308 says so; any other answer is given back as it is.
    ///
    /// # Errors
    ///
    /// When there was no answer, or the address or a redirect may not be asked.
    pub async fn post_form(&self, form: &Form) -> Result<FormAnswer, FetchError> {
        let answered = self.shared.post(form).await;
        answered.map_err(|fault| FetchError::new(&form.url, fault))
    }

    /// Is the way to this address private: TLS, or the operator's own server?
    #[must_use]
    pub fn keeps_secrets(&self, url: &Url) -> bool {
        self.shared.keeps_secrets(url)
    }
}

impl Shared {
    fn keeps_secrets(&self, url: &Url) -> bool {
        url.scheme() == "https" || self.guard.is_own(url)
    }

    async fn post(&self, form: &Form) -> Result<FormAnswer, Fault> {
        let request = FeedRequest {
            feed: form.feed.clone(),
            url: form.url.clone(),
            validators: Validators::default(),
            headers: Vec::new(),
            access: Access::default(),
            via: None,
        };
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&form.fields)
            .finish();
        let mut route = Route::from(&form.url)?;
        loop {
            if form.is_secret && !self.keeps_secrets(route.here()) {
                let why = "leads a secret to an address that is not protected".to_owned();
                return Err(Fault::Redirect(why));
            }
            // A place for each hop: another host has places of its own.
            let visit = self.enter(&route, &request).await?;
            let posting = self.post_once(&route, &request, body.clone());
            let posted = tokio::time::timeout(self.settings.timeout, posting)
                .await
                .unwrap_or(Err(Fault::Timeout(self.settings.timeout)))?;
            match posted {
                Posted::Elsewhere { status, location } => {
                    route.follow(status, location.as_deref())?;
                }
                Posted::Answer(answer) => {
                    let fault = Fault::Status {
                        status: answer.status,
                        retry_after: answer.retry_after,
                    };
                    let rest = self.refused(&visit, fault).rest;
                    return Ok(FormAnswer { rest, ..answer });
                }
            }
        }
    }

    async fn post_once(
        &self,
        route: &Route,
        request: &FeedRequest,
        body: String,
    ) -> Result<Posted, Fault> {
        let via = self.via(request);
        let client = self.clients.client(via, None)?;
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let posting = client
            .post(route.here().clone())
            .header(CONTENT_TYPE, form)
            .body(body)
            .send();
        let response = posting
            .await
            .map_err(|error| fault::of_request(&error, &self.settings, via.is_some()))?;
        let status = response.status().as_u16();
        if matches!(status, 307 | 308) {
            let location = response.headers().get(reqwest::header::LOCATION);
            let location = location.map(|value| value.as_bytes().to_vec());
            return Ok(Posted::Elsewhere { status, location });
        }
        let retry_after = hints(response.headers(), self.clock.now()).retry_after;
        Ok(Posted::Answer(FormAnswer {
            status,
            words: words(response).await,
            retry_after,
            rest: None,
        }))
    }
}

enum Posted {
    Answer(FormAnswer),
    Elsewhere {
        status: u16,
        location: Option<Vec<u8>>,
    },
}

/// The beginning of the body; one that breaks off says as much as came.
pub(super) async fn words(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= LONGEST_WORDS {
            bytes.truncate(LONGEST_WORDS);
            break;
        }
    }
    String::from_utf8_lossy(&bytes).trim().to_owned()
}
