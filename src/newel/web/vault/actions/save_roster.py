"""Save the roster: the names, places and units that are looked for in every text."""

import json
from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.vault.models import Roster
from newel.web.vault.places import ROSTER
from newel.web.vault.queries.roster import Listed, roster
from newel.web.vault.router import VAULT
from newel.web.vault.sealing import index_of, seal


@transaction.atomic
def save_roster(*, actor: str, listed: Listed, now: datetime) -> None:
    """Write the lists over those that were there. The audit keeps how many there are, never which."""
    said = {"names": listed.names, "places": listed.places, "units": listed.units}
    sealed = seal(json.dumps(said, ensure_ascii=False).encode(), place=ROSTER)
    with transaction.atomic(using=VAULT):
        Roster.objects.update_or_create(index=index_of(ROSTER), defaults={"sealed": sealed})
    counts = {name: len(words) for name, words in said.items()}
    record_event(actor=actor, verb="save", thing="roster", body=counts, now=now)


@transaction.atomic
def read_roster(*, actor: str, now: datetime) -> Listed:
    """Return the lists for a person to read and change: they are identifiers, so that is written down too."""
    record_event(actor=actor, verb="read", thing="roster", body={}, now=now)
    return roster()
