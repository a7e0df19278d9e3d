"""Each number of the primary outcomes once more: least squares, CR2 and sign vectors by the textbook."""

from functools import cache
from itertools import product
from math import gamma, sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from newel.analysis._comparing import hedges_factor
from newel.findings import Answer
from tests.support.analysing import ask, cell, value
from tests.support.naive_cr2 import naive_cr2
from tests.support.outcomes import Rows, an_impact_protocol, impact_evidence, planted, scores_of

SITES = 6
WAVES = ("w1", "w2", "w3")
Numbers = np.ndarray[Any, np.dtype[np.float64]]


@cache
def rows() -> Rows:
    """Return an unbalanced study: sites of other sizes, and people who did not answer every wave alike."""
    drawn = planted(
        an_impact_protocol(sites=SITES), lambda site, wave: 0.4 * (wave != "w1") * int(site[1:]), people=14, seed=8
    )
    generator = np.random.default_rng(2)
    return [row for row in drawn if generator.random() < 0.4 + 0.1 * int(row[1][1:])]


@cache
def answer() -> Answer:
    return ask("primary_outcomes", impact_evidence(an_impact_protocol(sites=SITES), rows()))


def columns() -> tuple[Numbers, Numbers, np.ndarray[Any, np.dtype[np.int64]]]:
    """Return design, scores and sites of least squares within sites: waves, a column a site, and the mode."""
    frame = scores_of(rows())
    sites = frame["site"].unique().sort().to_list()
    parts = [frame["wave"].to_numpy() == wave for wave in WAVES[1:]]
    parts += [frame["mode"].to_numpy() == "web"]
    parts += [frame["site"].to_numpy() == site for site in sites]
    clusters = np.array([sites.index(site) for site in frame["site"]])
    return np.column_stack(parts).astype(float), frame["score"].to_numpy(), clusters


def test_the_difference_within_sites_and_its_p_value_are_least_squares_with_cr2() -> None:
    design, scores, clusters = columns()

    coefficients, errors, freedom = naive_cr2(design, scores, clusters)

    robust = cell(answer(), "checks", "climate", "robust")
    margin = stats.t.ppf(0.975, freedom[0]) * errors[0]
    assert robust.value == pytest.approx(coefficients[0], rel=1e-8)
    assert [robust.low, robust.high] == pytest.approx([coefficients[0] - margin, coefficients[0] + margin], rel=1e-6)
    p = 2 * stats.t.sf(abs(coefficients[0] / errors[0]), freedom[0])
    assert value(answer(), "checks", "climate", "robust_p") == pytest.approx(p, rel=1e-6)


def cr1_t(design: Numbers, response: Numbers, clusters: Numbers) -> float:
    """Return the t value of the first column, its error from the sums of scores of each cluster."""
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ response
    left = response - design @ coefficients
    meat = sum(
        np.outer(score, score)
        for score in (design[clusters == site].T @ left[clusters == site] for site in np.unique(clusters))
    )
    return float(coefficients[0] / sqrt((bread @ meat @ bread)[0, 0]))


def test_the_exact_p_value_tries_every_sign_of_every_sites_residuals() -> None:
    """The wild cluster test with the null imposed: the p value is the share of t values at least as large."""
    design, scores, clusters = columns()
    without = design[:, 1:]
    fitted = without @ np.linalg.lstsq(without, scores, rcond=None)[0]
    observed = abs(cr1_t(design, scores, clusters))

    drawn = [
        abs(cr1_t(design, fitted + np.array(signs)[clusters] * (scores - fitted), clusters))
        for signs in product((-1.0, 1.0), repeat=SITES)
    ]

    share = float(np.mean(np.array(drawn) >= observed * (1 - 1e-9)))
    assert value(answer(), "checks", "climate", "exact_p") == pytest.approx(share, abs=1e-12)


def test_means_are_those_of_everybody_scored_in_a_wave() -> None:
    for wave in WAVES:
        here = scores_of(rows()).filter(wave=wave)
        assert value(answer(), "means", f"climate_{wave}", "mean") == pytest.approx(here["score"].mean())
        assert value(answer(), "means", f"climate_{wave}", "people") == here.height


def test_a_difference_rests_on_the_smaller_of_its_two_waves() -> None:
    sizes = {wave: scores_of(rows()).filter(wave=wave).height for wave in WAVES}

    assert cell(answer(), "gain", "climate", "difference").people == min(sizes["w1"], sizes["w2"])
    assert cell(answer(), "overall", "climate", "difference").people == min(sizes["w1"], sizes["w3"])


def test_the_effect_size_and_both_its_ends_are_in_standard_deviations_of_the_first_wave() -> None:
    reference = scores_of(rows()).filter(wave="w1")["score"].to_numpy()
    freedom = len(reference) - 1
    factor = gamma(freedom / 2) / (sqrt(freedom / 2) * gamma((freedom - 1) / 2))
    unit = factor / reference.std(ddof=1)

    for table, column in (("gain", "gain"), ("overall", "overall")):
        points, effect = cell(answer(), table, "climate", "difference"), cell(answer(), "effects", "climate", column)
        for name in ("value", "low", "high"):
            assert getattr(effect, name) == pytest.approx(unit * getattr(points, name), rel=1e-9)


@pytest.mark.parametrize(("freedom", "factor"), [(2, 0.5642), (3, 0.7236), (4, 0.7979), (10, 0.9228), (50, 0.9849)])
def test_hedges_factor_is_that_of_his_table(freedom: int, factor: float) -> None:
    """c(m) of Hedges LV, J Educ Stat 1981;6:107, by its gamma functions, to four digits."""
    assert hedges_factor(freedom) == pytest.approx(factor, abs=6e-5)


@pytest.mark.parametrize("freedom", [-1, 0, 1])
def test_hedges_factor_of_too_few_people_is_no_number(freedom: int) -> None:
    assert np.isnan(hedges_factor(freedom))


def test_leaving_one_site_out_is_asking_again_without_its_records() -> None:
    protocol = an_impact_protocol(sites=SITES)
    points = []
    for site in protocol.sites:
        fewer = [row for row in rows() if row[1] != site.id]
        points.append(
            (value(ask("primary_outcomes", impact_evidence(protocol, fewer)), "gain", "climate", "difference"), site.id)
        )
    unit = float(value(answer(), "effects", "climate", "gain") or 0) / float(
        value(answer(), "gain", "climate", "difference") or 1
    )

    ends = {"lowest": min(points), "highest": max(points)}  # type: ignore[type-var]  # every one of them is a number

    for name, (change, site) in ends.items():
        found = cell(answer(), "left_out", "climate", name)
        assert found.value == pytest.approx(unit * float(change or 0), rel=1e-6)
        own = scores_of(rows()).filter(site=site)["person"].n_unique()
        assert found.people == min(own, cell(answer(), "gain", "climate", "difference").people or 0)


def test_two_people_of_one_site_are_as_alike_as_an_analysis_of_variance_says() -> None:
    """In a balanced study with three waves: the mean squares of sites, of sites' waves and of people."""
    bare = {"impact": {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w3", "adjust_for": []}}
    protocol = an_impact_protocol(sites=8, **bare)
    drawn = planted(
        protocol,
        lambda site, wave: 0.7 * ((3 * int(site[1:]) + 5 * int(wave[1:])) % 4),
        people=15,
        spread={"site": 1.5, "person": 0.0, "rest": 1.0},
    )
    frame = scores_of(drawn)
    cells = frame.group_by("site", "wave").agg(pl.col("score").mean()).pivot("wave", index="site").sort("site")
    grid = cells.select(*WAVES).to_numpy()
    joined = frame.join(frame.group_by("site", "wave").agg(mean=pl.col("score").mean()), on=["site", "wave"])
    within = float(((joined["score"] - joined["mean"]) ** 2).sum() or 0) / (frame.height - grid.size)
    rest = grid - grid.mean(axis=0) - grid.mean(axis=1, keepdims=True) + grid.mean()
    of_waves = 15 * (rest**2).sum() / (7 * 2)
    of_sites = 15 * 3 * ((grid.mean(axis=1) - grid.mean()) ** 2).sum() / 7
    wave, site = (of_waves - within) / 15, (of_sites - of_waves) / 45

    found = ask("primary_outcomes", impact_evidence(protocol, drawn))

    assert value(found, "structure", "climate", "icc") == pytest.approx(
        (site + wave) / (site + wave + within), rel=1e-4
    )
    assert value(found, "structure", "climate", "autocorrelation") == pytest.approx(site / (site + wave), rel=1e-4)
