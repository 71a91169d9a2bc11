//! What an answer is: nothing new, a whole body, a way elsewhere, or a fault.

use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::ETAG;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::LAST_MODIFIED;
use reqwest::header::LINK;
use reqwest::header::LOCATION;

use crate::fetch::coding::Decoding;
use crate::fetch::error::Fault;
use crate::fetch::fault;
use crate::fetch::hints::hints;
use crate::fetch::request::LONGEST_VALIDATOR;
use crate::model::feed::Hints;
use crate::model::feed::Validators;

/// One hop's answer.
pub(super) enum Answer {
    NotModified(Hints),
    Body(Body),
    /// With the Location header as it stood.
    Elsewhere {
        status: u16,
        location: Option<Vec<u8>>,
    },
}

/// A whole body and what its headers say.
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) validators: Validators,
    pub(super) hints: Hints,
    /// The Link headers as they stood.
    pub(super) links: Vec<Vec<u8>>,
}

/// Reads an answer to its end. `is_conditional`: did we say what we have.
pub(super) async fn read(
    response: Response,
    is_conditional: bool,
    cap: usize,
    now: Timestamp,
) -> Result<Answer, Fault> {
    let hints = hints(response.headers(), now);
    match response.status().as_u16() {
        // 203 is a 200 that somebody on the way rewrote, usually to compress it.
        200 | 203 => read_body(response, hints, cap).await.map(Answer::Body),
        204 => Ok(Answer::NotModified(hints)),
        304 if is_conditional => Ok(Answer::NotModified(hints)),
        304 => Err(Fault::Protocol(
            "\"not modified\" although nothing was named".to_owned(),
        )),
        status @ 300..=399 => Ok(Answer::Elsewhere {
            status,
            location: bytes_of(response.headers(), &LOCATION),
        }),
        status => Err(Fault::Status {
            status,
            retry_after: hints.retry_after,
        }),
    }
}

async fn read_body(mut response: Response, hints: Hints, cap: usize) -> Result<Body, Fault> {
    let headers = std::mem::take(response.headers_mut());
    let codings = codings(&headers);
    if codings.is_empty()
        && response
            .content_length()
            .is_some_and(|length| length > cap as u64)
    {
        return Err(Fault::TooLarge(cap));
    }
    let mut decoding = Decoding::new(&codings, cap)?;
    while let Some(chunk) = response.chunk().await.map_err(|e| fault::of_body(&e))? {
        decoding.push(&chunk)?;
    }
    let bytes = decoding.finish()?;
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    Ok(Body {
        bytes,
        content_type: bytes_of(&headers, &CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(&value).into_owned()),
        validators: Validators {
            etag: validator(&headers, &ETAG),
            last_modified: validator(&headers, &LAST_MODIFIED),
        },
        hints,
        links: headers
            .get_all(LINK)
            .iter()
            .map(|line| line.as_bytes().to_vec())
            .collect(),
    })
}

/// The codings that were applied, in their order, over all header lines; `identity` is none.
fn codings(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).to_ascii_lowercase())
        .flat_map(|line| {
            line.split(',')
                .map(|coding| coding.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect()
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    bytes_of(headers, name).filter(|value| !value.is_empty() && value.len() <= LONGEST_VALIDATOR)
}

fn bytes_of(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    headers.get(name).map(|value| value.as_bytes().to_vec())
}
