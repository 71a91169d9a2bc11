//! Connections that say nothing, say it slowly, or are too many.

use std::sync::Mutex;

use axum::body::Body;
use axum::routing::get;
use futures_util::StreamExt;
use futures_util::stream;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::sync::oneshot;

use super::*;

const SHORT: Duration = Duration::from_millis(80);
const LONG: Duration = Duration::from_secs(600);

/// Longer than any of this takes, on a busy machine too.
const DEADLINE: Duration = Duration::from_secs(60);

struct Server {
    address: std::net::SocketAddr,
    /// Lets one request for `/slow` be answered.
    release: Arc<Notify>,
    /// One more for each request for `/slow` that has come.
    came: Arc<Semaphore>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let release = Arc::<Notify>::default();
        let came = Arc::new(Semaphore::new(0));
        let (held, coming) = (Arc::clone(&release), Arc::clone(&came));
        let slow = move || async move {
            coming.add_permits(1);
            held.notified().await;
            "slow"
        };
        let router = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/slow", get(slow));
        Self {
            release,
            came,
            ..Self::serving(router, limits).await
        }
    }

    async fn serving(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, router, limits, std::future::pending()));
        Self {
            address,
            release: Arc::default(),
            came: Arc::new(Semaphore::new(0)),
        }
    }

    /// Asks what is not answered before it is released, and returns when the question has come.
    async fn ask_slow(&self) -> TcpStream {
        let stream = self.ask("/slow").await;
        let came = tokio::time::timeout(DEADLINE, self.came.acquire()).await;
        came.unwrap().unwrap().forget();
        stream
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn ask(&self, path: &str) -> TcpStream {
        let mut stream = self.connect().await;
        let question = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream.write_all(question.as_bytes()).await.unwrap();
        stream
    }
}

fn limits(connections: usize, header: Duration, stall: Duration) -> Limits {
    Limits {
        connections,
        header,
        stall,
    }
}

/// Reads until these words have come.
async fn expect(stream: &mut TcpStream, words: &str) {
    let mut got = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&got).contains(words) {
            let mut some = [0; 1024];
            let read = stream.read(&mut some).await.unwrap();
            assert_ne!(read, 0, "only {}", String::from_utf8_lossy(&got));
            got.extend_from_slice(&some[..read]);
        }
    };
    tokio::time::timeout(DEADLINE, reading).await.unwrap();
}

/// Reads to the end, which must come.
async fn expect_end(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    // Cut off is an end as well.
    let _ = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut rest))
        .await
        .expect("the connection was not ended");
}

/// C13.
#[tokio::test]
async fn who_asks_nothing_or_never_ends_the_question_or_asks_nothing_more_is_cut_off() {
    let server = Server::start(limits(9, SHORT, LONG)).await;
    let mut silent = server.connect().await;
    let mut endless = server.connect().await;
    endless
        .write_all(b"GET / HTTP/1.1\r\nHost: l")
        .await
        .unwrap();
    let mut served = server.ask("/").await;
    expect(&mut served, "here").await;

    expect_end(&mut silent).await;
    expect_end(&mut endless).await;
    expect_end(&mut served).await;
}

/// C13: a byte now and then is no reason to wait longer.
#[tokio::test]
async fn a_question_that_trickles_in_is_cut_off_at_the_deadline_of_the_whole() {
    let server = Server::start(limits(9, SHORT, LONG)).await;
    let mut trickling = server.connect().await;
    trickling.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();

    let cut_off = async {
        while trickling.write_all(b"a").await.is_ok() {
            tokio::time::sleep(SHORT / 8).await;
        }
    };

    tokio::time::timeout(DEADLINE, cut_off).await.unwrap();
}

/// C13.
#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let (given_up, seen) = oneshot::channel::<()>();
    let given_up = Arc::new(Mutex::new(Some(given_up)));
    let endless = move || async move {
        // Goes when the connection does.
        let held = given_up.lock().unwrap().take();
        Body::from_stream(stream::repeat(()).map(move |()| {
            let _ = &held;
            Ok::<_, io::Error>(vec![b'a'; 1 << 16])
        }))
    };
    let router = Router::new().route("/", get(endless));
    let server = Server::serving(router, limits(9, LONG, SHORT * 4)).await;

    let _idle = server.ask("/").await;

    let ended = tokio::time::timeout(DEADLINE, seen).await;
    assert!(ended.expect("it is held for ever").is_err());
}

/// C13.
#[tokio::test]
async fn where_there_are_too_many_one_that_asked_nothing_makes_room_and_none_that_waits_for_its_answer()
 {
    let server = Server::start(limits(2, LONG, LONG)).await;
    let mut slow = server.ask_slow().await;
    let mut silent = server.connect().await;

    let mut third = server.ask("/").await;
    expect(&mut third, "here").await;
    let mut fourth = server.ask("/").await;
    expect(&mut fourth, "here").await;

    expect_end(&mut silent).await;
    expect_end(&mut third).await;
    server.release.notify_one();
    expect(&mut slow, "slow").await;
}

/// C13.
#[tokio::test]
async fn where_all_wait_for_their_answers_the_next_one_waits_for_the_first_of_them() {
    let server = Server::start(limits(2, LONG, LONG)).await;
    let mut first = server.ask_slow().await;
    let _second = server.ask_slow().await;
    let mut third = server.ask("/").await;

    server.release.notify_one();
    server.release.notify_one();

    expect(&mut third, "here").await;
    expect(&mut first, "slow").await;
}
