"""Admit a young person: a pathway begins, under the site's own label and two random ids."""

import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction

from newel.web.care.actions._recording import record_act
from newel.web.care.models import Admission


class LabelInUseError(Exception):
    """A young person who is at the site now has this label."""


def admit(*, actor: str, site_id: str, label: str, admitted_on: date, now: datetime) -> Admission:
    """Begin a pathway and return it. Raises LabelInUseError."""
    try:
        return _admit(actor, site_id, label=label, admitted_on=admitted_on, now=now)
    except IntegrityError as error:
        raise LabelInUseError from error


@transaction.atomic
def _admit(actor: str, site_id: str, *, label: str, admitted_on: date, now: datetime) -> Admission:
    admission = Admission.objects.create(
        key=secrets.token_hex(8),
        child_id=secrets.token_hex(8),
        site_id=site_id,
        label=label,
        admitted_on=admitted_on,
    )
    record_act(admission, "admit young person", actor=actor, now=now)
    return admission
