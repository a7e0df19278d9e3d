"""The return that counts for each month: the one with the highest version."""

from collections.abc import Collection, Iterable

from newel.web.returns.figures import Key
from newel.web.returns.models import Return


def current_returns(site_ids: Iterable[str]) -> dict[Key, Return]:
    """Return {(site, month): the latest version} of these sites."""
    rows = Return.objects.filter(site_id__in=list(site_ids)).order_by("version")
    return {(row.site_id, row.month): row for row in rows}


def first_received(site_ids: Iterable[str]) -> dict[Key, Return]:
    """Return {(site, month): the first version} of these sites: it says whether the month was late."""
    rows = Return.objects.filter(site_id__in=list(site_ids), version=1)
    return {(row.site_id, row.month): row for row in rows}


def current_versions(keys: Collection[Key]) -> dict[Key, int]:
    """Return {(site, month): latest version} of these months; a month with no return is not in it."""
    latest = current_returns({site for site, _ in keys})
    return {key: latest[key].version for key in keys if key in latest}
