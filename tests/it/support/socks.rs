//! A SOCKS5 proxy (RFC 1928) on loopback that leads everything to one server, whatever was asked for, and remembers that.

use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

/// A proxy; its threads end with the test's process.
pub(crate) struct Socks {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Socks {
    /// A proxy that connects every client to `target`.
    pub(crate) fn leading_to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
        };
        let asked = Arc::clone(&proxy.asked);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let asked = Arc::clone(&asked);
                thread::spawn(move || drop(serve(stream, target, &asked)));
            }
        });
        proxy
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What clients wanted to be connected to: `name …` or `address …`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut client: TcpStream,
    target: SocketAddr,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let [_, methods] = read(&mut client)?;
    client.read_exact(&mut vec![0; usize::from(methods)])?;
    client.write_all(&[5, 0])?;
    let [_, _, _, kind] = read(&mut client)?;
    let wanted = match kind {
        1 => {
            let [a, b, c, d] = read(&mut client)?;
            format!("address {a}.{b}.{c}.{d}")
        }
        _ => {
            let [length] = read(&mut client)?;
            let mut name = vec![0; usize::from(length)];
            client.read_exact(&mut name)?;
            format!("name {}", String::from_utf8_lossy(&name))
        }
    };
    let [_, _] = read(&mut client)?; // the port
    asked.lock().unwrap().push(wanted);
    let mut server = TcpStream::connect(target)?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut from_client, &mut to_server));
    std::io::copy(&mut server, &mut client)?;
    client.shutdown(std::net::Shutdown::Both)
}

fn read<const N: usize>(client: &mut TcpStream) -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    client.read_exact(&mut bytes)?;
    Ok(bytes)
}
