"""How many people chose each option of each item; it works for any instrument, with scales or without."""

import polars as pl

from newel.analysis import _cells, _notes, _options
from newel.analysis._answers import asked_instruments, sent_answers, sent_responses
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.instruments import Instrument, Item
from newel.protocol import Question
from newel.statistics import clustered_mean

NOBODY = "nobody answered this item"
NOT_A_PART = "a reason for not answering is not a part of those who answered"
NOTES = (
    (
        "The share of an option is of those who answered the item; the last rows of a table count those who "
        "gave no answer, by reason."
    ),
    "Only answers that were sent are counted.",
)


def answer(question: Question, evidence: Evidence) -> Answer:
    """Count the answers to every item of the instruments the question names."""
    protocol = evidence.protocol
    group = protocol.group(_options.one(question, "group", [group.id for group in protocol.groups]))
    named = _options.several(question, "instruments")
    sent = sent_responses(evidence, group.id)
    when = "over all waves"
    if "wave" in question.options:
        labels = {wave.id: wave.label for wave in protocol.waves}
        wave = _options.one(question, "wave", labels)
        sent, when = sent.filter(pl.col("wave") == wave), labels[wave].lower()
    instruments = asked_instruments(evidence, group.id, named)
    tables = [table for instrument in instruments for table in _instrument_tables(evidence, sent, instrument)]
    return Answer(
        population=f"{group.plural} who sent a questionnaire, {when}",
        n=_cells.of_people(sent["participant_id"].n_unique(), national=True),
        tables=tuple(tables),
        notes=(
            *NOTES,
            *(() if sent.height else ("No questionnaire was received.",)),
            *_notes.instruments(evidence, named),
            *_notes.intervals(protocol, tables),
            *_notes.waves(protocol, group),
        ),
    )


def _instrument_tables(evidence: Evidence, sent: pl.DataFrame, instrument: Instrument) -> list[Table]:
    answers = sent_answers(evidence, sent, instrument)
    chosen = [item for item in instrument.items if item.options is not None]
    given = [item for item in instrument.items if item.options is None]
    tables = [_options_table(answers.filter(pl.col("item") == item.id), instrument, item) for item in chosen]
    return tables if not given else [*tables, _numbers_table(answers, instrument, given)]


def _options_table(answers: pl.DataFrame, instrument: Instrument, item: Item) -> Table:
    answered = answers.drop_nulls("value").with_columns(pl.col("value").cast(pl.Int64))
    rows = [
        Row(option_id(option.code), option.label, _option(answered, option.code))
        for option in instrument.options_of(item)
        if option.missing is None
    ]
    reasons = answers.filter(pl.col("value").is_null())
    for reason in reasons["missing"].fill_null("skipped").unique().sort():
        here = reasons.filter(pl.col("missing").fill_null("skipped") == reason)
        not_answered = (_count(here), _cells.empty("percentage", "%", NOT_A_PART, national=True))
        rows.append(Row(f"missing_{reason}", f"No answer: {words(reason).lower()}", not_answered))
    columns = (Column("people", "Answers"), Column("share", "Share of those who answered"))
    return Table(f"{instrument.id}_{item.id}", _text(instrument, item), "Answer", columns, tuple(rows))


def option_id(code: int) -> str:
    """Return the row id of an option: option_2, option_minus_1."""
    return f"option_{code}" if code >= 0 else f"option_minus_{-code}"


def _text(instrument: Instrument, item: Item) -> str:
    """Return the item's wording; on the key shelf there is none, only its number."""
    number = [each.id for each in instrument.items].index(item.id) + 1
    return item.text or f"{instrument.title}: item {number}"


def _option(answered: pl.DataFrame, code: int) -> tuple[Estimate, Estimate]:
    here = answered.filter(pl.col("value") == code)
    chose = (pl.col("value") == code).sum()
    by_site = answered.group_by("site_id").agg(chose=chose, answered=pl.len()).sort("site_id")
    return _count(here), _cells.share(by_site, "chose", "answered", why_missing=NOBODY, national=True)


def _count(answers: pl.DataFrame) -> Estimate:
    """Count answers; the people behind them may be fewer, where somebody answered in more than one wave."""
    return Estimate("count", answers.height, "answers", people=answers["participant_id"].n_unique(), national=True)


def _numbers_table(answers: pl.DataFrame, instrument: Instrument, items: list[Item]) -> Table:
    rows = tuple(
        Row(item.id, _text(instrument, item), _number(answers.filter(pl.col("item") == item.id).drop_nulls("value")))
        for item in items
    )
    columns = (Column("people", "Answers"), Column("mean", "Mean"))
    return Table(f"{instrument.id}_numbers", f"{instrument.title}: items answered with a number", "Item", columns, rows)


def _number(answers: pl.DataFrame) -> tuple[Estimate, Estimate]:
    if answers.is_empty():
        return _count(answers), _cells.empty("mean", "", NOBODY, national=True)
    found = clustered_mean(_cells.numbers(answers, "value"), answers["site_id"].to_numpy())
    return _count(answers), _cells.mean(found, "", answers["participant_id"].n_unique(), national=True)


analysis = Analysis(
    title="Distribution of answers",
    method=(
        "Each option of each item is counted, and given in percent of those who answered the item. Intervals "
        "are Wilson intervals with the effective sample size of clustered people (Korn and Graubard 1998; Dean "
        "and Pagano 2015); items answered with a number have a mean with a CR2 interval (Bell and McCaffrey "
        "2002)."
    ),
    answer=answer,
)
