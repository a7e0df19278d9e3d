"""Write an event at the end of the chain, inside the transaction of the act it tells of."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from newel.web.audit.models import Event
from newel.web.audit.seals import START, canonical, seal


class OutsideAnActError(RuntimeError):
    """An event was to be written with no transaction open, so it could outlive an act that failed."""


def record_event(*, actor: str, verb: str, thing: str, body: Mapping[str, object], now: datetime) -> None:
    """Add one event. `body` holds places and counts, never a name, an answer or a number about a child.

    Raises OutsideAnActError where no transaction is open: the act and its event stand or fall together.
    Transactions take turns in both kinds of database, so that nobody else adds to the chain meanwhile.
    """
    if not connection.in_atomic_block:
        raise OutsideAnActError(f"The event `{verb} {thing}` has no transaction. Call it inside transaction.atomic.")
    last, prev_mac = Event.objects.order_by("-seq").values_list("seq", "mac").first() or (0, START)
    seq = last + 1
    said = (actor, verb, thing, canonical(body))
    mac = seal(seq, now, said=said, prev_mac=prev_mac)
    Event.objects.create(seq=seq, at=now, actor=actor, verb=verb, thing=thing, body=said[3], prev_mac=prev_mac, mac=mac)
