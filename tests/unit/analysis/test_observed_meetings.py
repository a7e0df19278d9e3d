"""Observed meetings: each number worked out once more, and planted observers found."""

from datetime import date, timedelta
from functools import cache
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from scipy import stats

from newel.findings import Answer
from newel.records.kinds import OBSERVATION, OBSERVATION_EVENT, OBSERVATION_RATING
from newel.rehearsal import Plan, Truths
from newel.rehearsal.observing import draw
from newel.rehearsal.truths import ObservingTruth
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.observed import a_meeting, an_observing_protocol, both_rated, rated, timed
from tests.support.records import frame

FIRST = {"voice": [1, 2, 4, 3, 2, None, 4], "plan": [1, 3, 2, 2, 1, 3, 2]}
SECOND = {"voice": [1, 3, 4, 1, 2, 2, 4], "plan": [1, 3, 2, 2, 1, 3, 2]}
AGREED = {"voice": [1, 3, 4, 2, 2, 2, 4], "plan": FIRST["plan"]}
SHEETS = {"first": FIRST, "second": SECOND, "agreed": AGREED}
MEETINGS = [
    a_meeting(f"m{number}", meeting="handover" if number < 4 else "formulation", held_on=date(2018 + number // 2, 3, 1))
    for number in range(1, 8)
]


@cache
def answered() -> Answer:
    ratings = [
        row
        for sheet, items in SHEETS.items()
        for number, meeting in enumerate(MEETINGS)
        for row in rated(meeting["observation_id"], sheet, **{item: steps[number] for item, steps in items.items()})
    ]
    events = [
        *timed("m1", "first", 10, 500, 900), *timed("m1", "second", 30, 2000),
        *timed("m2", "first", 60), *timed("m3", "second", 60), *timed("m4", "first", 5), *timed("m4", "second", 5),
    ]  # fmt: skip
    records = {"observation": MEETINGS, "observation_rating": ratings, "observation_event": events}
    return ask("observed_meetings", evidence(records, protocol=an_observing_protocol()), "qualitative")


def pairs(item: str) -> list[tuple[int, int]]:
    both = zip(FIRST[item], SECOND[item], strict=True)
    return [(one, other) for one, other in both if one is not None and other is not None]


def test_what_was_seen_is_the_mean_of_what_two_people_agreed_on() -> None:
    assert value(answered(), "seen", "voice", "all") == pytest.approx(fmean(AGREED["voice"]))
    assert value(answered(), "seen", "voice", "handover") == pytest.approx(fmean(AGREED["voice"][:3]))
    assert value(answered(), "seen", "voice", "formulation") == pytest.approx(fmean(AGREED["voice"][3:]))


def test_shares_of_the_same_step_and_of_steps_beside_each_other() -> None:
    apart = [abs(one - other) for one, other in pairs("voice")]
    assert value(answered(), "agreement", "voice", "meetings") == len(apart) == 6
    assert value(answered(), "agreement", "voice", "exact") == pytest.approx(100 * apart.count(0) / 6)
    assert value(answered(), "agreement", "voice", "near") == pytest.approx(100 * 5 / 6)
    assert value(answered(), "agreement", "plan", "exact") == 100


def test_agreement_beyond_chance_is_that_of_the_textbook_formulas() -> None:
    """ICC(2,1) and ICC(3,k) by the mean squares of Shrout and Fleiss; ordinal alpha by pairs of values."""
    both = np.array(pairs("voice"), dtype=float)
    n, k = both.shape
    rows, columns = both.mean(axis=1), both.mean(axis=0)
    between = k * ((rows - both.mean()) ** 2).sum() / (n - 1)
    raters = n * ((columns - both.mean()) ** 2).sum() / (k - 1)
    rest = ((both - rows[:, None] - columns + both.mean()) ** 2).sum() / ((n - 1) * (k - 1))

    assert value(answered(), "agreement", "voice", "icc") == pytest.approx(
        (between - rest) / (between + (k - 1) * rest + k * (raters - rest) / n)
    )
    assert value(answered(), "agreement", "voice", "icc_mean") == pytest.approx((between - rest) / between)
    assert value(answered(), "agreement", "voice", "alpha") == pytest.approx(_ordinal_alpha(both))
    assert value(answered(), "agreement", "plan", "alpha") == pytest.approx(1)


def _ordinal_alpha(both: np.ndarray) -> float:
    counts = {step: int((both == step).sum()) for step in np.unique(both)}

    def distance(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(number for step, number in counts.items() if low <= step <= high)
        return (between - (counts[one] + counts[other]) / 2) ** 2

    observed = sum(distance(*pair) for pair in both) / len(both)
    values = both.ravel()
    expected = sum(distance(one, other) for one in values for other in values) / (len(values) * (len(values) - 1))
    return float(1 - observed / expected)


def test_the_second_persons_drift_is_the_slope_of_the_difference_on_time() -> None:
    days = [meeting["held_on"].toordinal() for meeting in MEETINGS]
    kept = [number for number, step in enumerate(FIRST["voice"]) if step is not None]
    years = np.array([(days[number] - min(days)) / 365.25 for number in kept])
    apart = np.array([SECOND["voice"][number] - (FIRST["voice"][number] or 0) for number in kept])
    slope = stats.linregress(years, apart)
    half = stats.t.ppf(0.975, len(apart) - 2) * slope.stderr

    found = cell(answered(), "drift", "voice", "a_year")

    assert (found.value, found.low, found.high) == (
        pytest.approx(slope.slope), pytest.approx(slope.slope - half), pytest.approx(slope.slope + half)
    )  # fmt: skip
    higher = cell(answered(), "drift", "voice", "higher")
    assert higher.value == pytest.approx(apart.mean())
    assert higher.high == pytest.approx(apart.mean() + stats.t.ppf(0.975, 5) * stats.sem(apart))


def test_events_are_counted_by_the_hour_and_those_of_both_are_one() -> None:
    """Of m1 and m4, timed by both: 10 and 30 are one, 5 and 5 are one, and 500, 900 and 2000 are one person's."""
    assert value(answered(), "timed", "stop", "an_hour") == pytest.approx(5 / 7)
    assert value(answered(), "timed", "stop", "both") == pytest.approx(100 * 2 / 5)
    assert value(answered(), "timed", "stop", "apart") == pytest.approx(10)


def test_with_fewer_than_five_pairs_agreement_is_not_worked_out_and_the_table_says_so() -> None:
    few = both_rated(range(1, 5), voice=2)

    found = ask(
        "observed_meetings",
        evidence({"observation": MEETINGS, "observation_rating": few}, protocol=an_observing_protocol()),
        "qualitative",
    )

    assert cell(found, "agreement", "voice", "icc").why_missing.startswith("fewer than five meetings")
    assert value(found, "agreement", "voice", "exact") == 100
    assert cell(found, "seen", "plan", "all").why_missing == "nobody rated it in a meeting of this kind"


def test_ratings_that_never_vary_have_no_agreement_beyond_chance() -> None:
    same = both_rated(range(1, 8), voice=2)

    found = ask(
        "observed_meetings",
        evidence({"observation": MEETINGS, "observation_rating": same}, protocol=an_observing_protocol()),
        "qualitative",
    )

    assert "not defined" in cell(found, "agreement", "voice", "alpha").why_missing


def test_without_any_meeting_every_table_is_there_and_says_why_it_is_empty() -> None:
    found = ask("observed_meetings", evidence(protocol=an_observing_protocol()), "qualitative")

    assert {each.id for each in found.tables} == {"seen", "agreement", "drift", "timed"}
    assert all(one.value is None or one.value == 0 for each in found.tables for row in each.rows for one in row.cells)
    assert "No observation was received." in found.notes


def observed(meetings: int = 400, **truth: Any) -> Answer:
    """Rehearse many meetings over two years and answer from them."""
    protocol = an_observing_protocol()
    held = [
        a_meeting(f"m{number:03d}", held_on=date(2018, 8, 1) + timedelta(days=2 * number))
        for number in range(meetings)
    ]
    observations = frame("observation", held)
    plan = Plan(protocol, {}, Truths(observing=ObservingTruth(**truth)))
    drawn = draw(plan, observations, np.random.default_rng(4))
    assert drawn["observation_rating"].schema == OBSERVATION_RATING.schema
    assert drawn["observation_event"].schema == OBSERVATION_EVENT.schema
    assert observations.schema == OBSERVATION.schema
    return ask("observed_meetings", evidence({"observation": observations} | drawn, protocol=protocol), "qualitative")


def test_a_planted_drift_is_found_and_none_where_none_is_planted() -> None:
    drifting = cell(observed(second_drifts=0.15, spread=0.15, level=0.4), "drift", "voice", "a_year")
    steady = cell(observed(spread=0.15, level=0.4), "drift", "voice", "a_year")

    assert drifting.low is not None
    assert drifting.low > 0
    assert drifting.value == pytest.approx(0.15 * 3, rel=0.25), "three steps between the ends of the scale"
    assert steady.low is not None
    assert steady.high is not None
    assert steady.low < 0 < steady.high


def test_observers_who_see_alike_agree_more_and_events_are_timed_as_planted() -> None:
    close, far = observed(observer_spread=0.02), observed(observer_spread=0.4)
    rate = observed(events_per_hour=6.0, share_timed=0.8, seconds_off=3.0)

    assert float(value(close, "agreement", "voice", "alpha") or 0) > 0.9
    assert float(value(far, "agreement", "voice", "alpha") or 1) < 0.5
    assert value(rate, "timed", "stop", "an_hour") == pytest.approx(6 * 0.8, rel=0.05)
    both = 0.8**2 / (1 - 0.2**2)
    assert value(rate, "timed", "stop", "both") == pytest.approx(100 * both, abs=3)


def test_no_table_speaks_of_a_person_or_a_site() -> None:
    for each in answered().tables:
        assert not {"S01", "observer of the first sheet"} & {row.id for row in each.rows}
    assert table(answered(), "drift").title.startswith("Whether the second of the two")
