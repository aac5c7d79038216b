"""Every address in every page and style sheet leads somewhere, and nothing is fetched from another host.

Looks at href, src, srcset, poster, action, the sharing images and canonical addresses of `<meta>` and
`<link>`, `url()` in CSS, and anchors. Also holds each page to its own Content-Security-Policy, because a
browser would: no inline script or style that the policy would block.
"""

import base64
import hashlib
import re
import urllib.parse

from tree import Findings, arguments

# Elements that make a browser fetch without being asked, and the attribute that says what.
FETCHING = [
    ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("audio", "src"), ("video", "src"),
    ("video", "poster"), ("embed", "src"), ("object", "data"), ("track", "src"), ("input", "src"),
]
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch",
                  "apple-touch-icon", "mask-icon", "manifest"}
SHARED = ["og:url", "og:image", "og:image:secure_url", "twitter:image"]
URL_IN_CSS = re.compile(r"""url\(\s*(['"]?)(.*?)\1\s*\)|@import\s+(['"])(.*?)\3""")


def srcset(value):
    """The addresses of a srcset, without their descriptors."""
    return [part.split()[0] for part in re.split(r",\s+|,$", value.strip()) if part.strip()]


def fetched(page):
    """(element, address) for everything a browser loads by itself."""
    for name, attribute in FETCHING:
        for element in page.iter(name):
            if element.get(attribute) is not None:
                yield element, element.get(attribute)
    for name in ("img", "source"):
        for element in page.iter(name):
            for address in srcset(element.get("srcset", "")):
                yield element, address
    for element in page.iter("link"):
        if FETCHING_LINKS & set(element.get("rel", "").lower().split()) and element.get("href"):
            yield element, element.get("href")
            for address in srcset(element.get("imagesrcset", "")):
                yield element, address


def followed(page):
    """(element, address) for everything a reader or a machine may follow."""
    for name, attribute in (("a", "href"), ("area", "href"), ("link", "href"), ("form", "action"),
                            ("blockquote", "cite"), ("q", "cite"), ("del", "cite"), ("ins", "cite")):
        for element in page.iter(name):
            if element.get(attribute) is not None:
                yield element, element.get(attribute)
    for element in page.iter("meta"):
        if element.get("property", element.get("name", "")) in SHARED:
            yield element, element.get("content", "")
        if element.get("http-equiv", "").lower() == "refresh":
            yield element, element.get("content", "").partition("url=")[2].strip("'\" ")


class Checker:
    """Resolves addresses in one tree, remembering the anchors of each page."""

    def __init__(self, tree, findings):
        self.tree, self.findings = tree, findings
        self.ids = {}
        self.count = 0

    def anchors(self, file):
        """All ids (and old-style names) of a page."""
        if file not in self.ids:
            page = self.tree.page(file)
            self.ids[file] = set(page.xpath("//@id")) | set(page.xpath("//a/@name"))
        return self.ids[file]

    def look_up(self, where, base, address):
        """Does an address lead to a file of the tree, and its fragment to an element?"""
        self.count += 1
        try:
            absolute, fragment = urllib.parse.urldefrag(urllib.parse.urljoin(base, address.strip()))
        except ValueError:
            return self.findings.add(where, f"not an address: {address!r}")
        scheme = urllib.parse.urlsplit(absolute).scheme
        if scheme in ("javascript", "file", ""):
            return self.findings.add(where, f"an address that no reader can follow: {address!r}")
        if scheme not in ("http", "https"):
            return None
        if not self.tree.inside(absolute):
            if self.tree.same_host(absolute):
                self.findings.add(where, f"leaves the site's folder: {address!r}")
            return None
        file = self.tree.file(absolute)
        if file is None:
            return self.findings.add(where, f"leads nowhere: {address!r}")
        fragment = urllib.parse.unquote(fragment)
        if fragment and fragment != "top" and not fragment.startswith(":~:") and file.suffix == ".html":
            if fragment not in self.anchors(file):
                self.findings.add(where, f"no such anchor: {address!r}")
        return None

    def own_host(self, where, base, element, address):
        """Nothing may be loaded from elsewhere."""
        absolute = urllib.parse.urljoin(base, address.strip())
        if absolute.startswith("data:"):
            return
        if not self.tree.same_host(absolute):
            self.findings.add(where, f"<{element}> loads from another host: {address!r}")

    def page(self, file):
        """All addresses of a page."""
        page, base = self.tree.page(file), self.tree.address(file)
        for own in page.xpath("//base/@href"):
            base = urllib.parse.urljoin(base, own)
        if file.name == "404.html":  # answered at any depth, so only addresses from the root hold
            self.not_found_page(file, page)
        for element, address in fetched(page):
            self.own_host(file, base, element.tag, address)
            if not address.startswith("data:"):
                self.look_up(file, base, address)
        loaded = {id(element) for element, _ in fetched(page)}
        for element, address in followed(page):
            if id(element) not in loaded:
                self.look_up(file, base, address)
        self.policy(file, page)

    def not_found_page(self, file, page):
        """A 404 page is shown at addresses of any depth: its links must not be relative to its own."""
        if page.xpath("//base/@href"):
            return
        for element, address in list(fetched(page)) + list(followed(page)):
            if not re.match(r"([a-z][a-z0-9+.-]*:|/|#)", address, re.I):
                self.findings.add(file, f"relative address on the page that answers everywhere: {address!r}")

    def policy(self, file, page):
        """The page obeys its own Content-Security-Policy, and has one."""
        policies = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        if not policies:
            return self.findings.add(file, "no Content-Security-Policy")
        rules = {}
        for rule in policies[0].split(";"):
            name, _, value = rule.strip().partition(" ")
            rules[name] = value
        for element in ("script", "style"):
            allowed = rules.get(f"{element}-src", rules.get("default-src"))
            if allowed is None or "'unsafe-inline'" in allowed:
                self.findings.add(file, f"the policy lets any inline {element} run")
                continue
            for found in page.iter(element):
                kind = found.get("type", "")
                if found.get("src") or (element == "script" and kind not in ("", "module", "text/javascript")):
                    continue
                digest = base64.b64encode(hashlib.sha256((found.text or "").encode()).digest()).decode()
                if f"'sha256-{digest}'" not in allowed:
                    self.findings.add(file, f"its policy blocks an inline <{element}>")
        if page.xpath("//@style") and "'unsafe-hashes'" not in rules.get("style-src", ""):
            self.findings.add(file, f"its policy blocks a style attribute: {page.xpath('//@style')[0]!r}")
        handlers = [name for element in page.iter("*") for name in element.attrib if name.startswith("on")]
        if handlers:
            self.findings.add(file, f"its policy blocks an event handler: {handlers[0]}")
        return None

    def style_sheet(self, file):
        """All addresses of a style sheet."""
        base = self.tree.address(file)
        for match in URL_IN_CSS.finditer(re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)):
            address = match[2] or match[4] or ""
            self.own_host(file, base, "css", address)
            if address and not address.startswith(("data:", "#")):
                self.look_up(file, base, address)


def main():
    """Check all pages and style sheets of a tree."""
    tree, _ = arguments(__doc__)
    findings = Findings(tree)
    checker = Checker(tree, findings)
    for file in tree.pages():
        checker.page(file)
    for file in tree.files(".css"):
        checker.style_sheet(file)
    if not checker.count:
        findings.add(str(tree.folder), "no link at all")
    findings.close(f"links: {checker.count} in {len(tree.pages())} pages")


main()
