"""Every feed of a site, read as a feed reader reads it, and held to its standard.

RSS 2.0 and Atom with `feedparser`, Atom also against the RELAX NG of RFC 4287, JSON Feed against a schema of
version 1.1. Feeds that stand for the same list must hold the same items, with the whole text that the story's
page shows, and no address that only makes sense on that page.
"""

import calendar
import collections
import json
import pathlib

import feedparser
import jsonschema
import lxml.etree
import lxml.html
from tree import Findings, arguments, words

SCHEMAS = pathlib.Path(__file__).parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

Entry = collections.namedtuple("Entry", "id link title html published")


def root_of(file):
    """The root element of an XML file, or None where it is not well-formed."""
    try:
        return lxml.etree.parse(file, lxml.etree.XMLParser(resolve_entities=False)).getroot()
    except lxml.etree.XMLSyntaxError:
        return None


def feeds_of(tree, findings):
    """(file, kind) for each feed: found by what it is, not by its name."""
    for file in tree.files(".xml", ".rss", ".atom"):
        root = root_of(file)
        if root is None:
            findings.add(file, "not well-formed XML")
        elif root.tag == "rss":
            yield file, "rss"
        elif root.tag == ATOM + "feed":
            yield file, "atom"
    for file in tree.files(".json"):
        try:
            value = json.loads(file.read_text())
        except ValueError:
            findings.add(file, "not JSON")
            continue
        if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", "")):
            yield file, "json"


def rss(file, tree, findings):
    """RSS 2.0: required elements, a self link (as the RSS Advisory Board asks), entries."""
    root = root_of(file)
    channel = root.find("channel")
    if root.get("version") != "2.0":
        findings.add(file, "not RSS 2.0")
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            findings.add(file, f"the channel has no {name}")
    own = [link.get("href") for link in channel.findall(ATOM + "link") if link.get("rel") == "self"]
    if own != [tree.address(file)]:
        findings.add(file, f"its self link is {own}, not {tree.address(file)}")
    for item in channel.findall("item"):
        if item.find("guid") is None or item.find("pubDate") is None or item.find(CONTENT) is None:
            findings.add(file, f"an item without guid, pubDate or content:encoded: {item.findtext('title')!r}")
        elif item.find("guid").get("isPermaLink") != "false" and tree.file(item.findtext("guid")) is None:
            findings.add(file, f"a guid that claims to be a permalink: {item.findtext('guid')!r}")
    return by_feedparser(file, findings)


def atom(file, tree, findings):
    """Atom: the RELAX NG, and the two rules that Appendix B leaves to Schematron."""
    document = lxml.etree.parse(file)
    schema = lxml.etree.RelaxNG(lxml.etree.parse(SCHEMAS / "atom.rng"))
    if not schema.validate(document):
        for error in list(schema.error_log)[:5]:
            findings.add(file, f"RFC 4287: line {error.line}: {error.message}")
    root = document.getroot()
    own = [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "self"]
    if own != [tree.address(file)]:
        findings.add(file, f"its self link is {own}, not {tree.address(file)}")
    for entry in root.findall(ATOM + "entry"):
        title = entry.findtext(ATOM + "title")
        if root.find(ATOM + "author") is None and entry.find(ATOM + "author") is None:
            findings.add(file, f"an entry without an author: {title!r}")
        links = {link.get("rel", "alternate") for link in entry.findall(ATOM + "link")}
        if "alternate" not in links and entry.find(ATOM + "content") is None:
            findings.add(file, f"an entry with neither a link nor content: {title!r}")
    return by_feedparser(file, findings)


def by_feedparser(file, findings):
    """What a feed reader gets."""
    feed = feedparser.parse(file.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo:
        findings.add(file, f"feedparser stumbles: {feed.bozo_exception}")
    for entry in feed.entries:
        published = entry.get("published_parsed") or entry.get("updated_parsed")
        if published is None:
            findings.add(file, f"no date that can be read: {entry.get('title')!r}")
        html = entry.content[0].value if entry.get("content") else ""
        if entry.get("content") and "html" not in entry.content[0].type:
            findings.add(file, f"its content is {entry.content[0].type}: {entry.get('title')!r}")
        moment = calendar.timegm(published) if published else None
        yield Entry(entry.get("id", ""), entry.get("link", ""), entry.get("title", ""), html, moment)


def json_feed(file, tree, findings):
    """JSON Feed 1.1."""
    value = json.loads(file.read_text())
    schema = json.loads((SCHEMAS / "jsonfeed.json").read_text())
    for error in jsonschema.Draft202012Validator(schema).iter_errors(value):
        findings.add(file, f"JSON Feed 1.1: {error.json_path}: {error.message[:200]}")
    if value.get("feed_url") != tree.address(file):
        findings.add(file, f"its feed_url is {value.get('feed_url')}, not {tree.address(file)}")
    for item in value.get("items", []):
        published = feedparser.datetimes._parse_date(item.get("date_published", ""))
        moment = calendar.timegm(published) if published else None
        yield Entry(item.get("id", ""), item.get("url", ""), item.get("title", ""), item.get("content_html", ""), moment)


READ = {"rss": rss, "atom": atom, "json": json_feed}


def check_entry(entry, file, tree, findings):
    """One item: an id, a link to a page of ours, the whole text, absolute addresses only."""
    where = f"{tree.name(file)}: {entry.title!r}"
    if not entry.id:
        findings.add(where, "no id")
    target = tree.file(entry.link.partition("#")[0])
    if target is None:
        findings.add(where, f"links to no page of the site: {entry.link!r}")
        return
    if not entry.html.strip():
        findings.add(where, "no text")
        return
    fragment = lxml.html.fragment_fromstring(entry.html, create_parent="div")
    for element in fragment.iter("*"):
        for name in ("href", "src", "poster", "cite"):
            address = element.get(name)
            if address is not None and not address.startswith(("https://", "http://", "mailto:", "tel:", "data:")):
                findings.add(where, f"a relative address: {name}={address!r}")
        for part in element.get("srcset", "").split(", "):
            if part.strip() and not part.strip().startswith(("https://", "http://")):
                findings.add(where, f"a relative address: srcset={part!r}")
        if element.tag in ("script", "iframe", "style", "form", "object", "embed"):
            findings.add(where, f"a <{element.tag}>, which feed readers take out")
    said = words(fragment.text_content())
    for paragraph in paragraphs(tree.page(target)):
        if paragraph not in said:
            findings.add(where, f"the page says more: {paragraph[:80]!r}")
            break


def paragraphs(page):
    """The paragraphs of a page's h-entry content."""
    for content in page.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), ' e-content ')]"):
        for paragraph in content.iter("p"):
            text = words(paragraph.text_content())
            if text:
                yield text


def discovered(tree, findings):
    """Feeds that pages name must be there; the home page names all three formats."""
    kinds = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
    for file in tree.pages():
        named = set()
        for link in tree.page(file).xpath("//link[@rel='alternate'][@type]"):
            if link.get("type") in kinds:
                named.add(link.get("type"))
        if file == tree.folder / "index.html" and named != kinds:
            findings.add(file, f"names no feed of the type {sorted(kinds - named)}")


def main():
    """Check all feeds of a tree, and that the three formats agree."""
    tree, given = arguments(
        __doc__, (["--items"], {"type": int, "help": "how many items the site's main feeds must have"})
    )
    findings = Findings(tree)
    lists = collections.defaultdict(dict)
    counts = collections.Counter()
    for file, kind in feeds_of(tree, findings):
        counts[kind] += 1
        entries = list(READ[kind](file, tree, findings))
        ids = [entry.id for entry in entries]
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            findings.add(file, f"two items with the id {repeated!r}")
        for entry in entries:
            check_entry(entry, file, tree, findings)
        if given.items is not None and file.parent == tree.folder and len(entries) != given.items:
            findings.add(file, f"{len(entries)} items instead of {given.items}")
        lists[file.parent][kind] = (file, entries)
    for folder, formats in lists.items():
        if set(formats) != {"rss", "atom", "json"}:
            findings.add(str(folder), f"only the formats {sorted(formats)}")
        values = {kind: [(e.id, e.link, e.title, e.published, words(e.html)) for e in entries]
                  for kind, (_, entries) in formats.items()}
        for kind, value in values.items():
            if value != next(iter(values.values())):
                findings.add(formats[kind][0], f"does not say the same as the {next(iter(values))} feed beside it")
    discovered(tree, findings)
    if not counts:
        findings.add(str(tree.folder), "no feed at all")
    findings.close("feeds: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))


main()
