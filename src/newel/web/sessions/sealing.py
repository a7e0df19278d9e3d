"""Sealed words of a source in the study's database, each bound to its place, so that they open nowhere else."""

import json
from collections.abc import Sequence

from newel.transcripts import Edit
from newel.web import encryption


def seal(source_id: str, thing: str, words: str) -> bytes:
    """Return words sealed to one thing of one source, e.g. `text/2`."""
    return encryption.seal(words, place=_place(source_id, thing))


def unseal(source_id: str, thing: str, sealed: bytes | memoryview) -> str:
    """Return the words of one thing of one source. Raises encryption.UnableToUnsealError."""
    return encryption.unseal(sealed, place=_place(source_id, thing))


def seal_edits(source_id: str, number: int, edits: Sequence[Edit]) -> bytes:
    """Return the edits that made a version, sealed: they hold words of the text."""
    written = json.dumps([[edit.start, edit.end, edit.words] for edit in edits], ensure_ascii=False)
    return seal(source_id, f"edits/{number}", written)


def unseal_edits(source_id: str, number: int, sealed: bytes | memoryview | None) -> tuple[Edit, ...]:
    """Return the edits that made a version; none for the first."""
    if sealed is None:
        return ()
    return tuple(Edit(*edit) for edit in json.loads(unseal(source_id, f"edits/{number}", sealed)))


def _place(source_id: str, thing: str) -> str:
    return f"sources/{source_id}/{thing}"
