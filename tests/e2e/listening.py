#!/usr/bin/env python3
"""What people say comes home: a question is asked on another account, heard, answered on the site and in the thread, asked
again, and taken away by its author; against a Mastodon server that other people wrote (`mastodon_mock`)."""

import contextlib
import pathlib
import re
import subprocess
import tempfile
import time

from mastodon import CONFIG, HEARBACK, Api, Site, begin, fail, finish, mastodon, same, say_yes, static_server, stored_token

STORY = """---
id: wells
title: Two new wells
date: {today}
summary: >-
  You asked for water nearer by. We dug two wells.
---

They are twelve metres deep.
"""

ANSWER = """---
id: depth
title: How deep are the wells?
date: {today}
summary: >-
  Twelve metres, and in August as well.
questions:
  - said: >-
      Are they deep enough for August?
    sources: ["{source}"]
outcome: answered
---

We measured it in both summers.
"""


def reply(api, who, to, text, **more):
    """Somebody answers a toot."""
    return api.ask("POST", "/api/v1/statuses", who, {"status": text, "in_reply_to_id": to["id"], **more})


def kept(site):
    """Everything that the program keeps of what was said."""
    files = (site.root / ".hearback/heard").rglob("*")
    return "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())


def page(site, path="impact/wells"):
    """A built page."""
    return (site.root / "public" / path / "index.html").read_text(encoding="utf-8")


def waiting(site):
    """The addresses of what waits in the inbox."""
    return re.findall(r"^  (http\S+)$", site.run("inbox"), re.M)


def main():
    """All of it, on one site and one server."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        scratch = pathlib.Path(folder)
        site = Site(scratch)
        server = stack.enter_context(mastodon(scratch / "server.log"))
        api = Api(server)
        Api.before = frozenset(toot["id"] for toot in api.toots())
        subprocess.run([HEARBACK, "init", site.root, "--title", "Ferrow Street Advice"], env=site.env, check=True,
                       capture_output=True)
        with open(site.root / "hearback.yaml", "a", encoding="utf-8") as config:
            config.write(CONFIG.format(server=server) + "listen: {show: approved}\n")
        site.write("impact/wells.md", STORY)
        (site.root / "public").mkdir()
        site.url = stack.enter_context(static_server(site.root / "public"))
        child, login = begin(["--paste"], site)
        finish(child, re.search(r"code: (\S+?)<", say_yes(login)).group(1) + "\n")
        Api.token = stored_token(site)
        site.build()
        site.toot("--post")
        toot = api.toots()[0]

        site.run("listen", says="0 new replies")
        question = reply(api, "grace", toot, "@ada Are they deep enough for August?")
        warned = reply(api, "alan", toot, "@ada I fell into one.", spoiler_text="a fall")
        secret = reply(api, "alan", toot, "@ada the-private-words", visibility="direct")
        nested = reply(api, "alan", question, "I wonder, too.")
        site.run("listen", says="3 new replies, 0 changed, 0 gone; 1 toot heard")
        if "the-private-words" in kept(site):
            fail("a private reply is kept", secret["url"])
        site.run("listen", says="0 new replies, 0 changed, 0 gone")

        same("what waits", waiting(site), [question["url"], warned["url"], nested["url"]])
        site.build()
        if "deep enough" in page(site) or "I fell" in page(site):
            fail("a reply that nobody allowed is shown")
        site.run("inbox", "show", question["url"])
        site.build()
        if "Are they deep enough for August?" not in page(site) or "I fell" in page(site):
            fail("the page does not show exactly what was allowed", page(site))
        moderation = (site.root / "moderation.yaml").read_text()
        if "grace" in moderation or server in moderation:
            fail("moderation.yaml names somebody", moderation)

        begun = site.run("new", "answer", "How deep are the wells?", "--from", question["url"]).strip()
        text = (site.root / begun).read_text()
        if f'- "{question["url"]}"' not in text or "    received: 20" not in text or "deep enough" in text:
            fail("the new answer does not begin with the question", text)
        site.run("new", "answer", "Once more", "--from", question["url"], ends=1, says=f"`{begun}` answers this toot")
        (site.root / begun).unlink()
        site.write("answers/depth.md", ANSWER, source=question["url"])
        site.build()
        site.toot("--post")
        answer = api.toots()[-1]
        same("the answer stands in the thread", answer["in_reply_to_id"], question["id"])
        site.run("listen")
        same("what waits after the answer", waiting(site), [warned["url"], nested["url"]])
        site.run("inbox", "done", nested["url"])
        site.run("inbox", "hide", warned["url"], "--reason", "off_topic")
        same("what waits after all is decided", waiting(site), [])

        again = reply(api, "grace", answer, "@ada And in a year without snow?")
        site.run("listen", says="1 new reply")
        same("a follow-up", waiting(site), [again["url"]])

        # What its author takes away goes from the page, and from what is kept.
        with contextlib.suppress(ValueError):
            api.ask("DELETE", f"/api/v1/statuses/{question['id']}", "grace")
        time.sleep(1)
        site.run("listen", "--now", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 900)), says="1 gone")
        site.build()
        if "deep enough for August?</p>" in page(site) or "Are they deep enough" in kept(site):
            fail("a reply that its author deleted is still there", kept(site))
    print("heard, allowed, answered in the thread, asked again, deleted")


if __name__ == "__main__":
    main()
