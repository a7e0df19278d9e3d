"""Who and when: pseudonyms instead of record ids, access groups as sites, events and repeats as waves."""

import hashlib
import hmac

from newel.importers._plugin import ImportedSite, ImportedWave
from newel.importers._redcap.model import Project, Visit

_BITS_IN_HEX = 32
"""128 bits: enough that two people never share a pseudonym."""


def pseudonym(key: bytes, *parts: str) -> str:
    """Return a keyed pseudonym: HMAC-SHA256 cut to 128 bits. Without the key nobody can test a guess against it."""
    message = "|".join(("redcap", *parts)).encode()
    return hmac.digest(key, message, hashlib.sha256).hex()[:_BITS_IN_HEX]


def group_of_record(project: Project) -> dict[str, str]:
    """Return {record: access group, or nothing}. Not every row of a record says it; a record is in one group."""
    groups: dict[str, str] = {}
    for visit in project.visits:
        groups[visit.record] = groups.get(visit.record) or visit.group
    return groups


def sites_by_group(groups: dict[str, str]) -> dict[str, ImportedSite]:
    """Return {access group: site}, D01 onwards in the order of their names; D00 holds records without a group."""
    named = sorted({group for group in groups.values() if group})
    labels = {group: (f"D{number:02d}", group) for number, group in enumerate(named, start=1)}
    if "" in groups.values() or not named:
        labels[""] = ("D00", "no access group" if named else "the whole project")
    people = list(groups.values())
    return {group: ImportedSite(site_id, label, people.count(group)) for group, (site_id, label) in labels.items()}


def waves_by_occasion(project: Project) -> dict[tuple[str, int], ImportedWave]:
    """Return {(event, instance): wave}, in the order of events; a repeat of an event or form is a wave of its own."""
    labels = dict(project.events)
    order = list(dict.fromkeys([*labels, *(visit.event for visit in project.visits)]))
    seen = {occasion(visit) for visit in project.visits}
    occasions = sorted(seen, key=lambda each: (order.index(each[0]), each[1])) or [("", 1)]
    return {
        (event, instance): ImportedWave(f"w{number}", _wave_label(labels.get(event, event), instance))
        for number, (event, instance) in enumerate(occasions, start=1)
    }


def occasion(visit: Visit) -> tuple[str, int]:
    """Return what makes a visit's wave."""
    return visit.event, visit.instance


def _wave_label(event: str, instance: int) -> str:
    name = event or "The only event"
    return name if instance == 1 else f"{name}, repeat {instance}"
