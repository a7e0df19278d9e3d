"""Invite people: make invitations, each with a code to type and a link to open, shown now and never again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.capture import codes, secrecy
from newel.web.capture.models import AccessGrant

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """Who is invited: people of one group, at one site, in one wave."""

    site_id: str
    group: str
    wave: str
    followed: bool = False
    """Whether the people of the group are followed over the waves, so that their cards have a code for a list."""


@dataclass(frozen=True)
class Card:
    """What one person is given. It is not kept: a lost card is replaced by a new invitation."""

    code: str
    link_key: str
    list_code: str = ""
    """Where people are followed: what the site writes on its own list beside the name. It opens nothing."""


@transaction.atomic
def invite(*, actor: str, place: Place, count: int, expires_on: date, now: datetime) -> list[Card]:
    """Make `count` invitations and return their cards. Raises ValueError outside 1 to MOST_AT_ONCE."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise ValueError(f"{count} invitations at once: make between 1 and {MOST_AT_ONCE}.")
    cards = [_card(codes.new_code() if place.followed else "") for _ in range(count)]
    AccessGrant.objects.bulk_create(_grant(card, place, expires_on=expires_on, now=now) for card in cards)
    body = {"site": place.site_id, "group": place.group, "wave": place.wave, "count": count}
    record_event(actor=actor, verb="invite", thing="invitations", body=body, now=now)
    return cards


@transaction.atomic
def invite_again(
    *, actor: str, listed: Mapping[str, AccessGrant], wave: str, expires_on: date, now: datetime
) -> list[Card]:
    """Make an invitation to `wave` for each code of a site's list, with an earlier card of it; return the new cards.

    Whether what a person says on both is put side by side is theirs to say, on both: see `queries.persons`.
    """
    cards = [_card(list_code) for list_code in listed]
    for card, earlier in zip(cards, listed.values(), strict=True):
        place = Place(earlier.site_id, earlier.group, wave)
        _grant(card, place, expires_on=expires_on, now=now).save()
        body = {"site": place.site_id, "group": place.group, "wave": wave}
        record_event(actor=actor, verb="invite_again", thing="invitation", body=body, now=now)
    return cards


def _card(list_code: str) -> Card:
    return Card(codes.new_code(), secrecy.new_link_key(), list_code)


def _grant(card: Card, place: Place, *, expires_on: date, now: datetime) -> AccessGrant:
    return AccessGrant(
        participant=secrecy.random_id(),
        site_id=place.site_id,
        group=place.group,
        wave=place.wave,
        code_mac=secrecy.mac("code", codes.read_code(card.code) or ""),
        link_mac=secrecy.mac("link", card.link_key),
        list_mac=secrecy.mac("list", codes.read_code(card.list_code) or "") if card.list_code else "",
        made_at=now,
        expires_on=expires_on,
    )
