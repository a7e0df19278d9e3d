"""People of a linked group are followed as far as they agreed and stayed; what is planted of all stays as it is."""

from functools import cache

import numpy as np
import polars as pl
import pytest

from newel.instruments import score_answers
from newel.records.kinds import ANSWER, CONSENT, RESPONSE
from newel.rehearsal import Plan, Truths, planted_outcomes, rehearse
from newel.rehearsal.planted import expected_score
from newel.rehearsal.truths import AnswerTruth, QuestionnaireTruth
from tests.support.instruments import an_instrument
from tests.support.outcomes import an_impact_protocol
from tests.support.protocols import a_protocol

WEB = an_instrument()
LINKING = a_protocol().model_dump(mode="json")["consent"] | {"purposes": ["take_part", "linkage", "quotes"]}


@cache
def drawn(*, linked: bool = True, sites: int = 20, **truth: float) -> tuple[Plan, dict[str, pl.DataFrame]]:
    """Return a plan and its consents, responses and scores of staff, of whom four in ten stay from wave to wave."""
    scale = AnswerTruth(**{"position": 0.5, "spread": 0.18, "site_correlation": 0.0, "gain": 0.1} | truth)
    questionnaires = QuestionnaireTruth(
        scales={"team.climate": scale}, agree={"staff": 0.9}, stay={"staff": 0.4}, share_item_missing=0.0
    )
    plan = Plan(
        an_impact_protocol(sites=sites, linked=linked, consent=LINKING),
        {"team": WEB},
        Truths(questionnaires=questionnaires),
    )
    source = rehearse(plan.protocol, plan.instruments, plan.truths, seed=6).source
    responses = source.frame(RESPONSE).filter(group="staff")
    scores = score_answers(WEB, source.frame(ANSWER)).join(responses, on="response_id").drop_nulls("score")
    return plan, {"consent": source.frame(CONSENT).filter(group="staff"), "response": responses, "score": scores}


def people_of(frames: dict[str, pl.DataFrame], wave: str) -> set[str]:
    return set(frames["response"].filter(wave=wave)["participant_id"])


def test_only_who_agreed_to_linkage_is_followed() -> None:
    _, frames = drawn()
    twice = frames["response"].filter(pl.col("participant_id").is_duplicated())["participant_id"]

    words = frames["consent"].filter(pl.col("participant_id").is_in(twice.implode()))

    assert set(words.filter(purpose="linkage")["state"]) == {"given"}
    assert set(words.filter(purpose="take_part")["state"]) == {"given"}, "who took their word back is not followed"
    assert set(frames["consent"].filter(purpose="linkage")["state"]) == {"given", "refused"}


def test_the_declared_share_of_those_who_can_be_followed_answers_in_the_next_wave() -> None:
    _, frames = drawn()
    linkage = set(frames["consent"].filter(purpose="linkage", state="given")["participant_id"])
    withdrawn = set(frames["consent"].filter(purpose="take_part", state="withdrawn")["participant_id"])

    for wave, following in (("w1", "w2"), ("w2", "w3")):
        could = (people_of(frames, wave) & linkage) - withdrawn
        share = len(could & people_of(frames, following)) / len(could)
        assert share == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / len(could)))


def test_who_left_does_not_come_back() -> None:
    _, frames = drawn()

    assert not (people_of(frames, "w1") & people_of(frames, "w3")) - people_of(frames, "w2")


def test_a_person_stays_at_their_site_and_is_asked_for_consent_once() -> None:
    _, frames = drawn()

    assert frames["response"].group_by("participant_id").agg(pl.col("site_id").n_unique())["site_id"].max() == 1
    assert frames["consent"].select(pl.struct("participant_id", "purpose").is_unique().all()).item()
    assert frames["response"].select(pl.struct("participant_id", "wave").is_unique().all()).item()


def test_following_people_changes_neither_how_many_answer_nor_the_planted_means_and_spread() -> None:
    for linked in (True, False):
        plan, frames = drawn(linked=linked)
        truth = planted_outcomes(plan)["climate"]
        for wave in ("w1", "w2", "w3"):
            here = frames["score"].filter(wave=wave)["score"].to_numpy()
            assert here.mean() == pytest.approx(truth.scores[wave], abs=4 * here.std() / np.sqrt(len(here)))
        assert frames["score"].filter(wave="w1")["score"].std() == pytest.approx(truth.spread, rel=0.05)
    sizes = [drawn(linked=linked)[1]["response"].height for linked in (True, False)]
    assert sizes[0] > sizes[1] * 0.95, "those who stay are among those who are asked, and need no second asking"


def repeated(frames: dict[str, pl.DataFrame]) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of the same people in waves 1 and 2."""
    both = frames["score"].pivot("wave", index="participant_id", values="score").drop_nulls(["w1", "w2"])
    return both["w1"].to_numpy(), both["w2"].to_numpy()


@pytest.mark.parametrize("share", [0.0, 0.8])
def test_scores_of_one_person_in_two_waves_are_as_alike_as_declared(share: float) -> None:
    """The twin draws pairs of places with that correlation and turns each into its expected score."""
    plan, frames = drawn(person_correlation=share)
    first, second = repeated(frames)
    rng = np.random.default_rng(1)
    pairs = [0.5, 0.6] + 0.18 * rng.multivariate_normal([0, 0], [[1, share], [share, 1]], size=40_000)
    expected = [expected_score(WEB, WEB.scales[0], centres=places, spread=0.0) for places in pairs.T]
    spread = planted_outcomes(plan)["climate"].spread

    declared = np.cov(*expected)[0, 1] / spread**2

    found = np.corrcoef(first, second)[0, 1]
    assert found == pytest.approx(declared, abs=4 * (1 - declared**2) / np.sqrt(len(first)))
