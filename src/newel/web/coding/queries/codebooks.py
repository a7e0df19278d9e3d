"""Codebooks as they stand and as they stood, in the shape of `newel.coding`."""

import json
from dataclasses import asdict
from functools import lru_cache

from django.db.models import QuerySet

from newel.coding import Citation, Code, Codebook, RelationKind, Role
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import CodebookVersion


def codebooks() -> list[Kept]:
    """Return every codebook, the one made first at the top."""
    return list(Kept.objects.order_by("created_at", "id"))


def kept(codebook_id: str) -> Kept | None:
    """Return the row of a codebook, or None."""
    return Kept.objects.filter(pk=codebook_id).first()


def codebook_now(codebook_id: str) -> Codebook:
    """Return a codebook as it stands. Raises CodebookVersion.DoesNotExist."""
    content = _contents(codebook_id).order_by("-number").first()
    if content is None:
        raise CodebookVersion.DoesNotExist
    return from_json(content)


def codebook_at(codebook_id: str, number: int) -> Codebook:
    """Return one version of a codebook. Raises CodebookVersion.DoesNotExist."""
    return from_json(_contents(codebook_id).get(number=number))


def versions_of(codebook_id: str) -> list[CodebookVersion]:
    """Return the versions of a codebook without their content, the newest first."""
    return list(CodebookVersion.objects.filter(codebook_id=codebook_id).defer("content").order_by("-number"))


def ids_everywhere(*, but: str = "") -> set[str]:
    """Return the ids of all codes of all codebooks, but of one."""
    return {code.id for book in codebooks() if book.pk != but for code in codebook_now(book.pk).codes}


def as_json(codebook: Codebook) -> str:
    """Return a codebook as it is kept."""
    return json.dumps(asdict(codebook), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=16)
def from_json(content: str) -> Codebook:
    """Return a codebook from how it is kept. Neither is ever changed, so what was read lately is not read again."""
    parts = json.loads(content)
    return Codebook(
        **parts
        | {
            "codes": tuple(Code(**code) for code in parts["codes"]),
            "sources": tuple(Citation(**citation) for citation in parts["sources"]),
            "relations": tuple(
                RelationKind(**relation | {"roles": tuple(Role(**role) for role in relation["roles"])})
                for relation in parts["relations"]
            ),
        }
    )



def _contents(codebook_id: str) -> QuerySet[CodebookVersion, str]:
    return CodebookVersion.objects.filter(codebook_id=codebook_id).values_list("content", flat=True)
