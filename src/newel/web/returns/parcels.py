"""What a page gives back to us unchanged: signed, so that nobody can put other words or figures in our mouth.

A file that is refused, or that waits for its sender to say yes, is not kept here. Its figures, or its faults,
travel in a hidden field of the page and are gone with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from newel.web.returns.figures import Figures, Key

_SALT = "newel.returns.parcel"
_HOURS = 2


@dataclass(frozen=True)
class Waiting:
    """Figures that wait for a yes, with the version each month had when the question was asked."""

    figures: tuple[Figures, ...]
    seen: Mapping[Key, int]

    def sealed(self, sender: str) -> str:
        """Return them for one sender's page."""
        rows = [[row.site_id, row.month, dict(row.values), self.seen.get(row.key, 0)] for row in self.figures]
        return seal("waiting", sender, rows)

    @classmethod
    def opened(cls, sealed: str, sender: str) -> "Waiting | None":
        """Return what a page gave back; None where it is not ours, not this sender's, or too old."""
        rows = unseal("waiting", sender, sealed)
        if rows is None:
            return None
        figures = tuple(Figures(site, month, values) for site, month, values, _ in rows)
        return cls(figures, {(site, month): version for site, month, _, version in rows})


def seal(what: str, sender: str, content: Any) -> str:
    """Return content signed for one sender."""
    return signing.dumps([sender, content], salt=f"{_SALT}.{what}", compress=True)


def unseal(what: str, sender: str, sealed: str) -> Any:
    """Return the content, or None where it was altered, is another's, or is older than two hours."""
    try:
        owner, content = signing.loads(sealed, salt=f"{_SALT}.{what}", max_age=_HOURS * 3600)
    except signing.BadSignature:
        return None
    return content if owner == sender else None
