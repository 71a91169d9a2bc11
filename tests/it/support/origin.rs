//! Origin: an HTTP/1.1 server on loopback that serves what a test tells it, and remembers every request as it came.

use std::collections::HashMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use super::wait::DEADLINE;

/// A running server; it ends with the test.
pub(crate) struct Origin {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What one path says.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Promise the whole body, send only so many bytes of it, hang up.
    cut_after: Option<usize>,
    /// Take the request and say nothing until the test is over.
    stalls: bool,
    /// Take so long before answering.
    takes: Duration,
    /// Written before it, and before stalling.
    interim: String,
}

/// One request, as it stood on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// What was answered.
    pub(crate) status: u16,
    /// When it had come whole.
    pub(crate) began: Instant,
    /// When the answer was out; `None`: not yet, or never.
    pub(crate) ended: Option<Instant>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    answers: HashMap<String, Answer>,
    requests: Vec<Request>,
    is_over: bool,
}

impl Answer {
    /// 200 with an RSS body.
    pub(crate) fn feed(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200)
            .with_header("Content-Type", "application/rss+xml; charset=utf-8")
            .with_body(body)
    }

    /// A bare status.
    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            cut_after: None,
            stalls: false,
            takes: Duration::ZERO,
            interim: String::new(),
        }
    }

    /// The same after interim answers (1xx), as they stand on the wire.
    pub(crate) fn after_interim(mut self, interim: &str) -> Self {
        interim.clone_into(&mut self.interim);
        self
    }

    /// 302 to another address.
    pub(crate) fn redirect(to: &str) -> Self {
        Self::status(302).with_header("Location", to)
    }

    /// Never answers.
    pub(crate) fn never() -> Self {
        Self {
            stalls: true,
            ..Self::status(200)
        }
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn with_etag(self, etag: &str) -> Self {
        self.with_header("ETag", etag)
    }

    pub(crate) fn with_last_modified(self, date: &str) -> Self {
        self.with_header("Last-Modified", date)
    }

    /// Answers after that time.
    pub(crate) fn taking(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    pub(crate) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn cut_after(mut self, bytes: usize) -> Self {
        self.cut_after = Some(bytes);
        self
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Does the client hold this very answer already (RFC 9110, 13.1)? The ETag decides alone where there is one.
    fn is_held_by(&self, headers: &[(String, Vec<u8>)]) -> bool {
        let sent = |name: &str| find(headers, name);
        match (self.header("ETag"), self.header("Last-Modified")) {
            (Some(etag), _) => sent("If-None-Match") == Some(etag.as_bytes()),
            (None, Some(date)) => sent("If-Modified-Since") == Some(date.as_bytes()),
            (None, None) => false,
        }
    }
}

impl Request {
    /// The bytes of a header, if it was sent.
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        find(&self.headers, name)
    }
}

fn find<'a>(headers: &'a [(String, Vec<u8>)], name: &str) -> Option<&'a [u8]> {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_slice())
}

impl Origin {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let ours = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ours.state.lock().unwrap().is_over {
                    return;
                }
                let ours = Arc::clone(&ours);
                // A client that hangs up in the middle is its own affair.
                thread::spawn(move || drop(ours.answer(&stream)));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// From now on `path` says this; any other path says 404. Asked as a proxy, it serves whole addresses.
    pub(crate) fn serves(&self, path: &str, answer: Answer) {
        let mut state = self.shared.state.lock().unwrap();
        state.answers.insert(path.to_owned(), answer);
    }

    /// Every request for `path` so far, in the order they came.
    pub(crate) fn requests(&self, path: &str) -> Vec<Request> {
        let mut requests = self.all_requests();
        requests.retain(|request| request.path == path);
        requests
    }

    pub(crate) fn all_requests(&self) -> Vec<Request> {
        self.shared.state.lock().unwrap().requests.clone()
    }

    /// Waits until `path` was asked at least `count` times in all.
    pub(crate) fn wait_for_requests(&self, path: &str, count: usize) -> Vec<Request> {
        let is_short =
            |state: &mut State| state.requests.iter().filter(|r| r.path == path).count() < count;
        let state = self.shared.state.lock().unwrap();
        let (state, _) = (self.shared.changed)
            .wait_timeout_while(state, DEADLINE, is_short)
            .unwrap();
        drop(state);
        let requests = self.requests(path);
        assert!(
            requests.len() >= count,
            "{path} was asked {} times, not {count}, within {DEADLINE:?}",
            requests.len()
        );
        requests
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        if let Ok(mut state) = self.shared.state.lock() {
            state.is_over = true;
        }
        self.shared.changed.notify_all();
        let _ = TcpStream::connect(self.address); // wakes the accepting thread
    }
}

impl Shared {
    fn answer(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let Some((path, headers)) = read_head(&mut reader)? else {
            return Ok(());
        };
        let (number, answer) = self.choose(path, headers);
        if answer.stalls {
            (&mut &*stream).write_all(answer.interim.as_bytes())?;
            let state = self.state.lock().unwrap();
            drop(self.changed.wait_while(state, |state| !state.is_over));
            return Ok(());
        }
        if !answer.takes.is_zero() {
            let state = self.state.lock().unwrap();
            drop((self.changed).wait_timeout_while(state, answer.takes, |state| !state.is_over));
        }
        // Before the last byte is out: the client's next request must not begin before this one has ended.
        self.state.lock().unwrap().requests[number].ended = Some(Instant::now());
        write_answer(stream, &answer)
    }

    /// Notes the request and picks the answer in one step, so that a test that saw the request knows what was said.
    fn choose(&self, path: String, headers: Vec<(String, Vec<u8>)>) -> (usize, Answer) {
        let mut state = self.state.lock().unwrap();
        let mut answer = state
            .answers
            .get(&path)
            .cloned()
            .unwrap_or(Answer::status(404));
        if answer.is_held_by(&headers) {
            answer.status = 304;
            answer.body.clear();
        }
        state.requests.push(Request {
            path,
            headers,
            status: answer.status,
            began: Instant::now(),
            ended: None,
        });
        self.changed.notify_all();
        (state.requests.len() - 1, answer)
    }
}

/// Path and headers up to the empty line; nothing when the client went away first.
type Head = (String, Vec<(String, Vec<u8>)>);

fn read_head(reader: &mut impl BufRead) -> std::io::Result<Option<Head>> {
    let first = read_line(reader)?;
    let first = String::from_utf8_lossy(&first).into_owned();
    let Some(path) = first.split(' ').nth(1) else {
        return Ok(None);
    };
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader)?;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return Ok(Some((path.to_owned(), headers)));
        };
        let (name, value) = line.split_at(colon);
        headers.push((
            String::from_utf8_lossy(name).into_owned(),
            value[1..].trim_ascii().to_vec(),
        ));
    }
}

fn read_line(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(line.trim_ascii_end().to_vec())
}

fn write_answer(mut stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let mut head = format!("{}HTTP/1.1 {} Answer\r\n", answer.interim, answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.status != 304 {
        head.push_str(&format!("Content-Length: {}\r\n", answer.body.len()));
    }
    head.push_str("Connection: close\r\n\r\n");
    let sent = answer.cut_after.unwrap_or(answer.body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&answer.body[..sent])
}
