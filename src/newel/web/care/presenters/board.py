"""The board of a site as rows: one for each young person for those who work there, counts alone for everybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newel.care.wording import Wording
from newel.protocol import Site
from newel.web.care.due import Due
from newel.web.care.models import Admission
from newel.web.care.standing import QUESTIONS, Standing

QUESTION_NAMES = {
    "assessment": "Assessment not complete",
    "formulation": "Formulation overdue",
    "review": "Review overdue",
    "needs": "Needs with no intervention",
    "words": "Own words to read",
}
EMPTY = {
    "": "Nobody is on the pathway here yet. Admit the first young person.",
    "assessment": "Every domain is assessed for everybody here.",
    "formulation": "No formulation is overdue.",
    "review": "No review is overdue.",
    "needs": "Every identified need has an intervention.",
    "words": "All words of young people were read.",
}


@dataclass(frozen=True)
class BoardRow:
    """One young person on the board, in words."""

    admission: Admission
    unassessed: tuple[str, ...]
    assessment: Due | None
    formulation: Due | None
    review: Due | None
    unanswered: tuple[str, ...]
    unread: int
    planned: bool


@dataclass(frozen=True)
class Filter:
    """A link above the board: what it shows, how many that is, and whether it is shown now."""

    id: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class SiteCounts:
    """How many young people of a site, or of all (no `site`), belong on each list."""

    name: str
    here: int
    counts: tuple[tuple[str, int], ...]


def board_rows(standings: Iterable[Standing], wording: Wording) -> list[BoardRow]:
    """Return the rows, with domains in the study's words."""
    return [
        BoardRow(
            admission=row.admission,
            unassessed=_labels(row.unassessed, wording),
            assessment=row.assessment,
            formulation=row.formulation,
            review=row.review,
            unanswered=_labels(row.unanswered, wording),
            unread=len(row.unread),
            planned=row.planned,
        )
        for row in standings
    ]


def filters(standings: Sequence[Standing], chosen: str) -> list[Filter]:
    """Return the links above the board: everybody first, then one question each."""
    asked = [
        Filter(question, QUESTION_NAMES[question], _count(standings, question), question == chosen)
        for question in QUESTIONS
    ]
    return [Filter("", "Everybody here", len(standings), not chosen), *asked]


def site_counts(sites: Iterable[Site], standings: Sequence[Standing]) -> list[SiteCounts]:
    """Return one row a site and a last one for all: numbers, and no young person."""
    rows = [
        _counts(f"{site.pseudonym} ({site.id})", [row for row in standings if row.admission.site_id == site.id])
        for site in sites
    ]
    return [*rows, _counts("All sites", standings)] if len(rows) > 1 else rows


def _counts(name: str, standings: Sequence[Standing]) -> SiteCounts:
    counts = tuple((QUESTION_NAMES[question], _count(standings, question)) for question in QUESTIONS)
    return SiteCounts(name, len(standings), counts)


def _count(standings: Iterable[Standing], question: str) -> int:
    return sum(row.is_open(question) for row in standings)


def _labels(domains: Iterable[str], wording: Wording) -> tuple[str, ...]:
    return tuple(wording.domain(domain).label for domain in domains)
