"""What the replicates say of each planned comparison: is the effect found, is it recovered, and is chance kept out?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newel.analysis._comparing import hedges_factor
from newel.analysis._verdicts import LEVEL, Shift, Verdict, ruling
from newel.power.judging import Replicates
from newel.power.running import Simulated
from newel.protocol import Family
from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Share:
    """A share of replicates, with its Monte Carlo standard error."""

    value: float
    error: float

    @classmethod
    def of(cls, yes: npt.ArrayLike) -> "Share":
        """Return the share of replicates for which something holds; nan counts as a replicate for which it does not."""
        counted = np.nan_to_num(np.asarray(yes, dtype=np.float64))
        value = float(counted.mean())
        return cls(value, float(np.sqrt(value * (1 - value) / len(counted))))


@dataclass(frozen=True)
class Performance:
    """One planned comparison of one outcome."""

    outcome: str
    comparison: str
    start: str
    end: str
    planted: float
    """The planted change, in points of the scale."""
    planted_sd: float
    """The same in standard deviations of the reference wave, positive where it is for the better."""
    mean: float
    """Mean of the estimates."""
    bias: float
    bias_error: float
    """Monte Carlo standard error of the mean, and so of the bias."""
    empirical: float
    """Standard deviation of the estimates: the standard error they truly have."""
    claimed: float
    """Root mean square of the standard errors that the analysis gave."""
    coverage: Share
    """Share of 95 % intervals that hold the planted change."""
    power: Share
    """Share of replicates with p below 5 %, under the planted truth."""
    corrected: Share
    """The same with p corrected in the outcome's family."""
    by_chance: Share
    """Share of replicates with p below 5 % where nothing changes on average: the type-I error."""
    failed: int
    """Replicates whose model gave nothing."""
    robust_by_chance: Share | None = None
    """Type-I error by CR2, where it was checked."""
    exact_by_chance: Share | None = None
    """The same by the exact wild cluster test."""
    robust_power: Share | None = None
    exact_power: Share | None = None


def performances(found: Mapping[str, Simulated], families: Iterable[Family]) -> Iterator[Performance]:
    """Yield every planned comparison of every outcome."""
    corrected = _corrected(found, families)
    for name, simulated in found.items():
        for place, comparison in enumerate(simulated.planned.comparisons):
            yield _performance(simulated, place, comparison, corrected=corrected[name][:, place])


def verdicts(found: Mapping[str, Simulated], families: Iterable[Family]) -> dict[str, dict[Verdict, Share]]:
    """Return by outcome the shares of replicates that end in each verdict, under the planted truth."""
    corrected = _corrected(found, families)
    return {
        name: _verdicts(simulated, corrected[name][:, 0])
        for name, simulated in found.items()
        if len(simulated.planned.comparisons) > 1
    }


def _performance(simulated: Simulated, place: int, comparison: str, *, corrected: Numbers) -> Performance:
    planned, of_truth = simulated.planned, simulated.planted.inference
    start, end = planned.comparisons[comparison]
    estimate = simulated.planted.estimate[:, place]
    here = np.isfinite(estimate)
    planted = planned.planted.change(start, end)
    inside = (of_truth.low[:, place] <= planted) & (planted <= of_truth.high[:, place])
    mean, spread = (float(of(estimate[here])) if here.any() else np.nan for of in (np.mean, np.std))
    first = place == 0
    return Performance(
        outcome=planned.outcome.id,
        comparison=comparison,
        start=start,
        end=end,
        planted=planted,
        planted_sd=planned.better * planted / planned.planted.spread,
        mean=mean,
        bias=mean - planted,
        bias_error=spread / np.sqrt(max(here.sum(), 1)),
        empirical=spread,
        claimed=float(np.sqrt(np.mean(simulated.planted.error[here, place] ** 2))) if here.any() else np.nan,
        coverage=Share.of(inside[here]) if here.any() else Share(np.nan, np.nan),
        power=Share.of(of_truth.p[:, place] < LEVEL),
        corrected=Share.of(corrected < LEVEL),
        by_chance=Share.of(simulated.null.inference.p[:, place] < LEVEL),
        failed=int((~here).sum()),
        robust_by_chance=_checked(simulated.null.robust) if first else None,
        exact_by_chance=_checked(simulated.null.exact) if first else None,
        robust_power=_checked(simulated.planted.robust) if first else None,
        exact_power=_checked(simulated.planted.exact) if first else None,
    )


def _checked(p: Numbers) -> Share | None:
    return Share.of(p < LEVEL) if len(p) else None


def _corrected(found: Mapping[str, Simulated], families: Iterable[Family]) -> dict[str, Numbers]:
    """Return the p values under the planted truth, each replicate's corrected over the outcomes of a family.

    Outcomes are drawn independently of each other; an outcome whose model failed counts as one that was not found.
    """
    p = {name: simulated.planted.inference.p.copy() for name, simulated in found.items()}
    for family in families:
        members = [name for name, each in found.items() if each.planned.outcome.family == family.id]
        if members:
            first = np.column_stack([p[name][:, 0] for name in members])
            adjusted = corrected_rows(first, is_holm=family.correction == "holm")
            for column, name in enumerate(members):
                p[name][:, 0] = adjusted[:, column]
    return p


def corrected_rows(p: Numbers, *, is_holm: bool) -> Numbers:
    """Return each row's p values corrected by Holm, or by Benjamini and Hochberg, all rows at once.

    The same as `statistics.multiplicity.adjust` of each row, which is for one family and takes its time over it.
    """
    tests = p.shape[1]
    order = np.argsort(np.nan_to_num(p, nan=1.0), axis=1, kind="stable")
    ordered = np.take_along_axis(np.nan_to_num(p, nan=1.0), order, axis=1)
    rank = np.arange(1, tests + 1)
    if is_holm:
        stepped = np.maximum.accumulate(ordered * (tests + 1 - rank), axis=1)
    else:
        stepped = np.minimum.accumulate((ordered * tests / rank)[:, ::-1], axis=1)[:, ::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(stepped, 1.0), axis=1)
    return np.where(np.isnan(p), np.nan, found)


def _verdicts(simulated: Simulated, p: Numbers) -> dict[Verdict, Share]:
    said = [_verdict(simulated, row, p[row]) for row in range(len(p))]
    return {verdict: Share.of(np.array([one is verdict for one in said])) for verdict in Verdict}


def _verdict(simulated: Simulated, row: int, p: float) -> Verdict:
    outcome, replicates = simulated.planned.outcome, simulated.planted
    unit = simulated.planned.better * hedges_factor(int(replicates.people[row]) - 1) / replicates.spread[row]
    gain, later = (_shift(replicates, (row, place), unit, p=p) for place in (0, 1))
    return ruling(gain, later, worthwhile=outcome.worthwhile, decay_bound=outcome.decay_bound).verdict


def _shift(replicates: Replicates, at: tuple[int, int], unit: float, *, p: float) -> Shift | None:
    if not np.isfinite([replicates.error[at], unit]).all():
        return None
    estimate, error, freedom = (float(part[at]) for part in (replicates.estimate, replicates.error, replicates.freedom))
    return Shift(unit * estimate, abs(unit) * error, freedom, p)
