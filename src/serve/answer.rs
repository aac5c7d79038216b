//! One request, one answer.

use super::world::{Mark, Snapshot, World};
use super::{bytes, host, inject, panel};
use crate::html::escaped;
use crate::model::content::Content;
use crate::model::media_type::{self, PAGE};
use crate::model::output::Output;
use crate::model::percent;
use crate::pipeline;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use std::borrow::Cow;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

/// A longer file is sent from the disk piece by piece. A shorter one has a tag of its content, which sees two saves within
/// the one second that a date of change can tell apart.
const LARGE: u64 = 16 << 20;

/// Answers a request from the newest snapshot.
pub(super) async fn answer(State(world): State<Arc<World>>, request: Request) -> Response<Body> {
    // A request's body is of no use here, and could not be shared between threads.
    let asked = request.into_parts().0;
    if !host::is_ours(host_of(&asked), world.bound()) {
        return refusal(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers to the names of its own machine only\n",
        );
    }
    if asked.method != Method::GET && asked.method != Method::HEAD {
        let mut response = refusal(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match asked.uri.path() {
        "/.hearback/page.js" => page_script(&asked),
        "/.hearback/events" => events(&world).into_response(),
        "/.hearback/state" => state(&world, &asked),
        "/.hearback/toot" => toot(&world, &asked).await,
        _ => site(&world, &asked).await,
    }
}

/// How the browser calls this server; empty where it does not say.
fn host_of(asked: &Parts) -> &str {
    asked.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn page_script(asked: &Parts) -> Response<Body> {
    let script = inject::SCRIPT.as_bytes().to_vec();
    bytes::answer(&asked.method, &asked.headers, StatusCode::OK, "text/javascript; charset=utf-8", script)
}

/// A stream that says at once where the site stands, and again whenever that changes.
fn events(world: &World) -> impl IntoResponse + use<> {
    let receiver = world.subscribe();
    let stream = stream::unfold((receiver, true), |(mut receiver, first)| async move {
        if !first {
            receiver.changed().await.ok()?;
        }
        let news = receiver.borrow_and_update().clone();
        let event = Event::default().data(serde_json::to_string(&news).unwrap_or_default());
        Some((Ok::<_, Infallible>(event), (receiver, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

fn state(world: &World, asked: &Parts) -> Response<Body> {
    let left_out = world.snapshot().map(|snapshot| snapshot.left_out()).unwrap_or_default();
    let text = serde_json::json!({ "findings": world.findings(), "left_out": left_out }).to_string();
    json(asked, text)
}

async fn toot(world: &World, asked: &Parts) -> Response<Body> {
    let query = asked.uri.query().unwrap_or_default();
    let address = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "address");
    let address = address.map(|(_, path)| path.into_owned());
    let plan = address.zip(world.snapshot()).map(|(path, snapshot)| {
        // The plan reads the ledger and composes: work that would keep everybody else waiting.
        tokio::task::spawn_blocking(move || panel::of(&snapshot, strip_base(&snapshot, &path)?))
    });
    let panel = match plan {
        Some(plan) => plan.await.ok().flatten(),
        None => None,
    };
    json(asked, serde_json::to_string(&panel).unwrap_or_else(|_| "null".to_owned()))
}

fn json(asked: &Parts, text: String) -> Response<Body> {
    let kind = "application/json; charset=utf-8";
    bytes::answer(&asked.method, &asked.headers, StatusCode::OK, kind, text.into_bytes())
}

/// Answers with a page or file of the site.
async fn site(world: &Arc<World>, asked: &Parts) -> Response<Body> {
    let Some(snapshot) = world.snapshot() else { return nothing_yet(world, asked) };
    let written = asked.uri.path().to_owned();
    let Some(path) = decode(&written) else {
        return not_found(&snapshot, asked).await;
    };
    let Some(address) = strip_base(&snapshot, &path) else {
        let base = snapshot.base_path();
        // The address of the site itself, without its last slash or from the top.
        return if format!("{path}/") == base || path == "/" {
            moved(base)
        } else {
            not_found(&snapshot, asked).await
        };
    };
    let address = address.strip_suffix("index.html").unwrap_or(address);
    if snapshot.has(address) {
        return page(snapshot, address.to_owned(), StatusCode::OK, asked).await;
    }
    // A sheet whose look has just changed has another name by now; a page that is open still asks for it by the old one.
    if let Some(style) = snapshot.style_now(address) {
        return page(snapshot, style, StatusCode::OK, asked).await;
    }
    if snapshot.has(&format!("{address}/")) {
        let query = asked.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return moved(&format!("{written}/{query}"));
    }
    not_found(&snapshot, asked).await
}

/// Renders, copies or encodes what answers an address that is there.
async fn page(snapshot: Arc<Snapshot>, address: String, status: StatusCode, asked: &Parts) -> Response<Body> {
    let making = {
        let (snapshot, address) = (Arc::clone(&snapshot), address.clone());
        // Rendering and encoding are work for a processor, not for the thread that answers everybody.
        tokio::task::spawn_blocking(move || make(&snapshot, &address)).await
    };
    let made = making.unwrap_or_else(|_| Made::Failed("the page could not be made".to_owned()));
    let kind = if status == StatusCode::NOT_FOUND { PAGE } else { media_type::of(&address) };
    match made {
        Made::Page(page) => {
            let bytes = if kind == PAGE { injected(page, snapshot.mark(), host_of(asked)) } else { page };
            bytes::answer(&asked.method, &asked.headers, status, kind, bytes)
        }
        Made::Bytes(bytes) => bytes::answer(&asked.method, &asked.headers, status, kind, bytes),
        Made::Large(path) => large(&path, kind, asked).await,
        Made::Gone => refusal(StatusCode::NOT_FOUND, "the file has gone\n"),
        Made::Failed(message) => {
            let page = stand_in(&message, snapshot.mark(), host_of(asked));
            bytes::answer(&asked.method, &asked.headers, StatusCode::INTERNAL_SERVER_ERROR, PAGE, page)
        }
    }
}

/// What a route came to.
enum Made {
    /// Made by us.
    Page(Vec<u8>),
    /// An author's file, or a variant of an image.
    Bytes(Vec<u8>),
    /// An author's file that is not to be held in memory.
    Large(PathBuf),
    Gone,
    Failed(String),
}

fn make(snapshot: &Snapshot, address: &str) -> Made {
    let output = match snapshot.answer(address) {
        Some(Ok(output)) => output,
        Some(Err(finding)) => return Made::Failed(finding.message),
        None => return Made::Gone,
    };
    let is_page = matches!(output, Output::Page(_));
    // Its path comes from the walk of the site, never from the request; but what was a file then may be a link by now, and
    // lead anywhere.
    let source = output.source();
    if source.is_some_and(|path| pipeline::inside(snapshot.root(), path).is_none()) {
        return Made::Gone;
    }
    match pipeline::content(snapshot.darkroom(), address, output) {
        Ok(Content::Bytes(bytes)) if is_page => Made::Page(bytes),
        Ok(Content::Bytes(bytes)) => Made::Bytes(bytes),
        Ok(Content::File(path)) => whole(path),
        Err(finding) => Made::Failed(finding.message),
    }
}

fn whole(path: PathBuf) -> Made {
    match std::fs::metadata(&path) {
        Ok(about) if about.len() > LARGE => Made::Large(path),
        Ok(_) => std::fs::read(&path).map_or(Made::Gone, Made::Bytes),
        Err(_) => Made::Gone,
    }
}

/// Answers with a file piece by piece.
async fn large(path: &Path, kind: &'static str, asked: &Parts) -> Response<Body> {
    let mut service = ServeFile::new(path);
    let request = Request::from_parts(asked.clone(), Body::empty());
    let Ok(mut response) = service.try_call(request).await else {
        return refusal(StatusCode::NOT_FOUND, "the file has gone\n");
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.map(Body::new)
}

fn injected(bytes: Vec<u8>, mark: Mark, host: &str) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(page) => inject::inject(&page, mark, host).into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

/// A page with nothing but a few words, on which what is wrong can be shown and which reloads when it is mended.
fn stand_in(words: &str, mark: Mark, host: &str) -> Vec<u8> {
    let words = escaped(words);
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>hearback</title></head>\
         <body><pre>{words}</pre></body></html>"
    );
    inject::inject(&page, mark, host).into_bytes()
}

/// What stands in for every page while the site cannot be read.
fn nothing_yet(world: &World, asked: &Parts) -> Response<Body> {
    let page = stand_in("", world.mark(), host_of(asked));
    bytes::answer(&asked.method, &asked.headers, StatusCode::SERVICE_UNAVAILABLE, PAGE, page)
}

async fn not_found(snapshot: &Arc<Snapshot>, asked: &Parts) -> Response<Body> {
    page(Arc::clone(snapshot), "/404.html".to_owned(), StatusCode::NOT_FOUND, asked).await
}

fn moved(to: &str) -> Response<Body> {
    let mut response = refusal(StatusCode::MOVED_PERMANENTLY, "");
    // `//host` would lead to another host.
    let to = format!("/{}", to.trim_start_matches('/'));
    if let Ok(value) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

fn refusal(status: StatusCode, words: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(words.to_owned()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// The path of a request without its percent-encoding; `None` where it is no UTF-8 or holds what no address has.
fn decode(path: &str) -> Option<Cow<'_, str>> {
    percent::decoded(path).filter(|text| !text.contains(['\0', '\\']))
}

/// The address below the site's path, with its leading `/`.
fn strip_base<'a>(snapshot: &Snapshot, path: &'a str) -> Option<&'a str> {
    let base = snapshot.base_path().trim_end_matches('/');
    path.strip_prefix(base).filter(|rest| rest.starts_with('/'))
}
