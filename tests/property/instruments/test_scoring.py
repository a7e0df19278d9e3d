"""The two ways of scoring agree on every instrument and every answer, and a score stays in its stated range."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newel.instruments import Instrument, Scale, read_instruments, score, score_answers
from tests.support.shared import REPOSITORY

INSTRUMENTS = read_instruments(REPOSITORY / "studies" / "secure_stairs")
REASONS = ("skipped", "dont_know", "not_applicable")
SCHEMA = {"response_id": pl.String, "item": pl.String, "value": pl.Float64}

Answers = dict[str, int | float | str]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, Answers]:
    """An instrument of the model study, and one person's possible answers to it."""
    instrument = INSTRUMENTS[draw(st.sampled_from(sorted(INSTRUMENTS)))]
    answers: Answers = {}
    for item in instrument.items:
        low, high = instrument.range_of(item)
        codes = [option.code for option in instrument.options_of(item) if option.missing is None]
        given_answer = st.floats(low, high) if item.number else st.sampled_from(codes)
        answers[item.id] = draw(st.one_of(given_answer, st.sampled_from(REASONS)))
    return instrument, answers


@given(answered())
@settings(max_examples=200, deadline=None)
def test_a_frame_is_scored_as_each_person_would_be(case: tuple[Instrument, Answers]) -> None:
    instrument, answers = case
    rows = [("one", item, None if isinstance(value, str) else float(value)) for item, value in answers.items()]

    scores = score_answers(instrument, pl.DataFrame(rows, schema=SCHEMA, orient="row"))

    of_frame = dict(scores.select("scale", "score").iter_rows())
    assert of_frame == pytest.approx(score(instrument, answers), abs=1e-9)


@given(answered())
@settings(max_examples=200, deadline=None)
def test_a_score_follows_the_rule_as_a_person_would_work_it_out(case: tuple[Instrument, Answers]) -> None:
    instrument, answers = case

    assert score(instrument, answers) == pytest.approx(
        {scale.id: _by_hand(instrument, scale, answers) for scale in instrument.scales}, abs=1e-9
    )


def _by_hand(instrument: Instrument, scale: Scale, answers: Answers) -> float | None:
    """Score with a table of what each answer counts, instead of arithmetic on the range."""
    counts = []
    for name in scale.items:
        value = answers[name]
        if isinstance(value, str):
            continue
        codes = sorted(option.code for option in instrument.options_of(instrument.item(name)) if option.missing is None)
        turned = dict(zip(codes, reversed(codes), strict=True))
        counts.append(turned[int(value)] if name in scale.reversed else value)
    if len(counts) < scale.minimum_answered:
        return None
    return sum(counts) / len(counts) * (len(scale.items) if scale.rule == "sum" else 1)


@given(answered())
@settings(max_examples=200, deadline=None)
def test_a_score_stays_inside_its_stated_range(case: tuple[Instrument, Answers]) -> None:
    instrument, answers = case
    for scale in instrument.scales:
        value = score(instrument, answers)[scale.id]
        assert value is None or scale.lowest - 1e-9 <= value <= scale.highest + 1e-9


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS)
def test_the_best_answers_give_the_best_score_in_the_stated_direction(instrument: Instrument) -> None:
    """Every item answered at its better end, where a reversed item's better end is its other one."""
    for scale in instrument.scales:
        better_is_high = scale.direction == "higher_is_better"
        best: Answers = {}
        for name in scale.items:
            low, high = instrument.range_of(instrument.item(name))
            best[name] = high if better_is_high != (name in scale.reversed) else low

        assert score(instrument, best)[scale.id] == (scale.highest if better_is_high else scale.lowest)
