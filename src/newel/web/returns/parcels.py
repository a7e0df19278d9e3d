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

    def sealed(self, kind: str, sender: str) -> str:
        """Return them for one sender's page about one kind of return."""
        months = [
            [months.site_id, months.month, self.seen.get(months.key, 0), [dict(row) for row in months.rows]]
            for months in self.figures
        ]
        return seal(f"waiting.{kind}", sender, months)

    @classmethod
    def opened(cls, sealed: str, kind: str, sender: str) -> "Waiting | None":
        """Return what a page gave back; None where it is not ours, not this sender's or return's, or too old."""
        months = unseal(f"waiting.{kind}", sender, sealed)
        if months is None:
            return None
        figures = tuple(Figures(site, month, tuple(rows)) for site, month, _, rows in months)
        return cls(figures, {(site, month): version for site, month, version, _ in months})


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
