"""The return that counts for each month: the one with the highest version."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from newel.web.returns.figures import Key
from newel.web.returns.models import Return


@dataclass(frozen=True)
class Arrival:
    """When a month's return came. `first_on` says whether it was late; version and day are of the one that counts."""

    first_on: date
    received_on: date
    version: int


def current_returns(kind: str, site_ids: Iterable[str]) -> dict[Key, Return]:
    """Return {(site, month): the latest version} of these sites."""
    rows = Return.objects.filter(kind=kind, site_id__in=list(site_ids)).order_by("month", "version")
    return {(row.site_id, row.month): row for row in rows}


def current_versions(kind: str, keys: Collection[Key]) -> dict[Key, int]:
    """Return {(site, month): latest version} of these months; a month with no return is not in it."""
    latest = arrivals({site for site, _ in keys})
    return {(site, month): latest[kind, site, month].version for site, month in keys if (kind, site, month) in latest}


def arrivals(site_ids: Iterable[str]) -> dict[tuple[str, str, str], Arrival]:
    """Return {(kind, site, month): when it came} of these sites, without the figures."""
    found: dict[tuple[str, str, str], Arrival] = {}
    rows = Return.objects.filter(site_id__in=list(site_ids)).order_by("version")
    for kind, site_id, month, version, received_on in rows.values_list(
        "kind", "site_id", "month", "version", "received_on"
    ):
        first = found.get((kind, site_id, month))
        found[kind, site_id, month] = Arrival(first.first_on if first else received_on, received_on, version)
    return found
