//! Hook: a receiver of webhooks on loopback that keeps every request, and answers as a test tells it.

use std::collections::HashMap;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

/// A receiver; it ends with the test.
pub(crate) struct Hook {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

/// One request, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    /// Status lines for the next requests; afterwards everything is 200.
    answers: Vec<String>,
    is_over: bool,
}

impl Hook {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let hook = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        let state = Arc::clone(&hook.state);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if state.lock().unwrap().is_over {
                    return;
                }
                let state = Arc::clone(&state);
                thread::spawn(move || drop(serve(&stream, &state)));
            }
        });
        hook
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next request hears this status line, for example `503 busy`.
    pub(crate) fn answers_next(&self, status: &str) {
        self.state.lock().unwrap().answers.push(status.to_owned());
    }

    /// Every request so far, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        if let Ok(mut state) = self.state.lock() {
            state.is_over = true;
        }
        let _ = TcpStream::connect(self.address); // wakes the accepting thread
    }
}

/// One request a connection.
fn serve(stream: &TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut lines = BufReader::new(stream);
    let mut first = String::new();
    lines.read_line(&mut first)?;
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    let length = headers.get("content-length").map_or("0", String::as_str);
    let mut body = vec![0; length.parse().unwrap_or(0)];
    lines.read_exact(&mut body)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let received = Received {
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        headers,
        body,
    };
    let answer = {
        let mut state = state.lock().unwrap();
        state.received.push(received);
        match state.answers.is_empty() {
            true => "200 OK".to_owned(),
            false => state.answers.remove(0),
        }
    };
    let mut out = stream;
    let head =
        "Connection: close\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 5\r\n";
    out.write_all(format!("HTTP/1.1 {answer}\r\n{head}\r\nwords").as_bytes())
}
