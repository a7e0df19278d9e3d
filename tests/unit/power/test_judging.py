"""The analysis that power runs is the protocol's own: the model, contrasts and numbers of the analysis of change."""

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from newel.analysis._change import fit_change
from newel.analysis._few_sites import few_site_checks
from newel.analysis._outcomes import Scores
from newel.instruments import read_instruments
from newel.power.drawing import drawn_people, drawn_scores
from newel.power.judging import judged, together
from newel.power.planned import Attendance, Planned, plan_of, planned_analyses
from newel.protocol import read_protocol
from newel.rehearsal import read_truths
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"


@cache
def planned(name: str = "being_heard") -> Planned:
    """Return one outcome of the example study at eight of its sites."""
    plan = plan_of(read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY), sites=8)
    return planned_analyses(plan)[name]


def replicate(one: Planned, seed: int) -> Scores:
    """Draw the scores of the first replicate again, as the frame that the analysis takes."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    people = drawn_people(one, rng)
    at = people["site"].to_numpy(), people["wave_number"].to_numpy()
    score = drawn_scores(one.answering, at, replicates=3, rng=rng)[:, 0]
    frame = people.with_columns(score=pl.Series(score))
    return Scores(one.outcome, one.instrument, one.scale, frame, frame.height)


@pytest.mark.parametrize("name", ["being_heard", "understanding"])
def test_a_replicate_has_the_numbers_of_the_analysis_of_change(name: str) -> None:
    one = planned(name)

    found = judged(one, np.random.SeedSequence(8), replicates=3, checked=1, is_null=False)

    scores = replicate(one, 8)
    model = fit_change(one.protocol, scores)
    for place, (start, end) in enumerate(one.comparisons.values()):
        single = model.difference(start, end)
        assert found.estimate[0, place] == pytest.approx(single.estimate, rel=1e-5, abs=1e-7)
        assert found.error[0, place] == pytest.approx(single.error, rel=1e-5)
        assert found.freedom[0, place] == pytest.approx(single.freedom, rel=1e-4)
        assert found.inference.p[0, place] == pytest.approx(single.p, rel=1e-3)
    start, end = one.comparisons["first"]
    checks = few_site_checks(one.protocol, model, start=start, end=end)
    assert found.robust[0] == pytest.approx(checks.robust.p)
    assert found.exact[0] == pytest.approx(checks.exact_p)


def test_the_spread_and_the_people_are_those_of_the_reference_wave() -> None:
    found = judged(planned(), np.random.SeedSequence(8), replicates=3, checked=0, is_null=False)

    first = replicate(planned(), 8).frame.filter(wave="w1")
    assert found.spread[0] == pytest.approx(first["score"].std())
    assert found.people.tolist() == [first.height] * 3
    assert len(found.robust) == len(found.exact) == 0


def test_without_change_estimates_scatter_about_zero() -> None:
    null = judged(planned(), np.random.SeedSequence(2), replicates=200, checked=0, is_null=True)
    true = judged(planned(), np.random.SeedSequence(2), replicates=200, checked=0, is_null=False)

    change = planned().planted.change("w1", "w2")
    assert abs(null.estimate[:, 0].mean()) < 4 * null.error[:, 0].mean() / np.sqrt(200)
    assert true.estimate[:, 0].mean() == pytest.approx(change, abs=0.1 * abs(change))


@pytest.mark.parametrize("people", [[[4.0, 0.0, 4.0]] * 8, [[0.0, 0.0, 0.0]] * 8])
def test_a_wave_in_which_nobody_is_scored_gives_nothing_and_no_number(people: list[list[float]]) -> None:
    empty = replace(planned(), attendance=Attendance(np.array(people), known=True, chance=1.0))

    found = judged(empty, np.random.SeedSequence(1), replicates=4, checked=2, is_null=False)

    assert np.isnan(found.estimate).all()
    assert np.isnan(found.exact).all()
    assert found.estimate.shape == (4, 3)


def test_where_all_answer_alike_nothing_is_claimed() -> None:
    answering = replace(planned().answering, spread=0.0, position=9.0)
    alike = replace(planned(), answering=answering)

    found = judged(alike, np.random.SeedSequence(1), replicates=3, checked=1, is_null=True)

    assert np.isnan(found.estimate).all()
    assert np.isnan([*found.robust, *found.exact]).all()


def test_chunks_are_put_together_in_their_order() -> None:
    parts = [
        judged(planned(), np.random.SeedSequence(seed), replicates=2, checked=1, is_null=False) for seed in (1, 2, 3)
    ]

    whole = together(parts)

    assert whole.estimate[2:4].tolist() == parts[1].estimate.tolist()
    assert whole.exact.tolist() == [part.exact[0] for part in parts]
