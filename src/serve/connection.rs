//! One connection beside another. Whoever connects has a while to say what it wants; then the line is needed for others.

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long the head of a request may take, from the moment at which one could come.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Answers every connection, until the process ends.
pub(super) async fn answer_all(mut listener: TcpListener, router: Router, patience: Duration) -> ! {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    loop {
        let (stream, _) = Listener::accept(&mut listener).await;
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service);
        // A connection that breaks is the browser's business: it asks again.
        tokio::spawn(async { drop(connection.await) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use futures_util::{StreamExt, stream};
    use std::convert::Infallible;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::time::{sleep, timeout};

    const SHORT: Duration = Duration::from_millis(200);

    /// An answer that takes longer than a question may.
    async fn slow() -> Body {
        Body::from_stream(stream::iter(["one ", "two"]).then(|word| async move {
            sleep(3 * SHORT).await;
            Ok::<_, Infallible>(word)
        }))
    }

    /// Says something to a server.
    async fn connect(said: &[u8]) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(answer_all(listener, Router::new().fallback(slow), SHORT));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(said).await.unwrap();
        stream
    }

    /// All that still comes, up to the end of the line.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut answer = String::new();
        timeout(20 * SHORT, stream.read_to_string(&mut answer)).await.expect("the line is closed").unwrap();
        answer
    }

    #[tokio::test]
    async fn a_line_on_which_no_request_comes_is_closed() {
        for said in [&b""[..], b"GET", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "] {
            rest(&mut connect(said).await).await;
        }
    }

    #[tokio::test]
    async fn an_answer_may_take_longer_than_a_question() {
        let mut stream = connect(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        let answer = rest(&mut stream).await;
        assert!(answer.contains("one") && answer.contains("two"), "{answer}");
    }
}
