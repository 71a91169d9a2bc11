//! HTTP/2 frames, written raw (RFC 9113 §4.1), for servers that no library would let us be.

use std::io::Read;
use std::io::Result;
use std::io::Write;

use super::tls::Line;

const PREFACE: usize = 24;

pub(crate) const DATA: u8 = 0x0;
pub(crate) const HEADERS: u8 = 0x1;
pub(crate) const RST_STREAM: u8 = 0x3;
pub(crate) const SETTINGS: u8 = 0x4;
pub(crate) const PING: u8 = 0x6;
pub(crate) const GOAWAY: u8 = 0x7;
pub(crate) const CONTINUATION: u8 = 0x9;

/// On HEADERS and DATA: the stream ends here. On SETTINGS: these are yours, acknowledged.
pub(crate) const END_STREAM: u8 = 0x1;
pub(crate) const END_HEADERS: u8 = 0x4;

/// `:status: 200`, from the static table of HPACK.
pub(crate) const STATUS_200: &[u8] = &[0x88];

/// The bytes of one frame.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = vec![length[1], length[2], length[3], kind, flags];
    bytes.extend_from_slice(&stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// Greets, and reads until the client has asked for something on stream 1.
pub(crate) fn await_request(line: &mut Line) -> Result<()> {
    let mut preface = [0; PREFACE];
    line.read_exact(&mut preface)?;
    line.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    line.flush()?;
    loop {
        let mut head = [0; 9];
        line.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        line.read_exact(&mut vec![0; length])?;
        match head[3] {
            HEADERS => return Ok(()),
            SETTINGS if head[4] == 0 => {
                line.write_all(&frame(SETTINGS, END_STREAM, 0, &[]))?;
                line.flush()?;
            }
            _ => {}
        }
    }
}

/// Says `first`, then `again` until the client has gone.
pub(crate) fn flood(line: &mut Line, first: &[u8], again: &[u8]) -> Result<()> {
    await_request(line)?;
    line.write_all(first)?;
    loop {
        line.write_all(again)?;
        line.flush()?;
    }
}
