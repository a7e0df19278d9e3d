"""What may leave in a file: words only of those who agreed and are not alone, and no count that is too small."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from newel.coding import Codebook, Coding, Crosstab, Link, Project, RelationPart, Source, Summary
from newel.coding import Memo as CoreMemo
from newel.coding import Relation as CoreRelation
from newel.coding.matrix import Pin
from newel.disclosure import disclosure_rules
from newel.exchange.spreadsheets import Sheet
from newel.protocol import Protocol
from newel.web.coding.actions.open_layer import pseudonym_of
from newel.web.coding.models import Layer, MatrixCell, Memo, Relation
from newel.web.coding.presenters.quotes import people_behind
from newel.web.coding.queries.codings import core_layer
from newel.web.coding.queries.matrix import case_of
from newel.web.coding.texts import SourceRow, Text, core_source

WITHHELD = "withheld"


def leaving_sources(rows: Sequence[SourceRow], texts: dict[str, Text], protocol: Protocol) -> tuple[Source, ...]:
    """Return the sources as a file may have them.

    Where fewer people of a group were heard at a site than the protocol asks for, site and words are left out.
    """
    people = people_behind(rows)
    fewest = protocol.coding.people_behind_quote if protocol.coding else 1
    return tuple(
        _leaving(core_source(row, texts.get(row.source_id)), row, alone=people[row.site_id, row.group] < fewest)
        for row in rows
    )


def _leaving(source: Source, row: SourceRow, *, alone: bool) -> Source:
    cased = replace(source, case=case_of(row))
    return replace(cased, site=None, may_be_quoted=False) if alone else cased


def project_of(
    codebook: Codebook, sources: Sequence[Source], codings: Iterable[Coding], *, layers: Iterable[Layer]
) -> Project:
    """Return a coding project of what one person may see, without memos and links."""
    return Project(
        title=codebook.title,
        sources=tuple(sources),
        codebook=codebook,
        layers=tuple(core_layer(layer) for layer in layers),
        codings=tuple(codings),
    )


def with_thoughts(project: Project, memos: Iterable[Memo], relations: Iterable[Relation]) -> Project:
    """Add memos and links, as far as what they are about is in the project. Reflexive memos are for nobody else."""
    known = {("source", source.id) for source in project.sources} | {("coding", each.id) for each in project.codings}
    known |= {("code", code.id) for code in project.codebook.codes} | {("project", "")}
    kept = (memo for memo in memos if memo.kind != "reflexive")
    linked = ((memo, _link(memo)) for memo in kept)
    return replace(
        project,
        memos=tuple(_memo(memo, link) for memo, link in linked if (link.kind, link.id) in known),
        relations=tuple(
            _relation(relation)
            for relation in relations
            if all(("coding", part.coding.key) in known for part in relation.parts.all())
        ),
    )


def _link(memo: Memo) -> Link:
    if memo.about == "study":
        return Link("project")
    if memo.about == "code":
        return Link("code", memo.about_id.partition("/")[2])
    return Link("source" if memo.about == "source" else "coding", memo.about_id)


def _memo(memo: Memo, link: Link) -> CoreMemo:
    kind = {"analytic": "analytic", "method": "method"}.get(memo.kind, "code")
    return CoreMemo(memo.key, kind, (link,), memo.words, pseudonym_of(memo.by), memo.at)  # type: ignore[arg-type]  # - one of its words


def _relation(relation: Relation) -> CoreRelation:
    parts = tuple(RelationPart(part.part, part.coding.key) for part in relation.parts.all())
    return CoreRelation(relation.key, relation.kind, parts)


def summaries_of(cells: Iterable[MatrixCell]) -> list[Summary]:
    """Return what people wrote into the matrix, with the places they pinned. The cells come with their pins read."""
    return [
        Summary(cell.case_id, cell.code, cell.summary, cell.version, tuple(map(_pin, cell.pinned.all())))
        for cell in cells
    ]


def _pin(coding: object) -> Pin:
    return Pin(*(getattr(coding, name) for name in ("source_id", "version", "start", "end")))


def counts_sheet(
    found: Crosstab, codebook: Codebook, protocol: Protocol, *, names: Sequence[tuple[str, int]]
) -> Sheet:
    """Return how many sources of each column have a code. With no column for all, nothing is told by taking away."""
    rule = disclosure_rules()[protocol.disclosure.rule]
    rows = tuple(
        (codebook.path_name(code), *(_printed(found, code, column, smallest=rule.smallest) for column in found.columns))
        for code in found.codes
    )
    says = f"Sources that have each code. Counts below {rule.smallest} are withheld."
    header = ("code", *(f"{name} (of {count})" for name, count in names))
    return Sheet("Codes", says, header, rows)


def _printed(found: Crosstab, code: str, column: str, *, smallest: int) -> int | str:
    count = found.sources.get((code, column), 0)
    too_few = found.sources_in[column] < smallest
    return WITHHELD if too_few or 0 < count < smallest else count
