"""What people said in their own words: quotes that were chosen, agreed to, read by a second person, and safe."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newel.analysis import _cells
from newel.analysis._coded import Coded, read_coded, row_id
from newel.analysis._crowds import Crowds, crowds, speaker
from newel.analysis._plugin import Analysis, Evidence
from newel.coding import Code
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.protocol import CodingPlan, Question

REASONS = {
    "no_consent": "Not agreed to be quoted",
    "not_redacted": "Redaction not signed off",
    "not_read": "Not read by a second person",
    "too_few": "Too few of the group at the site",
}
"""Why a quote is held back, in the order that is looked for."""
READY = "ready"
NOTES = (
    (
        "A quote was chosen by a coder to show what a theme holds. It stands for nobody else, and nothing is counted "
        "by it."
    ),
    (
        "A quote is held back where its speakers did not agree to be quoted, its redaction was not signed off, no "
        "second person has read it, or too few people of its group were heard at its site. One that is ready is still "
        "withheld where too few of its group were heard in that type of site for the study's disclosure rule."
    ),
    "Words in square brackets stand in place of a name, a place or a date.",
)
SYNTHETIC = "These quotes are synthetic: a computer made them up, and nobody said these words."
Quote = Mapping[str, Any]


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Print the quotes of each theme that are ready, and count those that are held back by why."""
    protocol, coded = evidence.protocol, read_coded(evidence.freeze)
    around = crowds(protocol, coded)
    quotes = evidence.freeze.frame("quote").sort("quote_id").to_dicts()
    standing = [(quote, _standing(protocol.coding, coded, around, quote=quote)) for quote in quotes]
    by_theme = {theme.id: list(_of_theme(coded, theme, standing)) for theme in coded.codebook.themes()}
    shown = [theme for theme in coded.codebook.themes() if any(stands == READY for _, stands in by_theme[theme.id])]
    return Answer(
        population="Quotes that coders chose from the sources",
        n=_cells.things(len(quotes), "quotes", national=True),
        tables=(
            *(_quotations(evidence, coded, around, theme=theme, quotes=by_theme[theme.id]) for theme in shown),
            _status(coded, by_theme),
        ),
        notes=(
            *NOTES,
            *((SYNTHETIC,) if evidence.freeze.synthetic and quotes else ()),
            *(() if quotes else ("No quote was received.",)),
        ),
    )


def _standing(plan: CodingPlan | None, coded: Coded, around: Crowds, *, quote: Quote) -> str:
    """Return whether a quote is ready, or the first reason why it is held back."""
    source = coded.by_id.get(quote["source_id"])
    if source is None or not source.may_be_quoted or plan is None or not plan.quotes_printed:
        return "no_consent"
    if source.id not in coded.redacted:
        return "not_redacted"
    if not quote["checked_by"] or quote["checked_by"] == quote["chosen_by"]:
        return "not_read"
    return READY if around.safe(source) else "too_few"


Standing = tuple[Quote, str]


def _of_theme(coded: Coded, theme: Code, standing: Sequence[Standing]) -> Iterator[Standing]:
    under = coded.codebook.under(theme.id)
    return (each for each in standing if each[0]["code_id"] in under)


def _quotations(
    evidence: Evidence, coded: Coded, around: Crowds, *, theme: Code, quotes: Sequence[Standing]
) -> Table:
    rows = []
    for quote, stands in quotes:
        if stands == READY:
            source = coded.by_id[quote["source_id"]]
            who = speaker(evidence.protocol, source)
            label = f"{who} (synthetic)" if evidence.freeze.synthetic else who
            said = Estimate("words", 0.0, "", around.printed(source), says=quote["words"])
            rows.append(Row(quote["quote_id"], label, (said,)))
    title = f"In their own words: {theme.name[:1].lower()}{theme.name[1:]}"
    columns = (Column("words", "Quote"),)
    return Table(f"quotes_{row_id(theme)}", title, "Who spoke", columns, tuple(rows), shape="quotations")


def _status(coded: Coded, by_theme: Mapping[str, Sequence[Standing]]) -> Table:
    columns = (
        Column("chosen", "Chosen"),
        Column(READY, "Ready"),
        *(Column(reason, label) for reason, label in REASONS.items()),
    )
    rows = [
        Row(row_id(theme), theme.name, _counts(by_theme[theme.id]))
        for theme in coded.codebook.themes()
        if by_theme[theme.id]
    ]
    everything = [each for found in by_theme.values() for each in found]
    rows.append(Row("all", "All themes", _counts(everything)))
    return Table("status", "Quotes that are ready, and why others are held back", "Theme", columns, tuple(rows))


def _counts(quotes: Sequence[Standing]) -> tuple[Estimate, ...]:
    stands = [each for _, each in quotes]
    return tuple(
        _cells.things(len(stands) if name is None else stands.count(name), "quotes", national=True)
        for name in (None, READY, *REASONS)
    )


analysis = Analysis(
    title="Quotes",
    method=(
        "Quotes are printed with the speaker's respondent group and type of site (COREQ item 29), only with consent to "
        "be quoted, after redaction was signed off and a second person has read them, and where the protocol's "
        "smallest number of people of the group were heard at the site."
    ),
    answer=answer,
)
