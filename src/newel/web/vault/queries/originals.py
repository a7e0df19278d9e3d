"""Originals, for acts that work on them: looking for identifiers, writing the next version.

Pages do not call these. What a person reads goes through `actions.read_original`, which writes it down.
"""

from newel.web.vault.models import OriginalFile, OriginalText
from newel.web.vault.places import file_place, name_place, text_place
from newel.web.vault.sealing import index_of, unseal


class OriginalMissingError(Exception):
    """The vault holds no such original. It names the source and version only."""


def text_of(source_id: str, version: int) -> str:
    """Return the text of a version. Raises OriginalMissingError."""
    place = text_place(source_id, version)
    row = OriginalText.objects.filter(index=index_of(place)).first()
    if row is None:
        raise OriginalMissingError(f"The vault holds no version {version} of source {source_id}.")
    return unseal(row.sealed, place=place).decode()


def file_of(source_id: str) -> tuple[str, bytes]:
    """Return name and content of the file a source came in. Raises OriginalMissingError."""
    place = file_place(source_id)
    row = OriginalFile.objects.filter(index=index_of(place)).first()
    if row is None:
        raise OriginalMissingError(f"The vault holds no file of source {source_id}.")
    return unseal(row.sealed_name, place=name_place(source_id)).decode(), unseal(row.sealed, place=place)


def has_file(source_id: str) -> bool:
    """Whether a source came in a file. Tells nothing of it."""
    return OriginalFile.objects.filter(index=index_of(file_place(source_id))).exists()
