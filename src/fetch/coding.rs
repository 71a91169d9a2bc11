//! Undoing a body's content coding while it streams in, never keeping more decoded bytes than the cap. Pure: bytes in,
//! bytes or a fault out.

use std::io;
use std::io::Write;

use brotli_decompressor::writer::DecompressorWriter;
use flate2::write::DeflateDecoder;
use flate2::write::MultiGzDecoder;
use flate2::write::ZlibDecoder;

use crate::fetch::error::Fault;

/// What we offer to undo, best first.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// A zstd frame may ask for a window of at most this (RFC 9659 §3): one that asks for more is a bomb.
const ZSTD_WINDOW_LOG: u32 = 23;

const BROTLI_BUFFER: usize = 8 * 1024;

/// One body on its way in.
pub(super) struct Decoding {
    stage: Stage,
    cap: usize,
    is_begun: bool,
}

enum Stage {
    Plain(Capped),
    /// `deflate` is zlib by the standard and bare deflate by habit: the first two bytes tell.
    DeflateUnseen(Vec<u8>),
    Deflate(Box<DeflateDecoder<Capped>>),
    Zlib(Box<ZlibDecoder<Capped>>),
    Gzip(Box<MultiGzDecoder<Capped>>),
    Brotli(Box<DecompressorWriter<Capped>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Capped>>),
}

impl Decoding {
    /// Ready for a body under these Content-Encoding values, of at most `cap` decoded bytes. Codings within codings
    /// are refused: no honest server sends them, and each level multiplies a bomb.
    pub(super) fn new(codings: &[String], cap: usize) -> Result<Self, Fault> {
        let sink = Capped::new(cap);
        let stage = match codings {
            [] => Stage::Plain(sink),
            [only] => match only.as_str() {
                "gzip" | "x-gzip" => Stage::Gzip(Box::new(MultiGzDecoder::new(sink))),
                "deflate" => Stage::DeflateUnseen(Vec::new()),
                "br" => Stage::Brotli(Box::new(DecompressorWriter::new(sink, BROTLI_BUFFER))),
                "zstd" => Stage::Zstd(Box::new(zstd_decoder(sink).map_err(|e| fault(&e, cap))?)),
                other => return Err(Fault::Decode(format!("unknown coding {other:?}"))),
            },
            several => {
                let all = several.join(", ");
                return Err(Fault::Decode(format!("several codings at once: {all}")));
            }
        };
        Ok(Self {
            stage,
            cap,
            is_begun: false,
        })
    }

    /// Takes the next bytes off the wire.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.is_begun |= !bytes.is_empty();
        let Stage::DeflateUnseen(held) = &mut self.stage else {
            return self.write(bytes);
        };
        held.extend_from_slice(bytes);
        if held.len() < 2 {
            return Ok(());
        }
        let held = std::mem::take(held);
        let sink = Capped::new(self.cap);
        self.stage = match is_zlib_header(held[0], held[1]) {
            true => Stage::Zlib(Box::new(ZlibDecoder::new(sink))),
            false => Stage::Deflate(Box::new(DeflateDecoder::new(sink))),
        };
        self.write(&held)
    }

    /// The whole body, checked by its coding's own end mark and checksum.
    pub(super) fn finish(self) -> Result<Vec<u8>, Fault> {
        if !self.is_begun {
            return Ok(Vec::new());
        }
        let cut_short = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let finished = match self.stage {
            Stage::Plain(sink) => Ok(sink),
            Stage::DeflateUnseen(_) => Err(cut_short()),
            Stage::Deflate(decoder) => decoder.finish(),
            Stage::Zlib(decoder) => decoder.finish(),
            Stage::Gzip(decoder) => decoder.finish(),
            Stage::Brotli(mut decoder) => decoder
                .close()
                .and_then(|()| decoder.into_inner().map_err(|_| cut_short())),
            Stage::Zstd(mut decoder) => decoder.do_finish().map(|()| decoder.into_inner()),
        };
        finished
            .map(|sink| sink.bytes)
            .map_err(|cause| fault(&cause, self.cap))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let decoder: &mut dyn Write = match &mut self.stage {
            Stage::Plain(sink) => sink,
            Stage::DeflateUnseen(held) => held,
            Stage::Deflate(decoder) => decoder,
            Stage::Zlib(decoder) => decoder,
            Stage::Gzip(decoder) => decoder,
            Stage::Brotli(decoder) => decoder,
            Stage::Zstd(decoder) => decoder,
        };
        decoder
            .write_all(bytes)
            .map_err(|cause| fault(&cause, self.cap))
    }
}

/// RFC 1950 §2.2: method 8, and the two bytes are a multiple of 31.
fn is_zlib_header(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}

fn zstd_decoder(sink: Capped) -> io::Result<zstd::stream::write::Decoder<'static, Capped>> {
    let mut raw = zstd::stream::raw::Decoder::new()?;
    raw.set_parameter(zstd::stream::raw::DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
    Ok(zstd::stream::write::Decoder::with_decoder(sink, raw))
}

fn fault(cause: &io::Error, cap: usize) -> Fault {
    match cause.kind() {
        io::ErrorKind::FileTooLarge => Fault::TooLarge(cap),
        _ => Fault::Decode(cause.to_string()),
    }
}

/// Keeps decoded bytes up to the cap and refuses the first one beyond it.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
}

impl Capped {
    fn new(cap: usize) -> Self {
        Self {
            bytes: Vec::new(),
            cap,
        }
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.cap {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use flate2::Compression;

    const WORDS: &str = "Новости дня: a feed, a feed, a feed and nothing but a feed. ";

    /// `abc` as one stored brotli meta-block: we have no brotli encoder.
    const BROTLI_ABC: [u8; 7] = [0x0b, 0x01, 0x80, b'a', b'b', b'c', 0x03];

    fn undone(coding: &str, bytes: &[u8], cap: usize) -> Result<Vec<u8>, Fault> {
        let mut decoding = Decoding::new(&[coding.to_owned()], cap)?;
        for chunk in bytes.chunks(7) {
            decoding.push(chunk)?;
        }
        decoding.finish()
    }

    fn coded(coding: &str, plain: &[u8]) -> Vec<u8> {
        let best = Compression::best();
        match coding {
            "gzip" => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), best);
                encoder.write_all(plain).unwrap();
                encoder.finish().unwrap()
            }
            "zlib" => {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), best);
                encoder.write_all(plain).unwrap();
                encoder.finish().unwrap()
            }
            "bare" => {
                let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), best);
                encoder.write_all(plain).unwrap();
                encoder.finish().unwrap()
            }
            _ => zstd::encode_all(plain, 3).unwrap(),
        }
    }

    const CODINGS: [(&str, &str); 4] = [
        ("gzip", "gzip"),
        ("deflate", "zlib"),
        ("deflate", "bare"),
        ("zstd", "zstd"),
    ];

    #[test]
    fn what_was_coded_comes_back_whole() {
        let plain = WORDS.repeat(400).into_bytes();
        for (coding, encoder) in CODINGS {
            assert_eq!(
                undone(coding, &coded(encoder, &plain), 1 << 20).unwrap(),
                plain,
                "{encoder}"
            );
        }
        assert_eq!(undone("br", &BROTLI_ABC, 10).unwrap(), b"abc");
    }

    /// H04, H05.
    #[test]
    fn a_bomb_is_given_up_at_the_cap() {
        let plain = vec![b'x'; 8 << 20];
        for (coding, encoder) in CODINGS {
            let bomb = coded(encoder, &plain);
            assert!(bomb.len() < 10_000);
            assert_eq!(
                undone(coding, &bomb, 1 << 20),
                Err(Fault::TooLarge(1 << 20)),
                "{encoder}"
            );
        }
        assert_eq!(undone("br", &BROTLI_ABC, 2), Err(Fault::TooLarge(2)));
    }

    /// H06.
    #[test]
    fn a_cut_or_bent_body_is_a_decode_fault() {
        let plain = WORDS.repeat(400).into_bytes();
        for (coding, encoder) in CODINGS {
            let whole = coded(encoder, &plain);
            for length in [1, 2, whole.len() / 2, whole.len() - 1] {
                let got = undone(coding, &whole[..length], 1 << 20);
                assert!(
                    matches!(got, Err(Fault::Decode(_))),
                    "{encoder} cut at {length}: {got:?}"
                );
            }
        }
        let got = undone("br", &BROTLI_ABC[..5], 10);
        assert!(matches!(got, Err(Fault::Decode(_))), "{got:?}");
        let mut bad_checksum = coded("gzip", &plain);
        let end = bad_checksum.len();
        bad_checksum[end - 6] ^= 1;
        assert!(matches!(
            undone("gzip", &bad_checksum, 1 << 20),
            Err(Fault::Decode(_))
        ));
        assert!(matches!(
            undone("gzip", b"<rss/>", 100),
            Err(Fault::Decode(_))
        ));
    }

    #[test]
    fn nothing_coded_is_nothing() {
        for coding in ["gzip", "deflate", "br", "zstd"] {
            assert_eq!(undone(coding, b"", 10).unwrap(), b"", "{coding}");
        }
    }

    /// H05.
    #[test]
    fn unknown_and_nested_codings_are_refused_before_a_byte_is_read() {
        let refused = |codings: &[&str]| {
            let codings: Vec<String> = codings.iter().map(|c| (*c).to_owned()).collect();
            matches!(Decoding::new(&codings, 10), Err(Fault::Decode(_)))
        };
        assert!(refused(&["gzip", "gzip"]));
        assert!(refused(&["br", "gzip"]));
        assert!(refused(&["compress"]));
        assert!(!refused(&[]));
    }
}
