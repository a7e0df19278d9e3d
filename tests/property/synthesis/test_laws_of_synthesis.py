"""What must hold of theories, topics and displays, whatever anybody writes or does, in whatever order."""

from datetime import timedelta
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as some

from newel.records import KINDS, conform
from newel.synthesis import (
    BEARINGS,
    JUDGEMENTS,
    MOVES,
    STATUSES,
    STRENGTHS,
    Step,
    UnableToMove,
    balance_of,
    moved,
    reworded,
    rows_of,
    suggested,
    theories_of,
    typed_numbers,
)
from tests.support.synthesis import DAY, a_theory, evidence

FEW = settings(max_examples=60, deadline=None, derandomize=True)
ACTS = some.lists(
    some.one_of(
        some.tuples(some.just("move"), some.sampled_from(STATUSES), some.sampled_from(STRENGTHS), some.booleans()),
        some.tuples(some.just("words"), some.text("abc ", min_size=1, max_size=5), some.none(), some.booleans()),
    ),
    max_size=12,
)
STEPS = some.builds(
    Step,
    by=some.sampled_from(["CAAAAAA", "CBBBBBB"]),
    on=some.integers(0, 400).map(lambda days: DAY + timedelta(days=days)),
    because=some.sampled_from(["", "   ", "It was read again."]),
)


def played(acts, steps, looked):
    """Do these acts one after another on a draft; return the theory, and how many of them were possible."""
    theory, done = a_theory(looked_against=looked), 0
    for (act, first, strength, backed), step in zip(acts, steps, strict=False):
        try:
            if act == "move":
                theory = moved(theory, first, step=step, strength=strength, backed=backed)
            else:
                theory = reworded(theory, step=step, outcome=first)
        except UnableToMove:
            continue
        done += 1
    return theory, done


PLAYED = some.builds(played, ACTS, some.lists(STEPS, min_size=12, max_size=12), some.sampled_from(["", "late sites"]))


@FEW
@given(PLAYED)
def test_every_act_adds_one_version_and_takes_none_away(result):
    theory, done = result

    assert theory.version == done + 1
    assert [version.version for version in theory.history] == list(range(1, done + 1))


@FEW
@given(PLAYED)
def test_every_step_of_a_history_was_open_and_had_its_reason(result):
    theory, _ = result
    versions = [*theory.history, theory]
    for before, after in pairwise(versions):
        assert after.status in (before.status, *MOVES[before.status]) or after.status == "proposed"
        assert after.because or before.status == "draft"


@FEW
@given(PLAYED)
def test_no_supported_theory_is_unjudged_or_untested(result):
    theory, _ = result
    for version in (*theory.history, theory):
        if version.status == "supported":
            assert version.strength != "not_judged"
            assert version.looked_against


@FEW
@given(PLAYED, some.randoms(use_true_random=False))
def test_records_hold_the_whole_history_in_any_order(result, chance):
    theory, _ = result
    rows = rows_of([theory, a_theory(id="t0")])
    chance.shuffle(rows)
    frame = conform(KINDS["theory"], pl.DataFrame(rows, schema=KINDS["theory"].schema))

    assert theories_of(frame.to_dicts()) == (a_theory(id="t0"), theory)


@FEW
@given(some.lists(some.sampled_from(JUDGEMENTS), max_size=4), some.randoms(use_true_random=False))
def test_what_the_strands_come_to_does_not_depend_on_their_order_or_on_who_is_silent(judgements, chance):
    shuffled = list(judgements)
    chance.shuffle(shuffled)

    assert suggested(shuffled) == suggested(judgements)
    assert suggested([*judgements, "silence"]) == suggested(judgements)


@FEW
@given(some.lists(some.sampled_from(JUDGEMENTS), max_size=4))
def test_one_strand_that_contradicts_is_never_outvoted(judgements):
    assert suggested([*judgements, "dissonance"]) == "dissonance"


@FEW
@given(some.lists(some.tuples(some.sampled_from(["t1", "t2"]), some.sampled_from(BEARINGS)), max_size=20))
def test_every_piece_of_evidence_bears_on_one_theory_in_one_way(linked):
    pieces = [evidence(id=f"e{place}", theory=theory, bearing=way) for place, (theory, way) in enumerate(linked)]
    balances = [balance_of(a_theory(id=theory), pieces) for theory in ("t1", "t2")]
    every = [each for one in balances for side in (one.supports, one.contradicts, one.qualifies) for each in side]

    assert sorted(each.id for each in every) == sorted(each.id for each in pieces)


@FEW
@given(some.text("abc1290 ,.`-é½²", max_size=40))
def test_a_number_is_typed_only_where_a_digit_stands_outside_years_and_backticks(text):
    outside = "".join(text.split("`")[::2]) if text.count("`") % 2 == 0 else text
    if not any(letter.isnumeric() for letter in outside):
        assert typed_numbers(text) == ()
    assert all(any(letter.isnumeric() for letter in word) for word in typed_numbers(text))
