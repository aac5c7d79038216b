"""Makes N stories, once for hearback and once for Hugo, with the same text in both.

    python3 generate.py N FOLDER

writes FOLDER/hearback (a site root) and FOLDER/hugo (likewise). A story has about 2.8 KB: front matter, headings,
lists, a quotation, a table, links, a footnote, three of some 200 tags, a date within ten years. The Hugo site has
layouts of the same kinds: a page for each story, paginated listings, tags, and feeds for the site, the section and
each tag, bounded like ours. The same N gives the same bytes.
"""

import datetime
import pathlib
import random
import sys

WORDS = """street neighbours week letter answer window office meeting bench ramp kettle winter money paper adviser
phone morning queue door promise repair budget garden bus school library kitchen child parent council report number
reason change month appointment interpreter waiting tenant heating form bread light corner river volunteer evening
question market stair lift key visit story tool team plan bill signature holiday""".split()
VERBS = "asked counted mended opened moved closed wrote called promised waited brought paid built shared found".split()
TAGS = [f"{one} {two}" for one in WORDS[:20] for two in WORDS[20:30]]
FIRST = datetime.date(2016, 1, 1)


def sentence(dice):
    """Something like a sentence, 8 to 16 words."""
    words = [dice.choice(WORDS if n % 3 else VERBS) for n in range(dice.randint(8, 16))]
    return " ".join(words).capitalize() + "."


def paragraph(dice, sentences):
    """A paragraph with some emphasis and a link."""
    said = [sentence(dice) for _ in range(sentences)]
    if dice.random() < 0.5:
        said.append(f"We *{dice.choice(VERBS)}* the **{dice.choice(WORDS)}** and say so "
                    f"[in the minutes](https://minutes.example/{dice.randint(1, 999)}).")
    return " ".join(said)


def body(dice):
    """The Markdown of one story."""
    parts = [paragraph(dice, 5), f"## What we {dice.choice(VERBS)}", paragraph(dice, 4)]
    parts.append("\n".join(f"- {sentence(dice)}" for _ in range(4)))
    parts += [f"> {sentence(dice)} {sentence(dice)}", "### In numbers"]
    rows = "\n".join(f"| {dice.choice(WORDS)} | {dice.randint(1, 90)} | {dice.randint(1, 90)} |" for _ in range(4))
    parts.append(f"| what | before | now |\n|---|---:|---:|\n{rows}")
    parts += [paragraph(dice, 4), "## What comes next", paragraph(dice, 4) + "[^1]", f"[^1]: {sentence(dice)}"]
    return "\n\n".join(parts) + "\n"


def story(number):
    """One story: (name, file). Both sites get the same bytes: Hugo ignores what it does not know."""
    dice = random.Random(number)
    date = FIRST + datetime.timedelta(days=dice.randint(0, 3650))
    title = " ".join(dice.choice(WORDS) for _ in range(5)).capitalize()
    tags = "".join(f"  - {tag}\n" for tag in dice.sample(TAGS, 3))
    front = (f"---\nid: story-{number}\ntitle: {title}\ndate: {date}\nsummary: >-\n  {sentence(dice)}\n"
             f"  {sentence(dice)}\nlang: en\ntags:\n{tags}place: {dice.choice(WORDS).capitalize()} Street\n---\n\n")
    return f"story-{number:06}.md", front + body(dice)


HEARBACK = """title: Ferrow Street Advice
url: https://ferrow.example/
description: Free advice on housing, money and papers.
language: en
timezone: Europe/London
paginate: 20
feeds: {items: 20}
"""

HUGO = """baseURL = "https://ferrow.example/"
title = "Ferrow Street Advice"
languageCode = "en"
timeZone = "Europe/London"
disableKinds = []
enableRobotsTXT = true
[pagination]
  pagerSize = 20
[services.rss]
  limit = 20
[taxonomies]
  tag = "tags"
[outputs]
  home = ["html", "rss"]
  section = ["html", "rss"]
  taxonomy = ["html"]
  term = ["html", "rss"]
  page = ["html"]
[markup.goldmark.renderer]
  unsafe = false
"""

LAYOUTS = {
    "_default/baseof.html": """<!doctype html>
<html lang="{{ site.LanguageCode }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ with .Params.summary }}{{ . }}{{ else }}{{ site.Title }}{{ end }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "site.css" | relURL }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:url" content="{{ .Permalink }}">
<meta property="og:type" content="{{ if .IsPage }}article{{ else }}website{{ end }}">
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">
{{ end }}</head>
<body>
<a href="#main">Skip to the text</a>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
<nav><ul><li><a href="{{ "/impact/" | relURL }}">Impact</a></li><li><a href="{{ "/tags/" | relURL }}">Tags</a></li></ul></nav></header>
<main id="main">{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
""",
    "_default/single.html": """{{ define "main" }}<article class="h-entry">
<h1 class="p-name">{{ .Title }}</h1>
<p><time class="dt-published" datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> · {{ .Params.place }}</p>
<p class="p-summary">{{ .Params.summary }}</p>
<div class="e-content">{{ .Content }}</div>
<ul>{{ range .GetTerms "tags" }}<li><a class="p-category" href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<nav>{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "Article" "headline" .Title "datePublished" (.Date.Format "2006-01-02") "url" .Permalink | jsonify | safeJS }}</script>
</article>{{ end }}
""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Pages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}{{ with .Paginate $pages }}
<ol>{{ range .Pages }}<li><article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p><p>{{ .Params.summary }}</p></article></li>{{ end }}</ol>
<nav>{{ if .HasPrev }}<a rel="prev" href="{{ .Prev.URL }}">Newer</a>{{ end }} {{ .PageNumber }} of {{ .TotalPages }}
{{ if .HasNext }}<a rel="next" href="{{ .Next.URL }}">Older</a>{{ end }}</nav>{{ end }}{{ end }}
""",
    "_default/terms.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
""",
    "_default/rss.xml": """{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end -}}
{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ site.Title }}</description>
{{ range first site.Config.Services.RSS.Limit $pages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid isPermaLink="false">{{ .Params.id }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><description>{{ .Params.summary }}</description>
<content:encoded>{{ .Content | transform.XMLEscape | safeHTML }}</content:encoded></item>
{{ end }}</channel></rss>
""",
}


def main():
    """Write both sites."""
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    ours, hugos = folder / "hearback", folder / "hugo"
    for content in (ours / "content/impact", hugos / "content/impact", hugos / "layouts/_default", hugos / "static"):
        content.mkdir(parents=True, exist_ok=True)
    (ours / "hearback.yaml").write_text(HEARBACK)
    (hugos / "hugo.toml").write_text(HUGO)
    (hugos / "static/site.css").write_text("body { max-width: 40rem; margin: auto }\n")
    for name, text in LAYOUTS.items():
        (hugos / "layouts" / name).write_text(text)
    for number in range(count):
        name, text = story(number)
        (ours / "content/impact" / name).write_text(text)
        (hugos / "content/impact" / name).write_text(text)


main()
