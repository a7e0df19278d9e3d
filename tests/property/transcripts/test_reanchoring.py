"""Codings stay on their words through sixty edits a document, or go to a person: none moves in silence."""

import unicodedata
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.transcripts import (
    Edit,
    Span,
    applied,
    difference,
    first_version,
    next_version,
    normal,
    reanchor,
    units_of,
)
from tests.support.conversations import conversations

EDITS = 60
WORDS = ("[name 1]", "[place]", "um", "really", "the", "and then", "he said", "café", "👩🏽‍🚀", "e\u0301", "not", "")


def changed_inside(edits, span):
    """Return whether an edit changed words inside a span."""
    return any(
        span.start <= edit.start and edit.end <= span.end
        if edit.start < edit.end
        else span.start < edit.start < span.end
        for edit in edits
    )


def a_document(seed: int) -> str:
    """Return an interview of about 5,000 words."""
    return normal("\n\n".join(conversations(10, seed=seed)))


def word_bounds(text: str) -> list[tuple[int, int]]:
    bounds, start = [], None
    for place, sign in enumerate(text + " "):
        if sign.isspace() and start is not None:
            bounds.append((start, place))
            start = None
        elif not sign.isspace() and start is None:
            start = place
    return bounds


def some_edits(text: str, random: np.random.Generator, count: int = EDITS) -> list[Edit]:
    """Return edits as people make them: words replaced, left out, or added behind another word."""
    bounds = word_bounds(text)
    edits = []
    for place in sorted(int(each) for each in random.choice(len(bounds) - 1, size=count, replace=False)):
        start, end = bounds[place]
        kind, words = int(random.integers(3)), WORDS[int(random.integers(len(WORDS)))]
        if kind == 0:
            edits.append(Edit(start, end, words))
        elif kind == 1:
            edits.append(Edit(start, bounds[place + 1][0], ""))
        else:
            edits.append(Edit(end, end, f" {words}"))
    return edits


def some_spans(text: str, random: np.random.Generator, count: int = 80) -> list[Span]:
    """Return spans of one to sixty words, as coders mark them; some are whole turns."""
    bounds = word_bounds(text)
    spans = [Span(unit.start, unit.end) for unit in units_of(text)[::5]]
    for first in random.integers(0, len(bounds) - 60, size=count):
        last = int(first) + int(random.integers(1, 60))
        spans.append(Span(bounds[int(first)][0], bounds[last][1]))
    return spans


def naive_image(text: str, edits: list[Edit], span: Span) -> Span | None:
    """Follow every letter by itself: the second opinion on where a span stands after edits."""
    belongs = [span.start <= place < span.end for place in range(len(text))]
    for edit in reversed(edits):
        taken = belongs[edit.start : edit.end]
        if taken and any(taken) and edit != Edit(max(edit.start, span.start), min(edit.end, span.end), edit.words):
            return None
        within = all(taken) if taken else span.start < edit.start < span.end
        belongs[edit.start : edit.end] = [within] * len(edit.words)
    return Span(belongs.index(True), len(belongs) - belongs[::-1].index(True)) if any(belongs) else None


def test_our_own_edits_carry_every_span_that_they_leave_standing() -> None:
    for seed in range(5):
        random = np.random.default_rng(seed)
        version = first_version(a_document(seed))
        spans = some_spans(version.text, random)
        later = next_version(version, some_edits(version.text, random), reason="corrected")

        assert list(reanchor(later.edits, spans)) == [
            naive_image(version.text, list(later.edits), span) for span in spans
        ]


def test_sixty_edits_made_elsewhere_leave_99_in_100_spans_exactly_in_place_and_none_elsewhere() -> None:
    exact = unresolved = total = 0
    for seed in range(10):
        random = np.random.default_rng(seed)
        version = first_version(a_document(seed))
        spans = some_spans(version.text, random)
        later = next_version(version, some_edits(version.text, random), reason="corrected")
        truth = reanchor(later.edits, spans)

        found = reanchor(difference(version.text, later.text), spans)

        for span, true, guess in zip(spans, truth, found, strict=True):
            if true is None:
                continue
            total += 1
            exact += guess == true
            unresolved += guess is None
            if guess is not None and not changed_inside(later.edits, span):
                assert later.text[guess.start : guess.end] == version.text[span.start : span.end]
    assert total > 1_000
    assert exact / total >= 0.99
    assert exact + unresolved == total


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_text_any_edits(data: st.DataObject) -> None:
    signs = st.sampled_from([*"ab \n.é", "e\u0301", "👩🏽‍🚀", "ど", "\r\n", "\u0301", "ᄀ", "ᅡ"])
    version = first_version("".join(data.draw(st.lists(signs, max_size=60))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(version.text)), max_size=8)))
    words = st.lists(signs, max_size=4).map("".join)
    edits = [Edit(start, end, data.draw(words)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [edit for place, edit in enumerate(edits) if place == 0 or edit.start > edits[place - 1].end + 2]

    later = next_version(version, edits, reason="corrected")

    assert unicodedata.is_normalized("NFC", later.text)
    assert "\r" not in later.text
    assert applied(version.text, later.edits) == later.text
    again = difference(version.text, later.text)
    assert applied(version.text, again) == later.text
    for span in (Span(start, end) for start in range(len(version.text)) for end in (start + 1, len(version.text))):
        moved = reanchor(again, [span])[0]
        if moved is not None and not changed_inside(again, span):
            assert later.text[moved.start : moved.end] == version.text[span.start : span.end]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_a_difference_makes_one_text_of_any_other(old: str, new: str) -> None:
    edits = difference(old, new)

    assert applied(old, edits) == new
    assert all(before.end <= after.start for before, after in pairwise(edits))
