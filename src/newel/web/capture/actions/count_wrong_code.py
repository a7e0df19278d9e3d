"""Count a wrong code, so that an address that tries many is slowed down."""

from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.capture.models import WrongCode
from newel.web.capture.models.wrong_code import WINDOW


@transaction.atomic
def count_wrong_code(*, address_mac: str, now: datetime) -> None:
    """Keep one wrong code for ten minutes, and forget those that are older."""
    WrongCode.objects.filter(at__lt=now - WINDOW).delete()
    WrongCode.objects.create(address_mac=address_mac, at=now)
    record_event(actor="unknown", verb="wrong_code", thing="invitation", body={}, now=now)
