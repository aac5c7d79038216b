"""The validators are tested first: a small good site passes all of them, and each defect that they are for,
put into that site one at a time, makes the right one fail and say so.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
BASE = "https://good.example/news/"

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
HEAD = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
FEED_LINKS = """<link rel="alternate" type="application/rss+xml" title="RSS" href="rss.xml">
<link rel="alternate" type="application/atom+xml" title="Atom" href="atom.xml">
<link rel="alternate" type="application/feed+json" title="JSON" href="feed.json">
"""
TEXT = '<p>We put in a ramp. <a href="https://good.example/news/">More</a>.</p>'
ESCAPED = TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
QUOTED = TEXT.replace('"', '\\"')

SITE = {
    "index.html": HEAD + FEED_LINKS + """<title>Good news</title>
<link rel="stylesheet" href="site.css">
</head>
<body>
<main><h1>Good news</h1><p><a href="ramp/#why">The ramp</a></p></main>
</body>
</html>
""",
    "ramp/index.html": HEAD + """<title>The ramp</title>
<meta property="og:type" content="article">
<link rel="canonical" href="https://good.example/news/ramp/">
<link rel="stylesheet" href="../site.css">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"The ramp","datePublished":"2026-03-01","author":{"@type":"Organization","name":"Good"},"url":"https://good.example/news/ramp/"}</script>
</head>
<body>
<main>
<article class="h-entry">
<h1 class="p-name">The ramp</h1>
<p><a class="u-url" href="https://good.example/news/ramp/"><time class="dt-published" datetime="2026-03-01">1 March 2026</time></a>
by <a class="p-author h-card" href="../">Good</a></p>
<div class="e-content"><p id="why">We put in a ramp. <a href="../">More</a>.</p></div>
<img src="../dot.svg" alt="A dot" width="10" height="10">
</article>
</main>
</body>
</html>
""",
    "404.html": HEAD + """<title>Not found</title>
<link rel="stylesheet" href="/news/site.css">
</head>
<body><main><h1>Not found</h1><p><a href="/news/">Home</a></p></main></body>
</html>
""",
    "site.css": "body { color: #111; background: #fff; font-size: 1rem }\nhr { background: url(dot.svg) }\n",
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle cx="5" cy="5" r="4"/></svg>\n',
    "rss.xml": f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Good news</title><link>{BASE}</link><description>Good</description>
<atom:link rel="self" type="application/rss+xml" href="{BASE}rss.xml"/>
<item><title>The ramp</title><link>{BASE}ramp/</link><guid isPermaLink="false">ramp</guid>
<pubDate>Sun, 01 Mar 2026 00:00:00 +0000</pubDate><content:encoded>{ESCAPED}</content:encoded></item>
</channel></rss>
""",
    "atom.xml": f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Good news</title><id>{BASE}</id><updated>2026-03-01T00:00:00Z</updated>
<author><name>Good</name></author><link rel="self" href="{BASE}atom.xml"/><link href="{BASE}"/>
<entry><title>The ramp</title><id>ramp</id><link href="{BASE}ramp/"/><published>2026-03-01T00:00:00Z</published>
<updated>2026-03-01T00:00:00Z</updated><content type="html">{ESCAPED}</content></entry>
</feed>
""",
    "feed.json": f"""{{"version":"https://jsonfeed.org/version/1.1","title":"Good news","feed_url":"{BASE}feed.json",
"items":[{{"id":"ramp","url":"{BASE}ramp/","title":"The ramp","content_html":"{QUOTED}",
"date_published":"2026-03-01T00:00:00Z"}}]}}
""",
    "sitemap.xml": f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>{BASE}</loc></url>
<url><loc>{BASE}ramp/</loc><lastmod>2026-03-01</lastmod><xhtml:link rel="alternate" hreflang="en" href="{BASE}ramp/"/></url>
</urlset>
""",
    "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n",
    "due.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//good//EN\r\nBEGIN:VEVENT\r\nUID:ramp\r\n"
               "DTSTAMP:20260301T000000Z\r\nDTSTART;VALUE=DATE:20260401\r\nSUMMARY:Ramp\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "data/schema.json": """{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{"commitments":
{"type":"array","items":{"type":"object","required":["id","due"],"properties":{"id":{"type":"string"}}}}}}
""",
    "data/commitments.json": '[{"id":"ramp","due":"2026-04-01"}]\n',
    "data/commitments.csv": "id,due\r\nramp,2026-04-01\r\n",
    ".well-known/webfinger": '{"subject":"acct:good@social.example","links":[{"rel":"self","href":"https://social.example/good"}]}',
}

STORY = "ramp/index.html"

# (validator, file, what stands there, what is put there, what the validator has to say)
DEFECTS = [
    ("markup", STORY, "<main>", "<main><p><div></div></p>", "No “p” element in scope"),
    ("markup", STORY, 'alt="A dot" ', "", "must have an “alt” attribute"),
    ("markup", STORY, 'id="why"', 'id="why" class="a" id="b"', "Duplicate attribute"),
    ("markup", "dot.svg", "</svg>", "", "premature end of file"),
    ("links", "index.html", "ramp/#why", "ramp/#because", "no such anchor"),
    ("links", "index.html", "ramp/#why", "ramps/", "leads nowhere"),
    ("links", "index.html", "ramp/#why", "/ramp/", "leaves the site's folder"),
    ("links", "index.html", "ramp/#why", "javascript:alert(1)", "no reader can follow"),
    ("links", STORY, "../dot.svg", "../spot.svg", "leads nowhere"),
    ("links", STORY, 'src="../dot.svg"', 'src="../dot.svg" srcset="../dot.svg 1x, ../spot.svg 2x"', "spot.svg"),
    ("links", STORY, "../dot.svg", "https://cdn.example/dot.svg", "loads from another host"),
    ("links", STORY, '"../site.css"', '"https://cdn.example/site.css"', "loads from another host"),
    ("links", STORY, "<main>", '<main><p style="color: red">x</p>', "blocks a style attribute"),
    ("links", STORY, "<main>", "<main><script>alert(1)</script>", "blocks an inline <script>"),
    ("links", STORY, '<h1 class="p-name">', '<h1 class="p-name" onclick="x()">', "blocks an event handler"),
    ("links", STORY, "Content-Security-Policy", "X-Other", "no Content-Security-Policy"),
    ("links", "404.html", "/news/site.css", "site.css", "answers everywhere"),
    ("links", "site.css", "dot.svg", "spot.svg", "leads nowhere"),
    ("feeds", "rss.xml", "</item>", "", "not well-formed"),
    ("feeds", "rss.xml", "Sun, 01 Mar 2026 00:00:00 +0000", "yesterday", "no date that can be read"),
    ("feeds", "rss.xml", "<item>", f"<item><title>The ramp</title><link>{BASE}ramp/</link><guid>ramp</guid></item><item>",
     "two items with the id"),
    ("feeds", "rss.xml", 'isPermaLink="false"', "", "claims to be a permalink"),
    ("feeds", "rss.xml", "We put in a ramp", "We put in", "the page says more"),
    ("feeds", "rss.xml", f"href=\"{BASE}\"", 'href="../"', "a relative address"),
    ("feeds", "rss.xml", "<title>The ramp</title>", "<title>A ramp</title>", "does not say the same"),
    ("feeds", "rss.xml", f'{BASE}rss.xml"/>', f'{BASE}feed.xml"/>', "its self link"),
    ("feeds", "atom.xml", "<id>ramp</id>", "", "RFC 4287"),
    ("feeds", "atom.xml", "2026-03-01T00:00:00Z</updated><content", "1 March</updated><content", "RFC 4287"),
    ("feeds", "atom.xml", "<author><name>Good</name></author>", "", "an entry without an author"),
    ("feeds", "atom.xml", "<entry>", "<entry><subtitle>x</subtitle>", "RFC 4287"),
    ("feeds", "feed.json", '"title":"Good news",', "", "'title' is a required property"),
    ("feeds", "feed.json", '"date_published":"2026-03-01T00:00:00Z"', '"date_published":"2026-03-01"', "JSON Feed 1.1"),
    ("feeds", "feed.json", '"id":"ramp"', '"id":7', "is not of type 'string'"),
    ("feeds", "feed.json", '"title":"The ramp"', '"titel":"The ramp"', "titel"),
    ("feeds", "index.html", "application/feed+json", "application/json", "names no feed of the type"),
    ("microformats", STORY, "p-name", "title", "has no name"),
    ("microformats", STORY, "dt-published", "date", "has no published"),
    ("microformats", STORY, "p-author h-card", "p-author", "no h-card with a name"),
    ("microformats", STORY, "u-url", "link", "u-url is"),
    ("microformats", STORY, "h-entry", "entry", "0 h-entries"),
    ("microformats", STORY, "</main>", '<div class="h-entry">Second</div></main>', "2 h-entries"),
    ("jsonld", STORY, '"headline":"The ramp"', '"headlne":"The ramp"', "headlne"),
    ("jsonld", STORY, '"@type":"Organization"', '"@type":"Organisation"', "Organisation"),
    ("jsonld", STORY, '"headline":"The ramp",', "", "Article has no headline"),
    ("jsonld", STORY, '"2026-03-01","author"', '"1 March","author"', "no ISO 8601 date"),
    ("jsonld", STORY, '"url":"https://good.example/news/ramp/"', '"url":"/news/ramp/"', "no absolute address"),
    ("jsonld", STORY, '"name":"Good"}', '"name":"Good"', "not JSON"),
    ("sitemap", "sitemap.xml", f"<loc>{BASE}ramp/</loc>", f"<loc>{BASE}ramps/</loc>", "names what is not there"),
    ("sitemap", "sitemap.xml", f"<url><loc>{BASE}</loc></url>", "", "leaves out"),
    ("sitemap", "sitemap.xml", "2026-03-01", "1 March", "lastmod"),
    ("sitemap", "robots.txt", "Sitemap:", "# Sitemap:", "does not name the sitemap"),
    ("due", "due.ics", "UID:ramp\r\n", "", "has no UID"),
    ("due", "due.ics", "\r\n", "\n", "CRLF"),
    ("due", "due.ics", "END:VCALENDAR\r\n", "", "cannot be read"),
    ("due", "due.ics", "SUMMARY:Ramp", "SUMMARY:" + "R" * 80, "75 is the limit"),
    ("data", "data/commitments.json", '"id":"ramp",', "", "'id' is a required property"),
    ("data", "data/commitments.csv", "ramp,2026-04-01\r\n", "", "0 rows, its JSON twin has 1"),
    ("data", "data/commitments.csv", "ramp,", "ramp,step,", "row 2 has 3 fields"),
    ("data", "data/schema.json", '"array"', '"row"', "not a JSON Schema"),
    ("data", ".well-known/webfinger", "acct:", "", "no acct: URI"),
    ("a11y", "site.css", "#111", "#eee", "color-contrast"),
    ("a11y", STORY, 'alt="A dot" ', "", "image-alt"),
    ("a11y", "index.html", ' lang="en"', "", "html-has-lang"),
    ("a11y", "site.css", "font-size: 1rem", "width: 2000px", "wider than the screen"),
    ("a11y", STORY, "../dot.svg", "https://cdn.example/dot.svg", "another host"),
    ("a11y", STORY, '<p id="why">', '<p id="why" style="color: red">', "Content Security Policy"),
]


def run(validator, folder, modules):
    """One validator over one folder: (exit code, what it printed)."""
    script = next(HERE.glob(f"{validator}.*"))
    command = [sys.executable if script.suffix == ".py" else "node", script, folder, BASE]
    if validator in ("markup", "jsonld", "a11y"):
        command += ["--modules", modules]
    ran = subprocess.run(command, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def lay(folder):
    """Write the good site."""
    for name, text in SITE.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def try_defect(defect, folder, modules):
    """Put one defect into a copy of the good site. Returns what is wrong with the validator, or None."""
    validator, name, there, instead, expected = defect
    lay(folder)
    file = folder / name
    before = file.read_bytes().decode()
    if there not in before:
        return f"{validator}: the self-test is wrong: {there!r} is not in {name}"
    every = there in ("\r\n", "#111")
    file.write_bytes(before.replace(there, instead, -1 if every else 1).encode())
    code, said = run(validator, folder, modules)
    shutil.rmtree(folder)
    if code != 1 or expected not in said:
        return f"{validator}: {there!r} → {instead!r} in {name}: exit {code}, no {expected!r} in:\n{said}"
    return None


def main():
    """The good site passes, every defect is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", required=True)
    parser.add_argument("--only", help="one validator")
    given = parser.parse_args()
    modules = pathlib.Path(given.modules).resolve()
    wrong = []
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        good = pathlib.Path(scratch, "good")
        lay(good)
        names = [n for n in dict.fromkeys(defect[0] for defect in DEFECTS) if given.only in (None, n)]
        for name, (code, said) in zip(names, pool.map(lambda n: run(n, good, modules), names)):
            if code:
                wrong.append(f"{name} refuses a good site (exit {code}):\n{said}")
        defects = [defect for defect in DEFECTS if defect[0] in names]
        folders = [pathlib.Path(scratch, f"bad-{number}") for number in range(len(defects))]
        for found in pool.map(try_defect, defects, folders, [modules] * len(defects)):
            if found:
                wrong.append(found)
    print("\n".join(wrong) or f"{len(names)} validators accept a good site and find {len(defects)} defects")
    sys.exit(1 if wrong else 0)


main()
