"""What is planted is declared in points: it can be worked out beforehand, and what is drawn scatters around it."""

import numpy as np
import polars as pl
import pytest

from newel.instruments import Instrument, score_answers
from newel.protocol import Protocol
from newel.records.kinds import ANSWER, CONSENT, RESPONSE
from newel.rehearsal import Plan, Truths, planted_outcomes, rehearse
from newel.rehearsal.planted import expected_score, score_spread
from newel.rehearsal.shifting import Shifts, drawn_shifts, expected_training, still_there
from newel.rehearsal.truths import AnswerTruth, QuestionnaireTruth
from tests.support.instruments import an_instrument
from tests.support.outcomes import OUTCOME, an_impact_protocol

WEB = an_instrument()
FORMS = {"team": WEB}


def a_plan(protocol: Protocol | None = None, **truth: float) -> Plan:
    questionnaires = QuestionnaireTruth(
        scales={"team.climate": AnswerTruth(**truth)}, asked={}, agree={"staff": 0.8}, share_item_missing=0.0
    )
    outcomes = [OUTCOME, OUTCOME | {"id": "again"}]
    return Plan(protocol or an_impact_protocol(outcomes=outcomes), FORMS, Truths(questionnaires=questionnaires))


def shifts_of(plan: Plan) -> dict[tuple[str, str], float]:
    return Shifts(plan, expected_training(plan), {}).of(WEB, WEB.scales[0])


def test_a_gain_is_there_from_the_first_follow_up_and_what_lasts_of_it_is_there_in_the_last_wave() -> None:
    found = shifts_of(a_plan(gain=0.2, lasting=0.25))

    assert [found["S01", wave] for wave in ("w1", "w2", "w3")] == pytest.approx([0.0, 0.2, 0.05])


def test_a_gain_on_a_scale_where_lower_is_better_goes_down() -> None:
    worse = an_instrument(scales=[WEB.scales[0].model_dump() | {"direction": "higher_is_worse"}])
    plan = Plan(an_impact_protocol(), {"team": worse}, a_plan(gain=0.2).truths)

    found = Shifts(plan, expected_training(plan), {}).of(worse, worse.scales[0])

    assert found["S01", "w2"] == pytest.approx(-0.2)


def test_between_the_first_follow_up_and_the_last_wave_a_gain_fades_in_proportion_to_time() -> None:
    waves = [
        {
            "id": f"w{number}",
            "label": f"Wave {number}",
            "opens": f"20{18 + number}-02-01",
            "closes": f"20{18 + number}-03-01",
        }
        for number in range(1, 5)
    ]
    study = a_plan().protocol.study.model_dump(mode="json") | {"ends": "2022-12-31"}
    impact = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w4"}
    plan = a_plan(an_impact_protocol(waves=waves, study=study, impact=impact, measures=[], outcomes=[], families=[]))

    there = [still_there(plan, wave, lasting=0.0) for wave in plan.protocol.waves]

    assert there == pytest.approx([0.0, 1.0, 0.5, 0.0], abs=0.002)


def test_a_study_without_impact_plants_no_gain() -> None:
    plan = a_plan(an_impact_protocol(impact=None, outcomes=[], families=[]), gain=0.3)

    assert set(shifts_of(plan).values()) == {0.0}


def test_delivery_and_training_shift_beside_the_gain() -> None:
    protocol = an_impact_protocol(begins=["2019-06"])
    found = shifts_of(a_plan(protocol, delivery_gain=0.1, training_gain=0.5))

    trained = expected_training(a_plan(protocol))[0]
    months = protocol.months()
    assert found["S01", "w1"] == pytest.approx(0.5 * trained[months.index("2019-02")])
    assert found["S01", "w2"] == pytest.approx(0.1 + 0.5 * trained[months.index("2019-09")])
    assert trained[-1] > trained[0]


def test_sites_gain_unlike_each_other_as_far_as_is_planted() -> None:
    plan = a_plan(an_impact_protocol(sites=40), gain=0.1, gain_spread=0.05)
    rng = np.random.default_rng(5)

    drawn = [drawn_shifts(plan, expected_training(plan), rng).of(WEB, WEB.scales[0]) for _ in range(20)]

    gains = [found[site.id, "w2"] for found in drawn for site in plan.protocol.sites]
    assert np.mean(gains) == pytest.approx(0.1, abs=0.01)
    assert np.std(gains) == pytest.approx(0.05, abs=0.005)


def drawn_scores(
    instrument: Instrument, *, centre: float, spread: float
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The naive twin: answer a great many sheets as a rehearsal does, and score them."""
    rng = np.random.default_rng(7)
    places = rng.normal(centre, spread, 40_000)
    scale, total = instrument.scales[0], np.zeros(40_000)
    for item in scale.items:
        codes = [option.code for option in instrument.options_of(instrument.item(item))]
        wish = np.clip(places + rng.normal(0, 0.12, 40_000), 0, 1)
        wish = 1 - wish if item in scale.reversed else wish
        code = np.sort(codes)[np.rint(wish * (len(codes) - 1)).astype(int)]
        total += min(codes) + max(codes) - code if item in scale.reversed else code
    return total / len(scale.items) if scale.rule == "mean" else total


@pytest.mark.parametrize("rule", ["mean", "sum"])
@pytest.mark.parametrize(("centre", "spread"), [(0.5, 0.2), (0.9, 0.3), (0.1, 0.05)])
def test_the_expected_score_and_its_spread_are_those_of_a_great_many_sheets(
    rule: str, centre: float, spread: float
) -> None:
    instrument = an_instrument(scales=[WEB.scales[0].model_dump() | {"rule": rule, "highest": 20}])
    drawn = drawn_scores(instrument, centre=centre, spread=spread)

    expected = expected_score(instrument, instrument.scales[0], centres=np.array([centre]), spread=spread)
    wide = score_spread(instrument, instrument.scales[0], centre=centre, spread=spread)

    assert expected[0] == pytest.approx(drawn.mean(), abs=4 * drawn.std() / 200)
    assert wide == pytest.approx(drawn.std(), rel=0.02)


def test_what_a_rehearsal_draws_scatters_around_what_is_planted() -> None:
    plan = a_plan(
        an_impact_protocol(sites=30), gain=0.15, lasting=0.5, position=0.45, spread=0.18, site_correlation=0.0
    )
    source = rehearse(plan.protocol, plan.instruments, plan.truths, seed=3).source
    responses = source.frame(RESPONSE).filter(group="staff")
    scores = score_answers(WEB, source.frame(ANSWER)).join(responses, on="response_id").drop_nulls("score")

    truth = planted_outcomes(plan)["climate"]

    for wave in ("w1", "w2", "w3"):
        here = scores.filter(pl.col("wave") == wave)["score"].to_numpy()
        assert here.mean() == pytest.approx(truth.scores[wave], abs=4 * here.std() / len(here) ** 0.5)
    assert truth.spread == pytest.approx(scores.filter(wave="w1")["score"].std(), rel=0.05)
    assert truth.change("w1", "w2") == pytest.approx(truth.scores["w2"] - truth.scores["w1"])


def test_a_planted_gain_changes_answers_and_nothing_else() -> None:
    plain, gained = a_plan(), a_plan(gain=0.3)
    one, other = (rehearse(plan.protocol, plan.instruments, plan.truths, seed=11).source for plan in (plain, gained))

    assert one.frame(RESPONSE).equals(other.frame(RESPONSE))
    assert not one.frame(ANSWER).equals(other.frame(ANSWER))


def test_people_of_a_linked_group_come_back_with_their_own_place_and_one_consent() -> None:
    plan = a_plan(an_impact_protocol(sites=12, linked=True), position=0.5, person_correlation=0.8, site_correlation=0.0)

    source = rehearse(plan.protocol, plan.instruments, plan.truths, seed=4).source

    responses = source.frame(RESPONSE).filter(group="staff")
    scores = score_answers(WEB, source.frame(ANSWER)).join(responses, on="response_id").drop_nulls("score")
    twice = scores.pivot("wave", index="participant_id", values="score").drop_nulls(["w1", "w2"])
    assert 0.4 < twice.height / scores.filter(wave="w1").height < 0.7, "the default share that stays is 0.6"
    assert twice.select(pl.corr("w1", "w2")).item() > 0.5
    assert responses["response_id"].is_unique().all()
    taking_part = source.frame(CONSENT).filter(group="staff", purpose="take_part")
    assert taking_part["participant_id"].is_unique().all()


def test_people_of_an_unlinked_group_are_others_in_each_wave() -> None:
    plan = a_plan()

    responses = rehearse(plan.protocol, plan.instruments, plan.truths, seed=4).source.frame(RESPONSE)

    assert responses["participant_id"].is_unique().all()


def site_wave_means(plan: Plan, *, seed: int) -> np.ndarray:
    source = rehearse(plan.protocol, plan.instruments, plan.truths, seed=seed).source
    scores = score_answers(WEB, source.frame(ANSWER)).join(source.frame(RESPONSE), on="response_id")
    by_wave = scores.group_by("site_id", "wave").agg(pl.col("score").mean())
    means = by_wave.pivot("wave", index="site_id", values="score")
    return means.select("w1", "w2", "w3").to_numpy()


def test_sites_that_move_by_themselves_differ_more_from_wave_to_wave_than_their_people_explain() -> None:
    still = a_plan(an_impact_protocol(sites=18), site_correlation=0.0)
    moving = a_plan(an_impact_protocol(sites=18), site_correlation=0.0, wave_spread=0.1)

    before, after = site_wave_means(still, seed=5), site_wave_means(moving, seed=5)

    items_range = expected_score(WEB, WEB.scales[0], centres=np.array([0.4, 0.6]), spread=0.2)
    moved = 0.1 * np.diff(items_range)[0] / 0.2  # what a standard deviation of the place is worth in points
    assert np.nanvar(after) - np.nanvar(before) == pytest.approx(moved**2, rel=0.5)
    assert abs(np.nanmean(after) - np.nanmean(before)) < 3 * moved / np.sqrt(54), "nobody gains by it on average"


def test_a_study_without_such_movement_is_drawn_as_it_was_and_the_planted_spread_grows_with_it() -> None:
    still, moving = a_plan(), a_plan(wave_spread=0.15)

    assert planted_outcomes(moving)["climate"].spread > planted_outcomes(still)["climate"].spread
    levels = drawn_shifts(still, expected_training(still), np.random.default_rng(1))
    assert set(levels.of(WEB, WEB.scales[0]).values()) == {0.0}
