//! Asking whether the pages are there that a site links to.

use crate::local::Local;
use hearback::web::client::Client;
use hearback::web::links::{self, Found};
use std::collections::BTreeSet;
use std::time::Duration;
use url::Url;

fn look(addresses: &[String], loopback: bool) -> Vec<Found> {
    let pages: BTreeSet<Url> = addresses.iter().map(|address| Url::parse(address).unwrap()).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = Client::for_pages(loopback).unwrap();
    let found = runtime.block_on(links::look(&client, &pages, Duration::from_millis(700), &|_| {}));
    addresses.iter().map(|address| found[&Url::parse(address).unwrap()].clone()).collect()
}

fn plain(status: u16) -> (u16, String, String) {
    (status, String::new(), String::new())
}

#[test]
fn what_is_gone_is_told_from_what_is_there() {
    let server = Local::serve(|asked| match asked.line() {
        "HEAD /there" => plain(200),
        "HEAD /moved" => (301, "Location: /there\r\n".to_owned(), String::new()),
        "GET /no-heads" => plain(200),
        "HEAD /no-heads" => plain(405),
        "HEAD /members" | "GET /members" => plain(403),
        "HEAD /gone" | "GET /gone" => plain(410),
        "HEAD /round" => (302, "Location: /round\r\n".to_owned(), String::new()),
        _ => plain(404),
    });
    let paths = ["/there", "/moved", "/no-heads", "/members", "/gone", "/round", "/missing"];
    assert_eq!(
        look(&paths.map(|path| server.url(path)), true),
        [
            Found::There,
            Found::There,
            Found::There,
            Found::There,
            Found::Status(410),
            Found::Circle,
            Found::Status(404)
        ]
    );
}

#[test]
fn a_busy_host_is_left_alone() {
    let server = Local::serve(|_| plain(429));
    let found = look(&["/a", "/b", "/c"].map(|path| server.url(path)), true);
    assert_eq!(found, [Found::Busy, Found::Busy, Found::Busy]);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_slow_host_does_not_hold_up_the_others() {
    let slow = Local::serve(|_| {
        std::thread::sleep(Duration::from_secs(30));
        plain(200)
    });
    let quick = Local::serve(|_| plain(200));
    let found = look(&[slow.url("/a"), slow.url("/b"), quick.url("/")], true);
    assert_eq!(found, [Found::Slow, Found::Slow, Found::There]);
    assert_eq!(slow.asked().len(), 1);
}

#[test]
fn a_private_network_is_never_asked() {
    let server = Local::serve(|_| plain(200));
    assert!(matches!(look(&[server.url("/")], false)[..], [Found::Refused(_)]));
    assert!(server.asked().is_empty());
    let leading = Local::serve(|_| (302, "Location: http://10.0.0.1/\r\n".to_owned(), String::new()));
    assert!(matches!(look(&[leading.url("/")], true)[..], [Found::Refused(_)]));
}

#[test]
fn a_host_that_is_not_there_says_so() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(matches!(look(&[format!("http://127.0.0.1:{port}/")], true)[..], [Found::Unreachable(_)]));
}
