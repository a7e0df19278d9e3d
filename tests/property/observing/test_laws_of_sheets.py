"""Events of two people are paired as often as can be, and it does not matter who of them is called the first."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from newel.observing import agreed, differences, same_events

MOMENTS = st.lists(st.integers(0, 200), max_size=7)
STEPS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.none() | st.integers(1, 4))


def most_pairs(first: tuple[int, ...], second: tuple[int, ...], apart: int) -> int:
    """Return how many pairs there can be at most, by trying them all."""

    @cache
    def best(at: int, left: tuple[int, ...]) -> int:
        if at == len(first):
            return 0
        taken = [
            1 + best(at + 1, (*left[:number], *left[number + 1 :]))
            for number, moment in enumerate(left)
            if abs(moment - first[at]) <= apart
        ]
        return max([best(at + 1, left), *taken])

    return best(0, second)


@given(MOMENTS, MOMENTS, st.integers(0, 60))
def test_there_are_as_many_pairs_as_there_can_be(first: list[int], second: list[int], apart: int) -> None:
    pairs = same_events(first, second, apart=apart)

    assert all(abs(one - other) <= apart for one, other in pairs)
    assert len(pairs) == most_pairs(tuple(sorted(first)), tuple(sorted(second)), apart)


@given(MOMENTS, MOMENTS, st.integers(0, 60))
def test_it_does_not_matter_who_is_called_the_first(first: list[int], second: list[int], apart: int) -> None:
    assert len(same_events(first, second, apart=apart)) == len(same_events(second, first, apart=apart))


@given(STEPS, STEPS)
def test_a_sheet_agrees_with_itself_and_two_settle_on_whatever_they_decide(
    first: dict[str, int | None], second: dict[str, int | None]
) -> None:
    items = ["a", "b", "c"]
    decided = {difference.item: difference.second for difference in differences(first, second, items)}

    assert differences(first, first, items) == ()
    assert agreed(first, second, decided, items=items) == {item: second.get(item) for item in items}
