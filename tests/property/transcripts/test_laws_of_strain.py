"""What is quick on a hostile text says the same as what is slow and plain."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from newel.transcripts.redaction import Roster, suggest
from newel.transcripts.redaction.capitals import by_capital
from newel.transcripts.redaction.replacing import Replacements
from newel.transcripts.redaction.rostering import _pattern, on_roster
from newel.web.sessions.desk import Stretches

NAMES = st.lists(st.sampled_from(["anna", "ada", "obi", "eze", "bo", "li"]), min_size=1, max_size=3).map(" ".join)
SAID = ["Ada", "ADA", "ada-obi", "\u0130da", "\u0131da", "O'Neil", "Li", "it", "."]
WORDS = st.lists(st.sampled_from(SAID), max_size=12)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


def plainly(known: dict[str, str], key: str) -> str | None:
    """Go through all names: who holds this one or is held in it, and is nobody else's by another part."""
    parts, same, others = set(key.split()), set(), set()
    for name, stands in known.items():
        its = set(name.split())
        if its & parts:
            (same if its <= parts or parts <= its else others).add(stands)
    left = same - others
    return left.pop() if len(left) == 1 else None


@given(st.lists(NAMES, max_size=12))
def test_names_are_taken_for_one_person_as_when_all_are_gone_through(names: list[str]) -> None:
    quick, slow, last = Replacements({}, Roster()), dict[str, str](), 0
    for name in names:
        if name not in slow:
            same = plainly(slow, name)
            last += same is None
            slow[name] = same or f"[name {last}]"
        assert quick.of("name", name) == slow[name]


@given(WORDS, st.lists(st.sampled_from(["Ada", "Ada Obi", "Ida", "O'Neil", "Li"]), max_size=4, unique=True))
def test_a_roster_finds_what_each_of_its_names_finds_alone(words: list[str], names: list[str]) -> None:
    text = " ".join(words)
    found = {(each.start, each.end) for each in on_roster(text, Roster(units=tuple(names)))}

    assert found <= {
        match.span() for name in names for match in _pattern(name, as_written=False).finditer(text)
    }
    exact = {match.span() for name in names for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
    assert exact <= found


@given(SPANS, st.integers(0, 36), st.integers(1, 6))
def test_stretches_are_met_as_when_each_is_looked_at(spans: list[tuple[int, int]], start: int, length: int) -> None:
    end = start + length

    assert Stretches(spans).meet(start, end) is any(first < end and start < last for first, last in spans)


@settings(deadline=None)
@given(st.sampled_from(["Mr A ", "NHS ", "I "]))
def test_a_line_of_capitals_that_name_nobody_is_read_through(seed: str) -> None:
    """Sixty thousand words in one run: going over the rest of them for each would not end."""
    assert len(list(by_capital(seed * 60_000))) <= 1


def test_a_text_of_thousands_of_names_is_read_through() -> None:
    letters = "abcdefghijklmnop"
    names = [f"Q{a}{b}{c}z" for a in letters for b in letters for c in letters]
    found = suggest("".join(f"He saw Anna {name} go. " for name in names), roster=Roster(names=tuple(names)))

    assert len({each.replacement for each in found}) == len(names)
