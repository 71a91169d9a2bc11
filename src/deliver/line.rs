//! The line to the relay with two guards that lettre's own has not: a reply has an end, and nothing that
//! came before the encryption is read as if it had come after.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

/// Between two of our commands; TLS handshakes with long certificate chains stay far below it.
const LONGEST_REPLY_BYTES: usize = 64 * 1024;

const STARTTLS: &[u8] = b"STARTTLS\r\n";

/// A TCP stream that counts, and slows down to single bytes where it matters.
pub(super) struct Line {
    stream: TcpStream,
    /// Read since we last wrote.
    unanswered_bytes: usize,
    /// STARTTLS was said: read no byte past its reply, so that what a stranger appended to it goes to
    /// the handshake, which refuses it, and not into the reader's buffer (CVE-2011-0411 and its kin).
    reply_line: Option<Vec<u8>>,
}

impl Line {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            unanswered_bytes: 0,
            reply_line: None,
        }
    }

    fn count(&mut self, bytes: usize) -> io::Result<()> {
        self.unanswered_bytes += bytes;
        if self.unanswered_bytes > LONGEST_REPLY_BYTES {
            let words = "the relay's reply has no end";
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(())
    }

    fn read_one_byte(
        &mut self,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut byte = [0_u8];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut one))?;
        let got = one.filled();
        buf.put_slice(got);
        let got = got.to_vec();
        self.count(got.len())?;
        self.follow_reply(&got);
        Poll::Ready(Ok(()))
    }

    fn follow_reply(&mut self, got: &[u8]) {
        let Some(line) = &mut self.reply_line else {
            return;
        };
        line.extend_from_slice(got);
        if line.ends_with(b"\n") {
            // "220-…" goes on, "220 …" is the last line.
            let is_last = line.get(3) != Some(&b'-');
            line.clear();
            if is_last {
                self.reply_line = None;
            }
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.reply_line.is_some() && buf.remaining() > 0 {
            return self.read_one_byte(cx, buf);
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let got = buf.filled().len() - before;
        Poll::Ready(self.count(got))
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.unanswered_bytes = 0;
        if bytes == STARTTLS {
            self.reply_line = Some(Vec::new());
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}
