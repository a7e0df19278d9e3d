"""What people spoke of: each code by respondent group, type of site and wave, and which codes go together."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from newel.analysis import _cells, _notes
from newel.analysis._coded import CHOSEN, COUNTED, NOTHING_CODED, Coded, read_coded, row_id
from newel.analysis._plugin import Analysis, Evidence
from newel.coding import Code, Source, cooccurrence
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Protocol, Question

MOST_PAIRS = 12
"""The pairs of codes shown, those that go together most often."""
NOBODY_HEARD = "no coded source of these people was received"
NOTES = (
    COUNTED,
    CHOSEN,
    (
        "Who was heard differs between types of site and between waves, so that a difference between them may come "
        "from who spoke."
    ),
    (
        "Two codes go together where both stand in one turn, paragraph or answer. A code and one below it are never "
        "a pair."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Count sources and people for each code, as shares by group, site type and wave."""
    coded = read_coded(evidence.freeze)
    parts = _parts(evidence.protocol, coded)
    by_group, by_type, by_wave = (partial(_shares, coded, columns=columns) for columns in parts)
    themes = coded.codebook.themes()
    return Answer(
        population="People who were heard in coded interviews, focus groups and other sources",
        n=_cells.of_people(coded.heard(coded.coded)),
        tables=(
            by_group("themes", "Themes by respondent group", codes=[code for code in themes if code in coded.used]),
            _codes(coded),
            by_group("by_group", "Codes by respondent group", codes=coded.used),
            by_type("by_type", "Codes by type of site", codes=coded.used),
            by_wave("by_wave", "Codes by wave", codes=coded.used),
            _together(coded),
        ),
        figures=(_figure(evidence.protocol),),
        notes=(
            *NOTES,
            *(() if coded.counted else (f"{NOTHING_CODED.capitalize()}.",)),
            *_notes.interrupted(evidence.protocol),
            *_notes.site_types(evidence.protocol),
        ),
    )


Part = tuple[Column, tuple[Source, ...]]


def _parts(protocol: Protocol, coded: Coded) -> tuple[list[Part], list[Part], list[Part]]:
    """Return the columns of the three ways to divide the coded sources, each with its sources and with all of them."""
    type_of = {site.id: site.type for site in protocol.sites}
    return (
        _divided(coded, {group.id: group.plural for group in protocol.groups}, lambda source: source.group),
        _divided(coded, {kind.id: kind.plural for kind in protocol.site_types}, lambda s: type_of[str(s.site)]),
        _divided(coded, {wave.id: wave.label for wave in protocol.waves}, lambda source: source.wave),
    )


def _divided(coded: Coded, labels: Mapping[str, str], belongs_to: Callable[[Source], str | None]) -> list[Part]:
    parts = [
        (Column(name, label), tuple(source for source in coded.coded if belongs_to(source) == name))
        for name, label in labels.items()
    ]
    return [*parts, (Column("all", "All"), coded.coded)]


def _shares(coded: Coded, identifier: str, title: str, *, codes: Iterable[Code], columns: list[Part]) -> Table:
    rows = tuple(
        Row(row_id(code), coded.label(code), tuple(_share(coded, code, sources) for _, sources in columns))
        for code in codes
    )
    title = f"{title}: share of sources in which each comes up"
    return Table(identifier, title, "Code", tuple(column for column, _ in columns), rows)


def _share(coded: Coded, code: Code, sources: tuple[Source, ...]) -> Estimate:
    """Return the share of sources with a code, out of counts of sources, about the people who speak in them."""
    within = [source for source in sources if source.id in coded.where[code.id]]
    found = _cells.part_of(len(within), len(sources), why_missing=NOBODY_HEARD)
    return found if found.value is None else _about(found, coded.heard(sources))


def _about(share: Estimate, people: int) -> Estimate:
    return Estimate(share.kind, share.value, share.unit, people, share.numerator, share.denominator)


def _codes(coded: Coded) -> Table:
    columns = (Column("sources", "Sources"), Column("people", "People heard in them"), Column("passages", "Passages"))
    passages = _passages(coded)
    rows = []
    for code in coded.used:
        where = coded.where[code.id]
        people = coded.heard(where)
        cells = (
            Estimate("count", len(where), "sources", people),
            _cells.of_people(people),
            Estimate("count", passages[code.id], "passages", people),
        )
        rows.append(Row(row_id(code), coded.label(code), cells))
    return Table("codes", "How often each code was applied", "Code", columns, tuple(rows))


def _passages(coded: Coded) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for coding in coded.counted:
        for code in coded.codebook.path(coding.code):
            found[code.id] = found.get(code.id, 0) + 1
    return found


def _together(coded: Coded) -> Table:
    found = cooccurrence(coded.counted, coded.coded, within="unit")
    pairs = sorted(found.together, key=lambda pair: (-found.together[pair], pair))
    shown = [pair for pair in pairs if not _in_line(coded, *pair)][:MOST_PAIRS]
    columns = (
        Column("units", "Turns or paragraphs with both"),
        Column("sources", "Sources"),
        Column("share", "Share of those with either"),
    )
    rows = []
    for one, other in shown:
        both, sources = found.together[one, other], found.sources[one, other]
        cells = (
            Estimate("count", both, "units", sources),
            Estimate("count", sources, "sources", sources),
            Estimate("coefficient", found.jaccard(one, other), "", sources),
        )
        names = [coded.codebook.code(code) for code in (one, other)]
        rows.append(Row("__".join(map(row_id, names)), " with ".join(code.name for code in names), cells))
    return Table("together", "Codes that go together most often", "Codes", columns, tuple(rows))


def _in_line(coded: Coded, one: str, other: str) -> bool:
    return other in coded.codebook.under(one) or one in coded.codebook.under(other)


def _figure(protocol: Protocol) -> Figure:
    return Figure(
        "themes",
        "Share of sources in which each theme comes up, by respondent group",
        "bars",
        "themes",
        tuple(group.id for group in protocol.groups),
        "% of sources",
        "For each theme a bar for each respondent group: the share of its interviews and groups in which the theme "
        "comes up.",
    )


analysis = Analysis(
    title="Themes",
    method=(
        "Codes are counted once a source, the number of sources and of people beside each other (COREQ items 26 and "
        "31), by respondent group, type of site and wave. Codes that stand in the same turn or paragraph are counted "
        "as going together, and set against all turns with either of them (Jaccard's coefficient)."
    ),
    answer=answer,
)
