"""Programme theories: what works for whom in which circumstances, with the evidence for and against each."""

from collections.abc import Iterable, Iterator

import polars as pl

from newel import synthesis
from newel.analysis import _cells
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import identifier, words
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Question
from newel.synthesis import BEARINGS, Balance, Theory, balance_of, evidence_of, theories_of

NOTHING = "No programme theory was received."
NOTES = (
    (
        "A theory says that in a context, what the programme offers (resource) and how people respond to it bring "
        "about an outcome. Its statement, its status and its strength are judgements of the researchers, made from "
        "the evidence listed under it. They are words and no measurement."
    ),
    (
        "Evidence from a number repeats what was released of it in its own section, with its address in square "
        "brackets. Evidence from conversations is named by its code; what it says is in the researchers' words."
    ),
    (
        "The number of things that support a theory is not its strength: one contradiction can outweigh many. "
        "Where nobody has said that evidence against a theory was looked for, this is said."
    ),
)
WHAT = {
    "code": "Code “{}”",
    "quote": "A quote under the code “{}”, which is not printed",
    "coding": "A passage under the code “{}”",
    "cost": "Cost item “{}”",
}
NAMES = {"supports": "Supports", "contradicts": "Contradicts", "qualifies": "Limits"}


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Lay out each theory that has left its draft, and what bears on it."""
    written = theories_of(_rows(evidence, "theory"))
    theories = [theory for theory in written if theory.status != "draft"]
    linked = evidence_of(_rows(evidence, "theory_evidence"))
    balances = [balance_of(theory, linked) for theory in theories]
    things = _Things(evidence)
    tables = [table for balance in balances for table in _tables(balance, things)]
    return Answer(
        population="Programme theories that the researchers have put forward",
        n=_cells.things(len(theories), "theories", national=True),
        tables=(_overview(balances), *tables),
        figures=(FIGURE,) if balances else (),
        notes=(*NOTES, *_left_out(written, theories)),
    )


def _rows(evidence: Evidence, kind: str) -> list[dict[str, object]]:
    return evidence.freeze.frame(kind).to_dicts()


def _left_out(written: Iterable[Theory], shown: list[Theory]) -> Iterator[str]:
    drafts = len(list(written)) - len(shown)
    if drafts:
        yield f"Theories that are still drafts are not shown: {drafts}."
    elif not shown:
        yield NOTHING


def _overview(balances: list[Balance]) -> Table:
    columns = (
        Column("status", "Status"),
        Column("strength", "Strength of evidence"),
        *(Column(bearing, NAMES[bearing]) for bearing in BEARINGS),
        Column("contrary", "Evidence against it"),
    )
    rows = tuple(Row(balance.theory.id, balance.theory.title, _standing(balance)) for balance in balances)
    return Table("theories", "Programme theories and how they stand", "Theory", columns, rows)


def _standing(balance: Balance) -> tuple[Estimate, ...]:
    bearing = (balance.supports, balance.contradicts, balance.qualifies)
    return (
        _cells.says(words(balance.theory.status)),
        _cells.says(words(balance.theory.strength)),
        *(_cells.things(len(each), "pieces of evidence") for each in bearing),
        _cells.says(balance.contrary),
    )


def _tables(balance: Balance, things: "_Things") -> Iterator[Table]:
    theory = balance.theory
    yield _statement(theory)
    every = [*balance.supports, *balance.contradicts, *balance.qualifies]
    columns = (Column("says", "What it says, in the researchers' words"), Column("where", "Where it stands"))
    rows = [
        Row(f"e{place}", f"{NAMES[each.bearing]}: {each.strand}", _piece(each, things))
        for place, each in enumerate(every, start=1)
    ]
    if rows:
        yield Table(f"evidence_{theory.id}", f"{theory.title}: evidence", "Bears on it", columns, tuple(rows))


def _statement(theory: Theory) -> Table:
    parts = (
        ("context", "Context", theory.context),
        ("resource", "Mechanism: what is offered", theory.mechanism.resource),
        ("response", "Mechanism: how people respond", theory.mechanism.response),
        ("outcome", "Outcome", theory.outcome),
        *((f"v{each.version}", f"Version {each.version}", _version(each)) for each in (*theory.history, theory)),
    )
    rows = tuple(Row(name, label, (_cells.says(text),)) for name, label, text in parts)
    return Table(f"theory_{theory.id}", f"{theory.title}: statement and history", "Part", (_SAYS,), rows)


_SAYS = Column("says", "What it says")


def _version(theory: Theory) -> str:
    strength = "" if theory.strength == "not_judged" else f", evidence {theory.strength}"
    because = f" {theory.because}" if theory.because else ""
    return f"{words(theory.status)}{strength}, {theory.written_on:%B %Y}.{because}"


def _piece(each: synthesis.Evidence, things: "_Things") -> tuple[Estimate, ...]:
    address = things.address(each)
    where = _cells.pointer(address, things.named(each)) if address else _cells.says(things.named(each))
    return _cells.says(each.says), where


class _Things:
    """What evidence from words and costs points at, by its name in the freeze."""

    def __init__(self, evidence: Evidence) -> None:
        frame = evidence.freeze.frame
        self.codes = _names(frame("code"), "code_id", "name")
        self.themes = _names(frame("code"), "code_id", "theme")
        self.quotes = _names(frame("quote"), "quote_id", "code_id")
        self.codings = _names(frame("coding"), "coding_id", "code_id")
        self.costs = _names(frame("unit_cost"), "item", "label")
        asked = (question.id for question in evidence.protocol.questions if question.analysis == "quotes")
        self.quoted_in = next(asked, "")

    def address(self, each: synthesis.Evidence) -> str:
        """Return where the report prints it: a number at its address, a quote with the others of its theme."""
        if each.kind == "finding":
            return each.thing
        theme = self.themes.get(self.quotes.get(each.thing, "")) if each.kind == "quote" else None
        return f"{self.quoted_in}.quotes_{identifier(theme)}.{each.thing}.words" if theme and self.quoted_in else ""

    def named(self, each: synthesis.Evidence) -> str:
        """Return a name in words; that it is not in this freeze, where it is not. A number's is its address."""
        if each.kind == "finding":
            return each.thing
        found = {
            "code": self.codes.get(each.thing),
            "quote": self.codes.get(self.quotes.get(each.thing, "")),
            "coding": self.codes.get(self.codings.get(each.thing, "")),
            "cost": self.costs.get(each.thing),
        }[each.kind]
        return WHAT[each.kind].format(found) if found else f"A {each.kind} that is not in this freeze: {each.thing}"


def _names(frame: pl.DataFrame, key: str, name: str) -> dict[str, str]:
    return dict(frame.select(key, name).iter_rows())


FIGURE = Figure(
    "balance",
    "What bears on each theory",
    "bars",
    "theories",
    BEARINGS,
    "Pieces of evidence",
    "For each programme theory, bars for the pieces of evidence that support it, contradict it and limit it.",
)

analysis = Analysis(
    title="Programme theories",
    method=(
        "Realist context, mechanism and outcome statements, each with its versions and the evidence for and against "
        "it (RAMESES II reporting standards, Wong and others, BMC Medicine 2016;14:96). A theory counts as supported "
        "only where evidence is linked, its strength is judged and somebody has said where evidence against it was "
        "looked for."
    ),
    answer=answer,
)
