"""Finding the invitation that a code, a link or a ticket belongs to, and whether it opens anything today."""

from datetime import date, datetime

from newel.protocol import Protocol
from newel.web.capture import secrecy
from newel.web.capture.codes import read_code
from newel.web.capture.models import AccessGrant, EndedVisit, WrongCode
from newel.web.capture.models.wrong_code import WINDOW

MOST_WRONG_CODES = 30


def grant_of_code(typed: str) -> AccessGrant | None:
    """Return the invitation of a typed code, however it was spaced or cased."""
    code = read_code(typed)
    return AccessGrant.objects.filter(code_mac__in=secrecy.macs("code", code)).first() if code else None


def grants_of_list_code(typed: str) -> list[AccessGrant]:
    """Return every card made under a code of a site's list, the first made first."""
    code = read_code(typed)
    return list(AccessGrant.objects.filter(list_mac__in=secrecy.macs("list", code)).order_by("pk")) if code else []


def grant_of_link(key: str) -> AccessGrant | None:
    """Return the invitation of an opening link."""
    return AccessGrant.objects.filter(link_mac__in=secrecy.macs("link", key)).first()


def grant_of_ticket(ticket: secrecy.Ticket) -> AccessGrant | None:
    """Return the invitation of a visit that has not been ended."""
    if EndedVisit.objects.filter(visit=ticket.visit).exists():
        return None
    return AccessGrant.objects.filter(pk=ticket.grant_id).first()


def is_slowed_down(address_mac: str, now: datetime) -> bool:
    """Whether an address has tried too many wrong codes in the last ten minutes."""
    return WrongCode.objects.filter(address_mac=address_mac, at__gte=now - WINDOW).count() >= MOST_WRONG_CODES


def is_in_protocol(grant: AccessGrant, protocol: Protocol) -> bool:
    """Whether the group, site and wave of an invitation still stand in the protocol."""
    return (
        any(group.id == grant.group for group in protocol.groups)
        and any(site.id == grant.site_id for site in protocol.sites)
        and any(wave.id == grant.wave for wave in protocol.waves)
    )


def closed_because(grant: AccessGrant, protocol: Protocol, today: date) -> str | None:
    """Return why a card that was not stopped opens nothing today, or None where it does.

    One of: expired, site_closed, not_yet_open, wave_over. It is only ever told to somebody with a right code.
    """
    wave = {wave.id: wave for wave in protocol.waves}[grant.wave]
    closed_month = protocol.site(grant.site_id).closed_month
    reasons = {
        "site_closed": closed_month is not None and f"{today:%Y-%m}" >= closed_month,
        "not_yet_open": today < wave.opens,
        "wave_over": today > wave.closes,
        "expired": today > grant.expires_on,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
