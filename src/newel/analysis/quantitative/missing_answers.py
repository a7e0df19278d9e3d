"""What was left out, what the answer would be had nothing been, and how far the missing would have to differ."""

from dataclasses import dataclass

import numpy as np

from newel.analysis import _cells, _notes
from newel.analysis._change import fit_change, reference_spread
from newel.analysis._imputing import Completion, completed
from newel.analysis._items import item_answers
from newel.analysis._outcome_cells import POINTS, coefficient, difference, not_held, p_value, sentence, words
from newel.analysis._outcomes import Scores, scored_outcomes
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import uncounted
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Impact, Protocol, Question
from newel.statistics.imputation import Pooled, TippingRow, compare, tipping_points

NOT_COMPLETED, NOBODY = "The scores could not be completed.", "Nobody answered."
NOTES = (
    (
        "Completed scores are drawn, many times over, from what people like those who left something out did answer: "
        "in the same wave, at the same kind of site, with the same answers on the other outcomes, and at the same "
        "site. This is right if that is all there is to it. Nobody can tell from the answers whether it is."
    ),
    (
        "So the completed scores of the later waves are also moved, up and down, by steps that the protocol names. "
        "Where the conclusion stays the same at every step, it does not hang on who left something out."
    ),
    (
        "Only responses that were sent are completed. People who were asked and did not answer, or were never asked, "
        "are not in any of this."
    ),
)


@dataclass(frozen=True)
class Primary:
    """One primary outcome: its scores as they came, and as they were completed."""

    protocol: Protocol
    impact: Impact
    scores: Scores
    completion: Completion

    @property
    def name(self) -> str:
        """The outcome's id."""
        return self.scores.outcome.id

    @property
    def ends(self) -> tuple[str, str]:
        """The waves that decide."""
        return self.impact.reference_wave, self.impact.first_follow_up

    @property
    def why_not(self) -> str:
        """Why nothing was completed, as a sentence; or an empty text."""
        why = self.completion.why_not(self.name)
        return sentence(why) if why else ""

    def pooled(self, delta: float = 0.0) -> Pooled | None:
        """Return the pooled comparison, with completed scores moved by so many points."""
        return self.completion.pooled(self.protocol, self.name, ends=self.ends, delta=delta)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Describe what is missing on every outcome, and complete the primary ones."""
    scored = scored_outcomes(evidence, evidence.protocol.outcomes)
    primary = _primary(evidence, scored)
    tipping = [_tipping(each) for each in primary]
    people = {person for scores in scored.values() for person in scores.frame["participant_id"]}
    tables = (_gaps(evidence, scored), _compared(primary), _drawn(primary), *(table for table, _ in tipping if table))
    return Answer(
        population="Responses that were sent, from the reference wave on",
        n=_cells.of_people(len(people), national=True),
        tables=tables,
        figures=tuple(_figure(table) for table, _ in tipping if table),
        notes=(
            *not_held(evidence.protocol, evidence.protocol.outcomes, scored),
            *NOTES,
            *(says for _, says in tipping),
            *_remarks(primary),
            *_notes.interrupted(evidence.protocol),
        ),
    )


def _primary(evidence: Evidence, scored: dict[str, Scores]) -> list[Primary]:
    impact = evidence.protocol.impact
    if impact is None:
        return []
    mine = [scores for scores in scored.values() if scores.outcome.role == "primary"]
    done = {group: completed(evidence, group) for group in dict.fromkeys(str(each.outcome.group) for each in mine)}
    return [Primary(evidence.protocol, impact, each, done[str(each.outcome.group)]) for each in mine]


def _gaps(evidence: Evidence, scored: dict[str, Scores]) -> Table:
    columns = (
        Column("sent", "Responses sent"),
        Column("not_scored", "Could not be scored"),
        Column("items", "Items left out"),
    )
    rows = []
    for name, scores in scored.items():
        items = item_answers(evidence, scores).values
        left_out, unscored = int(np.isnan(items).sum()), scores.sent - scores.frame.height
        cells = (
            _cells.of_people(scores.sent, "responses", national=True),
            _cells.part_of(unscored, scores.sent, why_missing=NOBODY, national=True),
            _cells.part_of(left_out, items.size, why_missing=NOBODY, about_people=False, national=True),
        )
        rows.append(Row(name, scores.outcome.label, cells))
    return Table("gaps", "What was left out", "Outcome", columns, tuple(rows))


def _compared(primary: list[Primary]) -> Table:
    columns = (
        Column("as_answered", "Of those scored"),
        Column("completed", "With completed scores"),
        Column("p", "p"),
        Column("lost", "Information that is missing"),
    )
    rows = tuple(Row(each.name, each.scores.outcome.label, _both(each)) for each in primary)
    return Table("pooled", "The comparison that decides, without and with completed scores", "Outcome", columns, rows)


def _both(each: Primary) -> tuple[Estimate, ...]:
    alone = difference(fit_change(each.protocol, each.scores).difference(*each.ends))
    pooled, people = each.pooled(), each.scores.fewest(*each.ends)
    if pooled is None:
        why = each.why_not or NOT_COMPLETED
        none = _cells.empty("difference", POINTS, why)
        return alone, none, p_value(float("nan"), 0, why_none=why), coefficient(float("nan"), 0, why_none=why)
    found = pooled.inference
    value, low, high = (float(end[0]) for end in (found.estimate, found.low, found.high))
    return (
        alone,
        Estimate("difference", value, POINTS, people, low=low, high=high),
        p_value(float(found.p[0]), people),
        coefficient(float(pooled.fraction_missing[0]), people),
    )


def _drawn(primary: list[Primary]) -> Table:
    """Say whether what was drawn has settled, and whether it looks like what was answered."""
    columns = (
        Column("missing", "Missing scores"),
        Column("answered", "Mean of those answered"),
        Column("drawn", "Mean of those drawn"),
        Column("settled", "Have the draws settled?"),
    )
    rows = tuple(Row(each.name, each.scores.outcome.label, _looks(each)) for each in primary)
    return Table("draws", "What was drawn for the missing scores", "Outcome", columns, rows)


def _looks(each: Primary) -> tuple[Estimate, ...]:
    missing, drawn = each.completion.missing(each.name), each.completion.imputations
    counted = _cells.of_people(missing, "responses", national=True)
    if drawn is None or each.why_not:
        empty = _cells.empty("mean", POINTS, each.why_not)
        return counted, empty, empty, _cells.empty("words", "", each.why_not)
    seen = {one.name: one for one in compare(drawn)}[each.name]
    answered = each.completion.scores[each.name].frame.height - missing
    return (
        counted,
        Estimate("mean", seen.observed_mean, POINTS, answered),
        Estimate("mean", seen.imputed_mean, POINTS, missing),
        words("Yes" if drawn.converged else "No: see the notes", missing),
    )


def _tipping(each: Primary) -> tuple[Table | None, str]:
    """Return the table of steps and what it says; nothing but the reason where nothing was completed."""
    label, spread = each.scores.outcome.label, reference_spread(each.scores, each.impact.reference_wave)
    found = {delta: each.pooled(delta * spread) for delta in each.impact.deltas} if not each.why_not else {}
    kept = {delta: pooled for delta, pooled in found.items() if pooled is not None}
    if not kept:
        return None, f"{label}: {each.why_not or NOT_COMPLETED}"
    points, people = tipping_points(tuple(kept), lambda delta: kept[delta]), each.scores.fewest(*each.ends)
    columns = (Column("difference", "Difference"), Column("p", "p"))
    rows = tuple(Row(_step(row.delta), _moved_by(row.delta), _at_step(row, people)) for row in points.rows)
    title = f"{label}: completed scores moved by so many standard deviations"
    return Table(f"tipping_{each.name}", title, "Moved by", columns, rows), f"{label}: {points.sentence}"


def _step(delta: float) -> str:
    way = "down" if delta < 0 else "up"
    return f"{way}_{abs(delta):g}".replace(".", "_") if delta else "not_moved"


def _moved_by(delta: float) -> str:
    return f"{delta:+g}".replace("-", "\N{MINUS SIGN}") if delta else "0, as they were drawn"


def _at_step(row: TippingRow, people: int) -> tuple[Estimate, Estimate]:
    moved = Estimate("difference", row.estimate, POINTS, people, low=row.low, high=row.high)
    return moved, p_value(row.p, people)


def _figure(table: Table) -> Figure:
    alt = "For each step by which completed scores are moved, a point for the change with its interval."
    return Figure(table.id, table.title, "differences", table.id, ("difference",), "Change in points", alt)


def _remarks(primary: list[Primary]) -> tuple[str, ...]:
    drawn = [each.completion.imputations for each in primary if not each.why_not]
    notes = [_remark(note) for each in drawn if each is not None for note in each.notes]
    return tuple(dict.fromkeys(notes))


def _remark(note: str) -> str:
    """Return what the draws had to say, without the advice to whoever drew them."""
    finding = sentence(uncounted(note).split(". ")[0])
    return f"{finding} Read the completed scores with that in mind." if "not settled" in finding else finding


analysis = Analysis(
    title="Missing answers",
    method=(
        "Scores that could not be computed are completed by joint multilevel multiple imputation (Carpenter and "
        "Kenward 2013): all outcomes of a group together, with random effects of sites, and waves, types of site and "
        "the protocol's adjustments as covariates. The model of change is fitted to each completed set by REML with "
        "Kenward and Roger's errors, and pooled by Rubin's rules with Barnard and Rubin's degrees of freedom (1999), "
        "the complete-data ones being Kenward and Roger's. Delta adjustment moves the completed scores of all waves "
        "but the reference one."
    ),
    answer=answer,
)
