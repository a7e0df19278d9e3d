"""Note that coded material left as a file: which file, how much of it, and to whom; never what is in it."""

from collections.abc import Mapping

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.coding.actions._recording import Doer


@transaction.atomic
def note_export(*, by: Doer, file: str, body: Mapping[str, object]) -> None:
    """Write the event. `body` has counts and ids."""
    record_event(actor=by.name, verb="export", thing=file, body=body, now=by.now)
