"""Power, bias, coverage and chance are shares and means of replicates, with their Monte Carlo error."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import t

from newel.analysis._verdicts import Verdict
from newel.power import (
    Share,
    Simulated,
    checked_lines,
    performance_lines,
    performances,
    verdict_lines,
    verdicts,
    write_performances,
)
from newel.power.judging import Replicates
from newel.power.planned import Planned
from newel.power.summary import corrected_rows
from newel.protocol import Family
from newel.statistics.multiplicity import adjust
from tests.unit.power.test_drawing import ANALYSES

PLANNED: Planned = ANALYSES["understanding"]
FAMILY = Family(id="primary", label="Primary", correction="holm")
RNG = np.random.default_rng(11)


def replicates(changes: tuple[float, ...], *, error: float = 0.1, number: int = 400, checked: int = 0) -> Replicates:
    """Return estimates that scatter about some changes as their standard errors say."""
    noise = RNG.normal(0, error, (number, 3))
    exact = np.linspace(0, 0.2, checked)
    return Replicates(
        estimate=np.array(changes) + noise,
        error=np.full((number, 3), error),
        freedom=np.full((number, 3), 20.0),
        spread=np.full(number, 1.0),
        people=np.full(number, 500.0),
        robust=exact / 2,
        exact=exact,
    )


def planted(*comparisons: str) -> tuple[float, ...]:
    names = comparisons or ("first", "later", "last")
    return tuple(PLANNED.planted.change(*PLANNED.comparisons[name]) for name in names)


def simulated(checked: int = 0) -> Simulated:
    return Simulated(PLANNED, replicates(planted(), checked=checked), replicates((0, 0, 0), checked=checked))


def test_what_is_planted_is_recovered_with_its_monte_carlo_error() -> None:
    found = list(performances({"understanding": simulated()}, []))

    assert [each.comparison for each in found] == ["first", "later", "last"]
    first = found[0]
    assert first.planted == pytest.approx(planted("first")[0])
    assert first.planted_sd == pytest.approx(first.planted / PLANNED.planted.spread)
    assert abs(first.bias) < 4 * first.bias_error
    assert first.bias_error == pytest.approx(0.1 / 20, rel=0.15)
    assert first.empirical == pytest.approx(first.claimed, rel=0.15)
    assert first.coverage.value == pytest.approx(2 * t.cdf(t.isf(0.025, 20) * 1.0, 1e9) - 1, abs=0.04)
    assert first.power.value > 0.95
    assert 0.0 < first.by_chance.value < 0.1
    assert first.failed == 0


def test_a_share_has_the_error_of_a_share_and_a_failure_counts_as_not_found() -> None:
    assert Share.of([1, 0, 0, 0]) == Share(0.25, pytest.approx(np.sqrt(0.25 * 0.75 / 4)))
    assert Share.of([1, np.nan]) == Share(0.5, pytest.approx(np.sqrt(0.125)))


def test_a_replicate_that_could_not_be_fitted_is_counted_and_left_out_of_means() -> None:
    once = simulated()
    estimate, error = once.planted.estimate.copy(), once.planted.error.copy()
    estimate[:100] = error[:100] = np.nan
    broken = replace(once, planted=replace(once.planted, estimate=estimate, error=error))

    first = next(performances({"understanding": broken}, []))

    assert first.failed == 100
    assert np.isfinite([first.mean, first.bias, first.claimed, first.coverage.value]).all()
    assert first.power.value == pytest.approx(0.75, abs=0.02)


def test_where_nothing_could_be_fitted_nothing_is_claimed() -> None:
    once = simulated()
    nothing = np.full_like(once.planted.estimate, np.nan)
    broken = replace(once, planted=replace(once.planted, estimate=nothing, error=nothing, freedom=nothing))

    first = next(performances({"understanding": broken}, [FAMILY]))

    assert first.failed == 400
    assert first.power.value == first.corrected.value == 0
    assert np.isnan([first.mean, first.bias, first.coverage.value]).all()
    assert verdicts({"understanding": broken}, [FAMILY])["understanding"][Verdict.CANNOT_TELL].value == 1


@pytest.mark.parametrize("method", ["holm", "bh"])
def test_rows_are_corrected_as_single_families_are(method: str) -> None:
    p = RNG.uniform(0, 0.2, (8, 5))
    p[3, 1] = p[4, 0] = np.nan
    p[5, :2] = 0.01

    found = corrected_rows(p, is_holm=method == "holm")

    assert found == pytest.approx(np.array([adjust(row, method) for row in p]), nan_ok=True)


def test_an_outcome_in_a_family_is_found_less_often_than_alone() -> None:
    weak = replace(simulated(), planted=replicates((0.22, 0, 0)))
    other = replace(weak, planned=ANALYSES["being_heard"], planted=replicates((0.0, 0, 0)))

    first = next(performances({"understanding": weak, "being_heard": other}, [FAMILY]))

    assert first.corrected.value < first.power.value


def test_verdicts_follow_the_planned_rules() -> None:
    sustained = replace(simulated(), planted=replicates((0.6, 0.0, 0.6), error=0.05))
    faded = replace(simulated(), planted=replicates((0.6, -0.6, 0.0), error=0.05))
    unmoved = replace(simulated(), planted=replicates((0.0, 0.0, 0.0), error=0.05))

    found = {
        name: max(verdicts({"understanding": one}, [])["understanding"].items(), key=lambda item: item[1].value)[0]
        for name, one in {"sustained": sustained, "faded": faded, "unmoved": unmoved}.items()
    }

    assert found == {"sustained": Verdict.SUSTAINED, "faded": Verdict.FADED, "unmoved": Verdict.NEVER_MOVED}


def test_the_table_has_a_line_a_comparison_and_the_file_every_number(tmp_path: Path) -> None:
    found = list(performances({"understanding": simulated(checked=9)}, [FAMILY]))

    lines = list(performance_lines(found))
    write_performances(found, tmp_path / "new" / "power.csv")

    assert len(lines) == 4
    assert lines[0].split()[:2] == ["outcome", "waves"]
    assert lines[1].startswith("understanding  w1 to w2")
    assert len({len(line) for line in lines}) == 1
    frame = pl.read_csv(tmp_path / "new" / "power.csv")
    assert frame["power"][0] == found[0].power.value
    assert frame["by_chance_error"][2] == found[2].by_chance.error
    assert frame["exact_power"][0] == pytest.approx(2 / 9)  # p of 0 and 0.025


def test_the_other_tests_have_a_table_of_their_own_where_they_were_run() -> None:
    with_checks = list(performances({"understanding": simulated(checked=9)}, []))
    without = list(performances({"understanding": simulated()}, []))

    assert [line.split()[0] for line in checked_lines(with_checks)] == ["outcome", "understanding"]
    assert list(checked_lines(without)) == []


def test_verdicts_are_printed_a_line_an_outcome() -> None:
    lines = list(verdict_lines(verdicts({"understanding": simulated()}, [])))

    assert lines[0].split() == ["outcome", "Sustained", "Faded", "Never", "moved", "Cannot", "tell"]
    assert lines[1].startswith("understanding")
