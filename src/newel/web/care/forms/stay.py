"""Admission, leaving and removal, read from their pages."""

import re
from datetime import date, timedelta

from newel.web.care.actions.remove_admission import REASONS
from newel.web.care.forms.reading import Reading

LABEL = re.compile(r"[A-Z][0-9]{2,4}")
LONGEST_STAY = timedelta(days=5 * 366)


def read_admission(read: Reading, sites: tuple[str, ...], today: date) -> tuple[str, str, date]:
    """Return site, label and day of an admission. A label of two letters could be initials, and is refused."""
    site = read.choice("site", sites, says="Choose one of your sites.")
    label = read.fields.get("label", "").strip().upper()
    if not LABEL.fullmatch(label):
        read.faults["label"] = "Give one letter and two to four digits, for example B12. Never a name, never initials."
    return site, label, read.day("admitted_on", since=today - LONGEST_STAY, until=today)


def read_removal(read: Reading) -> str:
    """Return why an admission was wrong."""
    sure = read.fields.get("sure") == "yes"
    if not sure:
        read.faults["sure"] = "Tick the box if you are sure."
    return read.choice("reason", REASONS, says="Choose why it was wrong.")
