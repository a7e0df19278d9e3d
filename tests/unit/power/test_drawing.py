"""What power draws is what a rehearsal would: the same people are scored, and their scores have the planted means."""

from dataclasses import replace

import numpy as np
import pytest

from newel.instruments import read_instruments
from newel.power.drawing import _answers, drawn_people, drawn_scores
from newel.power.planned import Attendance, Planned, plan_of, planned_analyses
from newel.protocol import read_protocol
from newel.records.kinds import CONSENT, RESPONSE
from newel.rehearsal import read_truths, rehearse
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL, INSTRUMENTS, TRUTHS = read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY)
ANALYSES = planned_analyses(plan_of(PROTOCOL, INSTRUMENTS, TRUTHS))
SITE_PLACES = np.array([float(site.places) for site in PROTOCOL.sites])


def means_by_wave(planned: Planned, *, replicates: int = 40) -> np.ndarray:
    """Return the mean score in each wave when thirty people for each place answer."""
    rng = np.random.default_rng(1)
    wave = np.repeat(np.arange(len(planned.waves)), len(SITE_PLACES))
    there = planned.attendance.people.T.ravel() > 0
    number = np.rint(np.tile(SITE_PLACES, len(planned.waves)) * there).astype(int)
    site = np.repeat(np.tile(np.arange(len(SITE_PLACES)), len(planned.waves)), number)
    wave = np.repeat(wave, number)
    scores = drawn_scores(planned.answering, (site, wave), replicates=replicates, rng=rng)
    return np.array([scores[wave == one].mean() for one in range(len(planned.waves))])


@pytest.mark.parametrize("name", ["understanding", "being_heard", "training", "hold", "work_burnout"])
def test_scores_have_the_planted_mean_in_every_wave(name: str) -> None:
    planned = ANALYSES[name]
    expected = np.array([planned.planted.scores[wave] for wave in planned.waves])

    found = means_by_wave(planned)

    spread = planned.planted.spread
    assert found == pytest.approx(expected, abs=0.12 * spread)  # sites' levels are shared by all waves of a replicate
    assert np.diff(found) == pytest.approx(np.diff(expected), abs=0.04 * spread)


def test_without_change_every_wave_has_the_mean_of_the_reference_wave() -> None:
    planned = ANALYSES["training"]
    still = planned.answering.without_change(0)

    assert (still.shifts == planned.answering.shifts[:, [0]]).all()
    assert not (planned.answering.shifts == planned.answering.shifts[:, [0]]).all()


def test_as_many_are_scored_as_a_rehearsal_scores() -> None:
    drawn = rehearse(PROTOCOL, INSTRUMENTS, TRUTHS, seed=3).source
    sent = drawn.frame(RESPONSE).drop_nulls("sent_on")
    withdrawn = drawn.frame(CONSENT).filter(state="withdrawn", purpose="take_part")["participant_id"]
    sent = sent.remove(sent["participant_id"].is_in(withdrawn.implode()))
    rng = np.random.default_rng(0)

    for name, group in (("coherence", "staff"), ("goals", "young_person")):
        rehearsed = sent.filter(group=group).height
        expected = np.mean([ANALYSES[name].attendance.drawn(rng).sum() for _ in range(50)])
        assert rehearsed == pytest.approx(expected, abs=4 * np.sqrt(rehearsed))


def test_nobody_is_scored_at_a_site_that_has_closed() -> None:
    people = drawn_people(ANALYSES["understanding"], np.random.default_rng(2))

    assert not people.filter(site_id="S17", wave="w3").height
    assert people.filter(site_id="S17", wave="w1").height
    assert set(people["mode"]) == {"web", "paper"}


def test_where_nobody_knows_how_many_there_are_numbers_are_drawn_about_the_expected_ones() -> None:
    attendance = Attendance(np.array([[6.0, 0.0]]), known=False, chance=0.5)
    rng = np.random.default_rng(0)

    drawn = np.array([attendance.drawn(rng)[0] for _ in range(2000)])

    assert drawn[:, 0].mean() == pytest.approx(3.0, abs=0.15)
    assert drawn[:, 0].var() == pytest.approx(3.0, abs=0.4)
    assert not drawn[:, 1].any()


def test_a_reversed_item_is_scored_the_other_way_round() -> None:
    wishes = np.array([[0.0, 0.49, 0.51, 1.2]])

    assert _answers(wishes.copy(), np.array([1.0, 2, 3]), is_reversed=False).tolist() == [[1, 2, 2, 3]]
    assert _answers(wishes.copy(), np.array([0.0, 1, 4]), is_reversed=False).tolist() == [[0, 1, 1, 4]]
    assert _answers(wishes.copy(), np.array([0.0, 1, 4]), is_reversed=True).tolist() == [[0, 3, 3, 4]]


def test_with_fewer_sites_types_keep_their_shares() -> None:
    plan = plan_of(PROTOCOL, INSTRUMENTS, TRUTHS, sites=9)

    types = [site.type for site in plan.protocol.sites]
    assert [types.count(one) for one in ("yoi", "stc", "sch")] == [2, 2, 5]
    assert len(plan_of(PROTOCOL, INSTRUMENTS, TRUTHS).protocol.sites) == 18


@pytest.mark.parametrize("sites", [1, 19])
def test_a_number_of_sites_that_cannot_be_had_is_refused(sites: int) -> None:
    with pytest.raises(ValueError, match="give a number from 2 to 18"):
        plan_of(PROTOCOL, INSTRUMENTS, TRUTHS, sites=sites)


def test_a_protocol_without_an_impact_block_plans_nothing() -> None:
    protocol = PROTOCOL.model_copy(update={"impact": None})

    assert planned_analyses(plan_of(protocol, INSTRUMENTS, TRUTHS)) == {}


def test_sites_that_move_by_themselves_do_so_in_what_power_draws() -> None:
    answering = replace(ANALYSES["training"].answering, site_correlation=0.0, wave_spread=0.15, spread=0.01)
    sites, waves = answering.shifts.shape
    site, wave = (axis.ravel() for axis in np.meshgrid(range(sites), range(waves), indexing="ij"))

    still, moving = (
        drawn_scores(one, (site, wave), replicates=200, rng=np.random.default_rng(3)).var(axis=1).mean()
        for one in (replace(answering, wave_spread=0.0), answering)
    )

    assert moving > 3 * still
