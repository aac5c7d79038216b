//! Where the browser comes back to after somebody said yes to a login: a page on this machine, for one visit
//! (RFC 8252 §7.3).

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use url::Url;

/// The path that the browser comes back to.
const PATH: &str = "/callback";
/// The most bytes of a request that are read.
const MAX_REQUEST: usize = 16 * 1024;
/// The longest that a browser may take to send its request.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listener on a free port of this machine.
#[derive(Debug)]
pub struct Callback {
    listener: TcpListener,
    redirect: String,
}

/// Why no code came.
#[derive(Debug, thiserror::Error)]
pub enum NoCode {
    /// The person, or the server, said no.
    #[error("the server did not let us in: {0}")]
    Denied(String),
    /// Nobody came back.
    #[error("nobody came back from the browser")]
    Nobody,
    /// The system does not let us listen.
    #[error("this machine does not let us wait for the browser")]
    Io(#[from] io::Error),
}

impl Callback {
    /// Listens on a free port, for this machine alone.
    pub async fn open() -> io::Result<Callback> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let redirect = format!("http://127.0.0.1:{}{PATH}", listener.local_addr()?.port());
        Ok(Callback { listener, redirect })
    }

    /// The address that the browser is to come back to.
    pub fn redirect(&self) -> &str {
        &self.redirect
    }

    /// Waits for the code that comes with our `state`. A visit with another one, or none, is answered and forgotten:
    /// any page that is open in the browser could make one.
    pub async fn code(self, state: &str, patience: Duration) -> Result<String, NoCode> {
        tokio::time::timeout(patience, self.visits(state)).await.unwrap_or(Err(NoCode::Nobody))
    }

    async fn visits(self, state: &str) -> Result<String, NoCode> {
        let (sender, mut receiver) = mpsc::channel(1);
        loop {
            tokio::select! {
                Some(came) = receiver.recv() => return came,
                accepted = self.listener.accept() => {
                    let (stream, _) = accepted?;
                    let (state, sender) = (state.to_owned(), sender.clone());
                    // Browsers open connections that they do not use: nobody waits behind one.
                    tokio::spawn(async move {
                        let visit = tokio::time::timeout(PATIENCE, visit(stream, &state)).await;
                        if let Ok(Some(came)) = visit {
                            // A second visit comes too late, and is not needed.
                            let _ = sender.send(came).await;
                        }
                    });
                }
            }
        }
    }
}

/// Reads one request, answers it, and gives what it brought.
async fn visit(mut stream: TcpStream, state: &str) -> Option<Result<String, NoCode>> {
    let mut request = Vec::new();
    let mut chunk = [0; 2048];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < MAX_REQUEST {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => break,
            Ok(read) => request.extend_from_slice(&chunk[..read]),
        }
    }
    let came = brought(&String::from_utf8_lossy(&request), state);
    let (status, words) = match &came {
        Some(Ok(_)) => ("200 OK", "You can close this page and go back to the terminal."),
        Some(Err(_)) => ("200 OK", "You were not logged in. The terminal says why."),
        None => ("404 Not Found", "There is nothing here."),
    };
    // The code is of no use to anybody without the verifier, but it need not travel on as a referrer either.
    let html = format!("<!doctype html><meta charset=\"utf-8\"><title>hearback</title><p>{words}</p>");
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Referrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{html}",
        html.len()
    );
    // A browser that does not want its page is no reason to lose the code.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    came
}

/// What a request brings, if it is the one that we wait for (RFC 6749 §4.1.2).
fn brought(request: &str, state: &str) -> Option<Result<String, NoCode>> {
    let mut words = request.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let url = Url::parse("http://127.0.0.1").ok()?.join(target).ok()?;
    if method != "GET" || url.path() != PATH {
        return None;
    }
    let value =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if value("state")? != state {
        return None;
    }
    match value("code") {
        Some(code) if !code.is_empty() => Some(Ok(code)),
        _ => {
            let why = value("error_description").or_else(|| value("error"))?;
            Some(Err(NoCode::Denied(why.chars().filter(|c| !c.is_control()).take(300).collect())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(line: &str) -> Option<String> {
        brought(&format!("{line}\r\nHost: 127.0.0.1\r\n\r\n"), "s1").map(|came| match came {
            Ok(code) => code,
            Err(why) => why.to_string(),
        })
    }

    #[test]
    fn only_our_own_visit_brings_a_code() {
        assert_eq!(code("GET /callback?code=a%2Fb&state=s1 HTTP/1.1").as_deref(), Some("a/b"));
        for other in [
            "GET /callback?code=evil&state=s2 HTTP/1.1",
            "GET /callback?code=evil HTTP/1.1",
            "GET /favicon.ico HTTP/1.1",
            "POST /callback?code=a&state=s1 HTTP/1.1",
            "GET",
            "",
        ] {
            assert_eq!(code(other), None, "{other}");
        }
    }

    #[test]
    fn a_refusal_says_why() {
        assert_eq!(
            code("GET /callback?error=access_denied&error_description=No+%0Athanks&state=s1 HTTP/1.1")
                .as_deref(),
            Some("the server did not let us in: No thanks")
        );
    }
}
