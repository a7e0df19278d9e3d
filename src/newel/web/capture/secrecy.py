"""Keyed hashes and visit tickets: how a page knows whose form it is without a cookie or the code itself."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

TICKET_HOURS = 4
_TICKET = "newel.capture.ticket"


def mac(purpose: str, secret: str) -> str:
    """Return the HMAC-SHA256 of a secret under the site's key: 64 hex digits."""
    return salted_hmac(f"newel.capture.{purpose}", secret, algorithm="sha256").hexdigest()


def macs(purpose: str, secret: str) -> list[str]:
    """Return the keyed hash under the present key and every retired one, so that cards outlive a change of key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt = f"newel.capture.{purpose}"
    return [salted_hmac(salt, secret, secret=key, algorithm="sha256").hexdigest() for key in keys]


def random_id() -> str:
    """Return 64 random bits as 16 hex digits: a pseudonym that is derived from nobody."""
    return secrets.token_hex(8)


def new_link_key() -> str:
    """Return the opaque part of an opening link: 144 random bits."""
    return secrets.token_urlsafe(18)


@dataclass(frozen=True)
class Ticket:
    """What the pages of one visit carry in a hidden field: which invitation, and which opening of it."""

    grant_id: int
    visit: str

    def sealed(self) -> str:
        """Return the ticket signed and dated."""
        return signing.dumps([self.grant_id, self.visit], salt=_TICKET)


def read_ticket(sealed: str) -> Ticket | None:
    """Return the ticket, or None where it was altered or is older than TICKET_HOURS."""
    try:
        grant_id, visit = signing.loads(sealed, salt=_TICKET, max_age=TICKET_HOURS * 3600)
    except signing.BadSignature:
        return None
    return Ticket(grant_id, visit)
