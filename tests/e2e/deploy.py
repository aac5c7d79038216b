#!/usr/bin/env python3
"""A site deployed to an S3 server (`moto`) and to an Azure server (`azurite`) that other people wrote, over real HTTP.

What readers get is asked for as a browser asks. Between hearback and the S3 server stands a proxy that counts, and that
answers as a tired or strict store does. Every output is searched for the keys.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import http.client
import http.server
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEARBACK = os.environ.get("HEARBACK", ROOT / "target/debug/hearback")
MODULES = pathlib.Path(os.environ.get("NODE_MODULES", ROOT / "target/test-tools/node/node_modules"))
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAOFTHETEST", "AWS_SECRET_ACCESS_KEY": "not-for-any-eyes", "AWS_REGION": "eu-central-1"}
# The account that every azurite has, as its documentation says.
AZURE_ACCOUNT = "devstoreaccount1"
AZURE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
PAGE = "text/html; charset=utf-8"
ASK_AGAIN = "public, max-age=0, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"
FILES = int(os.environ.get("DEPLOY_FILES", "10000"))


def fail(what, details=""):
    """Ends the test, saying what did not hold."""
    sys.exit(f"{what}\n{details}")


def free_port():
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(command, port):
    """A server in a process of its own, once it answers."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None:
                fail(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


class Proxy:
    """Hands requests on, counts them, and first asks `fault` whether to answer otherwise."""

    def __init__(self, target):
        self.asked, self.fault = [], None
        proxy, host = self, urllib.parse.urlsplit(target).netloc

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                proxy.asked.append(f"{self.command} {self.path}")
                answer = proxy.fault(len(proxy.asked)) if proxy.fault else None
                if answer:
                    status, said = answer
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(said)))
                    self.end_headers()
                    self.wfile.write(said)
                    return
                onward = http.client.HTTPConnection(host, timeout=60)
                onward.request(self.command, self.path, body, dict(self.headers))
                came = onward.getresponse()
                said = came.read()
                self.send_response(came.status)
                for name, value in came.getheaders():
                    if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
                onward.close()

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any

            def log_message(self, *_):
                """Says nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self, fault=None):
        """Forgets what was asked."""
        self.asked, self.fault = [], fault


def variables(more):
    """The environment of a command: nothing of whoever runs this test but where programs are."""
    return {"PATH": os.environ["PATH"], "HOME": "/nowhere", "NO_COLOR": "1", **more}


def run(site, words, keys, code=0):
    """One command, which must end so and say no key."""
    ran = subprocess.run([HEARBACK, *words, "--root", site], capture_output=True, text=True, env=variables(keys))
    said = ran.stdout + ran.stderr
    for name, value in keys.items():
        if ("KEY" in name) and value in said:
            fail(f"{name} is printed", said)
    if ran.returncode != code or "panicked" in said:
        fail(f"{words} ended with {ran.returncode} and not {code}", said)
    return said


def make(site, deploy, stories):
    """A site that says where it goes."""
    site.mkdir(parents=True, exist_ok=True)
    (site / "hearback.yaml").write_text(
        f"title: Ferrow\nurl: https://ferrow.example/\nlanguage: en\nfeeds: {{items: 10}}\ndeploy: {deploy}\n"
    )
    (site / "content/impact").mkdir(parents=True, exist_ok=True)
    for name, text in stories.items():
        write(site, name, text)


def write(site, name, text):
    """One story."""
    day = datetime.date(2026, 1, 1) + datetime.timedelta(days=sum(name.encode()) % 300)
    (site / f"content/impact/{name}.md").write_text(
        f"---\nid: {name}\ntitle: Story {name}\ndate: {day}\nsummary: What happened.\n---\n\n{text}\n"
    )


def get(url):
    """What a browser gets: status, headers, bytes."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, b""


def files(folder):
    """Every file below a folder."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def same(site, address):
    """Every file of the site is what a browser gets, of the type and as long as it may be kept."""
    for path, content in files(site / "public").items():
        status, headers, body = get(f"{address}/{urllib.parse.quote(path)}")
        if (status, body) != (200, content):
            fail(f"{path} is {status} and {len(body)} bytes, not {len(content)}")
        kept = FOR_EVER if re.search(r"(^|[/._-])[0-9a-f]{16,}[._-]", path) else ASK_AGAIN
        if headers["Cache-Control"] != kept:
            fail(f"{path} may be kept `{headers['Cache-Control']}`")
        if path.endswith(".html") and headers["Content-Type"] != PAGE:
            fail(f"{path} is `{headers['Content-Type']}`")
    for path, kind in {"feed.xml": "xml", ".well-known/webfinger": "application/jrd+json"}.items():
        if (site / "public" / path).exists() and kind not in get(f"{address}/{path}")[1]["Content-Type"]:
            fail(f"{path} is `{get(f'{address}/{path}')[1]['Content-Type']}`")


def crawl(address, stop, dead):
    """Follows every link from the home page again and again, as readers do."""
    while not stop.is_set():
        seen, coming = set(), ["/"]
        while coming and not stop.is_set():
            page = coming.pop()
            status, _, body = get(f"{address}{page}index.html")
            if status != 200:
                dead.append(f"{page}: {status}")
                continue
            links = re.findall(r'href="(/[^"#?]*/|/)"', body.decode())
            coming.extend(link for link in links if link not in seen)
            seen.update(links)


def a_site_is_served_as_it_was_built(scratch, proxy, public):
    """The first deploy, one without a change, and one with."""
    site = scratch / "small"
    make(site, f'{{to: "s3://site/news", endpoint: "{proxy.url}"}}', {"wells": "Two wells.", "pump": "A pump."})
    (site / "static/über").mkdir(parents=True)
    (site / "static/über/ein Blatt.txt").write_text("Grüße")
    (site / "static/.well-known").mkdir()
    (site / "static/.well-known/security.txt").write_text("Contact: mailto:hello@ferrow.example\n")
    run(site, ["build", "--now", "2026-11-01"], {})
    plan = run(site, ["deploy", "--dry-run"], KEYS)
    if "+ .well-known/security.txt" not in plan or get(f"{public}/news/index.html")[0] == 200:
        fail("a dry run does not say what it would do, or does it", plan)
    run(site, ["deploy"], KEYS)
    same(site, f"{public}/news")
    proxy.reset()
    said = run(site, ["deploy"], KEYS)
    if "nothing to deploy" not in said or len(proxy.asked) != 1:
        fail(f"a second deploy asked {proxy.asked}", said)
    write(site, "wells", "Three wells.")
    (site / "content/impact/pump.md").unlink()
    run(site, ["build", "--now", "2026-11-01"], {})
    run(site, ["deploy"], KEYS)
    same(site, f"{public}/news")
    if get(f"{public}/news/impact/pump/index.html")[0] != 404:
        fail("a story that is gone is still there")
    print("S3: every file as it was built, with its type and caching; a second deploy is one request")


def a_tired_store_and_a_wrong_clock(scratch, proxy, public):
    """503 for most requests of a while, then 403 because of the clock."""
    site = scratch / "small"
    write(site, "drill", "A drill.")
    run(site, ["build", "--now", "2026-11-01"], {})
    busy = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>"
    proxy.reset(lambda count: (503, busy) if count <= 40 and count % 5 else None)
    run(site, ["deploy"], KEYS)
    same(site, f"{public}/news")
    late = (
        b"<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large</Message>"
        b"<AWSAccessKeyId>AKIAOFTHETEST</AWSAccessKeyId></Error>"
    )
    proxy.reset(lambda _: (403, late))
    said = run(site, ["deploy"], KEYS, code=3)
    if "The difference is too large\n  set the clock of this machine" not in said:
        fail("a wrong clock is not explained", said)
    proxy.reset()
    print("S3: a storm of 503 is weathered, a wrong clock is named")


def readers_never_meet_a_dead_link(scratch, proxy, public):
    """A crawler runs while deploys are killed at any moment and run again."""
    site = scratch / "crawled"
    bucket = f"{public.rsplit('/', 1)[0]}/crawled"
    urllib.request.urlopen(urllib.request.Request(bucket, method="PUT"))
    make(site, f'{{to: "s3://crawled", endpoint: "{proxy.url}"}}', {f"s-{n}": "Words." for n in range(30)})
    run(site, ["build", "--now", "2026-11-01"], {})
    run(site, ["deploy"], KEYS)
    stop, dead = threading.Event(), []
    reader = threading.Thread(target=crawl, args=(bucket, stop, dead))
    reader.start()
    for turn in range(4):
        for number in range(5):
            write(site, f"new-{turn}-{number}", f"See [another](s-{number}.md).")
            (site / f"content/impact/s-{turn * 5 + number}.md").write_text("---\ndraft: true\ntitle: x\n---\n")
        for path in site.glob("content/impact/new-*.md"):
            path.write_text(re.sub(r"See .*", "Words.", path.read_text()))
        run(site, ["build", "--now", "2026-11-01"], {})
        killed = subprocess.Popen(
            [HEARBACK, "deploy", "--root", site], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=variables(KEYS)
        )
        time.sleep(0.2 + 0.15 * turn)
        killed.kill()
        killed.wait()
    run(site, ["deploy", "--max-removals", "200"], KEYS)
    same(site, bucket)
    stop.set()
    reader.join()
    if dead:
        fail("readers met dead links", "\n".join(dead[:10]))
    print("S3: killed four times under a crawler: no dead link, and the last deploy completed it")


def two_at_once(scratch, proxy, public):
    """Two states of a site are deployed at the same time."""
    bucket = f"{public.rsplit('/', 1)[0]}/two"
    urllib.request.urlopen(urllib.request.Request(bucket, method="PUT"))
    sites = [scratch / "one", scratch / "other"]
    for number, site in enumerate(sites):
        make(site, f'{{to: "s3://two", endpoint: "{proxy.url}"}}', {f"s-{n}": f"Words {number}." for n in range(20)})
        run(site, ["build", "--now", "2026-11-01"], {})
    running = [
        subprocess.Popen([HEARBACK, "deploy", "--root", site], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=variables(KEYS))
        for site in sites
    ]
    said = [process.communicate()[0].decode() for process in running]
    if any(process.returncode for process in running):
        fail("a deploy failed", "\n".join(said))
    which = get(f"{bucket}/impact/s-1/index.html")[2]
    last = [site for site in sites if (site / "public/impact/s-1/index.html").read_bytes() == which]
    if len(last) != 1:
        fail("the page is neither's")
    same(last[0], bucket)
    print("S3: two at once, and the site is the whole of one of them")


def ten_thousand_files(scratch, proxy, public):
    """A large site, and then one story."""
    bucket = f"{public.rsplit('/', 1)[0]}/large"
    urllib.request.urlopen(urllib.request.Request(bucket, method="PUT"))
    site = scratch / "large"
    direct = public.rsplit("/", 1)[0]
    stories = {f"s-{n}": "Words." for n in range(int(FILES * 0.92))}
    make(site, f'{{to: "s3://large", endpoint: "{direct}"}}', stories)
    run(site, ["build", "--now", "2026-11-01"], {})
    count = len(files(site / "public"))
    begun = time.time()
    run(site, ["deploy"], KEYS)
    took = time.time() - begun
    write(site, "s-77", "Other words.")
    make(site, f'{{to: "s3://large", endpoint: "{proxy.url}"}}', {})
    run(site, ["build", "--now", "2026-11-01"], {})
    proxy.reset()
    run(site, ["deploy"], KEYS)
    if len(proxy.asked) > 30:
        fail(f"one story cost {len(proxy.asked)} requests", "\n".join(proxy.asked))
    if get(f"{bucket}/impact/s-77/index.html")[2] != (site / "public/impact/s-77/index.html").read_bytes():
        fail("the story is not the new one")
    print(f"S3: {count} files in {took:.0f} s, then one story in {len(proxy.asked)} requests")


def container(address, name):
    """Makes a container that browsers may read, signed as Azure's documentation of Shared Key says."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")
    headers = {"x-ms-blob-public-access": "blob", "x-ms-date": now, "x-ms-version": "2021-08-06"}
    canonical = "".join(f"{key}:{headers[key]}\n" for key in sorted(headers))
    resource = f"/{AZURE_ACCOUNT}/{AZURE_ACCOUNT}/{name}\nrestype:container"
    signed = "PUT" + "\n" * 12 + canonical + resource
    mac = hmac.new(base64.b64decode(AZURE_KEY), signed.encode(), hashlib.sha256).digest()
    headers["Authorization"] = f"SharedKey {AZURE_ACCOUNT}:{base64.b64encode(mac).decode()}"
    url = f"{address}/{AZURE_ACCOUNT}/{name}?restype=container"
    urllib.request.urlopen(urllib.request.Request(url, method="PUT", headers=headers))


def azure(scratch):
    """The same road to the other cloud."""
    azurite = MODULES / "azurite/dist/src/blob/main.js"
    port = free_port()
    command = ["node", azurite, "--blobPort", str(port), "--inMemoryPersistence", "--skipApiVersionCheck", "--silent"]
    keys = {"AZURE_STORAGE_ACCOUNT_KEY": AZURE_KEY}
    with server(command, port) as address:
        container(address, "web")
        endpoint = f"{address}/{AZURE_ACCOUNT}"
        site = scratch / "azure"
        deploy = f'{{to: "az://web", endpoint: "{endpoint}", account: {AZURE_ACCOUNT}}}'
        make(site, deploy, {"wells": "Two wells.", "pump": "A pump."})
        run(site, ["build", "--now", "2026-11-01"], {})
        run(site, ["deploy"], keys)
        same(site, f"{endpoint}/web")
        if "nothing to deploy" not in run(site, ["deploy"], keys):
            fail("a second deploy to Azure had something to do")
        write(site, "wells", "Three wells.")
        (site / "content/impact/pump.md").unlink()
        run(site, ["build", "--now", "2026-11-01"], {})
        run(site, ["deploy"], keys)
        same(site, f"{endpoint}/web")
        if get(f"{endpoint}/web/impact/pump/index.html")[0] != 404:
            fail("a story that is gone is still there")
    print("Azure: every file as it was built, with its type and caching; what is gone is gone")


def main():
    """Both clouds."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        port = free_port()
        moto = shutil.which("moto_server") or pathlib.Path(sys.executable).parent / "moto_server"
        with server([moto, "-H", "127.0.0.1", "-p", str(port)], port) as s3:
            urllib.request.urlopen(urllib.request.Request(f"{s3}/site", method="PUT"))
            proxy, public = Proxy(s3), f"{s3}/site"
            a_site_is_served_as_it_was_built(scratch, proxy, public)
            a_tired_store_and_a_wrong_clock(scratch, proxy, public)
            readers_never_meet_a_dead_link(scratch, proxy, public)
            two_at_once(scratch, proxy, public)
            ten_thousand_files(scratch, proxy, public)
        azure(scratch)


if __name__ == "__main__":
    main()
