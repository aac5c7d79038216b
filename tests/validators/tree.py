"""A built site as its readers meet it: files under a folder, addresses under a base URL.

Every validator starts here, so that "the address X is the file Y" is said once. A validator
collects what it finds with `Findings` and ends with its exit code: 0 nothing wrong, 1 something.
"""

import argparse
import pathlib
import sys
import urllib.parse

import lxml.html


class Tree:
    """A folder of files and the address it will be published at."""

    def __init__(self, folder, base):
        self.folder = pathlib.Path(folder)
        self.base = base if base.endswith("/") else base + "/"
        self._pages = {}

    def files(self, *suffixes):
        """All files with one of these suffixes, in order."""
        found = (f for f in self.folder.rglob("*") if f.is_file())
        return sorted(f for f in found if not suffixes or f.suffix in suffixes)

    def pages(self):
        """Every HTML file."""
        return self.files(".html")

    def name(self, file):
        """The file's path as a reader of the report would type it."""
        return file.relative_to(self.folder).as_posix()

    def address(self, file):
        """The public address of a file; an `index.html` is its folder."""
        path = self.name(file)
        if path == "index.html" or path.endswith("/index.html"):
            path = path[: -len("index.html")]
        return urllib.parse.urljoin(self.base, urllib.parse.quote(path))

    def inside(self, url):
        """Does an absolute address belong to this site?"""
        return url == self.base.rstrip("/") or url.startswith(self.base)

    def same_host(self, url):
        """Is an absolute address on the site's own host, be it in the site or beside it?"""
        one, other = urllib.parse.urlsplit(url), urllib.parse.urlsplit(self.base)
        return (one.scheme, one.netloc) == (other.scheme, other.netloc)

    def file(self, url):
        """The file that answers an address, or None."""
        if not self.inside(url):
            return None
        path = urllib.parse.urlsplit(url).path
        below = path[len(urllib.parse.urlsplit(self.base).path) :]
        target = self.folder / urllib.parse.unquote(below)
        if below.endswith("/") or not below:
            target = target / "index.html"
        if target.is_dir():  # most servers redirect a folder to its slash
            target = target / "index.html"
        return target if target.is_file() else None

    def page(self, file):
        """A page as a tree of elements, parsed once."""
        if file not in self._pages:
            parser = lxml.html.HTMLParser(encoding="utf-8")
            self._pages[file] = lxml.html.document_fromstring(file.read_bytes(), parser=parser)
        return self._pages[file]

    def redirects(self, file):
        """Is this page only a forwarding address for an old one?"""
        return bool(self.page(file).xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']"))


class Findings:
    """What is wrong, printed as it is found, and what was looked at, printed at the end."""

    def __init__(self, tree):
        self.tree = tree
        self.wrong = 0

    def add(self, where, what):
        """One thing that is wrong, at a file (or a name)."""
        where = self.tree.name(where) if isinstance(where, pathlib.Path) else where
        self.wrong += 1
        if self.wrong <= 200:
            print(f"{where}: {what}")

    def close(self, looked_at):
        """Say what was looked at and end the program."""
        if self.wrong > 200:
            print(f"… and {self.wrong - 200} more")
        print(f"{looked_at}: {self.wrong} wrong")
        sys.exit(1 if self.wrong else 0)


def arguments(purpose, *more):
    """The command line that all validators share: a folder and its base URL."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("folder")
    parser.add_argument("base", help="the URL that the site was built for")
    for flags, options in more:
        parser.add_argument(*flags, **options)
    given = parser.parse_args()
    return Tree(given.folder, given.base), given


def words(text):
    """A text with its white space evened out, to compare what a reader sees."""
    return " ".join(text.split())
