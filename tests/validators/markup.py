"""The Nu HTML checker over every page at once (starting it costs more than checking a page).

Errors fail. Warnings are counted by message and shown, but do not fail.
"""

import collections
import json
import pathlib
import subprocess
import sys
import urllib.parse

from tree import Findings, arguments

JAR = ["vnu-jar/build/dist/vnu.jar"]


def main():
    """Check all HTML and SVG files of a tree."""
    tree, given = arguments(__doc__, (["--modules"], {"required": True, "help": "node_modules with vnu-jar"}))
    findings = Findings(tree)
    jar = pathlib.Path(given.modules, *JAR)
    ran = subprocess.run(
        ["java", "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--skip-non-html",
         "--also-check-svg", "--stdout", str(tree.folder.resolve())],
        capture_output=True, text=True,
    )
    if ran.returncode or not ran.stdout.strip():
        sys.exit(f"the Nu checker did not run: {ran.stderr[-2000:]}")
    warnings = collections.Counter()
    for message in json.loads(ran.stdout)["messages"]:
        file = pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(message.get("url", "")).path))
        if "violates Content Security Policy" in message["message"]:
            continue  # it takes `'self'` for the folder on disk; links.py and a11y.mjs hold pages to their policy
        if message["type"] == "info":
            warnings[message["message"]] += 1
        else:
            where = f"{file.relative_to(tree.folder.resolve())}:{message.get('lastLine', '?')}"
            extract = " ".join(message.get("extract", "").split())
            findings.add(where, f"{message['message']}  [{extract}]")
    for message, count in warnings.most_common(10):
        print(f"warning ×{count}: {message}")
    pages = tree.pages()
    if not pages:
        findings.add(str(tree.folder), "no page at all")
    findings.close(f"markup: {len(pages)} pages, {sum(warnings.values())} warnings")


main()
