"""A linear mixed model asked the Bayesian way: stated priors, draws from the posterior, and whether to trust them.

The sampler is the no-U-turn sampler of nutpie, through bambi: the extra `bayes`, which is never needed elsewhere. The
other program is given columns under names of our own, so that nothing a person wrote is read as code there.

Sources: Hoffman MD, Gelman A. JMLR 2014;15:1593 (the sampler); Capretto T et al. J Stat Softw 2022;103(15) (bambi);
Vehtari A et al. Bayesian Analysis 2021;16:667 (R-hat, effective draws and what they should be).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design

EXTRA = ("bambi", "nutpie")
NOT_INSTALLED = "not run: the extra `bayes` is not installed"
CHAINS, WARM_UP, DRAWS = 4, 2000, 4000
ACCEPTED = 0.99
"""Share of steps to accept: small steps, because a standard deviation near zero makes the posterior a narrow funnel."""
LARGEST_RHAT = 1.01
FEWEST_EFFECTIVE = 100 * CHAINS
INTERVAL = (0.025, 0.975)


@dataclass(frozen=True)
class Priors:
    """What is thought before the answers are seen, for a response in standard deviations about its reference mean.

    `level` and `effect` are standard deviations of normal priors about 0, of the mean of everyone and of each
    coefficient; `spread` and `rest` are scales of half-normal priors, of the standard deviation of each random term and
    of what is left. A half-normal quantity lies below twice its scale with 95 % probability.
    """

    level: float = 2.5
    effect: float = 1.0
    spread: float = 0.5
    rest: float = 1.0

    @property
    def in_words(self) -> str:
        """Return the priors as the methods section prints them."""
        return (
            "Before any answer is seen, with about 95 % probability each: the mean of everyone lies within "
            f"{2 * self.level:g} standard deviations of the reference wave's mean (normal, standard deviation "
            f"{self.level:g}); each difference between waves, and each adjustment, lies within {2 * self.effect:g} of "
            f"zero (normal, {self.effect:g}); the standard deviation of each random effect lies below "
            f"{2 * self.spread:g} (half-normal, {self.spread:g}), and that of what is left below {2 * self.rest:g} "
            f"(half-normal, {self.rest:g})."
        )


@dataclass(frozen=True)
class Belief:
    """What is thought of one quantity after the answers were seen."""

    draws: Numbers

    @property
    def mean(self) -> float:
        """The mean of the posterior."""
        return float(self.draws.mean())

    @property
    def deviation(self) -> float:
        """Its standard deviation."""
        return float(self.draws.std(ddof=1))

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval, with as much probability below it as above the upper end."""
        return float(np.quantile(self.draws, INTERVAL[0]))

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return float(np.quantile(self.draws, INTERVAL[1]))

    def above(self, bound: float) -> float:
        """Return the probability that the quantity is larger than `bound`."""
        return float(np.mean(self.draws > bound))


@dataclass(frozen=True)
class Posterior:
    """Draws from the posterior of a model, chains one after the other, and how well they were drawn."""

    coefficients: Numbers
    """Shape (draws, p), in the order of the design's columns."""
    spreads: Mapping[str, Numbers]
    """Standard deviations, shape (draws,): of each random term by its factor, and of what is left as `residual`."""
    rhat: float
    """The largest R-hat of all coefficients and standard deviations; 1 where chains agree."""
    effective: int
    """The fewest effective draws of any of them, in the bulk or in the tails."""
    divergent: int
    """Transitions that diverged: places that the sampler could not follow."""

    @property
    def trusted(self) -> bool:
        """Whether the draws may be used: chains agree, effective draws suffice and nothing diverged."""
        return self.rhat <= LARGEST_RHAT and self.effective >= FEWEST_EFFECTIVE and self.divergent == 0

    @property
    def sentence(self) -> str:
        """What the checks of the sampler say, in words."""
        faults = [
            *(["the chains do not agree"] if not self.rhat <= LARGEST_RHAT else []),
            *(["there are too few effective draws"] if self.effective < FEWEST_EFFECTIVE else []),
            *(["the sampler diverged"] if self.divergent else []),
        ]
        if faults:
            return f"Do not use these draws: {' and '.join(faults)}."
        return "The chains agree, effective draws suffice and nothing diverged."

    def belief(self, contrast: Numbers) -> Belief:
        """Return what is thought of a contrast of the coefficients, shape (p,)."""
        return Belief(self.coefficients @ contrast)


def installed() -> bool:
    """Return whether the extra `bayes` is here."""
    return all(find_spec(name) is not None for name in EXTRA)


def sample_posterior(design: Design, response: Numbers, *, seed: int, priors: Priors | None = None) -> Posterior:
    """Draw from the posterior of a linear model with random intercepts: four chains of four thousand draws each.

    `response`, shape (n,), is in standard deviations about its reference mean, as the priors are. The same seed gives
    the same draws on one machine, on any number of cores. Raises ValueError for random slopes, for which no prior is
    stated, and for a design whose first column is not the constant; ImportError without the extra.
    """
    _suits(design)
    import bambi

    columns, formula = _written(design, response)
    model = bambi.Model(formula, columns, priors=_stated(design, priors or Priors()))
    drawn = model.fit(
        draws=DRAWS,
        tune=WARM_UP,
        chains=CHAINS,
        random_seed=seed,
        inference_method="nutpie",
        progress_bar=False,
        target_accept=ACCEPTED,
    )
    return _read(design, drawn)


def _suits(design: Design) -> None:
    if any(term.columns.shape[1] != 1 or not np.all(term.columns == 1) for term in design.random):
        raise ValueError("The model has random slopes, and no prior is stated for them: use random intercepts only.")
    if not design.fixed.shape[1] or not np.all(design.fixed[:, 0] == 1):
        raise ValueError("The first column of the model is not the constant, which the prior of the level is about.")


def _written(design: Design, response: Numbers) -> tuple[Any, str]:
    """Return the model as a frame with names of our own, and the formula that puts it together again."""
    import pandas as pd

    fixed = {f"x{place}": column for place, column in enumerate(design.fixed.T) if place}
    grouped = {f"g{place}": [f"l{level}" for level in term.levels] for place, term in enumerate(design.random)}
    free = response if design.offset is None else response - design.offset
    terms = ["1", *fixed, *(f"(1 | {name})" for name in grouped)]
    return pd.DataFrame({"y": free, **fixed, **grouped}), f"y ~ {' + '.join(terms)}"


def _stated(design: Design, priors: Priors) -> dict[str, Any]:
    from bambi import Prior

    effects = {f"x{place}": Prior("Normal", mu=0, sigma=priors.effect) for place in range(1, design.fixed.shape[1])}
    spreads = {
        f"1|g{place}": Prior("Normal", mu=0, sigma=Prior("HalfNormal", sigma=priors.spread))
        for place in range(len(design.random))
    }
    level, rest = Prior("Normal", mu=0, sigma=priors.level), Prior("HalfNormal", sigma=priors.rest)
    return {"Intercept": level, **effects, **spreads, "sigma": rest}


def _read(design: Design, drawn: Any) -> Posterior:
    import arviz

    effects = ["Intercept", *(f"x{place}" for place in range(1, design.fixed.shape[1]))]
    spreads = {term.factor: f"1|g{place}_sigma" for place, term in enumerate(design.random)} | {"residual": "sigma"}
    kept = drawn.posterior[[*effects, *spreads.values()]]
    effective = [arviz.ess(kept, method=method).to_array() for method in ("bulk", "tail")]
    return Posterior(
        coefficients=np.column_stack([_flat(kept[name]) for name in effects]),
        spreads={factor: _flat(kept[name]) for factor, name in spreads.items()},
        rhat=float(arviz.rhat(kept).to_array().max()),
        effective=int(min(float(each.min()) for each in effective)),
        divergent=int(drawn.sample_stats["diverging"].sum()),
    )


def _flat(draws: Any) -> Numbers:
    found: Numbers = np.asarray(draws, dtype=np.float64).ravel()
    return found
