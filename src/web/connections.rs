//! The connections of the page: how many there may be, and how long one may say nothing. Takes a listener and what answers;
//! knows nothing of what is asked.
//!
//! Whoever connects and asks nothing, or never ends its question, or never reads its answer (slow-loris and its kin) must not
//! keep others from theirs: time is limited, and where there are too many, the oldest that asked nothing makes room.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::task::JoinSet;
use tower_service::Service;
use tracing::warn;

/// What strangers may take of us.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Connections at once. Far below the files that a process may open.
    pub(super) connections: usize,
    /// From the connection, or the last answer, to the end of the next question's header.
    pub(super) header: Duration,
    /// An answer of which nothing is taken for so long is given up.
    pub(super) stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 128,
            header: Duration::from_secs(15),
            stall: Duration::from_secs(30),
        }
    }
}

/// Longest header that is read; browsers send a few thousand bytes.
const HEADER_BYTES: usize = 64 << 10;

/// Waited when no connection can be taken, because files or memory have run out.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);

/// Serves until `stop` comes, then lets open answers finish.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let mut stop = std::pin::pin!(stop);
    let mut lines = Lines::new(router, limits);
    loop {
        tokio::select! {
            () = &mut stop => break,
            stream = accept(&listener) => tokio::select! {
                () = &mut stop => break,
                () = lines.make_room() => lines.start(stream),
            },
            () = lines.next_end() => {}
        }
    }
    lines.finish().await;
    Ok(())
}

/// The next connection. A failure is the connection's own, or passes when others have ended.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                warn!("the page can take no connection now: {error}");
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
    )
}

/// What a connection is at.
#[derive(Debug, Default)]
struct Phase(AtomicU8);

impl Phase {
    const NOTHING_ASKED: u8 = 0;
    const ANSWERED: u8 = 1;
    const ANSWERING: u8 = 2;

    fn set(&self, phase: u8) {
        self.0.store(phase, Ordering::Relaxed);
    }

    fn is(&self, phase: u8) -> bool {
        self.0.load(Ordering::Relaxed) == phase
    }
}

struct Line {
    phase: Arc<Phase>,
    task: AbortHandle,
}

/// Every open connection, the oldest first.
struct Lines {
    router: Router,
    limits: Limits,
    open: VecDeque<Line>,
    tasks: JoinSet<()>,
    /// Rung when an answer is done.
    answered: Arc<Notify>,
    /// True once no further question is taken.
    stop: watch::Sender<bool>,
}

impl Lines {
    fn new(router: Router, limits: Limits) -> Self {
        Self {
            router,
            limits,
            open: VecDeque::new(),
            tasks: JoinSet::new(),
            answered: Arc::default(),
            stop: watch::Sender::new(false),
        }
    }

    /// Returns when there is room for one more: at once, or when one that was being answered is done.
    async fn make_room(&mut self) {
        loop {
            self.forget_ended();
            if self.open.len() < self.limits.connections || self.cut_one_off() {
                return;
            }
            let answered = Arc::clone(&self.answered);
            tokio::select! {
                () = answered.notified() => {}
                () = self.next_end() => {}
            }
        }
    }

    /// Ends the oldest that asked nothing, or else the oldest that asks nothing more; false when all are being answered.
    fn cut_one_off(&mut self) -> bool {
        let found = [Phase::NOTHING_ASKED, Phase::ANSWERED]
            .into_iter()
            .find_map(|phase| self.open.iter().position(|line| line.phase.is(phase)));
        let Some(line) = found.and_then(|place| self.open.remove(place)) else {
            return false;
        };
        line.task.abort();
        true
    }

    fn start(&mut self, stream: TcpStream) {
        let phase = Arc::<Phase>::default();
        let line = answer(
            stream,
            self.router.clone(),
            self.limits,
            Arc::clone(&phase),
            Arc::clone(&self.answered),
            self.stop.subscribe(),
        );
        let task = self.tasks.spawn(line);
        self.open.push_back(Line { phase, task });
    }

    /// Returns when a connection has ended; never when there is none.
    async fn next_end(&mut self) {
        if self.tasks.join_next().await.is_none() {
            std::future::pending::<()>().await;
        }
        self.forget_ended();
    }

    fn forget_ended(&mut self) {
        self.open.retain(|line| !line.task.is_finished());
    }

    async fn finish(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// One connection, from its first question to its end. How it ended concerns nobody.
async fn answer(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    phase: Arc<Phase>,
    answered: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
) {
    set_stall_limit(&stream, limits.stall);
    let service = service_fn(move |request: Request<Incoming>| {
        phase.set(Phase::ANSWERING);
        let (phase, answered) = (Arc::clone(&phase), Arc::clone(&answered));
        let response = router.clone().call(request);
        async move {
            let response: Result<Response, Infallible> = response.await;
            phase.set(Phase::ANSWERED);
            answered.notify_one();
            response
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|is_stopping| *is_stopping) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Asks the kernel to end a connection whose other end takes nothing of what is written, also when it is alive.
fn set_stall_limit(stream: &TcpStream, limit: Duration) {
    // Where the kernel does not know this, the count of connections is the limit.
    #[cfg(target_os = "linux")]
    let _ = rustix::net::sockopt::set_tcp_user_timeout(
        stream,
        limit.as_millis().try_into().unwrap_or(u32::MAX),
    );
    #[cfg(not(target_os = "linux"))]
    let _ = (stream, limit);
}

#[cfg(test)]
mod tests;
