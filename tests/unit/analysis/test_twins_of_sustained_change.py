"""The course of an outcome follows from the differences in points, by arithmetic a reader could do."""

from functools import cache, partial
from math import sqrt
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from newel.analysis import Evidence
from newel.analysis._comparing import compared
from newel.analysis._site_slopes import site_slopes
from newel.analysis._wave_dose import DOSES, wave_doses
from newel.findings import Answer, Estimate
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.outcomes import FAMILY, OUTCOME, Rows, an_impact_protocol, impact_evidence, planted, scores_of

SITES = 8
CHANGE = {"w1": 0.0, "w2": 0.7, "w3": 0.2}


@cache
def rows(sites: int = SITES) -> Rows:
    return planted(
        an_impact_protocol(sites=sites),
        lambda site, wave: CHANGE[wave] * (1 + 0.7 * (int(site[1:]) % 3 - 1)),
        people=15,
        seed=9,
    )


def about(scores: Rows | None = None, *, sites: int = SITES, **blocks: Any) -> Evidence:
    return impact_evidence(an_impact_protocol(sites=sites, **blocks), rows(sites) if scores is None else scores)


@cache
def primary() -> Answer:
    return ask("primary_outcomes", about())


@cache
def course() -> Answer:
    return ask("sustained_change", about())


def ends(found: Estimate) -> tuple[float, float, float]:
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return found.low, found.value, found.high


def test_the_changes_are_the_effect_sizes_of_the_primary_outcomes() -> None:
    for column in ("gain", "overall"):
        expected = ends(cell(primary(), "effects", "climate", column))
        assert ends(cell(course(), "course", "climate", column)) == pytest.approx(expected, rel=1e-9)


def test_what_became_of_the_gain_is_the_whole_change_less_the_gain() -> None:
    gain, later, overall = (
        float(value(course(), "course", "climate", name) or 0) for name in ("gain", "later", "overall")
    )

    assert gain + later == pytest.approx(overall, rel=1e-9)


def test_the_interval_of_the_later_change_is_that_of_its_t_at_90_per_cent() -> None:
    impact = about()
    each = compared(impact, impact.protocol.outcomes)["climate"]
    found = each.later
    half = float(stats.t.ppf(0.95, found.freedom)) * found.error * each.unit

    low, middle, high = ends(cell(course(), "course", "climate", "later"))

    assert (middle - low, high - middle) == (pytest.approx(half, rel=1e-9), pytest.approx(half, rel=1e-9))


def two_waves() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return scores, fixed columns (1, second wave, on paper), and the sites' rows of the first two waves."""
    both = [row for row in rows() if row[2] != "w3"]
    score = np.array([row[4] for row in both])
    fixed = np.array([[1.0, row[2] == "w2", row[3] == "web", int(row[1][1:]) % 3 == 0] for row in both], dtype=float)
    sites = [np.flatnonzero([row[1] == site for row in both]) for site in dict.fromkeys(row[1] for row in both)]
    return score, fixed, fixed[:, :2], sites


def dense_criterion(parameters: np.ndarray, *, slopes: bool) -> float:
    """Return -2 REML log-likelihood of a model with a level, and where asked a change, of each site's own, densely."""
    score, fixed, own, sites = two_waves()
    sigma = np.exp(parameters[0])
    lower = np.array([[parameters[1], 0.0], [parameters[2], parameters[3]]] if slopes else [[parameters[1], 0], [0, 0]])
    covariance = np.eye(len(score))
    for here in sites:
        covariance[np.ix_(here, here)] += own[here] @ lower @ lower.T @ own[here].T
    covariance *= sigma**2
    inverse = np.linalg.inv(covariance)
    information = fixed.T @ inverse @ fixed
    rest = score - fixed @ np.linalg.solve(information, fixed.T @ inverse @ score)
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    return float(logs + rest @ inverse @ rest + (len(score) - fixed.shape[1]) * np.log(2 * np.pi))


@cache
def dense_slopes() -> tuple[float, float, float]:
    """Return the spread of the sites' changes in points, its correlation with their level, and the likelihood ratio."""
    whole = optimize.minimize(partial(dense_criterion, slopes=True), [0.0, 0.5, 0.1, 0.5], tol=1e-9)
    alike = optimize.minimize(partial(dense_criterion, slopes=False), [0.0, 0.5], tol=1e-9)
    sigma, level, together, rest = np.exp(whole.x[0]), *whole.x[1:]
    change = np.hypot(together, rest)
    return sigma * change, float(np.sign(level) * together / change), alike.fun - whole.fun


def test_how_unlike_sites_change_is_the_spread_of_a_change_of_their_own() -> None:
    first = np.array([row[4] for row in rows() if row[2] == "w1"])
    factor = float(ends(cell(primary(), "effects", "climate", "gain"))[1]) / float(
        ends(cell(primary(), "gain", "climate", "difference"))[1]
    )
    spread, correlation, ratio = dense_slopes()

    assert value(course(), "sites", "climate", "spread") == pytest.approx(factor * spread, rel=1e-4)
    assert value(course(), "sites", "climate", "with_start") == pytest.approx(correlation, abs=1e-3)
    p = (stats.chi2.sf(ratio, 1) + stats.chi2.sf(ratio, 2)) / 2
    assert value(course(), "sites", "climate", "p") == pytest.approx(p, rel=1e-3)
    assert factor == pytest.approx(1 / first.std(ddof=1), rel=0.01)


def test_the_change_expected_elsewhere_adds_the_spread_of_sites_to_the_error() -> None:
    """Higgins, Thompson and Spiegelhalter 2009: t with sites less two degrees of freedom, or fewer."""
    held = about()
    each = compared(held, held.protocol.outcomes)["climate"]
    change = site_slopes(held.protocol, each.scores, start="w1", end="w2").change
    spread = float(value(course(), "sites", "climate", "spread") or 0)
    half = stats.t.ppf(0.975, min(change.freedom, SITES - 2)) * sqrt((change.error * each.unit) ** 2 + spread**2)

    low, middle, high = ends(cell(course(), "sites", "climate", "elsewhere"))

    assert middle == pytest.approx(change.estimate * each.unit, rel=1e-9)
    assert middle == pytest.approx(float(value(course(), "course", "climate", "gain") or 0), rel=0.05)
    assert (middle - low, high - middle) == (pytest.approx(half, rel=1e-9), pytest.approx(half, rel=1e-9))


def test_a_planted_spread_of_changes_is_found_and_where_sites_change_alike_none_is_claimed() -> None:
    protocol = an_impact_protocol(sites=18)
    own = dict(zip([site.id for site in protocol.sites], np.random.default_rng(4).normal(size=18), strict=True))
    unlike = planted(protocol, lambda site, wave: 0.6 * own[site] * (wave != "w1"), people=40, seed=5)
    alike = planted(protocol, lambda _site, wave: 0.3 * (wave != "w1"), people=40, seed=6)

    found, none = (ask("sustained_change", about(scores, sites=18)) for scores in (unlike, alike))

    first = np.array([row[4] for row in unlike if row[2] == "w1"]).std(ddof=1)
    expected = 0.6 * np.std(list(own.values()), ddof=1) / first
    assert value(found, "sites", "climate", "spread") == pytest.approx(expected, rel=0.25)
    assert float(value(found, "sites", "climate", "p") or 1) < 0.001
    assert float(value(none, "sites", "climate", "p") or 0) > 0.05


@pytest.mark.parametrize(("sites", "told"), [(4, False), (5, True)])
def test_five_sites_are_the_fewest_of_which_differences_between_sites_are_told(sites: int, *, told: bool) -> None:
    found = ask("sustained_change", about(sites=sites))
    left_out = ask("primary_outcomes", about(sites=sites))

    for name in ("spread", "p", "elsewhere"):
        assert (cell(found, "sites", "climate", name).value is not None) is told
    for name in ("lowest", "highest"):
        assert (cell(left_out, "left_out", "climate", name).value is not None) is told
    assert value(found, "course", "climate", "gain") is not None


def test_no_table_of_either_analysis_has_a_row_or_a_column_of_one_site() -> None:
    names = {site.id for site in an_impact_protocol(sites=SITES).sites}

    for answer in (primary(), course()):
        for each in answer.tables:
            assert not names & {row.id for row in each.rows}
            assert not names & {column.id for column in each.columns}
            assert not any(name in each.title for name in names)
        assert not any(name in note for name in names for note in answer.notes)


@pytest.mark.parametrize(("worthwhile", "verdict"), [(0.01, "Cannot tell"), (5.0, "Never moved")])
def test_what_is_worth_having_is_the_protocols_to_say(worthwhile: float, verdict: str) -> None:
    still = planted(an_impact_protocol(sites=SITES), lambda _site, _wave: 0.0, people=15, seed=2)

    found = ask("sustained_change", about(still, outcomes=[OUTCOME | {"worthwhile": worthwhile}]))

    assert cell(found, "verdicts", "climate", "verdict").says == verdict


@pytest.mark.parametrize(("bound", "verdict"), [(5.0, "Sustained"), (0.01, "Faded")])
def test_how_much_may_be_lost_is_the_protocols_to_say(bound: float, verdict: str) -> None:
    fading = planted(
        an_impact_protocol(sites=SITES), lambda _, wave: {"w1": 0.0, "w2": 1.2, "w3": 0.5}[wave], people=30, seed=2
    )

    found = ask("sustained_change", about(fading, outcomes=[OUTCOME | {"decay_bound": bound}]))

    assert cell(found, "verdicts", "climate", "verdict").says == verdict


def test_a_gain_that_is_lost_in_the_correction_of_its_family_is_no_gain() -> None:
    """Twenty outcomes declared in one family; all but one have no answers and still count."""
    weak = planted(an_impact_protocol(sites=SITES), lambda _, wave: 0.35 * (wave != "w1"), people=20, seed=21)
    p = float(value(ask("primary_outcomes", about(weak)), "gain", "climate", "p") or 0)
    assert 0.05 / 20 < p < 0.05, "the planted gain is found alone and not among twenty"
    measure = {
        "id": "all",
        "name": "All",
        "voices": ["staff", "carer"],
        "waves": ["w1", "w2", "w3"],
        "instruments": ["team"],
    }
    others = [OUTCOME | {"id": f"o{number}", "group": "carer"} for number in range(19)]

    alone = ask("sustained_change", about(weak))
    among = ask("sustained_change", about(weak, outcomes=[OUTCOME, *others], measures=[measure], families=[FAMILY]))

    assert "It improved" in cell(alone, "verdicts", "climate", "because").says
    assert "It improved" not in cell(among, "verdicts", "climate", "because").says


def test_an_exploratory_outcome_gets_no_verdict() -> None:
    idea = OUTCOME | {"id": "idea", "role": "exploratory", "family": None}

    found = ask("sustained_change", about(outcomes=[OUTCOME, idea]))

    for each in found.tables:
        assert [row.id for row in each.rows] == ["climate"]


def test_a_verdict_rests_on_the_smallest_of_the_waves_it_speaks_of() -> None:
    fewer = [row for row in rows() if row[2] != "w3" or row[0].endswith(("p1", "p2"))]
    third = scores_of(fewer).filter(wave="w3").height

    found = ask("sustained_change", about(fewer))

    assert cell(found, "verdicts", "climate", "verdict").people == third
    assert cell(found, "course", "climate", "gain").people == scores_of(rows()).filter(wave="w1").height


def test_without_a_block_of_impact_only_an_empty_table_of_verdicts_is_left() -> None:
    found = ask("sustained_change", about([], impact=None, outcomes=[], families=[]))

    assert [(each.id, each.rows) for each in found.tables] == [("verdicts", ())]
    assert found.figures == ()
    assert any("no block [impact]" in note for note in found.notes)


def test_every_dose_is_explained_and_has_a_column() -> None:
    assert [column.id for column in table(course(), "dose").columns] == list(DOSES)
    (steps,) = [note for note in course().notes if note.startswith("One step of a dose")]
    assert all(dose.unit in steps for dose in DOSES.values())


def test_partial_delivery_is_half_a_dose_and_none_before_the_first_month() -> None:
    sites = [
        site.model_dump(mode="json") | {"rollout": kind, "rollout_month": month}
        for site, kind, month in zip(
            an_impact_protocol(sites=3).sites,
            ("full", "partial", "full"),
            ("2018-11", "2019-09", "2020-12"),
            strict=True,
        )
    ]
    whole = an_impact_protocol(sites=3)
    protocol = whole.model_validate(whole.model_dump(mode="json") | {"sites": sites})

    doses = {(row["site_id"], row["wave"]): row["phase"] for row in wave_doses(evidence(protocol=protocol)).to_dicts()}

    assert [doses["S01", wave] for wave in ("w1", "w2", "w3")] == [1.0, 1.0, 1.0]
    assert [doses["S02", wave] for wave in ("w1", "w2", "w3")] == [0.0, 0.5, 0.5]
    assert [doses["S03", wave] for wave in ("w1", "w2", "w3")] == [0.0, 0.0, 0.0]


def test_where_every_site_delivers_alike_in_every_wave_there_is_no_response_to_tell() -> None:
    found = cell(course(), "dose", "climate", "phase")

    assert found.value is None
    assert found.why_missing == "No site's dose differed from wave to wave."
