"""Every version of one month of a return, without its figures."""

from dataclasses import dataclass
from datetime import date

from newel.web.returns.models import Return
from newel.web.returns.subjects import Subject


@dataclass(frozen=True)
class Version:
    """One version: when it came, and how many rows it has."""

    version: int
    received_on: date
    rows: int


def versions_of(about: Subject) -> list[Version]:
    """Return the versions, the one that counts first."""
    kept = Return.objects.filter(kind=about.kind, site_id=about.site_id, month=about.month).order_by("-version")
    return [Version(row.version, row.received_on, len(row.rows)) for row in kept]
