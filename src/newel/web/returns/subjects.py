"""What a query or a chaser is about: one month of one return at one site."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Subject:
    """The kind of record, the site and the month; the return itself may have come or not."""

    kind: str
    site_id: str
    month: str
