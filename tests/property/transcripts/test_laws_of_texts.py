"""Laws of units and suggestions that hold for any text."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.transcripts import (
    Roster,
    applied,
    candidates,
    first_version,
    identifiers,
    labels,
    next_version,
    normal,
    suggest,
    units_of,
    units_seen,
)
from newel.transcripts.redaction.planting import plant
from tests.support.conversations import conversations
from tests.support.redacting import redacting_edits

LABELS = ("P1: ", "Interviewer: ", "Sarah: ", "[name 1]: ", "00:01:02 ")
SIGNS = ("\n", "\n\n", " ", ". ", "'s", "\u2019s", "\t", "(", ")", "?", "-", "é", "👩🏽‍🚀")
NAMES = ("Megha", "Tomasz Kowalski", "Hope said ", "Mr Obi", "in Kettering", "the Maples", "HMP Leeds", "Al", "May")
NUMBERS = ("14 Acacia Avenue", "LS1 4AB", "07700 900123", "on 12 March 2019", "943 476 5919", "@ada", "ada@example.org")
OTHERS = ("I saw ", "a tattoo", "the only girl", "[place]")
PIECES = (*LABELS, *SIGNS, *NAMES, *NUMBERS, *OTHERS)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(normal)
ROSTERS = st.sampled_from(
    [Roster(), Roster(("Megha Eze", "Al"), ("Kettering",), ("the Maples",), (("Tomasz Kowalski", "P014"),))]
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_units_follow_each_other_hold_words_and_leave_only_labels_and_blanks_between(text: str) -> None:
    units = units_of(text)

    assert [unit.number for unit in units] == list(range(1, len(units) + 1))
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert all(text[unit.start : unit.end].strip() == text[unit.start : unit.end] != "" for unit in units)
    outside = list(text)
    for unit in units:
        outside[unit.start : unit.end] = " " * (unit.end - unit.start)
    for label in labels(text):
        line = text.rfind("\n", 0, label.start) + 1
        outside[line : label.words] = " " * (label.words - line)
    assert "".join(outside).strip() == ""


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_notes_on_units_repeat_no_name(text: str) -> None:
    notes = " ".join(units_seen(text, units_of(text)))

    assert not any(name in notes for name in ("Sarah", "Megha", "Tomasz", "Obi", "Hope"))


@settings(max_examples=300, deadline=None)
@given(TEXTS, ROSTERS)
def test_suggestions_lie_in_the_text_apart_from_each_other_and_without_blanks_at_their_ends(
    text: str, roster: Roster
) -> None:
    found = suggest(text, roster=roster)
    replaced = [each for each in found if each.replacement]

    assert list(found) == sorted(found, key=lambda each: (each.start, each.end))
    assert all(before.end <= after.start for before, after in pairwise(replaced))
    assert all(0 <= each.start < each.end <= len(text) and each.because for each in found)
    assert all(text[each.start : each.end].strip() == text[each.start : each.end] for each in replaced)
    assert all((each.replacement is None) == (each.kind == "deductive") for each in found)


@settings(max_examples=200, deadline=None)
@given(TEXTS, ROSTERS)
def test_what_was_accepted_is_gone_and_is_called_the_same_in_the_next_text(text: str, roster: Roster) -> None:
    version = first_version(text)
    found = suggest(version.text, roster=roster)
    kept = identifiers(version.text, found)

    redacted = next_version(version, redacting_edits(found), reason="redacted")

    again = suggest(version.text, roster=roster, known=kept)
    assert [each.replacement for each in again] == [each.replacement for each in found]
    numbers = {stands for stands in kept.values() if stands.startswith("[name")}
    assert all(stands in redacted.text for stands in numbers)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_planting_changes_a_text_by_what_it_plants_and_nothing_else(seed: int) -> None:
    text = conversations(1, seed=seed % 7)[0]

    planted_text, planted = plant(text, random=np.random.default_rng(seed))

    assert all(planted_text[each.start : each.end] == each.words for each in planted)
    assert planted_text.count("\n\n") == text.count("\n\n")
    assert len(planted) >= len(text.split()) // 40 - 1


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.data())
def test_a_quote_that_still_stands_in_the_text_is_among_the_candidates(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]

    offered = candidates(text, quote)

    assert offered
    assert all(text[each.start : each.end] == quote and each.likeness == 1.0 for each in offered)
    assert applied(text, []) == text
