"""Who can take part in assessing a need, in the order of the form; the columns of the record are named after them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contributor:
    """One of those who can take part. `short` stands in tables."""

    id: str
    label: str
    short: str


CONTRIBUTORS = (
    Contributor("child", "The young person", "young person"),
    Contributor("family", "A parent or carer", "family"),
    Contributor("staff", "Staff who look after them", "staff"),
    Contributor("health", "The health team", "health"),
    Contributor("education", "Education staff", "education"),
    Contributor("home_area", "A professional from the home area", "home area"),
)
