//! Connections are kept for the next feed of the same host.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use super::*;

/// Answers one request after the other on one connection, until the other side hangs up.
async fn converse(mut stream: TcpStream) -> std::io::Result<()> {
    let length = FEED.len();
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{FEED}");
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        stream.write_all(answer.as_bytes()).await?;
    }
}

#[tokio::test]
async fn many_polls_of_one_host_go_over_one_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(converse(stream));
        }
    });
    let polite = FetchSettings {
        per_host: 1,
        ..settings()
    };
    let fetcher = fetcher(&polite);

    for feed in 0..50 {
        let url = format!("http://{origin}/{feed}");
        let got = fetcher.fetch(&request(&url)).await;
        assert!(matches!(got, Ok(Fetched::Payload(_))));
    }

    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
