"""How many incidents full delivery prevents: the model's own numbers once more in plain loops, and its interval."""

from dataclasses import replace

import numpy as np
import pytest

from newel.analysis._prevented import Prevented, _why_none, prevented
from newel.analysis._series import DELIVERY
from tests.support.analysing import evidence
from tests.support.protocols import a_protocol
from tests.support.rehearsed import rehearsed, small_study
from tests.support.value_study import value_evidence


@pytest.fixture(scope="module")
def found() -> Prevented:
    return prevented(value_evidence(), "restraints")


def naive_rate(found: Prevented, dose: float, coefficients: np.ndarray | None = None) -> float:
    """Return incidents per 100 children and year at a dose, month by month of delivery."""
    fit, months = found.series.fit, found.series.months
    assert fit is not None
    assert fit.design.offset is not None
    names, at = fit.design.names, fit.coefficients if coefficients is None else coefficients
    phase = dict(zip(("level", "slope"), DELIVERY, strict=True))
    incidents = years = 0.0
    for row, month in enumerate(months.iter_rows(named=True)):
        delivered = found.series.design.fixed[row][found.series.design.names.index(phase["level"])]  # type: ignore[union-attr]  # it has one
        if not delivered:
            continue
        linear = 0.0
        for column, name in enumerate(names):
            told = fit.design.fixed[row][column]
            linear += at[column] * (told / delivered * dose if name in DELIVERY else told)
        term, effects = fit.design.random[0], fit.effects[0]
        linear += effects[term.levels[row]][0]
        child_years = month["children"] / 12
        incidents += np.exp(linear) * child_years / 100
        years += child_years
    return 100 * incidents / years


@pytest.mark.parametrize("dose", [0.0, 0.5, 1.0])
def test_the_rate_at_a_dose_is_what_a_loop_over_months_makes_of_the_coefficients(found: Prevented, dose: float) -> None:
    assert found.rate(dose) == pytest.approx(naive_rate(found, dose))


def test_the_error_of_what_is_prevented_is_that_of_numerical_slopes(found: Prevented) -> None:
    fit, told = found.series.fit, found.fewer
    assert fit is not None
    assert told is not None

    def fewer(at: np.ndarray) -> float:
        return naive_rate(found, 0.0, at) - naive_rate(found, 1.0, at)

    steps = 1e-5 * np.eye(len(fit.coefficients))
    slopes = np.array([(fewer(fit.coefficients + step) - fewer(fit.coefficients - step)) / 2e-5 for step in steps])
    assert told.estimate[0] == pytest.approx(fewer(fit.coefficients))
    assert told.standard_error[0] == pytest.approx(np.sqrt(slopes @ fit.covariance @ slopes), rel=1e-4)


def test_draws_are_around_the_estimate_with_its_spread(found: Prevented) -> None:
    """The log ratio is nearly normal. A rate is a sum over months, so the middle of its draws is only near it."""
    drawn = found.draws((0.0, 1.0), number=20_000, rng=np.random.default_rng(1))

    ratio = np.log(drawn[:, 1] / drawn[:, 0])
    assert ratio.mean() == pytest.approx(np.log(found.rate(1.0) / found.rate(0.0)), abs=0.01)
    assert np.median(drawn[:, 0]) == pytest.approx(found.rate(0.0), rel=0.05)


def test_draws_at_no_dose_and_no_other_are_one_another(found: Prevented) -> None:
    drawn = found.draws((0.0, 0.0), number=50, rng=np.random.default_rng(1))

    assert (drawn[:, 0] == drawn[:, 1]).all()


def test_without_returns_nobody_can_tell() -> None:
    nothing = prevented(evidence({}, protocol=a_protocol()), "restraints")

    assert nothing.why_none == "fewer than 24 months were received"
    assert nothing.fewer is None
    with pytest.raises(ValueError, match="fewer than 24 months"):
        nothing.draws((0.0,), number=2, rng=np.random.default_rng(1))


def one_site() -> Prevented:
    plain = small_study()
    only = plain.model_copy(update={"sites": plain.sites[:1], "site_types": plain.site_types[:1]})
    return prevented(rehearsed(only), "restraints")


def test_a_model_without_a_level_of_its_own_for_each_site_is_read_without_one() -> None:
    found = one_site()

    assert found.why_none == ""
    assert np.isfinite([found.rate(0.0), found.rate(1.0)]).all()
    assert np.isfinite(found.draws((0.0, 1.0), number=20, rng=np.random.default_rng(1))).all()


def test_where_anything_fits_nothing_is_said() -> None:
    """The same model as if it had been fitted to a hundredth of the months: ten times as unsure."""
    found = one_site()
    fit = found.series.fit
    assert fit is not None
    vague = replace(found.series, fit=replace(fit, all_covariance=100 * fit.all_covariance))

    assert "anything from a collapse to an explosion fits" in _why_none(Prevented(vague))
    assert _why_none(Prevented(found.series)) == ""
