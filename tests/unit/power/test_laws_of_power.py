"""What power foretells obeys the laws that power has: more people, larger effects, fewer tests find more."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from newel.analysis._verdicts import Verdict
from newel.instruments import read_instruments
from newel.power import Planned, Size, performances, plan_of, planned_analyses, simulate, verdicts
from newel.power.drawing import drawn_people, drawn_scores
from newel.power.planned import Attendance, _scored
from newel.protocol import Family, read_protocol
from newel.rehearsal import read_truths
from newel.statistics.arrays import Numbers
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
SIZE = Size(replicates=60, seed=9)
HOLM = Family(id="primary", label="Primary", correction="holm")


@cache
def planned(name: str = "being_heard", sites: int = 8) -> Planned:
    plan = plan_of(read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY), sites=sites)
    return planned_analyses(plan)[name]


def shifted(factor: float) -> Planned:
    """Return the outcome with its planted change multiplied."""
    one = planned()
    first = one.answering.shifts[:, [0]]
    return replace(one, answering=replace(one.answering, shifts=first + factor * (one.answering.shifts - first)))


def share_found(one: Planned, seed: int = 9) -> float:
    found = simulate({"only": one}, replace(SIZE, seed=seed))["only"]
    return float((found.planted.inference.p[:, 0] < 0.05).mean())


def test_a_larger_planted_change_is_found_more_often() -> None:
    shares = [share_found(shifted(factor)) for factor in (0.0, 0.5, 2.0)]

    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] > 0.9


def test_more_people_a_site_give_smaller_errors() -> None:
    few = planned()
    many = replace(few, attendance=replace(few.attendance, people=4 * few.attendance.people))

    errors = [float(np.nanmean(simulate({"only": one}, SIZE)["only"].planted.error[:, 0])) for one in (few, many)]

    assert errors[1] < errors[0]


def test_more_sites_give_smaller_errors() -> None:
    errors = [
        float(np.nanmean(simulate({"only": planned(sites=sites)}, SIZE)["only"].planted.error[:, 0]))
        for sites in (6, 12)
    ]

    assert errors[1] < errors[0]


def test_sites_that_change_unlike_each_other_make_the_errors_larger() -> None:
    one = planned()
    unlike = replace(one, answering=replace(one.answering, site_gain=np.array([0.0, 0.15, 0.15])))

    errors = [float(np.nanmean(simulate({"only": each}, SIZE)["only"].planted.error[:, 0])) for each in (one, unlike)]

    assert errors[1] > 1.15 * errors[0]


@pytest.mark.parametrize(("items", "least", "answered"), [(4, 3, 0.97), (1, 1, 0.9), (10, 10, 0.95), (3, 0, 0.5)])
def test_the_chance_to_be_scored_is_that_of_enough_items(items: int, least: int, answered: float) -> None:
    by_hand = sum(binom.pmf(number, items, answered) for number in range(least, items + 1))

    assert _scored(items, least, answered=answered) == pytest.approx(by_hand, rel=1e-12)


def test_the_chance_of_attendance_is_the_product_of_every_step_of_asking() -> None:
    truth, one = read_truths(STUDY).questionnaires, planned()
    group = str(one.outcome.group)
    answered = _scored(len(one.scale.items), one.scale.minimum_answered, answered=1 - truth.share_item_missing)

    steps = truth.asked.get(group, 1.0) * truth.agree.get(group, 0.5)
    chance = steps * (1 - truth.share_withdrawn) * (1 - truth.share_unsent) * answered

    assert one.attendance.chance == pytest.approx(chance, rel=1e-12)


def test_known_numbers_are_never_exceeded_and_a_sure_chance_takes_all() -> None:
    people = np.array([[5.0, 0.0], [12.0, 3.0]])
    rng = np.random.default_rng(1)

    some = [Attendance(people, known=True, chance=0.5).drawn(rng) for _ in range(200)]

    assert all((drawn <= people).all() for drawn in some)
    assert Attendance(people, known=True, chance=1.0).drawn(rng).tolist() == people.tolist()
    assert not Attendance(people, known=True, chance=0.0).drawn(rng).any()


def test_people_are_drawn_in_the_order_of_waves_and_sites_with_the_ids_of_the_protocol() -> None:
    people = drawn_people(planned(), np.random.default_rng(4))

    places = people.select("wave_number", "site").rows()
    assert places == sorted(places)
    ids = [site.id for site in planned().protocol.sites]
    assert people["site_id"].to_list() == [ids[place] for place in people["site"]]
    assert people["wave"].to_list() == [planned().waves[place] for place in people["wave_number"]]
    assert people["participant_id"].is_unique().all()


def scores(site: list[int], wave: list[int], *, replicates: int = 4000, **changes: float) -> Numbers:
    answering = replace(planned().answering, **changes)
    return drawn_scores(
        answering, (np.array(site), np.array(wave)), replicates=replicates, rng=np.random.default_rng(3)
    )


def test_two_people_of_a_site_go_together_as_far_as_is_planted_and_those_of_two_sites_do_not() -> None:
    drawn = scores([0, 0, 1], [0, 0, 0], site_correlation=0.5, spread=0.12, position=0.5)

    together, apart = np.corrcoef(drawn)[0, 1], np.corrcoef(drawn)[0, 2]

    assert together > 0.3
    assert abs(apart) < 4 / np.sqrt(4000)


def test_scores_are_within_the_scale() -> None:
    scale = planned().scale

    drawn = scores([0, 3, 5], [0, 1, 2], spread=0.6)

    assert drawn.min() >= scale.lowest
    assert drawn.max() <= scale.highest
    assert len(np.unique(drawn)) > 3


def test_every_verdict_has_a_share_and_shares_add_up() -> None:
    found = simulate({"only": planned()}, SIZE)

    shares = verdicts(found, [])["only"]

    assert list(shares) == list(Verdict)
    assert sum(share.value for share in shares.values()) == pytest.approx(1.0)


def test_an_outcome_in_a_family_of_its_own_is_found_as_often_as_alone() -> None:
    found = simulate({"only": planned()}, SIZE)
    family = str(planned().outcome.family)

    first = next(performances(found, [HOLM.model_copy(update={"id": family})]))

    assert first.corrected == first.power


def test_the_share_found_is_that_of_the_replicates_below_five_per_cent() -> None:
    found = simulate({"only": planned()}, SIZE)

    first, later, last = performances(found, [])

    for place, each in enumerate((first, later, last)):
        p = found["only"].planted.inference.p[:, place]
        assert each.power.value == pytest.approx(float((p < 0.05).mean()))
        estimates = found["only"].planted.estimate[:, place]
        assert each.mean == pytest.approx(float(estimates.mean()))
        assert each.bias == pytest.approx(float(estimates.mean()) - each.planted)
    assert first.planted + later.planted == pytest.approx(last.planted)
    assert (first.start, first.end, later.end) == ("w1", "w2", last.end)
