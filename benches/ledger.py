#!/usr/bin/env python3
"""Plans, builds and posts on a ledger of many stories, and prints a table.

    benches/ledger.py [N…]        default: 1000 10000 85000

Every story of the ledger has its toot; the site has ten of them, so what is measured is the ledger. 85,000 stories are
50 MB, a post a day for 230 years. A server on this machine says that the account has no toot that the site asks about.
Wall time and peak memory are the kernel's, of the process that was waited for; the fastest of three runs counts.
`HEARBACK` names another program than the release binary.
"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
RUNS = 3
ON_THE_SITE = 10
AT = "2026-03-05T09:00:00Z"


class Server(http.server.BaseHTTPRequestHandler):
    """The account's server, as far as a run with nothing to post asks it. Its toots are all there."""

    def do_GET(self):
        path = self.path.split("?")[0]
        base = f"http://{self.headers['host']}"
        account = {"id": "1", "username": "org", "acct": "org", "url": f"{base}/@org"}
        if path == "/api/v2/instance":
            return self.say({"version": "4.6.4", "configuration": {}})
        if path == "/api/v1/accounts/verify_credentials":
            return self.say(account)
        if path == "/api/v1/accounts/1/statuses":
            return self.say([toot(base, account, number) for number in range(ON_THE_SITE)])
        return self.say({"error": "not here"}, 404)

    def say(self, what, status=200):
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def toot(base, account, number):
    """A toot of the site's, as its server tells it."""
    address = f"{base}/@org/{number}"
    return {"id": str(number), "uri": address, "url": address, "created_at": AT, "visibility": "public",
            "content": "", "account": account}


def site(folder, base, count):
    """A site of ten stories and the ledger of all."""
    (folder / "content/impact").mkdir(parents=True)
    host = base.removeprefix("http://")
    (folder / "hearback.yaml").write_text(
        f'title: Many\nurl: https://many.example/\nmastodon: {{account: "@org@{host}", start: 2026-01-01}}\n')
    for number in range(ON_THE_SITE):
        (folder / f"content/impact/s{number}.md").write_text(
            f"---\nid: s{number}\ntitle: Story {number}\ndate: 2026-03-05\nsummary: Short.\n---\nText.\n")
    with open(folder / "ledger.jsonl", "w", encoding="utf-8") as ledger:
        for number in range(count):
            for record in records(base, number):
                ledger.write(json.dumps(record, separators=(",", ":")) + "\n")
    return (folder / "ledger.jsonl").stat().st_size / 1e6


def records(base, number):
    """What a toot leaves in the ledger."""
    about = {"v": 1, "intent": f"i{number:016x}", "story": f"s{number}", "action": "new", "revision": f"sha256:{number:064x}"}
    address = f"{base}/@org/{number}"
    yield about | {"kind": "intent", "account": f"{base}/@org", "at": AT, "due": None, "by": "github run 123",
                   "page": f"https://many.example/impact/s{number}/"}
    yield about | {"kind": "receipt", "how": "posted", "id": str(number), "uri": address, "url": address,
                   "scheduled": None, "at": AT}


def measure(command, folder):
    """Run a command in the site: (wall seconds, peak MiB)."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT,
                                 env=os.environ | {"HEARBACK_TOKEN": "token"})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            sys.exit(f"{command} ended with {child.returncode}:\n{output.read()[-3000:].decode(errors='replace')}")
    return time.monotonic() - begun, used.ru_maxrss / 1024


def main():
    """Print the table, row by row."""
    counts = [int(one) for one in sys.argv[1:]] or [1_000, 10_000, 85_000]
    hearback = os.environ.get("HEARBACK")
    if hearback is None:
        subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "hearback"], cwd=ROOT, check=True)
        hearback = TARGET / "release/hearback"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    print("| toots | MB | | wall s | peak MiB |\n|---:|---:|---|---:|---:|", flush=True)
    for count in counts:
        with tempfile.TemporaryDirectory() as scratch:
            size = site(pathlib.Path(scratch), base, count)
            for words in (["toot"], ["build"], ["toot", "--post"]):
                wall, peak = min(measure([str(hearback), *words], scratch) for _ in range(RUNS))
                print(f"| {count:,} | {size:.1f} | {' '.join(words)} | {wall:.2f} | {peak:.0f} |", flush=True)


main()
