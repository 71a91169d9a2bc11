//! Session: one SMTP conversation (RFC 5321), as much of it as a relay needs to take plain letters.
//! It announces neither 8BITMIME nor SMTPUTF8, so letters must come in seven bits.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use super::inbox::Shared;
use super::inbox::Stage;
use super::letter::Letter;

struct Session<'a> {
    lines: BufReader<&'a TcpStream>,
    out: &'a TcpStream,
    shared: &'a Shared,
    from: Option<String>,
    to: Vec<String>,
}

/// Talks until the client quits, or until the line is told to go dead.
pub(super) fn serve(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(120)))?;
    if shared.hangs_up(Stage::Connect) {
        return Ok(());
    }
    let mut session = Session {
        lines: BufReader::new(stream),
        out: stream,
        shared,
        from: None,
        to: Vec::new(),
    };
    session.say("220 inbox.test ESMTP")?;
    while let Some(line) = session.read_line()? {
        if !session.obey(&line)? {
            return Ok(());
        }
    }
    Ok(())
}

impl Session<'_> {
    /// Carries out one command; false ends the conversation.
    fn obey(&mut self, line: &str) -> io::Result<bool> {
        let verb = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => {
                let size = self.shared.size().unwrap_or(10_485_760);
                self.say(&format!("250-inbox.test\r\n250 SIZE {size}"))?;
            }
            "HELO" | "NOOP" => self.say("250 ok")?,
            "MAIL" => return self.begin(line),
            "RCPT" => return self.add_recipient(line),
            "DATA" => return self.take(),
            "RSET" => {
                self.forget();
                self.say("250 forgotten")?;
            }
            "QUIT" => {
                self.say("221 bye")?;
                return Ok(false);
            }
            _ => self.say("502 5.5.1 not here")?,
        }
        Ok(true)
    }

    fn begin(&mut self, line: &str) -> io::Result<bool> {
        if self.shared.hangs_up(Stage::Mail) {
            return Ok(false);
        }
        if self.from.is_some() {
            self.say("503 5.5.1 one letter at a time")?;
            return Ok(true);
        }
        self.from = Some(address(line));
        self.say("250 2.1.0 sender ok")?;
        Ok(true)
    }

    fn add_recipient(&mut self, line: &str) -> io::Result<bool> {
        if self.shared.hangs_up(Stage::Recipient) {
            return Ok(false);
        }
        let recipient = address(line);
        let reply = self.shared.judge_recipient(&recipient);
        if reply.starts_with('2') {
            self.to.push(recipient);
        }
        self.say(&reply)?;
        Ok(true)
    }

    fn take(&mut self) -> io::Result<bool> {
        if self.shared.hangs_up(Stage::Data) {
            return Ok(false);
        }
        if self.to.is_empty() {
            self.say("503 5.5.1 nobody to send to")?;
            return Ok(true);
        }
        self.say("354 go ahead")?;
        let Some(bytes) = self.read_letter()? else {
            return Ok(false);
        };
        if self.shared.hangs_up(Stage::EndOfData) {
            return Ok(false);
        }
        let place = self.shared.keep(Letter {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            bytes,
        });
        if self.shared.hangs_up(Stage::Taken) {
            self.shared.leave_unanswered(place);
            return Ok(false);
        }
        self.shared.wait_while_holding();
        self.forget();
        self.say("250 2.0.0 taken")?;
        Ok(true)
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    /// The letter's bytes, its leading dots taken off again; nothing when the line broke before the final dot.
    /// Only CRLF ends a line here: a bare LF before a dot must not end the letter.
    fn read_letter(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut letter = Vec::new();
        loop {
            let Some(line) = self.read_until_crlf()? else {
                return Ok(None);
            };
            match line.as_slice() {
                b".\r\n" => return Ok(Some(letter)),
                [b'.', rest @ ..] => letter.extend_from_slice(rest),
                whole => letter.extend_from_slice(whole),
            }
        }
    }

    fn read_until_crlf(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            if self.lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
        }
        Ok(Some(line))
    }

    fn read_line(&mut self) -> io::Result<Option<String>> {
        let line = self.read_until_crlf()?;
        Ok(line.map(|line| String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    fn say(&mut self, reply: &str) -> io::Result<()> {
        self.out.write_all(format!("{reply}\r\n").as_bytes())
    }
}

/// What stands between the angle brackets of MAIL and RCPT.
fn address(line: &str) -> String {
    let inner = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}
