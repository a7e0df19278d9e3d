"""Holds a factor fit against figures of lavaan, number by number, at the tolerances of the reference."""

import math
from collections.abc import Mapping

import pytest

from newel.statistics.measurement import FactorFit

CHI_SQUARES = ("chisq", "baseline.chisq", "chisq.scaled", "baseline.chisq.scaled")
LIKELIHOODS = ("logl", "unrestricted.logl", "aic", "bic", "bic2")
DECISIVE = ("npar", "df", "df.scaled", "baseline.df", "baseline.df.scaled", "ntotal")


def compare_indices(fit: FactorFit, figures: Mapping[str, float], *, but: tuple[str, ...] = ()) -> None:
    """Compare every fit index that the figures hold; `but` names those that lavaan computes otherwise, and why not."""
    for name, expected in figures.items():
        if name in but or name in ("scaling.factor.h0",) or math.isnan(expected):
            continue
        found = fit.indices[name]
        if name in DECISIVE:
            assert found == expected, name
        elif name in CHI_SQUARES:
            assert found == pytest.approx(expected, abs=1e-3, rel=1e-6), name
        elif name in LIKELIHOODS or name.startswith("cn_"):
            assert found == pytest.approx(expected, abs=5e-3, rel=1e-8), name
        else:
            assert found == pytest.approx(expected, abs=1e-4), name


def compare_coefficients(fit: FactorFit, figures: Mapping[str, list[float]]) -> None:
    """Compare estimates, standard errors and standardised values; keys are `left operator right group`."""
    for name, (estimate, error, standardised) in figures.items():
        left, operator, *right, group = name.split(" ")
        found = fit.coefficient(left, operator, "".join(right), int(group))
        assert found.estimate == pytest.approx(estimate, abs=1e-3), name
        assert found.standard_error == pytest.approx(error, rel=5e-3, abs=1e-4), name
        assert found.standardised == pytest.approx(standardised, abs=1e-3), name
