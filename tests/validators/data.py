"""The open data: each JSON file obeys the schema that the site publishes, its CSV twin says the same, and the
WebFinger answer is one (RFC 7033 §4.4).

The schema of `data/NAME.json` is the part of `data/schema.json` that its `$schema` points to, else `$defs.NAME`, else
the whole.
"""

import csv
import io
import json

import jsonschema
from tree import Findings, arguments


def schema_for(name, value, whole):
    """The part of the published schema that describes one file."""
    pointer = str(value.get("$schema", "")) if isinstance(value, dict) else ""
    if "#/" in pointer:
        return {**whole, "$ref": pointer[pointer.index("#") :]}
    if name in whole.get("$defs", {}):
        return {"$defs": whole["$defs"], "$ref": f"#/$defs/{name}"}
    return whole


def records(value):
    """The rows of a JSON file: the list that it is, or the one list in it."""
    if isinstance(value, list):
        return value
    lists = [one for one in value.values() if isinstance(one, list)] if isinstance(value, dict) else []
    return lists[0] if len(lists) == 1 else None


def check_csv(file, rows, findings):
    """RFC 4180: a header, every row as long, CRLF; and as many rows as the JSON has."""
    text = file.read_bytes().decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if not table or len(set(table[0])) != len(table[0]):
        return findings.add(file, "no header, or a column twice")
    for number, row in enumerate(table[1:], 2):
        if len(row) != len(table[0]):
            findings.add(file, f"row {number} has {len(row)} fields, the header {len(table[0])}")
    if rows is not None and len(table) - 1 != len(rows):
        findings.add(file, f"{len(table) - 1} rows, its JSON twin has {len(rows)}")
    return None


def check_webfinger(file, tree, findings):
    """A JSON Resource Descriptor about an account."""
    try:
        value = json.loads(file.read_text())
    except ValueError as error:
        return findings.add(file, f"not JSON: {error}")
    if not str(value.get("subject", "")).startswith("acct:"):
        findings.add(file, "its subject is no acct: URI")
    for link in value.get("links", []):
        if not link.get("rel") or not str(link.get("href", link.get("template", ""))).startswith("http"):
            findings.add(file, f"a link without rel or address: {link}")
    if not value.get("links"):
        findings.add(file, "no links")
    return None


def main():
    """Check all open data of a tree."""
    tree, _ = arguments(__doc__)
    findings = Findings(tree)
    published = tree.folder / "data/schema.json"
    files = [file for file in tree.files(".json") if file.parent == published.parent and file != published]
    if not published.is_file() or not files:
        findings.add("data", "no schema.json or no data")
        findings.close("open data")
    whole = json.loads(published.read_text())
    try:
        jsonschema.validators.validator_for(whole).check_schema(whole)
    except jsonschema.SchemaError as error:
        findings.add(published, f"not a JSON Schema: {error.message}")
        findings.close("open data")
    count = 0
    for file in files:
        value = json.loads(file.read_text())
        schema = schema_for(file.stem, value, whole)
        checker = jsonschema.validators.validator_for(whole)(schema, format_checker=jsonschema.FormatChecker())
        for error in list(checker.iter_errors(value))[:10]:
            findings.add(file, f"{error.json_path}: {error.message[:200]}")
        rows = records(value)
        count += len(rows or [])
        twin = file.with_suffix(".csv")
        if twin.is_file():
            check_csv(twin, rows, findings)
        else:
            findings.add(file, "no CSV beside it")
    webfinger = tree.folder / ".well-known/webfinger"
    if webfinger.is_file():
        check_webfinger(webfinger, tree, findings)
    findings.close(f"open data: {count} records in {len(files)} sets")


main()
