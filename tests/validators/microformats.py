"""Each story's page is one h-entry that a microformats2 parser understands.

A story's page is one that a feed links to, or whose Open Graph type is `article`.
"""

import urllib.parse

import mf2py
from tree import Findings, arguments

NEEDED = ("name", "published", "url", "content", "author")


def story_pages(tree):
    """The pages that are stories."""
    for file in tree.pages():
        if tree.page(file).xpath("//meta[@property='og:type'][@content='article']"):
            yield file


def entries_of(items):
    """The h-entries that stand by themselves: not the replies inside another one."""
    for item in items:
        if "h-entry" in item["type"]:
            yield item
        elif not {"h-card", "h-cite"} & set(item["type"]):
            yield from entries_of(item.get("children", []))


def check(file, tree, findings):
    """One h-entry, with everything a reader needs, and its own address."""
    parsed = mf2py.parse(doc=file.read_text(), url=tree.address(file))
    entries = list(entries_of(parsed["items"]))
    if len(entries) != 1:
        findings.add(file, f"{len(entries)} h-entries instead of one")
        return
    properties = entries[0]["properties"]
    for name in NEEDED:
        if not properties.get(name):
            findings.add(file, f"its h-entry has no {name}")
    if tree.address(file) not in [urllib.parse.urldefrag(u)[0] for u in properties.get("url", [])]:
        findings.add(file, f"u-url is {properties.get('url')}, not {tree.address(file)}")
    for moment in properties.get("published", []) + properties.get("updated", []):
        if not moment[:4].isdigit():
            findings.add(file, f"not a date: {moment!r}")
    for author in properties.get("author", []):
        if not isinstance(author, dict) or "h-card" not in author["type"] or not author["properties"].get("name"):
            findings.add(file, f"p-author is no h-card with a name: {author!r}"[:200])
    if len(properties.get("name", [])) > 1:
        findings.add(file, f"two names: {properties['name']}")


def main():
    """Check all stories of a tree."""
    tree, _ = arguments(__doc__)
    findings = Findings(tree)
    pages = list(story_pages(tree))
    for file in pages:
        check(file, tree, findings)
    if not pages:
        findings.add(str(tree.folder), "no story at all (no page with og:type article)")
    findings.close(f"microformats: {len(pages)} stories")


main()
