"""Newel's side of the bench `impact`: one job in a process of its own, processor seconds by case as one JSON object.

A model is timed from the formula and the frame on, as R's is; many fits and Kenward-Roger from the design and the fit
on, as R's are.
"""

import gc
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from newel.formulas import Fitted, fit
from newel.statistics.imputation import ImputationModel, Variable, impute
from newel.statistics.mixed import Design, RandomTerm, fit_linear, fit_many, kenward_roger
from newel.verification.reference import Dataset, Reference

FITS = 1000
SMALL_FITS = 20
WEDGE = "y0 ~ t + treat + (1 | site) + (1 | id)"
VERBAL = "Anger + Gender + btype + situ + (1 | id) + (1 | item)"
SMALL = {
    "sleepstudy_slope": ("sleepstudy", "Reaction ~ Days + (Days | Subject)"),
    "penicillin_crossed": ("Penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)"),
    "pastes_nested": ("Pastes", "strength ~ 1 + (1 | batch) + (1 | batch:cask)"),
}
ROWS = (4_000, 16_000, 64_000, 256_000)
"""Sizes at which the cost of a nested design is taken."""


def seconds(work: Callable[[], object], repetitions: int, *, per: int = 1) -> float:
    """Return the median processor time of a piece of work, after one call that is not timed."""
    work()
    taken = []
    for _ in range(repetitions):
        gc.collect()
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) / per)
    return statistics.median(taken)


def power(reference: Reference, repetitions: int) -> Iterator[tuple[str, float]]:
    """Time 1,000 stepped-wedge fits, per fit; Kenward-Roger of one; and how cost grows with rows."""
    data = reference.dataset("stepped_wedge.csv")
    frame = data.frame
    model = Dataset(frame, dict(data.levels) | {"t": tuple(map(str, sorted(frame["t"].unique())))}).build(WEDGE)
    rng = np.random.default_rng(1)
    columns = np.column_stack([frame[f"y{number}"].to_numpy() for number in range(18)])
    responses = columns @ rng.dirichlet(np.ones(18), FITS).T + rng.normal(0, 0.1, (len(columns), FITS))
    assert fit_many(model.design, responses).converged.all()
    yield "stepped_wedge", seconds(lambda: fit_many(model.design, responses), repetitions, per=FITS)
    single = fit_linear(model.design, model.response)
    everything = np.eye(len(single.coefficients))
    yield "stepped_wedge_kr", seconds(lambda: kenward_roger(single, everything), repetitions)
    yield from nested_costs(repetitions)


def nested_costs(repetitions: int) -> Iterator[tuple[str, float]]:
    """Time one fit of people within sites, and a batch of ten, at growing numbers of rows."""
    alone, batch = [], []
    for rows in ROWS:
        design, responses = nested_design(rows)
        alone.append(seconds(partial(fit_linear, design, responses[:, 0]), repetitions))
        batch.append(seconds(partial(fit_many, design, responses), repetitions, per=responses.shape[1]))
    spread = math.log(ROWS[-1] / ROWS[0])
    yield "nested_slope_of_cost", math.log(alone[-1] / alone[0]) / spread
    yield "nested_batch_slope_of_cost", math.log(batch[-1] / batch[0]) / spread


def nested_design(rows: int) -> tuple[Design, np.ndarray]:
    """Return 18 sites of people who answer four times, with a trend, and ten responses."""
    rng = np.random.default_rng(rows)
    person = np.arange(rows) // 4
    site = person % 18
    wave = np.arange(rows) % 4
    fixed = np.column_stack([np.ones(rows), *(wave == one for one in (1, 2, 3)), (wave >= 1 + site % 3)]).astype(float)
    one = np.ones((rows, 1))
    terms = tuple(RandomTerm(name, levels, one, ("(Intercept)",)) for name, levels in (("site", site), ("id", person)))
    noise = rng.normal(size=(rows, 10)) + rng.normal(size=(rows // 4, 10))[person]
    names = ("(Intercept)", "t1", "t2", "t3", "treat")
    return Design(fixed, names, terms), noise + rng.normal(0, 0.3, (18, 10))[site]


def mixed(reference: Reference, repetitions: int) -> Iterator[tuple[str, float]]:
    """Time small and large linear models and the crossed logit."""
    for case, (name, formula) in SMALL.items():
        work = fitting(reference.dataset(f"{name}.csv"), formula)
        yield case, seconds(lambda work=work: [work() for _ in range(SMALL_FITS)], repetitions, per=SMALL_FITS)
    large = fitting(reference.dataset("InstEval.csv"), "y ~ service + (1 | s) + (1 | d) + (1 | dept)")
    yield "insteval_crossed3", seconds(large, min(repetitions, 3))
    logit = fitting(reference.dataset("VerbAgg.csv"), f"r2 ~ {VERBAL}", family="binomial")
    yield "verbagg_logit_crossed", seconds(logit, repetitions)


def ordinal(reference: Reference, repetitions: int) -> Iterator[tuple[str, float]]:
    """Time the crossed ordinal model, standard errors included."""
    work = fitting(reference.dataset("VerbAgg.csv"), f"resp ~ {VERBAL}", family="ordinal")
    yield "verbagg_clmm_crossed", seconds(work, repetitions)


def fitting(data: Dataset, formula: str, family: str = "gaussian") -> Callable[[], Fitted]:
    """Return the work of one fit with its standard errors. A fit that does not converge ends the bench."""

    def work() -> Fitted:
        found = fit(formula, data.frame, family=family, levels=data.levels)
        assert found.fit.converged, formula
        assert np.isfinite(list(found.standard_errors.values())).all(), formula
        return found

    return work


def imputation(reference: Reference, repetitions: int) -> Iterator[tuple[str, float]]:
    """Time fifty imputations of three variables of 4,106 pupils in 216 schools: burn-in 500, 100 steps between."""
    frame = reference.dataset("brandsma_mi.csv").frame
    values = np.column_stack([frame[name].cast(float).to_numpy() for name in ("lpo", "iqv", "ses")])
    model = ImputationModel(tuple(Variable(name) for name in ("lpo", "iqv", "ses")), burn_in=500, between=100)
    schools = frame["sch"].to_numpy()
    impute(model, values, schools, draws=1, seed=1)
    begun = []
    for _ in range(min(repetitions, 3)):
        start = time.process_time()
        impute(model, values, schools, draws=50, seed=1)
        begun.append(time.process_time() - start)
    yield "brandsma_m50", statistics.median(begun)


if __name__ == "__main__":
    jobs = {"power": power, "mixed": mixed, "ordinal": ordinal, "imputation": imputation}
    job, folder, times = sys.argv[1:4]
    print(json.dumps(dict(jobs[job](Reference(Path(folder)), int(times)))))
