"""Codings of a code that was split: each waits for a person to say to which part it goes."""

import json
from dataclasses import dataclass

from newel.coding import Codebook
from newel.web.coding.models import Coding, Step
from newel.web.coding.queries.codings import COUNTS
from newel.web.coding.queries.layers import Sight


@dataclass(frozen=True)
class Split:
    """A code that was split, with its parts and how many of one's own codings wait."""

    code: str
    name: str
    parts: tuple[str, ...]
    waiting: int


def split_codes(sight: Sight, codebook: Codebook) -> list[Split]:
    """Return the split codes of which codings in one's own layers wait."""
    found = []
    for code, parts in _splits(codebook.id).items():
        if code not in codebook.by_id or not codebook.code(code).retired:
            continue
        waiting = len(codings_to_sort(sight, codebook.id, code))
        if waiting:
            found.append(Split(code, codebook.code(code).name, parts, waiting))
    return found


def codings_to_sort(sight: Sight, codebook_id: str, code: str) -> list[Coding]:
    """Return the codings of a split code in one's own layers, and in reconciled ones, that are not locked."""
    mine = [
        layer
        for layer in sight.of(codebook_id)
        if layer.locked_at is None and (layer.coder == sight.name or layer.purpose == "reconciled")
    ]
    rows = Coding.objects.filter(COUNTS, layer__in=mine, code=code)
    return list(rows.select_related("layer").order_by("source_id", "start"))


def parts_of(codebook_id: str, code: str) -> tuple[str, ...]:
    """Return the parts a code was split into; none where it was not."""
    return _splits(codebook_id).get(code, ())


def _splits(codebook_id: str) -> dict[str, tuple[str, ...]]:
    steps = Step.objects.filter(codebook_id=codebook_id, verb="change codebook", undone_by=None).order_by("pk")
    splits: dict[str, tuple[str, ...]] = {}
    for said in steps.values_list("said", flat=True):
        splits |= {code: tuple(parts) for code, parts in json.loads(said).get("split", {}).items()}
    return splits
