"""Declared truths become shifts, expected scores and people asked, by rules small enough to do by hand."""

from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError
from scipy.stats import norm

from newel.protocol import Protocol
from newel.records.kinds import ANSWER, CONSENT, RESPONSE
from newel.rehearsal import Plan, Truths, planted_outcomes, rehearse
from newel.rehearsal.planted import expected_score, score_spread
from newel.rehearsal.shifting import Shifts, expected_training, still_there
from newel.rehearsal.truths import AnswerTruth, QuestionnaireTruth, StaffTruth
from tests.support.instruments import an_instrument
from tests.support.outcomes import an_impact_protocol

FORM = an_instrument()
SCALE = FORM.scales[0]


def closing(protocol: Protocol, month: str) -> Protocol:
    """Return the protocol with its first site closed from a month on."""
    whole = protocol.model_dump(mode="json")
    whole["sites"][0]["closed_month"] = month
    return Protocol.model_validate(whole)


def a_plan(protocol: Protocol | None = None, *, asked: dict[str, Any] | None = None, **truth: float) -> Plan:
    settings: dict[str, Any] = {"agree": {"staff": 0.8}, "share_item_missing": 0.0} | (asked or {})
    questionnaires = QuestionnaireTruth(scales={"team.climate": AnswerTruth(**truth)}, **settings)
    return Plan(protocol or an_impact_protocol(), {"team": FORM}, Truths(questionnaires=questionnaires))


def drawn(plan: Plan, seed: int = 5) -> dict[str, pl.DataFrame]:
    source = rehearse(plan.protocol, plan.instruments, plan.truths, seed=seed).source
    return {kind.name: source.frame(kind) for kind in (CONSENT, RESPONSE, ANSWER)}


@pytest.mark.parametrize(("lasting", "left"), [(1.0, 1.0), (0.0, 0.0), (0.4, 0.4), (1.5, 1.5), (-0.5, -0.5)])
def test_what_lasts_of_a_gain_is_there_in_the_last_wave_and_all_of_it_at_the_first_follow_up(
    lasting: float, left: float
) -> None:
    plan = a_plan()

    there = [still_there(plan, wave, lasting=lasting) for wave in plan.protocol.waves]

    assert there == pytest.approx([0.0, 1.0, left])


def test_with_one_follow_up_nothing_of_a_gain_fades() -> None:
    impact = {"reference_wave": "w1", "first_follow_up": "w2", "last_wave": "w2"}
    plan = a_plan(an_impact_protocol(impact=impact))

    assert [still_there(plan, wave, lasting=0.0) for wave in plan.protocol.waves] == [0.0, 1.0, 1.0]


def test_training_is_expected_by_the_month_from_those_who_stay_and_those_who_are_trained() -> None:
    protocol = an_impact_protocol(sites=2, begins=["2018-11", "2019-06"])
    staff = StaffTruth(trained_at_start=0.2, monthly_training=0.1, yearly_turnover=0.36, share_unfinished=0.0)
    plan = Plan(protocol, {"team": FORM}, Truths(staff=staff))

    found = expected_training(plan)

    for number, site in enumerate(protocol.sites):
        share = 0.2
        for at, month in enumerate(protocol.months()):
            share = share * (1 - 0.03)
            if month >= site.rollout_month:
                share += 0.1 * (1.0 if site.rollout == "full" else 0.5) * (1 - share)
            assert found[number, at] == pytest.approx(share, rel=1e-12)
    assert ((found >= 0) & (found <= 1)).all()


def test_a_site_gains_unlike_others_by_its_own_draw_and_only_once_there_is_a_gain() -> None:
    plan = a_plan(gain=0.1, gain_spread=0.04, lasting=0.5)
    unlike = {("team", "climate", "S01"): 2.0, ("team", "climate", "S02"): -1.0}

    shifts = Shifts(plan, expected_training(plan), unlike).of(FORM, SCALE)

    assert [shifts["S01", wave] for wave in ("w1", "w2", "w3")] == pytest.approx([0.0, 0.18, 0.09])
    assert [shifts["S02", wave] for wave in ("w1", "w2", "w3")] == pytest.approx([0.0, 0.06, 0.03])
    assert shifts["S03", "w2"] == pytest.approx(0.1), "an average site where nothing else is said"


def test_the_expected_score_of_one_item_is_a_sum_of_normal_tails() -> None:
    """Codes 1 to 5 have borders at the eighths: each that is passed adds a point."""
    one = an_instrument(scales=[SCALE.model_dump() | {"items": ["item_1"], "reversed": [], "minimum_answered": 1}])
    spread = np.hypot(0.2, 0.12)
    by_hand = 1 + sum(norm.sf((border - 0.6) / spread) for border in (0.125, 0.375, 0.625, 0.875))

    found = expected_score(one, one.scales[0], centres=np.array([0.6]), spread=0.2)

    assert found[0] == pytest.approx(by_hand, rel=1e-12)


def test_a_reversed_item_scores_as_if_it_were_not_where_codes_are_evenly_spaced() -> None:
    plain = an_instrument(scales=[SCALE.model_dump() | {"reversed": []}])
    centres = np.array([0.1, 0.5, 0.8])

    turned, straight = (expected_score(form, form.scales[0], centres=centres, spread=0.2) for form in (FORM, plain))

    assert turned == pytest.approx(straight, rel=1e-12)


def test_expected_scores_rise_with_the_place_and_stay_within_the_scale() -> None:
    found = expected_score(FORM, SCALE, centres=np.linspace(-0.5, 1.5, 60), spread=0.2)
    ends = expected_score(FORM, SCALE, centres=np.array([-3.0, 4.0]), spread=0.2)

    assert (np.diff(found) > 0).all()
    assert ends == pytest.approx([1.0, 5.0], abs=1e-9)


def test_where_everybody_is_in_one_place_only_the_noise_of_items_is_left() -> None:
    middle = score_spread(FORM, SCALE, centre=0.5, spread=0.0)

    assert 0 < middle < score_spread(FORM, SCALE, centre=0.5, spread=0.2)


def test_the_planted_score_is_the_mean_over_sites_by_their_places() -> None:
    protocol = an_impact_protocol(sites=2, begins=["2018-11", "2020-12"])
    whole = protocol.model_dump(mode="json")
    whole["sites"][0]["places"], whole["sites"][1]["places"] = 10, 90
    plan = a_plan(Protocol.model_validate(whole), delivery_gain=0.2)
    truth = plan.truths.questionnaires.of(FORM, SCALE)
    dose = [plan.dose(site, "2019-09") for site in plan.protocol.sites]

    each = expected_score(FORM, SCALE, centres=truth.position + 0.2 * np.array(dose), spread=truth.spread)

    assert planted_outcomes(plan)["climate"].scores["w2"] == pytest.approx(0.1 * each[0] + 0.9 * each[1], rel=1e-12)


def test_a_closed_site_counts_no_more_in_what_is_planted() -> None:
    begins = ["2018-11", "2020-12"]
    both = a_plan(an_impact_protocol(sites=2, begins=begins), delivery_gain=0.3)
    one = a_plan(closing(both.protocol, "2020-02"), delivery_gain=0.3)

    before, after = (planted_outcomes(plan)["climate"].scores for plan in (both, one))

    assert after["w2"] == before["w2"]
    assert after["w3"] < before["w3"], "the site that delivered is gone, and its shift with it"


def test_nobody_is_asked_at_a_site_that_has_closed() -> None:
    frames = drawn(a_plan(closing(an_impact_protocol(sites=3), "2020-02")))

    here = frames["response"].filter(site_id="S01", group="staff")
    assert set(here["wave"]) == {"w1", "w2"}
    assert set(frames["response"].filter(site_id="S02", group="staff")["wave"]) == {"w1", "w2", "w3"}
    assert frames["consent"].filter(site_id="S01", wave="w3").is_empty()


@pytest.mark.parametrize(
    ("group", "modes"),
    [("staff", {"web", "paper"}), ("young_person", {"tablet", "interviewer", "paper"}), ("carer", {"web", "paper"})],
)
def test_people_answer_in_the_ways_their_group_can(group: str, modes: set[str]) -> None:
    assert set(_frames()["response"].filter(group=group)["mode"]) == modes


@cache
def _frames() -> dict[str, pl.DataFrame]:
    return drawn(a_plan(an_impact_protocol(sites=6)))


def test_every_answer_belongs_to_a_response_and_every_response_to_somebody_who_was_asked() -> None:
    frames = _frames()

    assert set(frames["answer"]["response_id"]) <= set(frames["response"]["response_id"])
    asked = set(frames["consent"].filter(purpose="take_part")["participant_id"])
    assert set(frames["response"]["participant_id"]) <= asked


def test_who_only_was_asked_or_refused_sent_no_questionnaire() -> None:
    frames = _frames()
    never = frames["consent"].filter(purpose="take_part", state="refused")["participant_id"]

    assert not set(never) & set(frames["response"]["participant_id"])


def test_everybody_answers_within_their_wave() -> None:
    waves = {wave.id: wave for wave in an_impact_protocol().waves}

    for row in _frames()["response"].select("wave", "started_on").unique().to_dicts():
        assert waves[row["wave"]].opens <= row["started_on"] <= waves[row["wave"]].closes


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_the_declared_share_of_answers_is_skipped(share: float) -> None:
    answers = drawn(a_plan(an_impact_protocol(sites=6), asked={"share_item_missing": share}))["answer"]

    skipped = answers["value"].null_count() / answers.height
    assert skipped == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / answers.height))
    assert answers.filter(pl.col("value").is_null())["missing"].unique().to_list() == ([] if not share else ["skipped"])


def test_the_declared_share_agrees_where_all_are_asked() -> None:
    consents = drawn(a_plan(an_impact_protocol(sites=8), asked={"share_withdrawn": 0.1}))["consent"]

    states = Counter(consents.filter(group="staff", purpose="take_part")["state"])
    agreed, asked = states["given"] + states["withdrawn"], states.total()
    assert agreed / asked == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / asked))
    assert states["withdrawn"] / agreed == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / agreed))


@pytest.mark.parametrize(
    "wrong", [{"site_correlation": 1.0}, {"person_correlation": -0.1}, {"gain_spread": -0.1}, {"gian": 0.1}]
)
def test_a_truth_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        AnswerTruth(**wrong)
