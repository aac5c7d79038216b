"""Every calendar of a site: RFC 5545, read by a calendar library, with lines that old calendars can read too."""

import icalendar
from tree import Findings, arguments


def check(file, tree, findings):
    """One .ics file. Returns how many entries it has."""
    written = file.read_bytes()
    if b"\n" in written.replace(b"\r\n", b""):
        findings.add(file, "a line that does not end in CRLF (RFC 5545 §3.1)")
    for number, line in enumerate(written.split(b"\r\n"), 1):
        if len(line) > 75:
            findings.add(file, f"line {number} has {len(line)} bytes; 75 is the limit (RFC 5545 §3.1)")
    try:
        calendar = icalendar.Calendar.from_ical(written)
    except ValueError as error:
        findings.add(file, f"cannot be read: {error}")
        return 0
    for name in ("PRODID", "VERSION"):
        if name not in calendar:
            findings.add(file, f"no {name}")
    names = set()
    entries = [part for part in calendar.walk() if part.name in ("VEVENT", "VTODO")]
    for entry in entries:
        uid = str(entry.get("UID", ""))
        for name in ("UID", "DTSTAMP", "SUMMARY"):
            if name not in entry:
                findings.add(file, f"{entry.name} {uid} has no {name}")
        if "DTSTART" not in entry and "DUE" not in entry:
            findings.add(file, f"{entry.name} {uid} has no date")
        if uid in names:
            findings.add(file, f"two entries with the UID {uid}")
        names.add(uid)
        for error in entry.errors:
            findings.add(file, f"{uid}: {error}")
    return len(entries)


def main():
    """Check all calendars of a tree."""
    tree, _ = arguments(__doc__)
    findings = Findings(tree)
    files = tree.files(".ics")
    count = sum(check(file, tree, findings) for file in files)
    if not files:
        findings.add(str(tree.folder), "no calendar at all")
    findings.close(f"calendar: {count} entries in {len(files)} files")


main()
