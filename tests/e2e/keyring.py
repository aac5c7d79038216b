#!/usr/bin/env python3
"""A login whose token goes into a real keyring: GNOME's, on a D-Bus session of its own, beside the Mastodon server of
others. And one where no keyring answers, which goes into a file."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.error

from mastodon import CONFIG, HEARBACK, Api, Site, begin, fail, mastodon, same, say_yes

INSIDE = "HEARBACK_TEST_INSIDE"


def outside():
    """Starts a session of D-Bus and this test in it, away from the keyring of whoever runs it."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {INSIDE: home, "HOME": home, "XDG_RUNTIME_DIR": home, "XDG_DATA_HOME": home}
        env.pop("DISPLAY", None)
        ended = subprocess.run(["dbus-run-session", "--", sys.executable, __file__], env=env, check=False)
        sys.exit(ended.returncode)


@contextlib.contextmanager
def unlocked_keyring():
    """The keyring, new and open."""
    words = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as daemon:
        daemon.stdin.write(b"a password")
        daemon.stdin.close()
        try:
            yield
        finally:
            daemon.terminate()


def watched_helper(folder):
    """The real `secret-tool` behind one that writes down its command lines."""
    folder.mkdir()
    (folder / "secret-tool").write_text(
        f'#!/bin/sh\necho "$*" >> {folder}/called\nexec {shutil.which("secret-tool")} "$@"\n')
    (folder / "secret-tool").chmod(0o755)
    return folder / "called"


def log_in(site, *words):
    """A login by a pasted code; what it says."""
    child, page = begin(["--paste", *words], site)
    code = say_yes(page).split("code: ")[1].split("<")[0]
    out, told = child.communicate(code + "\n", timeout=90)
    if child.returncode:
        fail(f"login ended with {child.returncode}", out + told)
    return told


def kept(account):
    """What the keyring has, asked by the system's own program."""
    words = ["secret-tool", "lookup", "application", "hearback", "account", account]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def file_of(site):
    """What the account's file says."""
    [file] = (pathlib.Path(site.env["HEARBACK_CONFIG"]) / "hearback").glob("*.json")
    return json.loads(file.read_text())


def opens(api, token):
    """Whether a token opens the account."""
    try:
        return api.ask("GET", "/api/v1/accounts/verify_credentials", token)["username"] == "ada"
    except urllib.error.HTTPError:
        return False


def inside():
    """Into the keyring and out of it; into a file where the keyring is not there, or not wanted."""
    with contextlib.ExitStack() as stack:
        scratch = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(unlocked_keyring())
        server = stack.enter_context(mastodon(scratch / "server.log"))
        api, site, account = Api(server), Site(scratch), f"ada@{server}"
        called = watched_helper(scratch / "bin")
        subprocess.run([HEARBACK, "init", site.root], env=site.env, check=True, capture_output=True)
        with open(site.root / "hearback.yaml", "a", encoding="utf-8") as config:
            config.write(CONFIG.format(server=server))

        site.env["PATH"] = f"{called.parent}:/usr/bin:/bin"
        if "the token is in the system's keyring" not in log_in(site):
            fail("the keyring was there and was not used")
        token = json.loads(kept(account))["token"]
        Api.token = token
        if token in json.dumps(file_of(site)) or token in called.read_text() or not opens(api, token):
            fail("the token is in the file, or was on a command line, or opens nothing")
        same("whoami", site.run("whoami", says="the one in the system's keyring"), f"@{account}\n")

        bus = site.env.pop("DBUS_SESSION_BUS_ADDRESS")
        site.run("whoami", ends=1, says="or log in again with `hearback login --no-keyring`")
        told = log_in(site)
        if "keyring did not take the token" not in told or "which only you can read" not in told:
            fail("a keyring that does not answer is not said", told)
        same("whoami", site.run("whoami"), f"@{account}\n")

        site.env["DBUS_SESSION_BUS_ADDRESS"] = bus
        log_in(site)
        same("in the file", "token" in file_of(site), False)
        log_in(site, "--no-keyring")
        same("in the keyring after a login without it", kept(account), "")
        log_in(site)
        token = json.loads(kept(account))["token"]
        site.run("logout")
        same("in the keyring after the logout", kept(account), "")
        same("the token opens the account after the logout", opens(api, token), False)
    print("login and logout, in a keyring and without one")


if INSIDE in os.environ:
    inside()
else:
    outside()
