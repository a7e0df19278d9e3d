"""Load a coding project into the study: sources, codebook, layers, codings and memos, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from newel.coding import Project, Source
from newel.web.audit.actions import record_event
from newel.web.coding.actions._coders import Coders
from newel.web.coding.actions._loading import Placed, place_codings, place_layers, place_memos, place_relations
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.start_codebook import start_codebook
from newel.web.coding.models import Codebook
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.sessions.actions.accept_redacted import accept_redacted
from newel.web.sessions.actions.add_source import Described, Received, add_source
from newel.web.sessions.kinds import KINDS
from newel.web.sessions.queries.known import is_unused
from newel.web.vault.router import VAULT

OUR_ID_LETTERS, OUR_ID_LENGTH = frozenset("0123456789abcdef"), 16


@dataclass(frozen=True)
class Arrived:
    """What a source of a project is in this study, and what its people said: {purpose: given or refused}."""

    described: Described
    consents: Mapping[str, str]
    agreed: bool
    """Whether it is stated that they agreed to the use: else the source may not be coded."""


@dataclass(frozen=True)
class Arriving:
    """A project that was checked, and what the person who loads it says of it.

    `redacted` and `memos_redacted` are their word that nobody can be recognised by the texts and by the memos.
    """

    project: Project
    sources: Mapping[str, Arrived]
    coders: Coders
    redacted: bool = False
    memos_redacted: bool = False


@dataclass(frozen=True)
class Loaded:
    """What came of it. `titles` is {source of the project: its title here}; `counts` is what the audit is told.

    `on_desk` are the ids here of those to be redacted. Identifiers are looked for afterwards, one source an act, as on
    the page: that takes long, and nobody could write meanwhile.
    """

    titles: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    on_desk: tuple[str, ...] = ()


@transaction.atomic
@transaction.atomic(using=VAULT)
def load_project(*, by: Doer, arriving: Arriving) -> Loaded:
    """Load a project that has no faults. Should one database fail, the other has nothing either.

    The vault is written before the study's database. Where the texts were not redacted before, the sources go to the
    redaction desk, and the codings wait until their source is signed.
    """
    project = arriving.project
    titles, placed = {}, Placed(codebook=project.codebook.id, version=2 if arriving.redacted else 1)
    for source in project.sources:
        titles[source.id], placed.sources[source.id] = _add(source, by=by, arriving=arriving)
    kept = start_codebook(by=by, codebook=project.codebook, origin="project", words="Loaded with a project.")
    placed.codes.update(_codes(project, kept))
    place_layers(placed, kept, project=project, coders=arriving.coders, now=by.now)
    place_codings(placed, project, waiting=not arriving.redacted)
    place_relations(placed, project, now=by.now)
    memos = project.memos if arriving.redacted or arriving.memos_redacted else ()
    written = place_memos(placed, memos, coders=arriving.coders)
    counts = _counts(arriving, placed) | {"memos": written, "memos_left_out": len(project.memos) - len(memos)}
    body = {"codebook": kept.pk, "redacted_before": arriving.redacted} | counts
    record_event(actor=by.name, verb="load", thing="project", body=body, now=by.now)
    return Loaded(titles, counts, () if arriving.redacted else tuple(placed.sources.values()))


def _add(source: Source, *, by: Doer, arriving: Arriving) -> tuple[str, str]:
    """Add a source as if it had come over the page, and return its title and id. An id of ours is kept if it is free.

    Any other id is given up: somebody may have named the source after a person.
    """
    arrived = arriving.sources[source.id]
    ours = len(source.id) == OUR_ID_LENGTH and OUR_ID_LETTERS.issuperset(source.id) and is_unused(source.id)
    received = Received(source.text, consents=arrived.consents, source_id=source.id if ours else "")
    added = add_source(actor=by.name, described=arrived.described, received=received, now=by.now)
    if arriving.redacted:
        accept_redacted(actor=by.name, source_id=added.source_id, now=by.now)
    return f"{KINDS[added.kind]} {added.number}", added.source_id


def _codes(project: Project, kept: Codebook) -> dict[str, str]:
    """Return {code of the project: its id here}: another codebook may have had one of the ids."""
    here = codebook_now(kept.pk).codes
    return {code.id: own.id for code, own in zip(project.codebook.codes, here, strict=True)}


def _counts(arriving: Arriving, placed: Placed) -> dict[str, int]:
    project = arriving.project
    closed = {source for source, arrived in arriving.sources.items() if not arrived.agreed}
    return {
        "sources": len(placed.sources),
        "codes": len(placed.codes),
        "layers": len(placed.layers),
        "codings": len({coding.pk for coding in placed.codings.values()}),
        "double": len(project.codings) - len({coding.pk for coding in placed.codings.values()}),
        "relations": len(project.relations),
        "sources_without_consent": len(closed),
        "codings_without_consent": sum(coding.source in closed for coding in project.codings),
    }
