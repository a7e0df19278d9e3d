"""Writing the next version of a codebook, and giving codings the codes that it asks for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from newel.coding import Code, Codebook
from newel.web.coding.actions._recording import OvertakenError
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import CodebookVersion, Coding
from newel.web.coding.queries.codebooks import as_json, codebook_at


def newest(kept: Kept) -> int:
    """Return the number of the newest version, for this act alone until its transaction ends."""
    Kept.objects.select_for_update().get(pk=kept.pk)
    return kept.versions.order_by("-number").values_list("number", flat=True)[0]


def write_version(kept: Kept, codebook: Codebook, *, words: str, by: str, at: datetime) -> CodebookVersion:
    """Keep a version under the codebook's own number."""
    return CodebookVersion.objects.create(
        codebook=kept, number=codebook.version, content=as_json(codebook), words=words[:400], by=by, at=at
    )


def restore_version(kept: Kept, *, made: int, by: str, at: datetime) -> None:
    """Write the version before `made` once more, as the next one. What `made` brought is retired, not gone: somebody
    may have coded with it, in a blind round too, where nobody may be told.

    Raises OvertakenError where the codebook is not as `made` left it.
    """
    last = newest(kept)
    now, left = codebook_at(kept.pk, last), codebook_at(kept.pk, made)
    since = [code for code in now.codes if code.id not in left.by_id]
    as_left = tuple(code for code in now.codes if code.id in left.by_id)
    if made < 2 or as_left != left.codes or not all(code.retired for code in since):
        raise OvertakenError
    before = codebook_at(kept.pk, made - 1)
    brought = [_retired(code, before) for code in now.codes if code.id not in before.by_id]
    again = replace(before, codes=(*before.codes, *brought), version=last + 1)
    write_version(kept, again, words="Took back the change before.", by=by, at=at)


def _retired(code: Code, before: Codebook) -> Code:
    """Return a code retired, at the top where the one above it is not known."""
    return replace(code, retired=True, parent=code.parent if code.parent in before.by_id else None)


def recode(kept: Kept, moves: Mapping[str, str]) -> tuple[list[tuple[int, str]], list[int]]:
    """Give the codings of each code to another. Return [(coding, the code it had)] and those that were double then.

    All layers follow, locked and blind ones too: the words of a code's name change for everybody at once.
    """
    had: list[tuple[int, str]] = []
    double: list[int] = []
    for coding in Coding.objects.filter(layer__codebook=kept, code__in=moves).order_by("pk"):
        had.append((coding.pk, coding.code))
        coding.code = moves[coding.code]
        if coding.live and not coding.queued and _is_there(coding):
            coding.live = False
            double.append(coding.pk)
        coding.save(update_fields=["code", "live"])
    return had, double


def _is_there(coding: Coding) -> bool:
    same = {name: getattr(coding, name) for name in ("layer_id", "source_id", "code", "start", "end")}
    return Coding.objects.filter(**same, live=True, queued=False).exclude(pk=coding.pk).exists()
