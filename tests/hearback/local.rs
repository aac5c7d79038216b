//! A server on this machine that answers by a function and keeps what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked, head and body as they came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Asked {
    /// `GET /path`.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1")
    }

    pub(crate) fn has_token(&self) -> bool {
        self.head.to_lowercase().contains("authorization")
    }
}

pub(crate) struct Local {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Local {
    /// Serves until the test ends. The function gives a status, further header lines, and a body.
    pub(crate) fn serve(answer: impl Fn(&Asked) -> (u16, String, String) + Send + Sync + 'static) -> Local {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, kept) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
                std::thread::spawn(move || talk(stream, &*answer, &kept));
            }
        });
        Local { port, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn talk(
    stream: TcpStream,
    answer: &dyn Fn(&Asked) -> (u16, String, String),
    kept: &Mutex<Vec<Asked>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let asked = Asked { head, body: String::from_utf8_lossy(&body).into_owned() };
    kept.lock().unwrap().push(asked.clone());
    let (status, headers, body) = answer(&asked);
    let body = if asked.head.starts_with("HEAD") { String::new() } else { body };
    let length = body.len();
    write!(
        reader.get_mut(),
        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .ok()
}
