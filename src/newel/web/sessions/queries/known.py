"""Whether a text, or an id, is in the study already: asked before sources are loaded from a project."""

from collections.abc import Collection

from newel.web.sessions.kinds import KINDS
from newel.web.sessions.models import Source, TextVersion
from newel.web.vault.queries.originals import OriginalMissingError, text_of


def titles_by_hash(hashes: Collection[str]) -> dict[str, str]:
    """Return {SHA-256 of a text: title of the source that has it, in any version}."""
    found = TextVersion.objects.filter(sha256__in=list(hashes)).select_related("source").order_by("-pk")
    return {version.sha256: f"{KINDS[version.source.kind]} {version.source.number}" for version in found}


def is_unused(source_id: str) -> bool:
    """Whether neither the study nor the vault has anything under an id."""
    if Source.objects.filter(source_id=source_id).exists():
        return False
    try:
        text_of(source_id, 1)
    except OriginalMissingError:
        return True
    return False
