#!/usr/bin/env python3
"""From a merge to the public, without any forge: a bare repository whose main branch is protected, the workflow that
`init --ci github` wrote with its own commands in their order, real object stores (`moto` as S3, `azurite` as Azure) behind
a local web server, and a Mastodon server that other people wrote (`mastodon_mock`).

A crawler reads the site all the while: no page may ever link to one that is missing.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import html
import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

from mastodon import HEARBACK, Api, fail, free_port, mastodon, same

TODAY = datetime.date.today().isoformat()
# Azurite's own account, which its documentation prints.
AZURE = ("devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==")

CONFIG = """title: Ferrow Water
url: {url}
language: en
organisation:
  name: Ferrow Water
mastodon:
  account: "@alan@{server}"
  min_gap: 0s
  max_per_run: 10
  settle: 1s
ledger: {{claim: git}}
deploy: {deploy}
"""

STORY = """---
id: {name}
title: The story of {name}
date: {today}
summary: >-
  What became of {name}.
tags: [{name}]
---

It is told in full. See [the first](/impact/wells/).
"""


def git(*words, cwd, **env):
    """A command of git that must succeed; what it prints."""
    who = {"GIT_AUTHOR_NAME": "A writer", "GIT_COMMITTER_NAME": "A writer",
           "GIT_AUTHOR_EMAIL": "w@ferrow.example", "GIT_COMMITTER_EMAIL": "w@ferrow.example"}
    ran = subprocess.run(["git", "-c", "init.defaultBranch=main", *words], cwd=cwd, env=os.environ | who | env,
                         capture_output=True, text=True, check=False)
    if ran.returncode:
        fail(f"`git {' '.join(map(str, words))}` ended with {ran.returncode}", ran.stdout + ran.stderr)
    return ran.stdout.strip()


class Silent(http.server.BaseHTTPRequestHandler):
    """Without a line for each request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    def handle(self):
        """Whoever asked may be killed meanwhile."""
        with contextlib.suppress(ConnectionResetError):
            super().handle()

    def reply(self, status, headers, body):
        """A whole answer; its length is named anew."""
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", next(
            (value for name, value in headers if name.lower() == "content-length" and self.command == "HEAD"),
            str(len(body))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextlib.contextmanager
def listening(handler):
    """A server on this machine; its port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class Store:
    """An object store of others: what it is asked, and what readers get from it. What stands at a request, by its number,
    may do something then, and may answer with a status of its own."""

    def __init__(self, port, bucket, reader):
        self.port, self.bucket, self.reader, self.asked, self.at_request = port, bucket, reader, [], None

    def forward(self, method, path, headers, body=None):
        """One request to the store itself."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def door(self):
        """Where the program asks: each request is counted, and passed on."""
        store = self

        class Door(Silent):
            """In front of the store."""

            def passed(self):
                """Counts, and passes on."""
                store.asked.append(self.command)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                refusal = store.at_request and store.at_request(len(store.asked))
                if refusal:
                    self.reply(refusal, [], b"")
                    return
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.reply(*store.forward(self.command, self.path, dict(self.headers), body))

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = passed

        return listening(Door)

    def web(self):
        """Where readers ask: a web server in front of the store."""
        store = self

        class Web(Silent):
            """The store's files, with its headers."""

            def answered(self):
                """A file, or the page of a folder."""
                path = self.path.split("?")[0]
                path += "index.html" if path.endswith("/") else ""
                status, headers, body = store.forward(self.command, store.bucket + path, store.reader)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.reply(status, headers, body)

            do_GET = do_HEAD = answered

        return listening(Web)


def ready(child, port, log):
    """Waits until somebody listens."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
            return
        if child.poll() is not None:
            fail("a store ended", log.read_text())
        time.sleep(0.1)
    fail("a store does not answer", log.read_text())


@contextlib.contextmanager
def running(words, port, log):
    """A server of others, started and stopped."""
    with open(log, "w", encoding="utf-8") as out:
        child = subprocess.Popen(words, stdout=out, stderr=out)
    try:
        ready(child, port, log)
        yield
    finally:
        child.terminate()
        child.wait()


@contextlib.contextmanager
def moto(scratch):
    """A store that speaks S3, with one bucket."""
    port = free_port()
    words = [pathlib.Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(words, port, scratch / "moto.log"):
        # Whoever says a name may read; `moto` looks at nothing else.
        reader = {"Authorization": "AWS4-HMAC-SHA256 Credential=reader/20260101/us-east-1/s3/aws4_request, "
                                   "SignedHeaders=host, Signature=0"}
        store = Store(port, "/site", reader)
        same("a bucket is made", store.forward("PUT", "/site", {})[0], 200)
        yield store


@contextlib.contextmanager
def azurite(scratch):
    """A store that speaks Azure's language, with one public container."""
    port, (account, key) = free_port(), AZURE
    modules = os.environ.get("NODE_MODULES", "target/test-tools/node/node_modules")
    script = pathlib.Path(modules).resolve() / "azurite/dist/src/blob/main.js"
    words = ["node", script, "--silent", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry",
             "--blobHost", "127.0.0.1", "--blobPort", str(port)]
    with running(words, port, scratch / "azurite.log"):
        store = Store(port, f"/{account}/site", {})
        path = f"/{account}/site?restype=container"
        headers = {"x-ms-blob-public-access": "blob", "x-ms-version": "2021-08-06",
                   "x-ms-date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())}
        signed = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        text = "PUT" + "\n" * 12 + signed + f"/{account}/{account}/site\nrestype:container"
        mac = hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()
        headers["Authorization"] = f"SharedKey {account}:{base64.b64encode(mac).decode()}"
        same("a container is made", store.forward("PUT", path, headers | {"Content-Length": "0"})[0], 201)
        yield store


class Crawler:
    """Reads the whole site again and again, from its home; what it found missing."""

    def __init__(self, url):
        self.url, self.missing, self.rounds, self.ends = url, set(), 0, False
        self.thread = threading.Thread(target=self.crawl, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ends = True
        self.thread.join()

    def crawl(self):
        """Rounds, until it is stopped."""
        while not self.ends:
            self.round()
            self.rounds += 1
            time.sleep(0.05)

    def round(self):
        """Every page and file once, in the order of their links."""
        seen, waiting = {self.url}, [(self.url, "a reader")]
        while waiting:
            page, origin = waiting.pop(0)
            try:
                with urllib.request.urlopen(page, timeout=60) as answer:
                    is_page = answer.headers.get_content_type() == "text/html"
                    text = answer.read().decode(errors="replace") if is_page else ""
            except urllib.error.HTTPError as error:
                # Before the first deploy there is nothing at all.
                if page != self.url:
                    self.missing.add(f"{origin} → {page}: {error.code}")
                continue
            for link in re.findall(r'(?:href|src)="([^"]*)"', text):
                target = urllib.parse.urljoin(page, html.unescape(link)).split("#")[0].split("?")[0]
                if target.startswith(self.url) and target not in seen:
                    seen.add(target)
                    waiting.append((target, page))


class Forge:
    """A repository with a protected main branch, and its runner."""

    def __init__(self, scratch, env):
        self.scratch, self.secrets, self.runs, self.kills = scratch, env, 0, 0
        self.origin = scratch / "origin.git"
        self.cache = scratch / "cache"
        git("init", "--bare", self.origin, cwd=scratch)
        hook = self.origin / "hooks/pre-receive"
        hook.write_text('#!/bin/sh\nwhile read -r _ _ name; do\n'
                        '  [ "$name" = refs/heads/main ] && [ "$FORGE" != merges ] && {\n'
                        '    echo "main is protected" >&2; exit 1; }\ndone\nexit 0\n')
        hook.chmod(0o755)
        self.tools = scratch / "tools"
        self.tools.mkdir()
        installs = self.tools / "pipx"
        installs.write_text(f'#!/bin/sh\n[ "$1" = install ] && ln -sf "{HEARBACK}" "{self.tools}/hearback"\n')
        installs.chmod(0o755)
        self.writer = scratch / "writer"
        git("clone", self.origin, self.writer, cwd=scratch)
        git("checkout", "-b", "main", cwd=self.writer)

    def write(self, files, branch):
        """A writer's branch."""
        git("fetch", "origin", cwd=self.writer)
        start = ["origin/main"] if git("branch", "-r", cwd=self.writer) else []
        git("checkout", "-B", branch, *start, cwd=self.writer)
        for path, text in files.items():
            (self.writer / path).parent.mkdir(parents=True, exist_ok=True)
            (self.writer / path).write_text(text, encoding="utf-8")
        git("add", "-A", cwd=self.writer)
        git("commit", "-m", f"Tell of {branch}", cwd=self.writer)
        git("push", "origin", branch, cwd=self.writer)

    def merge(self, branch):
        """What the forge does when somebody presses the button."""
        place = self.scratch / "merge"
        shutil.rmtree(place, ignore_errors=True)
        git("clone", self.origin, place, cwd=self.scratch)
        git("checkout", "-B", "main", *(["origin/main"] if self.has("main") else [f"origin/{branch}"]), cwd=place)
        git("merge", "--no-ff", "-m", f"Merge {branch}", f"origin/{branch}", cwd=place)
        git("push", "origin", "main", cwd=place, FORGE="merges")

    def has(self, branch):
        """Whether there is such a branch."""
        return bool(git("branch", "--list", branch, cwd=self.origin))

    def ledger(self):
        """Every record of the ledger's branch."""
        text = git("show", "hearback/ledger:ledger.jsonl", cwd=self.origin)
        return [json.loads(line) for line in text.splitlines()]

    def job(self, event, branch="main", ends=0, place=None, kill=None):
        """The job of the workflow that this event starts; all that it said."""
        self.runs += 1
        place = place or self.scratch / f"run{self.runs}"
        ref = f"refs/heads/{branch}" if event != "pull_request" else "refs/pull/1/merge"
        github = {"event_name": event, "ref": ref, "run_id": self.runs, "run_attempt": 1, "token": "forge-token"}
        source = git("show", f"{branch}:.github/workflows/hearback.yml", cwd=self.origin)
        jobs = [job for job in yaml.safe_load(source)["jobs"].values() if met(job["if"], github)]
        same(f"jobs of a {event}", len(jobs), 1)
        told = ""
        for step in jobs[0]["steps"]:
            if not met(step.get("if", "true"), github):
                continue
            if uses := step.get("uses"):
                self.action(uses.split("@")[0], step.get("with", {}), place, branch, event)
                continue
            ran = self.command(step, github, place, branch, event, kill)
            told += ran.stdout
            if ran.returncode:
                if kill and ran.returncode < 0:
                    self.kills += 1
                elif ran.returncode != ends:
                    fail(f"`{step['name']}` ended with {ran.returncode}, not {ends}", told)
                return told
        if self.cache_of(place).exists() and event != "pull_request":
            shutil.rmtree(self.cache, ignore_errors=True)
            shutil.copytree(self.cache_of(place), self.cache)
        same(f"how a job of a {event} ended, which said\n{told}", 0, ends)
        return told

    @staticmethod
    def cache_of(place):
        """What the workflow names as its cache."""
        return place / ".hearback"

    def action(self, name, words, place, branch, event):
        """What an action of the forge's makers does."""
        if name == "actions/checkout":
            shutil.rmtree(place, ignore_errors=True)
            git("clone", "--branch", "main", self.origin, place, cwd=self.scratch)
            same("the depth of the history", words["fetch-depth"], 0)
            if event == "pull_request":
                git("merge", "-m", "As if merged", f"origin/{branch}", cwd=place)
        elif name == "actions/cache" and self.cache.exists():
            shutil.copytree(self.cache, place / words["path"], dirs_exist_ok=True)
        elif name == "actions/upload-artifact":
            self.artifact = {f.relative_to(place).as_posix(): f.read_bytes()
                             for f in (place / words["path"]).rglob("*") if f.is_file()}

    def command(self, step, github, place, branch, event, kill):
        """One step's own commands, in an empty environment."""
        home = self.scratch / "home"
        home.mkdir(exist_ok=True)
        self.summary = place / ".git/summary.md"
        env = {"PATH": f"{self.tools}:{os.environ['PATH']}", "HOME": str(home), "CI": "true", "GITHUB_ACTIONS": "true",
               "GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_EVENT_NAME": event}
        if event == "pull_request":
            env["GITHUB_BASE_REF"] = "main"
        for name, value in step.get("env", {}).items():
            env[name] = filled(str(value), github, self.secrets)
        same("a pull request's step knows a secret", event == "pull_request" and bool(step.get("env")), False)
        child = subprocess.Popen(["bash", "-e", "-o", "pipefail", "-c", filled(step["run"], github, {})], cwd=place,
                                 env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 start_new_session=True)
        if kill:
            kill(child)
        try:
            told, _ = child.communicate(timeout=180)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            fail(f"`{step['name']}` does not end", child.communicate()[0])
        for secret in self.secrets.values():
            if secret in told:
                fail("a secret was printed", told)
        return subprocess.CompletedProcess(step["run"], child.returncode, told)


def met(condition, github):
    """Whether a condition of the forge's language holds; only what our workflows use of it."""
    text = str(condition).strip().removeprefix("${{").removesuffix("}}")
    text = text.replace("!cancelled()", "True").replace("true", "True").replace("&&", " and ").replace("||", " or ")
    return bool(eval(re.sub(r"github\.(\w+)", lambda name: repr(github[name.group(1)]), text), {"__builtins__": {}}))


def filled(text, github, secrets):
    """A text with its expressions' values."""
    values = {f"github.{name}": value for name, value in github.items()}
    values |= {f"secrets.{name}": value for name, value in secrets.items()}
    return re.sub(r"\$\{\{\s*([\w.]+)\s*\}\}", lambda name: str(values[name.group(1)]), text)


class Stage:
    """Everything that a rehearsal needs, ready."""

    def __init__(self, scratch, store, url, server, deploy, secrets):
        self.store, self.url, self.api = store, url, Api(server)
        self.api.before = frozenset(toot["id"] for toot in self.toots(everybody=True))
        self.forge = Forge(scratch, {"HEARBACK_TOKEN": "alan_token"} | secrets)
        config = CONFIG.format(url=url, server=server, deploy=deploy)
        site = scratch / "new"
        site.mkdir()
        (site / "hearback.yaml").write_text(config, encoding="utf-8")
        subprocess.run([HEARBACK, "init", "--ci", "github", site], check=True, capture_output=True)
        workflow = (site / ".github/workflows/hearback.yml").read_text(encoding="utf-8")
        # The store's keys, as the comment there says.
        names = iter(secrets)
        workflow = re.sub(r"# (AWS_\w+): \$\{\{ secrets\.AWS_\w+ \}\}",
                          lambda _: (lambda name: f"{name}: ${{{{ secrets.{name} }}}}")(next(names)), workflow,
                          count=len(secrets))
        self.forge.write({"hearback.yaml": config, ".github/workflows/hearback.yml": workflow,
                          ".gitignore": "/public/\n/.hearback/\n", "content/impact/wells.md": self.story("wells")},
                         "first")

    @staticmethod
    def story(name):
        """A story's file."""
        return STORY.format(name=name, today=TODAY)

    def toots(self, everybody=False):
        """Those of the site's account, the oldest first, without those that the server came with."""
        account = self.api.ask("GET", "/api/v1/accounts/lookup?acct=alan")
        found = self.api.ask("GET", f"/api/v1/accounts/{account['id']}/statuses?limit=40", "grace")
        return [toot for toot in reversed(found) if everybody or toot["id"] not in self.api.before]

    def announced(self):
        """The pages that toots lead to."""
        return sorted(name for toot in self.toots() for name in re.findall(r"impact/(\w+)/?\"", toot["content"]))

    def puts(self, work):
        """How many files some work puts or removes."""
        begun = len(self.store.asked)
        work()
        return sum(method in ("PUT", "DELETE", "POST") for method in self.store.asked[begun:])

    def page(self, path):
        """A page as readers get it: its text, and what was said of it."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}


def a_merge_is_announced_once(stage):
    """The first merge: the story is live, tooted once, and the ledger is on its branch."""
    forge = stage.forge
    forge.merge("first")
    forge.job("push")
    same("pages announced", stage.announced(), ["wells"])
    text, headers = stage.page("impact/wells/")
    same("the story is live", "The story of wells" in text, True)
    same("its type", headers["content-type"], "text/html; charset=utf-8")
    style = re.search(r'href="/?(?:http://[^/"]*/)?([^"]+\.css)"', text).group(1)
    same("a hashed name is kept for ever", "immutable" in stage.page(style)[1]["cache-control"], True)
    same("records of posts", sum(record["kind"] == "receipt" for record in forge.ledger()), 1)
    # A page links to its toot once there is one: that one is deployed by the next run, and then nothing is left.
    forge.job("schedule")
    same("the page leads to its toot", stage.toots()[0]["url"] in stage.page("impact/wells/")[0], True)


def nothing_new_is_nothing_to_do(stage):
    """A schedule without news puts nothing, posts nothing and writes nothing."""
    before = (stage.announced(), git("rev-parse", "hearback/ledger", cwd=stage.forge.origin))
    same("files put by a run without news", stage.puts(lambda: stage.forge.job("schedule")), 0)
    after = (stage.announced(), git("rev-parse", "hearback/ledger", cwd=stage.forge.origin))
    same("a run without news", after, before)


def a_pull_request_shows_and_changes_nothing(stage):
    """What a change would do stands in the summary; nothing outside of the runner changes."""
    forge = stage.forge
    forge.write({"content/impact/bus.md": stage.story("bus")}, "bus")
    before = (stage.announced(), len(stage.store.asked), git("for-each-ref", cwd=forge.origin))
    forge.job("pull_request", "bus")
    same("a pull request", (stage.announced(), len(stage.store.asked), git("for-each-ref", cwd=forge.origin)), before)
    same("the plan is in the summary", "What became of bus." in forge.summary.read_text(), True)
    same("the page is among what is kept", "public/impact/bus/index.html" in forge.artifact, True)
    forge.write({"content/impact/broken.md": "---\ntitle: A\n---\n\nWithout a date.\n"}, "broken")
    told = forge.job("pull_request", "broken", ends=1)
    same("a mistake is an annotation", "::error file=content/impact/broken.md,line=" in told, True)


def two_merges_race(stage):
    """Two runs at once: each story is tooted once, and the ledger has one history."""
    forge = stage.forge
    forge.merge("bus")
    forge.write({"content/impact/roof.md": stage.story("roof")}, "roof")
    places = [forge.scratch / "left", forge.scratch / "right"]
    left = threading.Thread(target=forge.job, args=("push",), kwargs={"place": places[0]})
    left.start()
    time.sleep(0.3)
    forge.merge("roof")
    forge.job("push", place=places[1])
    left.join()
    forge.job("schedule")
    same("pages announced", stage.announced(), ["bus", "roof", "wells"])
    merges = git("rev-list", "--merges", "--count", "hearback/ledger", cwd=forge.origin)
    same("the ledger's history has one line", merges, "0")
    forge.job("schedule")
    nothing_new_is_nothing_to_do(stage)


def killed_anywhere_it_is_completed(stage, moments):
    """The run is killed at a request to the store; the next one does the rest, and nothing is posted twice."""
    forge, names = stage.forge, []
    for moment in moments:
        name = f"killed{moment}"
        names.append(name)
        forge.write({f"content/impact/{name}.md": stage.story(name)}, name)
        forge.merge(name)
        begun = len(stage.store.asked)

        def kill(child):
            def at(count):
                if count == begun + moment:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(child.pid, signal.SIGKILL)
            stage.store.at_request = at

        forge.job("push", kill=kill)
        stage.store.at_request = None
        forge.job("schedule")
    same("runs that were killed", forge.kills, len(moments))
    forge.job("schedule")
    same("pages announced", stage.announced(), sorted(["bus", "roof", "wells", *names]))
    nothing_new_is_nothing_to_do(stage)


@contextlib.contextmanager
def stage(name, opened, deploy, secrets):
    """One store, one server, one forge; and a crawler that reads all the while."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = pathlib.Path(scratch)
        with opened(scratch) as store, store.door() as door, store.web() as web, \
                mastodon(scratch / "mastodon.log") as server:
            url = f"http://127.0.0.1:{web}/"
            ready_stage = Stage(scratch, store, url, server, deploy.format(port=door), secrets)
            with Crawler(url) as crawler:
                yield ready_stage
            same(f"{name}: links that led nowhere while it was deployed", crawler.missing, set())
            print(f"{name}: {len(store.asked)} requests, {crawler.rounds} rounds of a crawler, "
                  f"{ready_stage.forge.runs} jobs, of which {ready_stage.forge.kills} were killed: nothing missing, nothing twice", flush=True)


def main():
    """Both stores."""
    keys = {"AWS_ACCESS_KEY_ID": "an-access-key", "AWS_SECRET_ACCESS_KEY": "a-secret-access-key"}
    to_s3 = '{{to: "s3://site", endpoint: "http://127.0.0.1:{port}", region: us-east-1}}'
    with stage("S3", moto, to_s3, keys) as s3:
        a_merge_is_announced_once(s3)
        nothing_new_is_nothing_to_do(s3)
        a_pull_request_shows_and_changes_nothing(s3)
        two_merges_race(s3)
        killed_anywhere_it_is_completed(s3, range(1, 20, 3))
    to_azure = '{{to: "az://site", endpoint: "http://127.0.0.1:{port}/' + AZURE[0] + '", account: ' + AZURE[0] + '}}'
    with stage("Azure", azurite, to_azure, {"AZURE_STORAGE_ACCOUNT_KEY": AZURE[1]}) as azure:
        a_merge_is_announced_once(azure)
        nothing_new_is_nothing_to_do(azure)


if __name__ == "__main__":
    main()
