"""Whether the chain is whole: every seal is computed again from the first event to the last."""

from dataclasses import dataclass

from newel.web.audit.models import Event
from newel.web.audit.seals import START, seal


@dataclass(frozen=True)
class Verified:
    """What was found. `broken_at` is the place of the first event that does not fit, or None; `head` the last seal."""

    events: int
    head: str
    broken_at: int | None


def verify_chain() -> Verified:
    """Walk the whole chain. A changed, missing, inserted or reordered event breaks it at its place."""
    place, prev_mac = 0, START
    for event in Event.objects.order_by("seq").iterator():
        place += 1
        said = (event.actor, event.verb, event.thing, event.body)
        fits = event.seq == place and event.prev_mac == prev_mac
        if not fits or event.mac != seal(event.seq, event.at, said=said, prev_mac=prev_mac):
            return Verified(place - 1, prev_mac, broken_at=place)
        prev_mac = event.mac
    return Verified(place, prev_mac, broken_at=None)
