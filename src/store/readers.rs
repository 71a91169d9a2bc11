//! Reading connections: a few, opened when first needed, used on blocking threads, unable to write.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use tokio::sync::Semaphore;

use crate::store::StoreError;
use crate::store::pragmas;
use crate::store::transaction::View;
use crate::store::writer::panicked;

/// Questions that are answered at the same time; more than a small machine has cores would only wait for each other.
const AT_ONCE: usize = 4;

/// The pool.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    seats: Semaphore,
    idle: Arc<Mutex<Vec<View>>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            seats: Semaphore::new(AT_ONCE),
            idle: Arc::default(),
        }
    }

    /// Answers one question from one consistent picture of the archive.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        f: impl FnOnce(&View) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _seat = self.seats.acquire().await.map_err(|_| StoreError::Closed)?;
        let idle = Arc::clone(&self.idle);
        let path = self.path.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let kept = take(&idle);
            let view = match kept {
                Some(view) => view,
                None => View::new(connect(&path)?),
            };
            let answer = in_one_picture(&view, f);
            put_back(&idle, view);
            answer.map_err(|error| error.in_file(&path))
        });
        match asked.await {
            Ok(answer) => answer,
            // The connection of a panicked question is not put back.
            Err(error) if error.is_panic() => Err(panicked(error.into_panic().as_ref())),
            Err(_) => Err(StoreError::Closed),
        }
    }
}

/// A connection that cannot write.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let open = || -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        pragmas::for_reading(&connection)?;
        Ok(connection)
    };
    open().map_err(|error| StoreError::from(error).in_file(path))
}

fn in_one_picture<T>(
    view: &View,
    f: impl FnOnce(&View) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    view.connection().execute_batch("BEGIN")?;
    let answer = f(view);
    view.connection().execute_batch("ROLLBACK")?;
    answer
}

fn take(idle: &Mutex<Vec<View>>) -> Option<View> {
    idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

fn put_back(idle: &Mutex<Vec<View>>, view: View) {
    idle.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(view);
}
