"""What is asked of the other program and how its answer is told, with a stand-in for the program."""

import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from newel.statistics.arrays import Numbers
from newel.statistics.mixed import Design, RandomTerm
from newel.statistics.second_engine import MOST_DIGITS, _digits, second_opinion

SITE = np.repeat(np.arange(3), 4)
X = np.linspace(-1.0, 1.0, 12)
ONES = np.ones(12)
TERM = RandomTerm("site", SITE, ONES[:, None], ("(Intercept)",))
DESIGN = Design(np.column_stack([ONES, X]), ("(Intercept)", "x"), (TERM,))


@dataclass(frozen=True)
class Ours:
    """A fit of our own, made up."""

    design: Design = DESIGN
    response: Numbers = field(default_factory=lambda: X + 1)
    coefficients: Numbers = field(default_factory=lambda: np.array([1.0, 2.0]))
    covariance: Numbers = field(default_factory=lambda: np.diag([0.01, 0.04]))
    log_likelihood: float = -12.5


@dataclass
class Program:
    """The stand-in: remembers what it was asked, and answers what it was told to."""

    beta: tuple[float, ...] = (1.0, 2.0)
    se: tuple[float, ...] = (0.1, 0.2)
    loglik: float = -12.5
    converged: bool = True
    says: str = ""
    fails: Exception | None = None
    asked: dict[str, Any] = field(default_factory=dict)

    def fit(self, columns: Mapping[str, object], formula: str, family: str, **options: Any) -> SimpleNamespace:
        self.asked = {"columns": columns, "formula": formula, "family": family, **options}
        if self.fails is not None:
            raise self.fails
        if self.says:
            warnings.warn(self.says, stacklevel=2)
        return SimpleNamespace(beta=self.beta, se=self.se, loglik=self.loglik, converged=self.converged)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    """Put the stand-in where the other program would be."""
    standing = Program()
    monkeypatch.setitem(sys.modules, "glmm", standing)
    return standing


def test_the_same_figures_agree_in_every_digit(program: Program) -> None:
    found = second_opinion(Ours())

    assert found.ran
    assert found.agrees
    assert set(found.digits.values()) == {MOST_DIGITS}
    assert found.estimates.tolist() == list(program.beta)
    assert "agrees in 16 digits" in found.sentence
    assert "no estimate differs by more than 1e-15 of its standard error" in found.sentence


@pytest.mark.parametrize(
    ("moved", "agrees"),
    [
        ({"loglik": -12.5 - 0.9e-6}, True),
        ({"loglik": -12.5 - 1.2e-6}, False),
        ({"loglik": -12.5 + 1.2e-6}, False),
        ({"beta": (1.0 + 0.9e-4, 2.0)}, True),
        ({"beta": (1.0 + 1.1e-4, 2.0)}, False),
        ({"beta": (1.0, 2.0 - 1.9e-4)}, True),
        ({"beta": (1.0, 2.0 - 2.1e-4)}, False),
        ({"converged": False}, False),
        ({"loglik": float("nan")}, False),
        ({"beta": (float("nan"), 2.0)}, False),
    ],
)
def test_a_millionth_of_likelihood_and_a_thousandth_of_an_error_are_the_limit(
    moved: dict[str, Any],
    program: Program,
    *,
    agrees: bool,
) -> None:
    for name, value in moved.items():
        setattr(program, name, value)

    found = second_opinion(Ours())

    assert found.ran
    assert found.agrees is agrees
    assert ("Do not report the model" in found.sentence) is not agrees


def test_standard_errors_are_told_in_digits_but_do_not_decide(program: Program) -> None:
    program.se = (0.11, 0.2)

    found = second_opinion(Ours())

    assert found.agrees
    assert found.digits["standard errors"] == pytest.approx(1.0)


def test_the_size_of_a_difference_is_in_the_sentence(program: Program) -> None:
    program.loglik, program.beta = -12.0, (1.0, 2.5)

    sentence = second_opinion(Ours()).sentence

    assert "the log-likelihoods differ by 0.5, and an estimate by 2.5 of its standard error" in sentence


def test_what_the_other_program_warns_of_is_passed_on_in_one_line(program: Program) -> None:
    program.says = "the fit\n   is   singular"

    found = second_opinion(Ours())

    assert found.agrees
    assert found.sentence.endswith("the fit is singular")


@pytest.mark.parametrize("fault", [ValueError("no such term"), RuntimeError("panic"), NotImplementedError("later")])
def test_a_model_that_it_refuses_is_not_run_and_nothing_is_raised(fault: Exception, program: Program) -> None:
    program.fails = fault

    found = second_opinion(Ours())

    assert not found.ran
    assert not found.agrees
    assert f"refused the model ({fault})" in found.sentence
    assert found.estimates.size == 0
    assert np.isnan(found.log_likelihood)


def test_a_fault_that_is_none_of_the_models_is_not_hidden(program: Program) -> None:
    program.fails = KeyboardInterrupt()  # type: ignore[assignment] - somebody stopped the run

    with pytest.raises(KeyboardInterrupt):
        second_opinion(Ours())


@pytest.mark.parametrize(
    ("family", "reml", "asked"),
    [("gaussian", True, True), ("gaussian", False, False), ("poisson", True, None), ("binomial", False, None)],
)
def test_reml_is_asked_for_linear_models_only(
    family: str,
    asked: object,
    program: Program,
    *,
    reml: bool,
) -> None:
    second_opinion(Ours(), family=family, reml=reml)

    assert program.asked["reml"] is asked


def test_nb2_goes_by_its_other_name_and_points_of_quadrature_are_passed_on(program: Program) -> None:
    second_opinion(Ours(), family="nbinom2", quadrature=7)

    assert program.asked["family"] == "negativebinomial"
    assert program.asked["nagq"] == 7


def test_grouped_trials_go_over_as_shares_with_weights(program: Program) -> None:
    trials = np.full(12, 4.0)

    second_opinion(Ours(response=np.arange(12.0) % 5), family="binomial", trials=trials)

    assert program.asked["columns"]["y"] == pytest.approx((np.arange(12) % 5) / 4)
    assert program.asked["weights"] is trials


def test_an_offset_goes_over_as_it_is(program: Program) -> None:
    design = Design(DESIGN.fixed, DESIGN.names, DESIGN.random, np.log(np.arange(1.0, 13.0)))

    second_opinion(Ours(design=design), family="poisson")

    assert program.asked["offset"] is design.offset


PAIRS = RandomTerm("site", SITE, DESIGN.fixed, ("(Intercept)", "x"))
SLOPE = RandomTerm("site", SITE, X[:, None], ("x",))
RATER = RandomTerm("rater", np.arange(12) % 4, ONES[:, None], ("(Intercept)",))


@pytest.mark.parametrize(
    ("fixed", "random", "formula"),
    [
        (DESIGN.fixed, (TERM,), "y ~ 1 + x1 + (1 | g0)"),
        (DESIGN.fixed, (PAIRS,), "y ~ 1 + x1 + (1 + x1 | g0)"),
        (DESIGN.fixed, (SLOPE,), "y ~ 1 + x1 + (0 + x1 | g0)"),
        (DESIGN.fixed, (TERM, RATER), "y ~ 1 + x1 + (1 | g0) + (1 | g1)"),
        (DESIGN.fixed[:, 1:], (TERM,), "y ~ 0 + x0 + (1 | g0)"),
        (DESIGN.fixed[:, ::-1], (TERM,), "y ~ 0 + x0 + x1 + (1 | g0)"),
        (DESIGN.fixed[:, :1], (SLOPE,), "y ~ 1 + (0 + z | g0)"),
        (DESIGN.fixed[:, :0], (TERM,), "y ~ 0 + (1 | g0)"),
    ],
)
def test_the_model_is_written_again_under_names_of_our_own(
    fixed: Numbers, random: tuple[RandomTerm, ...], formula: str, program: Program
) -> None:
    names = tuple(f"`; drop {place}" for place in range(fixed.shape[1]))
    size = fixed.shape[1]
    program.beta, program.se = (0.0,) * max(size, 1), (1.0,) * max(size, 1)
    ours = Ours(
        design=Design(fixed, names, random), coefficients=np.zeros(max(size, 1)), covariance=np.eye(max(size, 1))
    )

    second_opinion(ours)

    assert program.asked["formula"] == formula
    told = program.asked["columns"]
    assert not any("drop" in name for name in told)
    for place in range(size):
        assert told[f"x{place}"] == pytest.approx(fixed[:, place])
    assert told["g0"] == [f"l{level}" for level in random[0].levels]


@pytest.mark.parametrize(
    ("share", "digits"), [(0.0, 16.0), (1e-3, 3.0), (1e-20, 16.0), (1.0, 0.0), (5.0, 0.0), (float("nan"), 0.0)]
)
def test_digits_are_counted_from_a_share(share: float, digits: float) -> None:
    assert _digits(share) == pytest.approx(digits)
