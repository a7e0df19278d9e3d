"""Open a stay again that was ended by a slip."""

from datetime import datetime

from django.db import IntegrityError, transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.actions.admit import LabelInUseError
from newel.web.care.models import Admission


def reopen_stay(*, actor: str, admission: Admission, now: datetime) -> None:
    """Open it again. Raises LabelInUseError where somebody else has got the label meanwhile."""
    try:
        _reopen(actor, admission, now)
    except IntegrityError as error:
        raise LabelInUseError from error


@transaction.atomic
def _reopen(actor: str, admission: Admission, now: datetime) -> None:
    if Admission.objects.filter(pk=admission.pk, left_on__isnull=False).update(left_on=None):
        record_act(admission, "reopen stay", actor=actor, now=now)
