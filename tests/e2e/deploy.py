#!/usr/bin/env python3
"""A large site in a store that speaks S3 (`moto`): 10,000 files are put once, one changed page costs a few requests, a store
that refuses every third request is asked again, and what readers get has its type.
"""

import os
import pathlib
import re
import subprocess
import tempfile

from mastodon import HEARBACK, fail, same
from rehearsal import moto

FILES = 10_000
KEYS = {"AWS_ACCESS_KEY_ID": "an-access-key", "AWS_SECRET_ACCESS_KEY": "a-secret-access-key"}


def deploy(site, *words):
    """A deploy that must succeed; what it said."""
    ran = subprocess.run([HEARBACK, "deploy", *words], cwd=site, env=os.environ | KEYS, capture_output=True, text=True,
                         timeout=600, check=False)
    if ran.returncode:
        fail(f"`hearback deploy` ended with {ran.returncode}", ran.stdout + ran.stderr)
    return ran.stdout + ran.stderr


def configured(site, port):
    """The site asks the store at this port."""
    (site / "hearback.yaml").write_text(
        "title: Ferrow\nurl: https://ferrow.example/\n"
        f'deploy: {{to: "s3://site", endpoint: "http://127.0.0.1:{port}", region: us-east-1}}\n', encoding="utf-8")


def story(number, text):
    """A page of the built site."""
    return f"<!doctype html><html lang=en><title>{number}</title><p>{text}</p>"


def asked(store, work):
    """What the store is asked while something is done: how often in each way."""
    begun = len(store.asked)
    work()
    methods = store.asked[begun:]
    return {method: methods.count(method) for method in sorted(set(methods))}


def main():
    """One bucket, from its first file to a storm."""
    with tempfile.TemporaryDirectory() as scratch:
        site = pathlib.Path(scratch) / "site"
        for number in range(FILES - 1):
            page = site / f"public/impact/{number % 100}/{number}/index.html"
            page.parent.mkdir(parents=True)
            page.write_text(story(number, "As it was."), encoding="utf-8")
        (site / "public/index.html").write_text(story(0, "Home."), encoding="utf-8")
        with moto(pathlib.Path(scratch)) as store, store.door() as door:
            configured(site, store.port)
            told = deploy(site)
            same("files put", re.search(r"(\d+) files? put", told).group(1), str(FILES))

            configured(site, door)
            same("a dry run puts", asked(store, lambda: deploy(site, "--dry-run")).get("PUT", 0), 0)
            again = asked(store, lambda: deploy(site))
            same("files put by a second run", again.get("PUT", 0), 0)

            (site / "public/impact/7/7/index.html").write_text(story(7, "Changed."), encoding="utf-8")
            one = asked(store, lambda: deploy(site))
            if sum(one.values()) > 30:
                fail("one changed page costs more than 30 requests", one)

            for number in range(0, 1_000, 10):
                page = site / f"public/impact/{number % 100}/{number}/index.html"
                page.write_text(story(number, "In a storm."), encoding="utf-8")
            store.at_request = lambda count: 503 if count % 3 == 0 else None
            storm = asked(store, lambda: deploy(site))
            store.at_request = None
            status, headers, body = store.forward("GET", "/site/impact/90/990/index.html", store.reader)
            headers = {name.lower(): value for name, value in headers}
            same("a page after the storm", (status, body.decode()), (200, story(990, "In a storm.")))
            same("its type", headers["content-type"], "text/html; charset=utf-8")
            same("files put after the storm", asked(store, lambda: deploy(site)).get("PUT", 0), 0)
            print(f"{FILES:,} files; then nothing: {again}, one page: {one}, a hundred in a storm: {storm}")


if __name__ == "__main__":
    main()
