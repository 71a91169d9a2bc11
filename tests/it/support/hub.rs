//! Hub: a WebSub hub on loopback that notes what it is asked, and asks back and pushes when a test says so. It reaches the
//! page as a stranger's server does: by the public address, through a proxy that keeps the Host header.

use std::collections::HashMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use url::Url;
use url::form_urlencoded;

use super::daemon::Daemon;
use super::wait::DEADLINE;
use super::wait::wait_for;

/// A running hub; it ends with the test.
pub(crate) struct Hub {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// A form that it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    fields: HashMap<String, String>,
}

/// What the page answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    asked: Vec<Asked>,
    /// Head lines and body said at a path; 202 where nothing is set.
    answers: HashMap<String, (String, String)>,
    is_over: bool,
}

impl Hub {
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
                thread::spawn(move || drop(ours.answer(&stream)));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on a form sent to `path` gets this status, with a further header line and a body.
    pub(crate) fn answers(&self, path: &str, status: &str, header: &str, body: &str) {
        let head = format!("HTTP/1.1 {status}\r\n{header}");
        let mut state = self.shared.state.lock().unwrap();
        state
            .answers
            .insert(path.to_owned(), (head, body.to_owned()));
    }

    /// Every form so far, in the order they came.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.state.lock().unwrap().asked.clone()
    }

    /// Waits until it was asked `count` times in all; the last of them.
    pub(crate) fn wait_for_asked(&self, count: usize) -> Asked {
        let state = self.shared.state.lock().unwrap();
        let is_short = |state: &mut State| state.asked.len() < count;
        let (state, _) = (self.shared.changed)
            .wait_timeout_while(state, DEADLINE, is_short)
            .unwrap();
        assert!(
            state.asked.len() >= count,
            "the hub was asked {} times, not {count}, within {DEADLINE:?}",
            state.asked.len()
        );
        state.asked[count - 1].clone()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Ok(mut state) = self.shared.state.lock() {
            state.is_over = true;
        }
        let _ = TcpStream::connect(self.address); // wakes the accepting thread
    }
}

impl Shared {
    fn answer(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let length = header(&head, "content-length").and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let fields = form_urlencoded::parse(&body).into_owned().collect();
        let mut state = self.state.lock().unwrap();
        let (first, said) = state
            .answers
            .get(&path)
            .cloned()
            .unwrap_or_else(|| ("HTTP/1.1 202 Accepted\r\n".to_owned(), String::new()));
        state.asked.push(Asked { path, fields });
        self.changed.notify_all();
        drop(state);
        let length = said.len();
        write!(
            stream,
            "{first}Content-Length: {length}\r\nConnection: close\r\n\r\n{said}"
        )
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

impl Asked {
    /// A field of the form; empty when it was not sent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The path of the callback.
    pub(crate) fn callback_path(&self) -> String {
        let callback = Url::parse(self.field("hub.callback")).unwrap();
        callback.path().to_owned()
    }

    /// Asks back about the request, as the standard wants it.
    pub(crate) fn verify(&self, page: &str, lease_seconds: u32) -> Reply {
        let mode = self.field("hub.mode").to_owned();
        let topic = self.field("hub.topic").to_owned();
        self.ask_back(page, &mode, &topic, lease_seconds)
    }

    /// Asks back about something, which may be another thing than was asked.
    pub(crate) fn ask_back(&self, page: &str, mode: &str, topic: &str, lease: u32) -> Reply {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("hub.mode", mode)
            .append_pair("hub.topic", topic)
            .append_pair("hub.challenge", CHALLENGE)
            .append_pair("hub.lease_seconds", &lease.to_string())
            .append_pair("hub.reason", "no more room")
            .finish();
        let target = format!("{}?{query}", self.callback_path());
        send(page, &format!("GET {target} HTTP/1.1"), &[], b"")
    }

    /// Pushes a body with a signature over it.
    pub(crate) fn push(&self, page: &str, body: &str) -> Reply {
        let signature = self.sign::<Hmac<sha2::Sha256>>("sha256", body);
        self.push_signed(page, body, Some(&signature))
    }

    /// Pushes a body with this signature, right or wrong.
    pub(crate) fn push_signed(&self, page: &str, body: &str, signature: Option<&str>) -> Reply {
        let mut headers = vec![("Content-Type", "application/rss+xml; charset=utf-8")];
        headers.extend(signature.map(|signature| ("X-Hub-Signature", signature)));
        let first = format!("POST {} HTTP/1.1", self.callback_path());
        send(page, &first, &headers, body.as_bytes())
    }

    /// The signature of a body under the secret that came with the request.
    pub(crate) fn sign<M: Mac + KeyInit>(&self, method: &str, body: &str) -> String {
        let secret = self.field("hub.secret");
        let mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
        let tag = mac.chain_update(body).finalize().into_bytes();
        let digits: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{method}={digits}")
    }
}

/// What a right answer says back.
pub(crate) const CHALLENGE: &str = "a challenge & <b>more</b>";

/// The host of the public address, as the proxy hands it on.
pub(crate) const PUBLIC_HOST: &str = "watch.test";

/// Where the daemon's page really is.
pub(crate) fn page_of(daemon: &Daemon) -> String {
    const BEFORE: &str = "the page is on http://";
    wait_for("the page's address in the log", DEADLINE, || {
        let log = daemon.log();
        let (_, after) = log.split_once(BEFORE)?;
        let (address, _) = after.split_once('/')?;
        Some(address.to_owned())
    })
}

/// One request to the page by its public name.
pub(crate) fn send(page: &str, first: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(page).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let mut head = format!("{first}\r\nHost: {PUBLIC_HOST}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes()).unwrap();
    // A page that has read enough answers and hangs up.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
    Reply {
        status: status.unwrap_or_else(|| panic!("no answer to {first}: {answer:?}")),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}
