"""How well the outcomes' scales measure: whether items hang together, and mean the same in every wave."""

from collections.abc import Callable

import numpy as np

from newel.analysis import _cells, _notes
from newel.analysis._items import ItemAnswers, item_answers
from newel.analysis._outcome_cells import coefficient, sentence, words
from newel.analysis._outcomes import Scores, impact_waves, scored_outcomes
from newel.analysis._plugin import Analysis, Evidence
from newel.findings import Answer, Column, Estimate, Row, Table
from newel.protocol import Question
from newel.statistics.arrays import Numbers
from newel.statistics.measurement import (
    Answers,
    FactorModel,
    invariance,
    omega_total,
    ordinal_alpha,
    reliability,
)

ONE_ITEM = "the scale has one item"
FEW_ITEMS = "a factor of fewer than three items cannot be tested"
NOBODY_WHOLE = "nobody, or too few people, answered every item in the reference wave"
FEW_PEOPLE = "too few people answered every item in some wave"
LEAST_PEOPLE = 50
"""Answers a wave below which a factor model is not tried: a guess on the safe side of what the field advises."""
NOTES = (
    (
        "Alpha and omega say how far the items of a scale move together, from 0 to 1, in the reference wave. Ordinal "
        "alpha takes the answers as ordered categories; omega does not suppose that every item weighs alike. They are "
        "no proof that a scale measures what its name says."
    ),
    (
        "Means of different waves can be compared where a scale means the same in them: the same items belong "
        "together, weigh alike and start alike (the scalar step of the ladder). A step is not taken where fit falls by "
        "more than 0.010 of CFI or 0.015 of RMSEA. The same people in several waves are taken as if they were others."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Describe the scale of every outcome that has one."""
    scored = scored_outcomes(evidence, evidence.protocol.outcomes)
    found = {name: (scores, item_answers(evidence, scores)) for name, scores in scored.items()}
    people = {person for _, items in found.values() for person in items.people}
    return Answer(
        population="People who answered the items of an outcome's scale, from the reference wave on",
        n=_cells.of_people(len(people), national=True),
        tables=(_reliability(evidence, found), _invariance(evidence, found)),
        notes=(
            *NOTES,
            *(() if found else ("No outcome of the protocol is a scale that the study holds.",)),
            *_notes.instruments(evidence, [scores.instrument.id for scores, _ in found.values()]),
        ),
    )


Found = dict[str, tuple[Scores, ItemAnswers]]


def _reliability(evidence: Evidence, found: Found) -> Table:
    impact = evidence.protocol.impact
    columns = (
        Column("items", "Items"),
        Column("people", "People who answered all"),
        Column("alpha", "Alpha"),
        Column("ordinal_alpha", "Ordinal alpha"),
        Column("omega", "Omega total"),
    )
    rows = tuple(
        Row(name, scores.outcome.label, _described(items.of_wave(impact.reference_wave if impact else "")))
        for name, (scores, items) in found.items()
    )
    return Table("reliability", "How far the items of a scale move together", "Outcome", columns, rows)


def _described(values: Numbers) -> tuple[Estimate, ...]:
    whole = values[~np.isnan(values).any(axis=1)]
    counts = (_cells.things(values.shape[1], "items"), _cells.of_people(len(whole), national=True))
    if values.shape[1] < 2 or len(whole) < 2:
        none = coefficient(float("nan"), 0, why_none=ONE_ITEM if values.shape[1] < 2 else NOBODY_WHOLE)
        return (*counts, none, none, none)
    return (*counts, _alpha(whole), _computed(ordinal_alpha, whole), _computed(omega_total, whole))


def _alpha(whole: Numbers) -> Estimate:
    try:
        found = reliability(whole)
    except ValueError as error:
        return _cells.empty("coefficient", "", sentence(str(error)))
    if not np.isfinite(found.alpha):
        return coefficient(found.alpha, len(whole))
    return Estimate("coefficient", found.alpha, "", len(whole), low=found.low, high=found.high)


def _computed(compute: Callable[[Numbers], float], whole: Numbers) -> Estimate:
    try:
        return coefficient(compute(whole), len(whole))
    except ValueError as error:
        return _cells.empty("coefficient", "", sentence(str(error)))


def _invariance(evidence: Evidence, found: Found) -> Table:
    columns = (Column("reached", "Same in every wave"), Column("cfi", "Fit where all is free (CFI)"))
    rows = tuple(Row(name, scores.outcome.label, _ladder(evidence, items)) for name, (scores, items) in found.items())
    return Table("invariance", "Whether a scale means the same in every wave", "Outcome", columns, rows)


def _ladder(evidence: Evidence, items: ItemAnswers) -> tuple[Estimate, ...]:
    order = [wave.id for wave in impact_waves(evidence.protocol) if wave.id in items.waves]
    whole = ~np.isnan(items.values).any(axis=1)
    counts = [int((whole & (np.array(items.waves) == wave)).sum()) for wave in order]
    why = _why_no_ladder(items, counts)
    if why:
        return _cells.empty("words", "", sentence(why)), coefficient(float("nan"), 0, why_none=why)
    rows = np.concatenate([np.flatnonzero(whole & (np.array(items.waves) == wave)) for wave in order])
    answers = Answers(items.values[rows], items.items, [items.waves[row] for row in rows])
    try:
        ladder = invariance(FactorModel({"scale": items.items}), answers, estimator="MLR")
    except ValueError as error:
        why = str(error)
        return _cells.empty("words", "", sentence(why)), coefficient(float("nan"), 0, why_none=why)
    first = ladder.steps[0].fit
    says = ladder.sentence.replace("in every group", "in every wave")
    return words(says, min(counts)), coefficient(float(first.indices["cfi"]), min(counts))


def _why_no_ladder(items: ItemAnswers, counts: list[int]) -> str:
    if len(items.items) < 3:
        return FEW_ITEMS
    if len(counts) < 2:
        return "fewer than two waves have answers"
    return FEW_PEOPLE if min(counts) < LEAST_PEOPLE else ""


analysis = Analysis(
    title="Quality of the scales",
    method=(
        "Cronbach's alpha with Feldt's interval, alpha from polychoric correlations, and omega total of one common "
        "factor by minimum residuals, of those who answered every item in the reference wave. Invariance over waves is "
        "tested by confirmatory factor models with ever more held equal (configural, metric, scalar, strict; robust "
        "maximum likelihood), by changes of robust CFI and RMSEA (Chen 2007)."
    ),
    answer=answer,
)
