"""Write an event at the end of the chain, inside the transaction of the act it tells of."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from newel.web.audit.models import Event
from newel.web.audit.seals import START, canonical, seal

_CHAIN_LOCK = 7_391_001  # PostgreSQL: any number, the same wherever the chain grows


class OutsideAnActError(RuntimeError):
    """An event was to be written with no transaction open, so it could outlive an act that failed."""


def record_event(*, actor: str, verb: str, thing: str, body: Mapping[str, object], now: datetime) -> None:
    """Add one event. `body` holds places and counts, never a name, an answer or a number about a child.

    Raises OutsideAnActError where no transaction is open: the act and its event stand or fall together.
    """
    if not connection.in_atomic_block:
        raise OutsideAnActError(f"The event `{verb} {thing}` has no transaction. Call it inside transaction.atomic.")
    _wait_for_the_end_of_the_chain()
    last, prev_mac = Event.objects.order_by("-seq").values_list("seq", "mac").first() or (0, START)
    seq = last + 1
    said = (actor, verb, thing, canonical(body))
    mac = seal(seq, now, said=said, prev_mac=prev_mac)
    Event.objects.create(seq=seq, at=now, actor=actor, verb=verb, thing=thing, body=said[3], prev_mac=prev_mac, mac=mac)


def _wait_for_the_end_of_the_chain() -> None:
    """Let one act at a time append. SQLite's IMMEDIATE transactions do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
