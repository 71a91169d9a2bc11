//! The writer thread: the only owner of the writing connection. Takes jobs in order, answers each after the commit.
//!
//! Jobs that wait while one runs share its commit, because the price of a commit is one fsync however much is in it. Each
//! runs inside a savepoint of its own, so that a failing one takes nothing else with it.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread::JoinHandle;
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::mpsc;
use tokio::sync::oneshot;

use crate::store::StoreError;
use crate::store::load::Counts;
use crate::store::load::WriterLoad;
use crate::store::lock::Lock;
use crate::store::transaction::Tx;

/// Most jobs that share one commit: keeps the wait of the first one short and the journal of one commit small.
const SHARED_BY: usize = 64;

/// Jobs that may wait; a caller beyond that waits with its job in hand.
const QUEUE: usize = 1024;

/// The way to the writer thread.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    counts: Arc<Counts>,
}

impl Writer {
    /// Hands the connection to a new thread; the lock is let go only after the connection is closed. Without a lock the
    /// journal is the daemon's and is left to it.
    pub(super) fn start(
        connection: Connection,
        lock: Option<Lock>,
        path: PathBuf,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let mut tx = Tx::new(connection);
        let named = path.clone();
        let counts = Arc::<Counts>::default();
        let ours = Arc::clone(&counts);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                work(&mut tx, queue, &path, &ours);
                if lock.is_some() {
                    empty_journal(&tx);
                }
                drop(tx);
                drop(lock);
            })
            .map_err(|error| StoreError::from_io(&named, "start the writer of", error))?;
        Ok(Self {
            jobs: Mutex::new(Some(jobs)),
            thread: Mutex::new(Some(thread)),
            counts,
        })
    }

    /// How busy it is.
    pub(super) fn load(&self) -> WriterLoad {
        let waiting = locked(&self.jobs)
            .as_ref()
            .map_or(0, |jobs| jobs.max_capacity() - jobs.capacity());
        self.counts.load(waiting)
    }

    /// Runs `f` as one transaction and answers after its commit. Once handed over, `f` runs even when its caller has
    /// stopped waiting.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, result) = oneshot::channel();
        let job = Box::new(Waiting {
            work: Some(f),
            result: None,
            answer,
        });
        let jobs = locked(&self.jobs).clone().ok_or(StoreError::Closed)?;
        jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes no more jobs, lets the thread finish what is queued and waits for its end.
    pub(super) fn finish(&self) {
        locked(&self.jobs).take();
        let Some(thread) = locked(&self.thread).take() else {
            return;
        };
        // A job may have held the last handle of the store; the thread cannot wait for itself.
        if thread.thread().id() != std::thread::current().id() {
            // The panics of jobs are caught; one of the thread's own has been told by the panic hook.
            let _ = thread.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.finish();
    }
}

fn work(tx: &mut Tx, mut queue: mpsc::Receiver<Box<dyn Job>>, path: &Path, counts: &Counts) {
    while let Some(first) = queue.blocking_recv() {
        let began = Instant::now();
        if let Err(error) = tx.connection().execute_batch("BEGIN IMMEDIATE") {
            first.tell(Some(StoreError::from(error).in_file(path)));
            continue;
        }
        share_commit(tx, first, &mut queue, path, |changes| {
            counts.committed(changes, began);
        });
    }
}

/// Moves the journal into the main file, so that the next start sees that we ended in order. Closing does not do it while
/// a reader has the file open, and a reader in the middle of a question is not waited for long.
fn empty_journal(tx: &Tx) {
    // When it fails, the journal stays and the next start reads it: nothing is lost.
    let _ = tx
        .connection()
        .execute_batch("PRAGMA busy_timeout = 500; PRAGMA wal_checkpoint(TRUNCATE);");
}

/// Runs the first job and those that wait already, commits, and tells all of them.
fn share_commit(
    tx: &mut Tx,
    first: Box<dyn Job>,
    queue: &mut mpsc::Receiver<Box<dyn Job>>,
    path: &Path,
    count: impl FnOnce(usize),
) {
    let mut ran = Vec::new();
    let mut next = Some(first);
    let mut last_error = None;
    while let Some(mut job) = next {
        let error = job.run(tx);
        ran.push((job, error.is_none()));
        last_error = error.or(last_error);
        // SQLite ends the whole transaction itself on some errors (full disk, I/O): nothing more may join it then.
        let is_open = !tx.connection().is_autocommit();
        next = (is_open && ran.len() < SHARED_BY)
            .then(|| queue.try_recv().ok())
            .flatten();
    }
    let failure = end(tx.connection(), last_error).map(|error| error.in_file(path));
    if failure.is_some() {
        tx.regret_after(0);
    } else {
        tx.regret_nothing();
    }
    count(ran.len());
    for (job, is_kept) in ran {
        job.tell(failure.clone().filter(|_| is_kept));
    }
}

/// Commits; gives the error that took the transaction down, if one did.
fn end(connection: &Connection, last_error: Option<StoreError>) -> Option<StoreError> {
    if connection.is_autocommit() {
        return Some(last_error.unwrap_or(StoreError::Closed));
    }
    let error = connection.execute_batch("COMMIT").err()?;
    if !connection.is_autocommit() {
        // When even this fails the next BEGIN says so.
        let _ = connection.execute_batch("ROLLBACK");
    }
    Some(error.into())
}

/// A piece of work on the writer thread, whatever its result is made of.
trait Job: Send {
    /// Does the work inside a savepoint and keeps the result; gives the error when nothing is to be committed.
    fn run(&mut self, tx: &mut Tx) -> Option<StoreError>;

    /// Answers the caller: with the result, or with what prevented the commit.
    fn tell(self: Box<Self>, failure: Option<StoreError>);
}

struct Waiting<F, T> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Waiting<F, T>
where
    F: FnOnce(&mut Tx) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx) -> Option<StoreError> {
        let work = self.work.take()?;
        let others = tx.regrets();
        let result = in_savepoint(tx, work);
        if result.is_err() {
            tx.regret_after(others);
        }
        let error = result.as_ref().err().cloned();
        self.result = Some(result);
        error
    }

    fn tell(self: Box<Self>, failure: Option<StoreError>) {
        let result = match (failure, self.result) {
            (Some(error), _) => Err(error),
            (None, Some(result)) => result,
            (None, None) => Err(StoreError::Closed),
        };
        // A caller that has gone away does not want to know.
        let _ = self.answer.send(result);
    }
}

fn in_savepoint<T>(
    tx: &mut Tx,
    work: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    tx.connection().execute_batch("SAVEPOINT job")?;
    // Nothing of a job outlives its panic but the connection, and that goes back to the savepoint.
    let result = catch_unwind(AssertUnwindSafe(|| work(tx)))
        .unwrap_or_else(|panic| Err(panicked(panic.as_ref())));
    let connection = tx.connection();
    if connection.is_autocommit() {
        return result;
    }
    if result.is_err() {
        connection.execute_batch("ROLLBACK TO job")?;
    }
    connection.execute_batch("RELEASE job")?;
    result
}

/// The words of a panic.
pub(super) fn panicked(panic: &(dyn Any + Send)) -> StoreError {
    let words = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    StoreError::Panicked {
        what: words.unwrap_or_else(|| "without words".to_owned()),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What stands in them is replaced whole, so a panic elsewhere leaves nothing half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
