"""Keep a change of a codebook that `newel.coding` has made: add, rename, describe, move, merge, split or retire."""

from dataclasses import replace

from django.db import transaction

from newel.coding import Change
from newel.web.coding.actions._recording import Doer, OvertakenError, Said, Where, record_act
from newel.web.coding.actions._rewriting import newest, recode, write_version
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import Step


@transaction.atomic
def change_codebook(*, by: Doer, codebook_id: str, seen: int, change: Change) -> Step:
    """Keep a change of version `seen` as the next version, and give codings the one code they go to.

    Where they may go to several, they stay until a person has chosen. Raises OvertakenError.
    """
    kept = Kept.objects.select_for_update().get(pk=codebook_id)
    last = newest(kept)
    if last != seen:
        raise OvertakenError
    made = write_version(kept, replace(change.codebook, version=last + 1), words=change.words, by=by.name, at=by.now)
    moves = {code: targets[0] for code, targets in change.codings.items() if len(targets) == 1}
    had, double = recode(kept, moves)
    split = {code: targets for code, targets in change.codings.items() if len(targets) > 1}
    said = Said(
        {"version": made.number, "codes": had, "dropped": double, "split": split},
        {"version": made.number, "recoded": len(had), "double": len(double)},
    )
    return record_act("change codebook", by=by, where=Where(codebook=kept), said=said)
