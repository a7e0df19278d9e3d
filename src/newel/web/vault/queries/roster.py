"""The roster as it stands: what acts look for in every text."""

import json
from dataclasses import dataclass

from newel.web.vault.models import Roster
from newel.web.vault.places import ROSTER
from newel.web.vault.sealing import index_of, unseal


@dataclass(frozen=True)
class Listed:
    """Names of people, of places, and of units and organisations."""

    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def roster() -> Listed:
    """Return the roster; an empty one where nothing was listed yet."""
    row = Roster.objects.filter(index=index_of(ROSTER)).first()
    if row is None:
        return Listed()
    said = json.loads(unseal(row.sealed, place=ROSTER))
    return Listed(tuple(said["names"]), tuple(said["places"]), tuple(said["units"]))
