//! A newsroom of documents over HTTP, for the demo: each with an ETag, answered 304 to those who have it.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::io;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::net::TcpListener;

/// One thing to read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is said to be.
    pub content_type: &'static str,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// All things to read, by path. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Documents(Arc<RwLock<HashMap<String, Document>>>);

impl Documents {
    /// Publishes a document, or a new edition of it.
    pub fn put(&self, path: &str, document: Document) {
        let mut documents = self.0.write().unwrap_or_else(PoisonError::into_inner);
        documents.insert(path.to_owned(), document);
    }

    /// Serves for good.
    ///
    /// # Errors
    ///
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        axum::serve(listener, Router::new().fallback(answer).with_state(self)).await
    }
}

async fn answer(State(documents): State<Documents>, uri: Uri, headers: HeaderMap) -> Response {
    let found = documents
        .0
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(uri.path())
        .cloned();
    let Some(document) = found else {
        return (StatusCode::NOT_FOUND, "no such paper\n").into_response();
    };
    let mut hasher = DefaultHasher::new();
    document.body.hash(&mut hasher);
    let etag = format!("\"{:016x}\"", hasher.finish());
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    (
        [
            (header::CONTENT_TYPE, document.content_type.to_owned()),
            (header::ETAG, etag),
        ],
        document.body,
    )
        .into_response()
}
