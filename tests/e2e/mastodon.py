#!/usr/bin/env python3
"""A new site, from `init` to its toots and back, against a Mastodon server that other people wrote (`mastodon_mock`).

Everything goes over real HTTP: the server, the built site behind a plain static server, and a browser that is played
here. What arrived is read through the server's own API: whole texts, not parts of them.
"""

import contextlib
import datetime
import functools
import http.server
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEARBACK = os.environ.get("HEARBACK", ROOT / "target/debug/hearback")
TOKENS = {"alan": "alan_token", "grace": "grace_token"}

CONFIG = """
mastodon:
  account: "@ada@{server}"
  min_gap: 0s
  max_per_run: 10
  settle: 2s
"""

WELLS = """---
id: wells
title: Dos pozos nuevos
date: {today}
lang: es
summary: >-
  Nos pidieron agua más cerca. Cavamos dos pozos.
image: {{src: wells.png, alt: Una mujer llena un cubo en el pozo nuevo}}
tags: [agua potable, pozos]
toot:
  cw: agua, obras
  visibility: unlisted
  image: true
---

Tienen doce metros de profundidad.
"""

PHONE = """---
id: phone
title: Nobody picks up the phone at lunch
date: {today}
summary: >-
  You said that nobody answers between twelve and two. You are right on two days of the week.
criticisms:
  - said: >-
      Nobody answers the phone between twelve and two.
    sources: ["{source}"]
    outcome: partly_upheld
---

We looked at the calls of two months.
"""

LONG = """---
id: year
title: A year in long words
date: {today}
summary: >-
  What we did this year.
toot:
  text: |-
    {first}

    {second}
---

It was a long year.
"""

BUS = """---
id: bus
title: The bus stops here again
date: {today}
summary: >-
  {summary}
tags: [buses]
---

From Monday.
"""


def fail(what, details=""):
    """Ends the test, saying what did not hold."""
    sys.exit(f"{what}\n{details}")


def same(what, actual, wanted):
    """Compares whole values."""
    if actual != wanted:
        fail(f"{what}:", f"  wanted {wanted!r}\n  is     {actual!r}")


def png(width, height):
    """A picture without any library: a colour that changes from side to side."""
    row = b"\0" + b"".join(bytes((x * 255 // width, 120, 200)) for x in range(width))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height))
            + chunk(b"IEND", b""))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Static files, without a line for each request."""

    def log_message(self, *_):
        """Says nothing."""


def free_port():
    """One that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def mastodon(log):
    """The server of others, started and stopped; its host with its port."""
    port = free_port()
    program = pathlib.Path(sys.executable).with_name("mastodon_mock")
    words = [program, "serve", "--in-memory", "--demo", "--host", "127.0.0.1", "--port", str(port),
             "--domain", f"127.0.0.1:{port}"]
    with open(log, "w", encoding="utf-8") as out:
        child = subprocess.Popen(words, stdout=out, stderr=out)
    try:
        for _ in range(150):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/instance", timeout=5).close()
                break
            if child.poll() is not None:
                fail("mastodon_mock ended", log.read_text())
            time.sleep(0.2)
        else:
            fail("mastodon_mock does not answer", log.read_text())
        yield f"127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


@contextlib.contextmanager
def static_server(folder):
    """The built site for readers; its address."""
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Api:
    """The server's API, as others see it."""

    def __init__(self, server):
        self.base = f"http://{server}"

    def ask(self, method, path, who=None, body=None):
        """One request; JSON in, JSON out."""
        request = urllib.request.Request(self.base + path, method=method)
        if who:
            request.add_header("Authorization", f"Bearer {TOKENS.get(who, who)}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def toots(self):
        """Ada's, the oldest first, without those that the server came with."""
        account = self.ask("GET", "/api/v1/accounts/lookup?acct=ada")
        found = self.ask("GET", f"/api/v1/accounts/{account['id']}/statuses?limit=40", "grace")
        return [toot for toot in reversed(found) if toot["id"] not in self.before]

    def text(self, toot):
        """Its text and its content warning as they were typed."""
        source = self.ask("GET", f"/api/v1/statuses/{toot['id']}/source", self.token)
        return source["text"], source["spoiler_text"]

    before = frozenset()
    token = ""


class Site:
    """A site on disk, and the program run in it."""

    def __init__(self, scratch):
        self.root = scratch / "site"
        self.url = ""
        env = {name: value for name, value in os.environ.items() if not name.startswith("HEARBACK")}
        # Real days: the server's are real, too. And no browser of whoever runs this opens.
        env.pop("SOURCE_DATE_EPOCH", None)
        env.update(HEARBACK_CONFIG=str(scratch / "settings"), PATH=str(scratch / "nothing"), NO_COLOR="1")
        self.env = env

    def run(self, *words, ends=0, says=None):
        """A command that must end like this; its stdout."""
        ran = subprocess.run([HEARBACK, *words], cwd=self.root, env=self.env, capture_output=True, text=True,
                             timeout=120, check=False)
        told = ran.stdout + ran.stderr
        if ran.returncode != ends or (says and says not in told):
            fail(f"`hearback {' '.join(map(str, words))}` ended with {ran.returncode}, not {ends}"
                 + (f" saying `{says}`" if says else ""), told)
        if Api.token and Api.token in told:
            fail("a token was printed", words)
        return ran.stdout

    def write(self, path, story, **fields):
        """One story."""
        file = self.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(story.format(today=time.strftime("%Y-%m-%d", time.gmtime()), **fields))

    def build(self):
        """The site for the address where it is served."""
        self.run("build", "--base-url", self.url)

    def toot(self, *words, **how):
        """`hearback toot`, for the same address."""
        return self.run("toot", "--base-url", self.url, *words, **how)


def begin(words, site):
    """Starts a login and waits for the page that it wants to be opened."""
    child = subprocess.Popen([HEARBACK, "login", *words], cwd=site.root, env=site.env, text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = ""
    for line in child.stderr:
        told += line
        if found := re.search(r"http://\S+/oauth/authorize\S+", line):
            return child, found.group()
    return fail("login names no page", told)


def say_yes(page):
    """What a person does in a browser: opens the page, picks an account, and is sent on."""
    with urllib.request.urlopen(page, timeout=20) as answer:
        form = answer.read().decode()
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.split("<ul>")[0])) | {"username": "ada"}
    sent = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(urllib.parse.urljoin(page, "/oauth/authorize"), sent, timeout=20) as answer:
        return answer.read().decode()


def finish(child, text):
    """The login's end."""
    out, told = child.communicate(text, timeout=60)
    if child.returncode or "logged in as @ada@" not in told:
        fail(f"login ended with {child.returncode}", out + told)


def stored_token(site):
    """The token that the program keeps, which it must never say."""
    files = list((pathlib.Path(site.env["HEARBACK_CONFIG"]) / "hearback").glob("*.json"))
    same("the files of the account", len(files), 1)
    same("who can read it", oct(files[0].stat().st_mode & 0o777), "0o600")
    return json.loads(files[0].read_text())["token"]


def logs_in(site, api):
    """By a pasted code, then by the browser coming back; the earlier token is taken back."""
    site.run("toot", "--post", ends=1, says="nobody is logged in")
    child, page = begin(["--paste"], site)
    code = re.search(r"code: (\S+?)<", say_yes(page)).group(1)
    finish(child, code + "\n")
    pasted = stored_token(site)
    same("whoami", site.run("whoami"), f"@ada@{api.base.removeprefix('http://')}\n")
    child, page = begin([], site)
    say_yes(page)
    finish(child, "")
    Api.token = stored_token(site)
    try:
        api.ask("GET", "/api/v1/accounts/verify_credentials", pasted)
        fail("the first login's token still opens the account")
    except urllib.error.HTTPError as refused:
        same("the first login's token", refused.code, 401)


def posts_everything_once(site, api, asked):
    """Plan, post, and post again: three stories in four toots, each with everything that its front matter wants."""
    site.toot(says="4 toots to post")
    same("a plan posts", len(api.toots()), 0)
    site.toot("--post", says="publish the site, or give it time with `--wait 10m`", ends=3)
    same("pages that are not there are announced", len(api.toots()), 0)
    site.build()
    site.toot("--post")
    toots = {api.text(toot)[0]: toot for toot in api.toots()}
    url = site.url
    name = asked["account"]["acct"]
    host = api.base.removeprefix("http://")
    opening, rest = LONG_TEXT
    same("the texts", sorted(toots), sorted([
        f"Nos pidieron agua más cerca. Cavamos dos pozos.\n\n{url}impact/wells/\n\n#AguaPotable #Pozos",
        f"@{name}@{host} You said that nobody answers between twelve and two. You are right on two days of the "
        f"week.\n\n{url}responses/phone/",
        f"{opening}\n\n{url}impact/year/",
        rest,
    ]))
    by_page = {page: toot for text, toot in toots.items() for page in re.findall(r"\w+(?=/(?:\n|$))", text)}
    wells = by_page["wells"]
    same("language", wells["language"], "es")
    same("visibility", wells["visibility"], "unlisted")
    same("content warning", api.text(wells)[1], "agua, obras")
    same("the picture's alt text", [media["description"] for media in wells["media_attachments"]],
         ["Una mujer llena un cubo en el pozo nuevo"])
    phone = by_page["phone"]
    same("in the thread", phone["in_reply_to_id"], asked["id"])
    same("public", (phone["visibility"], phone["language"]), ("public", "en"))
    same("the rest of a long text", toots[rest]["in_reply_to_id"], by_page["year"]["id"])
    ids = {toot["id"] for toot in api.toots()}
    site.toot("--post", says="nothing to do")
    same("a second run posts", {toot["id"] for toot in api.toots()} ^ ids, set())
    return by_page


def posts_what_is_new(site, api):
    """One more story is one more toot, through a server that says no, then yes."""
    site.write("impact/bus.md", BUS, summary="The bus stops here again from Monday.")
    site.build()
    before = len(api.toots())
    match = {"methods": ["POST"], "path": "/api/v1/statuses"}
    fault = {"match": match, "effect": {"type": "ratelimit", "status": 429}, "count": 1}
    api.ask("POST", "/api/v1/_mock/faults", body=fault)
    site.toot("--post", ends=3, says="the server wants no more requests until")
    same("a refusal posts", len(api.toots()), before)
    fault["effect"] = {"type": "status", "status": 503}
    api.ask("POST", "/api/v1/_mock/faults", body=fault)
    site.toot("--post")
    same("one new story posts", len(api.toots()), before + 1)
    newest = api.toots()[-1]
    same("its text", api.text(newest)[0],
         f"The bus stops here again from Monday.\n\n{site.url}impact/bus/\n\n#Buses")
    return newest


def corrects_and_retracts(site, api, bus):
    """A changed story says so in the plan, its toot is edited when asked, and taken back when asked."""
    site.write("impact/bus.md", BUS, summary="The bus stops here again from Tuesday.")
    site.build()
    site.toot(says="`hearback toot --post --edit bus`")
    count = len(api.toots())
    site.toot("--post")
    same("a changed story changes its toot unasked", api.text(bus)[0].split(".")[0],
         "The bus stops here again from Monday")
    site.toot("--post", "--edit", "bus", says="edited: `bus`")
    same("the edited text", api.text(bus)[0],
         f"The bus stops here again from Tuesday.\n\n{site.url}impact/bus/\n\n#Buses")
    same("an edit posts", len(api.toots()), count)
    site.run("toot", "retract", "bus", "--reason", "the bus does not stop", says="retracted: `bus`")
    same("a retraction deletes", [toot["id"] for toot in api.toots() if toot["id"] == bus["id"]], [])
    site.toot("--post")
    same("what was retracted is posted again", len(api.toots()), count - 1)


def says_a_correction(site, api, wells):
    """A correction is a reply to our own toot, as public as that, and said once."""
    change = '  - {{date: {today}, kind: correction, was: dos, text: "Cavamos un pozo, no dos."}}\n'
    site.write("impact/wells.md", WELLS.replace("toot:\n", "changes:\n" + change + "toot:\n"))
    site.build()
    site.toot("--post", says="posted: `wells` (correction")
    reply = api.toots()[-1]
    same("the correction", api.text(reply), (f"Cavamos un pozo, no dos.\n\n{site.url}impact/wells/", "agua, obras"))
    same("in its thread", (reply["in_reply_to_id"], reply["visibility"], reply["language"]),
         (wells["id"], "unlisted", "es"))
    site.toot("--post", says="nothing to do")
    same("a correction said again", api.toots()[-1]["id"], reply["id"])


def adopts_what_was_there(site, api):
    """A toot that a person wrote is taken up: a run after it posts nothing for its story."""
    site.write("impact/tree.md", BUS.replace("id: bus", "id: tree"), summary="We planted a lime tree.")
    site.build()
    by_hand = api.ask("POST", "/api/v1/statuses", Api.token, {"status": "We have a tree! More on our site soon."})
    count = len(api.toots())
    site.run("toot", "adopt", "tree", by_hand["url"], says="adopted: `tree`")
    site.toot("--post")
    same("an adopted story is posted", len(api.toots()), count)


def leaves_gaps(site, api):
    """With a gap after the toots before them two more, in a shape of the site's own, wait on the server, each once, until
    they are taken back."""
    template = site.root / "themes/default/templates/toot.txt"
    template.parent.mkdir(parents=True)
    template.write_text("{{ story.kind_name }}: {{ story.sumary }} {{ link }}")
    site.toot(ends=1, says="themes/default/templates/toot.txt:1:")
    template.write_text("{{ story.kind_name }}: {{ story.summary }} {{ link }}")
    config = site.root / "hearback.yaml"
    config.write_text(config.read_text().replace("min_gap: 0s", "min_gap: 30m"))
    for name in ("lamp", "gate"):
        site.write(f"impact/{name}.md", BUS.replace("id: bus", f"id: {name}"), summary=f"A new {name}.")
    site.build()
    count = len(api.toots())
    site.toot("--post")
    same("toots now", len(api.toots()), count)
    waiting = api.ask("GET", "/api/v1/scheduled_statuses", Api.token)
    same("what waits", sorted(toot["params"]["text"] for toot in waiting),
         [f"Impact: A new {name}. {site.url}impact/{name}/" for name in ("gate", "lamp")])
    first, second = sorted(datetime.datetime.fromisoformat(toot["scheduled_at"]) for toot in waiting)
    same("minutes between them", (second - first).total_seconds() // 60, 30)
    site.toot(says="the server has it, and posts it on ")
    site.toot("--post", says="scheduled: ")
    same("another run schedules", len(api.ask("GET", "/api/v1/scheduled_statuses", Api.token)), len(waiting))
    for name in ("gate", "lamp"):
        site.run("toot", "retract", name)
    same("what waits after taking it back", api.ask("GET", "/api/v1/scheduled_statuses", Api.token), [])


def logs_out(site, api):
    """The token opens nothing any more."""
    site.run("logout", says="logged out")
    try:
        api.ask("GET", "/api/v1/accounts/verify_credentials", Api.token)
        fail("the token still opens the account")
    except urllib.error.HTTPError as refused:
        same("the token after the logout", refused.code, 401)


# Two paragraphs, more than a toot holds.
LONG_TEXT = ("We opened on ninety-one Saturdays and evenings. " * 6 + "Nobody was turned away.",
             "In spring the roof leaked, and we moved to the library for six weeks. " * 5 + "Thank you all.")


def main():
    """All of it, on one site and one server."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        scratch = pathlib.Path(folder)
        site = Site(scratch)
        server = stack.enter_context(mastodon(scratch / "server.log"))
        api = Api(server)
        Api.before = frozenset(toot["id"] for toot in api.toots())
        asked = api.ask("POST", "/api/v1/statuses", "alan",
                        {"status": "Does anybody ever answer the phone there at lunch?"})
        subprocess.run([HEARBACK, "init", site.root, "--title", "Ferrow Street Advice"], env=site.env, check=True,
                       capture_output=True)
        with open(site.root / "hearback.yaml", "a", encoding="utf-8") as config:
            config.write(CONFIG.format(server=server))
        site.write("impact/wells.md", WELLS)
        (site.root / "content/impact/wells.png").write_bytes(png(1200, 630))
        site.write("responses/phone.md", PHONE, source=asked["url"])
        site.write("impact/year.md", LONG, first=LONG_TEXT[0], second=LONG_TEXT[1])
        (site.root / "public").mkdir()
        site.url = stack.enter_context(static_server(site.root / "public"))
        logs_in(site, api)
        wells = posts_everything_once(site, api, asked)["wells"]
        bus = posts_what_is_new(site, api)
        corrects_and_retracts(site, api, bus)
        says_a_correction(site, api, wells)
        adopts_what_was_there(site, api)
        leaves_gaps(site, api)
        logs_out(site, api)
    print("init, login, plan, post, edit, retract, correct, adopt, schedule, logout")


if __name__ == "__main__":
    main()
