"""The sitemap: valid by its XSD, complete, and true.

Every address in it is a page of the tree, every page that wants to be found is in it, robots.txt names it.
"""

import pathlib

import lxml.etree
from tree import Findings, arguments

SCHEMAS = pathlib.Path(__file__).parent / "schemas"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(file, tree, findings, seen):
    """All page addresses of a sitemap, through the index if there is one."""
    document = lxml.etree.parse(file)
    index = document.getroot().tag == NS + "sitemapindex"
    schema = lxml.etree.XMLSchema(lxml.etree.parse(SCHEMAS / ("siteindex.xsd" if index else "sitemap.xsd")))
    if not schema.validate(document):
        for error in list(schema.error_log)[:5]:
            findings.add(file, f"line {error.line}: {error.message}")
    found = [(loc.text or "").strip() for loc in document.getroot().iter(NS + "loc")]
    if len(found) > 50_000 or file.stat().st_size > 50 * 1024 * 1024:
        findings.add(file, "over the protocol's limit of 50,000 addresses or 50 MB")
    for address in found:
        target = tree.file(address)
        if target is None:
            findings.add(file, f"names what is not there: {address!r}")
        elif index and target not in seen:
            seen.add(target)
            yield from locations(target, tree, findings, seen)
        else:
            yield address


def wants_to_be_found(page):
    """A page that is itself: no redirect, not hidden from search engines."""
    robots = " ".join(page.xpath("//meta[@name='robots']/@content"))
    return "noindex" not in robots and not page.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']")


def main():
    """Check the sitemap of a tree."""
    tree, _ = arguments(__doc__)
    findings = Findings(tree)
    file = tree.folder / "sitemap.xml"
    if not file.is_file():
        findings.add("sitemap.xml", "not there")
        findings.close("sitemap")
    found = list(locations(file, tree, findings, {file}))
    for repeated in sorted({one for one in found if found.count(one) > 1} if len(found) < 5000 else set()):
        findings.add(file, f"twice in it: {repeated!r}")
    for page in tree.pages():
        canonical = tree.page(page).xpath("//link[@rel='canonical']/@href")
        itself = canonical in ([], [tree.address(page)])
        if page.name != "404.html" and wants_to_be_found(tree.page(page)) and itself:
            if tree.address(page) not in found:
                findings.add(file, f"leaves out {tree.address(page)!r}")
    robots = tree.folder / "robots.txt"
    if not robots.is_file() or f"Sitemap: {tree.address(file)}" not in robots.read_text().splitlines():
        findings.add("robots.txt", "does not name the sitemap")
    findings.close(f"sitemap: {len(found)} addresses")


main()
