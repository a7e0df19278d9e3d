"""The fields of the page that makes invitations, read into a place and a count, or into words about what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newel.web.capture.actions.invite import MOST_AT_ONCE, Place
from newel.web.capture.invitable import Offer, followed, why_not
from newel.web.study import Study


@dataclass
class InvitationsRead:
    """What was asked for. `count` is 0 where it is not a number that can be made; `typed` is it as it was typed."""

    place: Place
    count: int
    typed: str
    faults: dict[str, str] = field(default_factory=dict)


def read_invitations(study: Study, fields: Mapping[str, str], *, offered: Offer) -> InvitationsRead:
    """Read the page's fields, with a fault for each that cannot be used."""
    group = fields.get("group", "")
    place = Place(fields.get("site", ""), group, fields.get("wave", ""), followed=group in followed(study))
    typed = fields.get("count", "").strip()[:20]
    count = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    read = InvitationsRead(place, count, typed)
    wrong_place = why_not(study, place, offered=offered)
    if wrong_place:
        read.faults["place"] = wrong_place
    if not 1 <= count <= MOST_AT_ONCE:
        read.faults["count"] = f"Type how many, from 1 to {MOST_AT_ONCE}."
    return read
