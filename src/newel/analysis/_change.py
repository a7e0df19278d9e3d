"""The model of change: what a wave differs from another by, with people within sites and sites that change unlike.

One model serves every outcome, so that no outcome gets the model that suits it best:

    score ~ wave + adjustments + (1 | site_id) + (1 | site_id:wave) [+ (1 | participant_id)]

The second random term lets a site's score move of its own accord from wave to wave (Hooper R et al. Stat Med
2016;35:4718); the person's is there only where the protocol says that people are followed.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._outcomes import Scores, adjustments, column_of
from newel.analysis._words import uncounted
from newel.faults import Refused
from newel.formulas import Model, build
from newel.protocol import Protocol
from newel.statistics import Numbers
from newel.statistics.inference import Inference
from newel.statistics.mixed import LinearFit, fit_linear, kenward_roger

ONE_WAVE = "fewer than two waves have answers, so nothing can be compared"
ONE_SITE = "fewer than two sites have answers, and change has to be told apart from what happens in one site"
CONSTANT = "everybody has the same score, so nothing varies that a model could explain"
ALIKE = "everybody at a site has the same score in a wave, so people do not differ and sites alone would decide"
NO_ANSWERS = "nobody answered"
FEW_ROWS = "there are too few answers for the model"
NO_SIGN = {
    "site_id": "no sign that sites differ: that variance is estimated as 0",
    "site_id:wave": "no sign that sites change unlike each other: that variance is estimated as 0",
    "participant_id": "no sign that persons differ: that variance is estimated as 0",
}


@dataclass(frozen=True)
class Difference:
    """The difference between two waves, in points of the scale, or why there is none."""

    start: str
    end: str
    people: int
    """People in the smaller of the two waves."""
    estimate: float = float("nan")
    error: float = float("nan")
    freedom: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    p: float = float("nan")
    why_none: str = ""

    @classmethod
    def of(cls, found: Inference, *, between: tuple[str, str], people: int) -> "Difference":
        """Return the first contrast of an inference."""
        if not np.isfinite([found.estimate[0], found.standard_error[0], found.p[0]]).all():
            return cls(*between, people, why_none="its standard error cannot be worked out")
        return cls(
            *between,
            people,
            estimate=float(found.estimate[0]),
            error=float(found.standard_error[0]),
            freedom=float(found.freedom[0]),
            low=float(found.low[0]),
            high=float(found.high[0]),
            p=float(found.p[0]),
        )


@dataclass(frozen=True)
class ChangeModel:
    """The fitted model of one outcome. Without a fit, `why_none` says why there is none."""

    scores: Scores
    formula: str = ""
    model: Model | None = None
    fit: LinearFit | None = None
    why_none: str = ""

    def contrast(self, start: str, end: str) -> Numbers | None:
        """Return the contrast of the coefficients that is the difference between two waves; None without one."""
        if self.model is None or self.fit is None:
            return None
        return wave_contrast(self.model, self.fit.design.names, start=start, end=end)

    def difference(self, start: str, end: str) -> Difference:
        """Return end less start, by Kenward and Roger."""
        people = self.scores.fewest(start, end)
        contrast = self.contrast(start, end)
        if contrast is None or self.fit is None:
            return Difference(start, end, people, why_none=self.why_none or _absent(self.scores, start, end))
        return Difference.of(kenward_roger(self.fit, contrast[None, :]), between=(start, end), people=people)

    @cached_property
    def spreads(self) -> dict[str, float]:
        """Return the variances: of sites, of sites' waves, of persons where they are followed, and what is left."""
        if self.fit is None:
            return {}
        named = zip(self.fit.design.random, self.fit.variances, strict=True)
        return {term.factor: float(variance[0, 0]) for term, variance in named} | {"residual": self.fit.sigma**2}

    @property
    def edges(self) -> tuple[str, ...]:
        """Return what was estimated as exactly zero: there is no sign of it, which is not the same as none of it."""
        return tuple(NO_SIGN[factor] for factor in NO_SIGN if self.spreads.get(factor) == 0)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what the fit itself has to say: a variance of zero, columns that say the same."""
        if self.fit is None:
            return ()
        gone = [f"{name} says nothing that the other columns do not" for name in self.fit.aliased]
        return (*self.edges, *gone)


def fit_change(protocol: Protocol, scores: Scores) -> ChangeModel:
    """Fit the model of change to one outcome. What cannot be fitted is said, never raised."""
    why_none = _impossible(scores.frame)
    if why_none:
        return ChangeModel(scores, why_none=why_none)
    return fit_formula(protocol, scores, change_formula(protocol, scores))


def fit_formula(protocol: Protocol, scores: Scores, formula: str) -> ChangeModel:
    """Fit one formula to the scores, with the reference wave as the base. What cannot be fitted is said."""
    waves = [wave.id for wave in protocol.waves if wave.id in scores.waves]
    try:
        model = build(formula, scores.frame, levels={"wave": waves})
        fit = fit_linear(model.design, model.response)
    except (Refused, ValueError) as error:
        return ChangeModel(scores, formula, why_none=_first_sentence(error))
    if not fit.converged:
        return ChangeModel(scores, formula, why_none="the model did not converge")
    return ChangeModel(scores, formula, model, fit)


def planned_terms(protocol: Protocol, scores: Scores) -> tuple[str, ...]:
    """Return the fixed terms the protocol plans beside the wave."""
    linked = protocol.group(str(scores.outcome.group)).linked
    return tuple(column_of(name) for name in adjustments(protocol.impact, linked=linked))


def used_terms(model: ChangeModel) -> tuple[str, ...]:
    """Return the terms of a fitted formula."""
    return tuple(model.formula.removeprefix("score ~ ").split(" + "))


def change_formula(protocol: Protocol, scores: Scores, *extra: str) -> str:
    """Return the formula, without terms that these scores cannot tell apart; `extra` are further fixed terms."""
    frame, linked = scores.frame, protocol.group(str(scores.outcome.group)).linked
    named = planned_terms(protocol, scores)
    fixed = ["wave", *(name for name in named if frame[name].n_unique() > 1), *extra]
    random = ["(1 | site_id)"]
    cells = frame.select("site_id", "wave").n_unique()
    if frame["site_id"].n_unique() < cells < frame.height:
        random.append("(1 | site_id:wave)")
    if linked and frame["participant_id"].n_unique() < frame.height:
        random.append("(1 | participant_id)")
    return " + ".join(["score ~ " + fixed[0], *fixed[1:], *random])


def wave_contrast(model: Model, names: tuple[str, ...], *, start: str, end: str) -> Numbers | None:
    """Return +1 at the coefficient of `end` and -1 at that of `start`; None where one of them is not estimated."""
    labels = scored_waves(model)
    columns = dict(zip(labels[1:], (model.design.names[place] for place in model.blocks["wave"]), strict=True))
    found = np.zeros(len(names))
    for wave, sign in ((start, -1.0), (end, 1.0)):
        if wave not in labels or (wave != labels[0] and columns[wave] not in names):
            return None
        if wave != labels[0]:
            found[names.index(columns[wave])] = sign
    return found


def scored_waves(model: Model) -> tuple[str, ...]:
    """Return the waves of a model, the base first."""
    variable = model.variables["wave"]
    return tuple(getattr(variable, "labels", ()))


def fixed_effects(protocol: Protocol, scores: Scores) -> Model:
    """Return the same comparison by least squares, with a column a site: what robust and exact tests stand on."""
    kept = [term for term in change_formula(protocol, scores).removeprefix("score ~ ").split(" + ") if "|" not in term]
    kept = [term for term in kept if term != "site_type"]
    waves = [wave.id for wave in protocol.waves if wave.id in scores.waves]
    return build(f"score ~ {' + '.join([*kept, 'site_id'])}", scores.frame, levels={"wave": waves})


def reference_spread(scores: Scores, wave: str) -> float:
    """Return the standard deviation of scores in one wave, within and between sites; nan where there is none."""
    here = _cells.numbers(scores.frame.filter(pl.col("wave") == wave), "score")
    return float(np.std(here, ddof=1)) if len(here) > 1 else float("nan")


def _impossible(frame: pl.DataFrame) -> str:
    """Return why no model can be fitted, or an empty text."""
    if frame.is_empty():
        return NO_ANSWERS
    if frame["wave"].n_unique() < 2:
        return ONE_WAVE
    if frame["site_id"].n_unique() < 2:
        return ONE_SITE
    return _unvaried(frame)


def _unvaried(frame: pl.DataFrame) -> str:
    """Return why scores vary too little, or an empty text."""
    if frame["score"].n_unique() < 2:
        return CONSTANT
    cells = frame.group_by("site_id", "wave").agg(pl.col("score").n_unique())
    return ALIKE if cells["score"].max() == 1 and cells.height < frame.height else ""


def _absent(scores: Scores, start: str, end: str) -> str:
    missing = [wave for wave in (start, end) if wave not in scores.waves]
    return f"nobody answered in {' and '.join(missing)}" if missing else FEW_ROWS


def _first_sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        fault = error.faults[0]
        return f"the model of change cannot be built: {fault.place} has {fault.found}"
    return f"the model of change cannot be fitted: {uncounted(str(error))}".rstrip(".")
