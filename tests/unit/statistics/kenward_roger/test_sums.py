"""The sums behind Kenward and Roger's formulas: block by block they are those of the dense matrices."""

from itertools import pairwise

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm, fit_linear, linear_at
from newel.statistics.mixed._blocks import blocks_of
from newel.statistics.mixed._kr_traces import traces_of
from newel.statistics.mixed.kenward_roger import _freedom_and_scaling, _independent, adjusted, kenward_roger
from tests.support import naive_traces
from tests.support.mixed_designs import SHAPES, drawn, roots
from tests.support.naive_mixed import indicator

SIGMA = 1.4


def dense(design: Design) -> Numbers:
    return np.hstack([indicator(term) for term in design.random])


@pytest.mark.parametrize("shape", SHAPES)
def test_blocks_hold_the_cross_products_of_the_whole(shape: str) -> None:
    design, _ = drawn(shape, 4)
    whole = dense(design)

    blocks = blocks_of(design)

    squares = np.zeros((whole.shape[1],) * 2)
    used = 0
    for low, high in pairwise(blocks.starts):
        size = high - low
        squares[low:high, low:high] = blocks.squares[used : used + size**2].reshape(size, size)
        used += size**2
    assert used == len(blocks.squares)
    assert squares[np.ix_(blocks.order, blocks.order)] == pytest.approx(whole.T @ whole, abs=1e-12)
    assert blocks.fixed[blocks.order] == pytest.approx(whole.T @ design.fixed, abs=1e-12)
    assert sorted(blocks.order.tolist()) == list(range(whole.shape[1]))


@pytest.mark.parametrize(
    ("shape", "count"), [("intercept", 6), ("slope", 6), ("uncorrelated", 6), ("nested", 6), ("crossed", 1)]
)
def test_a_site_with_its_rooms_is_a_block_and_crossed_raters_tie_all_sites(shape: str, count: int) -> None:
    design, _ = drawn(shape, 4)

    assert blocks_of(design).count == count


def test_raters_who_never_meet_leave_two_blocks() -> None:
    site, rater = np.repeat(np.arange(4), 6), np.array([*[0, 1] * 6, *[2, 3] * 6])
    ones = np.ones((24, 1))
    terms = tuple(RandomTerm(name, levels, ones, ("a",)) for name, levels in (("site", site), ("rater", rater)))

    blocks = blocks_of(Design(ones, ("a",), terms))

    assert blocks.count == 2
    assert np.diff(blocks.starts).tolist() == [4, 4]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_sums_are_those_of_the_paper(shape: str) -> None:
    design, _ = drawn(shape, 5, rows=50)
    theta = roots(design, 5)

    found = traces_of(design, theta, SIGMA)

    information, first, second, traces = naive_traces.sums(design, theta, SIGMA)
    assert found.information == pytest.approx(information, rel=1e-8)
    assert found.first == pytest.approx(first, rel=1e-7, abs=1e-9)
    assert found.second == pytest.approx(second, rel=1e-6, abs=1e-8)
    assert found.traces == pytest.approx(traces, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_covariance_of_variances_is_the_inverse_of_their_expected_information(shape: str) -> None:
    design, response = drawn(shape, 6, rows=60)
    theta = roots(design, 6)
    fit = linear_at(design, response, theta=theta, sigma=SIGMA, reml=True)

    found = adjusted(fit)

    information = naive_traces.expected_information(design, theta, SIGMA)
    assert found.parameters @ information == pytest.approx(np.eye(len(information)), abs=1e-5)


@pytest.mark.parametrize("shape", ["intercept", "slope", "nested"])
def test_the_sums_scale_with_the_residual_variance(shape: str) -> None:
    design, _ = drawn(shape, 5)
    theta = roots(design, 5)

    one, two = (traces_of(design, theta, sigma) for sigma in (1.0, 2.0))

    for name, power in (("information", 2), ("first", 4), ("second", 6), ("traces", 4)):
        assert getattr(two, name) * 2**power == pytest.approx(getattr(one, name), rel=1e-12)


def test_sums_over_all_parameters_give_the_plain_sums_back() -> None:
    """V is the sum of its parts, so that parts times parameters add up to what V itself gives."""
    design, _ = drawn("crossed slopes", 8)
    theta = roots(design, 8)
    sizes = naive_traces.parameters(theta, SIGMA)

    found = traces_of(design, theta, SIGMA)

    assert -np.tensordot(sizes, found.first, 1) == pytest.approx(found.information, rel=1e-9)
    assert -np.tensordot(found.second, sizes, (1, 0)) == pytest.approx(found.first, rel=1e-7, abs=1e-9)
    assert sizes @ found.traces @ sizes == pytest.approx(len(design.fixed), rel=1e-9)


def rails() -> tuple[Design, Numbers]:
    """Travel times of ultrasound in six rails.

    Source: Pinheiro JC, Bates DM. Mixed-Effects Models in S and S-PLUS, 2000, section 1.1: REML standard deviations
    24.80547 and 4.020779, mean 66.5, standard error 10.17104.
    """
    times = [55, 53, 54, 26, 37, 32, 78, 91, 85, 92, 100, 96, 49, 51, 50, 80, 85, 83]
    term = RandomTerm("rail", np.repeat(np.arange(6), 3), np.ones((18, 1)), ("(Intercept)",))
    return Design(np.ones((18, 1)), ("(Intercept)",), (term,)), np.array(times, dtype=float)


def test_six_rails_have_the_printed_spread_and_five_degrees_of_freedom() -> None:
    fit = fit_linear(*rails())

    found = kenward_roger(fit)

    assert [np.sqrt(fit.variances[0][0, 0]), fit.sigma] == pytest.approx([24.80547, 4.020779], rel=1e-6)
    assert found.estimate == pytest.approx([66.5])
    assert found.standard_error == pytest.approx([10.17104], abs=5e-6)
    assert found.freedom == pytest.approx([5.0], rel=1e-6)
    assert found.notes == ()


def test_a_contrast_of_nothing_is_nothing_and_one_of_other_columns_is_refused() -> None:
    judged = adjusted(fit_linear(*rails()))

    found = judged.inference(np.zeros((1, 1)))

    assert (found.estimate[0], found.standard_error[0]) == (0.0, 0.0)
    assert np.isnan(found.statistic[0])
    with pytest.raises(ValueError, match="A contrast has 3 weights for 1 coefficients"):
        judged.inference(np.ones((1, 3)))


@pytest.mark.parametrize("freedom", [5.0, 12.5, 200.0])
def test_one_contrast_needs_no_scaling_and_has_two_over_its_spread(freedom: float) -> None:
    found, scaling = _freedom_and_scaling(2 / freedom, 2 / freedom, count=1)

    assert (found, scaling) == pytest.approx((freedom, 1.0))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_an_f_of_hotellings_kind_has_the_textbooks_freedom(count: int) -> None:
    """With every contrast as uncertain as the next, total = count^2 s and product = count s for s = 2 / m."""
    m = 40.0
    spread = 2 / m

    found, scaling = _freedom_and_scaling(count**2 * spread, count * spread, count=count)

    # One variance, known by m degrees of freedom, under all contrasts: their F has exactly count and m.
    assert found == pytest.approx(m, rel=1e-9)
    assert scaling == pytest.approx(1.0, rel=1e-9)


def test_contrasts_are_counted_by_their_rank() -> None:
    one, other = np.array([1.0, -1, 0]), np.array([0.0, 1, -1])

    assert _independent(np.stack([one, other])).tolist() == [[1, -1, 0], [0, 1, -1]]
    reduced = _independent(np.stack([one, other, one + other]))
    assert reduced.shape == (2, 3)
    assert np.linalg.matrix_rank(np.vstack([reduced, one, other])) == 2


def test_balanced_people_measured_twice_give_the_paired_t_test() -> None:
    """Source: any textbook; the change of n people has n - 1 degrees of freedom and the error of their differences."""
    rng = np.random.default_rng(12)
    before, after = rng.normal(size=15), 0.4 + rng.normal(size=15)
    people = 1.5 * rng.normal(size=15)
    response = np.concatenate([people + before, people + after])
    columns = np.column_stack([np.ones(30), np.repeat([0.0, 1.0], 15)])
    term = RandomTerm("person", np.tile(np.arange(15), 2), np.ones((30, 1)), ("(Intercept)",))

    found = kenward_roger(fit_linear(Design(columns, ("(Intercept)", "after"), (term,)), response), np.array([0.0, 1]))

    change = after - before
    assert found.estimate == pytest.approx([change.mean()])
    assert found.standard_error == pytest.approx([change.std(ddof=1) / np.sqrt(15)], rel=1e-5)
    assert found.freedom == pytest.approx([14.0], rel=1e-5)
