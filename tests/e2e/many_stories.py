#!/usr/bin/env python3
"""Three hundred stories, built again and again by the real program.

- With `feeds: {items: all}` every story is in the feeds, whole, and nothing on the site leads nowhere.
- Building again touches nothing; changing one story touches only files whose bytes change.
- A build that is killed leaves whole files, of the old site or of the new one, and the next build mends everything.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEARBACK = os.environ.get("HEARBACK", ROOT / "target/debug/hearback")
VALIDATORS = ROOT / "tests/validators"
BASE = "https://ferrow.example/"
COUNT = 300


def build(site, out, **how):
    """One build that must succeed."""
    ran = subprocess.run(command(site, out), capture_output=True, text=True, **how)
    if ran.returncode:
        sys.exit(f"build ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")


def command(site, out):
    """The command line of a build."""
    return [HEARBACK, "build", "--root", site, "--out", out, "--base-url", BASE]


def tree(folder):
    """Every file's bytes."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def stamps(folder):
    """What changes when a file is written, even with the same bytes."""
    return {f.relative_to(folder).as_posix(): (f.stat().st_ino, f.stat().st_mtime_ns)
            for f in folder.rglob("*") if f.is_file()}


def fail(what, details=""):
    """Ends the test, saying what did not hold."""
    sys.exit(f"{what}\n{details}")


def every_story_is_in_the_feeds(site, out):
    """The validators, with the number of items that must be there."""
    text = (site / "hearback.yaml").read_text()
    (site / "hearback.yaml").write_text(text.replace("feeds: {items: 20}", "feeds: {items: all}"))
    build(site, out)
    for script, more in (("feeds.py", ["--items", str(COUNT)]), ("links.py", []), ("sitemap.py", [])):
        ran = subprocess.run([sys.executable, VALIDATORS / script, out, BASE, *more], capture_output=True, text=True)
        if ran.returncode:
            fail(f"{script} finds something wrong", ran.stdout[-3000:] + ran.stderr[-3000:])
    (site / "hearback.yaml").write_text(text)


def only_what_changed_is_touched(site, out):
    """Once without a change, once with one."""
    build(site, out)
    before, bytes_before = stamps(out), tree(out)
    build(site, out)
    if stamps(out) != before:
        touched = [name for name, stamp in stamps(out).items() if before.get(name) != stamp]
        fail(f"building again touched {len(touched)} files", touched[:10])
    story = site / "content/impact/story-000007.md"
    story.write_text(story.read_text() + "\nOne more sentence.\n")
    build(site, out)
    after, bytes_after = stamps(out), tree(out)
    touched = {name for name in after if after[name] != before.get(name)}
    changed = {name for name in bytes_after if bytes_after[name] != bytes_before.get(name)}
    if touched != changed or not changed:
        fail("a change of one story touched more than the files it changed", sorted(touched ^ changed)[:10])
    if len(changed) > COUNT // 5:
        fail(f"a sentence in one story changed {len(changed)} files", sorted(changed)[:10])


def a_killed_build_leaves_whole_files(site, scratch):
    """The old site, a new one with other titles, stories gone and stories added, and a kill at many moments."""
    old, new, between = scratch / "old", scratch / "new", scratch / "between"
    build(site, between)  # where it will be killed: what the program remembers may belong to that folder
    shutil.copytree(between, old)
    cache = scratch / "cache"
    shutil.copytree(site / ".hearback", cache)
    stories = sorted((site / "content/impact").glob("*.md"))
    for story in stories[:50]:
        story.rename(story.with_name("new-" + story.name))
    for story in stories[50:]:
        story.write_text(story.read_text().replace("title: ", "title: Again ", 1))
    begun = time.monotonic()
    build(site, new)
    length = time.monotonic() - begun
    wanted, earlier = tree(new), tree(old)
    kills = 0
    for moment in range(1, 21):
        shutil.rmtree(between, ignore_errors=True)
        shutil.rmtree(site / ".hearback", ignore_errors=True)
        shutil.copytree(old, between)
        shutil.copytree(cache, site / ".hearback")
        child = subprocess.Popen(command(site, between), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(length * moment / 20)
        child.send_signal(signal.SIGKILL)
        kills += child.wait() == -signal.SIGKILL
        found = tree(between)
        torn = [name for name, content in found.items() if not name.startswith(".")
                and content not in (wanted.get(name), earlier.get(name))]
        if torn:
            fail(f"killed after {moment}/20: files of neither site", torn[:10])
        lost = [name for name in earlier if name in wanted and name not in found]
        if lost:
            fail(f"killed after {moment}/20: files of both sites are gone", lost[:10])
        build(site, between)
        if tree(between) != wanted:
            odd = [n for n in set(tree(between)) | set(wanted) if tree(between).get(n) != wanted.get(n)]
            fail(f"killed after {moment}/20: the next build did not mend the site", sorted(odd)[:10])
    if not kills:
        fail("no build was slow enough to be killed")
    print(f"{kills} builds killed")


def main():
    """All three, on one generated site."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        subprocess.run([sys.executable, ROOT / "benches/generate.py", str(COUNT), scratch], check=True)
        site = scratch / "hearback"
        every_story_is_in_the_feeds(site, scratch / "all")
        only_what_changed_is_touched(site, scratch / "out")
        a_killed_build_leaves_whole_files(site, scratch)


main()
