#!/usr/bin/env python3
"""What a disk can do to a build, done by a real one: a full file system, a folder that may not be written, and Ctrl-C.

Each time the old site must be whole, the message must name the path, and the next build must mend everything.
A full disk is a small file system in memory, which root may mount: where nothing may be mounted, that part says that it was left out.
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
HEARBACK = pathlib.Path(os.environ.get("HEARBACK", ROOT / "target/debug/hearback")).resolve()
AS_ROOT = os.geteuid() == 0
NOBODY = 65534


def command(site, out):
    """The command line of a build."""
    return [HEARBACK, "build", "--root", site, "--out", out]


def build(site, out):
    """One build that must succeed."""
    ran = subprocess.run(command(site, out), capture_output=True, text=True)
    if ran.returncode:
        fail(f"build ended with {ran.returncode}", ran.stdout + ran.stderr)


def tree(folder):
    """Every file's bytes, and nothing hidden."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def fail(what, details=""):
    """Ends the test, saying what did not hold."""
    sys.exit(f"{what}\n{details}")


def refused(ran, *words):
    """A build that must fail without a panic, saying these words."""
    said = ran.stdout + ran.stderr
    if ran.returncode not in (1, 2) or "panicked" in said:
        fail(f"the build ended with {ran.returncode}", said)
    for word in words:
        if word not in said:
            fail(f"the message does not say `{word}`", said)
    print(f"   {said.strip().splitlines()[0]}")


def grow(site, count):
    """More stories."""
    (site / "content/impact").mkdir(exist_ok=True)
    for number in range(count):
        text = f"---\ntitle: Story {number}\ndate: 2026-01-05\nid: s-{number}\nsummary: One.\n---\n" + "Words. " * 600
        (site / f"content/impact/s-{number}.md").write_text(text)


def a_full_disk_leaves_the_old_site(site, scratch):
    """Four megabytes hold the old site; the new one is larger."""
    disk = scratch / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "hearback-test", disk]
    if not AS_ROOT or subprocess.run(mount, capture_output=True).returncode:
        print("a full disk: left out, since nothing may be mounted here")
        return
    try:
        out = disk / "public"
        build(site, out)
        before = tree(out)
        grow(site, 400)
        ran = subprocess.run(command(site, out), capture_output=True, text=True)
        refused(ran, str(disk), "the disk is full")
        if tree(out) != before:
            fail("a full disk changed the old site", sorted(set(tree(out)) ^ set(before))[:10])
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        build(site, out)
        build(site, scratch / "fresh")
        if tree(out) != tree(scratch / "fresh"):
            fail("the build after a full disk did not mend the site")
    finally:
        subprocess.run(["umount", disk], check=True)
    print("a full disk: the old site was whole, the next build mended it")


def a_folder_that_may_not_be_written_is_named(site, scratch):
    """As somebody who may not: for root no folder is closed."""
    out = scratch / "closed"
    build(site, out)
    before = tree(out)
    grow(site, 10)
    os.chmod(out, 0o555)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if AS_ROOT else {}
    ran = subprocess.run(command(site, out), capture_output=True, text=True, **who)
    refused(ran, str(out), "may not")
    os.chmod(out, 0o755)
    if tree(out) != before:
        fail("a closed folder was changed")
    print("a closed folder: named, and as it was")


def ctrl_c_leaves_the_old_site(site, scratch):
    """At many moments of a build."""
    out = scratch / "stopped"
    build(site, out)
    grow(site, 300)
    begun = time.monotonic()
    build(site, scratch / "whole")
    length, wanted = time.monotonic() - begun, tree(scratch / "whole")
    kept, cache = scratch / "kept", scratch / "cache"
    shutil.copytree(out, kept)
    shutil.copytree(site / ".hearback", cache)
    before, stopped = tree(kept), 0
    for moment in range(1, 11):
        for place, copy in ((out, kept), (site / ".hearback", cache)):
            shutil.rmtree(place)
            shutil.copytree(copy, place)
        child = subprocess.Popen(command(site, out), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(length * moment / 10)
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate()
        stopped += child.returncode != 0
        if child.returncode not in (0, 130, -signal.SIGINT) or "panicked" in said:
            fail(f"Ctrl-C ended the build with {child.returncode}", said)
        for name, content in tree(out).items():
            if not name.startswith(".") and content not in (wanted.get(name), before.get(name)):
                fail("a file of neither site", name)
    build(site, out)
    if tree(out) != wanted:
        fail("the build after Ctrl-C did not mend the site")
    if not stopped:
        fail("no build was slow enough to be stopped")
    print(f"Ctrl-C: {stopped} builds stopped, every file whole, the next build mended the site")


def main():
    """Each on a small site of its own."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder).resolve()
        os.chmod(scratch, 0o755)
        for test in (a_full_disk_leaves_the_old_site, a_folder_that_may_not_be_written_is_named,
                     ctrl_c_leaves_the_old_site):
            place = scratch / test.__name__
            place.mkdir()
            site = place / "site"
            subprocess.run([HEARBACK, "init", site], check=True, capture_output=True)
            test(site, place)


main()
