"""Two people's sheets of one meeting: what they talk about afterwards, and which events are one."""

import pytest

from newel.observing import Difference, agreed, differences, same_events

FIRST = {"voice": 2, "plan": 3, "safe": None}
SECOND = {"voice": 2, "plan": 1, "safe": 4}
ITEMS = ("voice", "plan", "safe")


def test_only_what_two_people_saw_otherwise_is_talked_about() -> None:
    assert differences(FIRST, SECOND, ITEMS) == (Difference("plan", 3, 1), Difference("safe", None, 4))


def test_the_agreed_sheet_has_what_both_said_and_what_was_decided() -> None:
    assert agreed(FIRST, SECOND, {"plan": 2, "safe": 4}, items=ITEMS) == {"voice": 2, "plan": 2, "safe": 4}


def test_what_both_said_is_not_decided_again() -> None:
    assert agreed(FIRST, SECOND, {"voice": 4, "plan": 2, "safe": None}, items=ITEMS)["voice"] == 2


def test_a_difference_that_nobody_decided_is_no_agreement() -> None:
    with pytest.raises(KeyError, match="safe"):
        agreed(FIRST, SECOND, {"plan": 2}, items=ITEMS)


def test_an_item_that_neither_could_see_is_no_difference() -> None:
    assert differences({"voice": None}, {"voice": None}, ["voice"]) == ()


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        ([10], [40], [(10, 40)]),
        ([10], [41], []),
        ([10, 20], [15], [(10, 15)]),
        ([100, 10], [12, 90], [(10, 12), (100, 90)]),
        ([], [5], []),
        ([10, 10], [10, 10], [(10, 10), (10, 10)]),
    ],
)
def test_moments_near_each_other_are_one_event_and_each_counts_once(
    first: list[int], second: list[int], pairs: list[tuple[int, int]]
) -> None:
    assert same_events(first, second, apart=30) == pairs
