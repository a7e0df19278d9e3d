"""Scores follow the instrument's own rule: which items, which turned round, how many needed, mean or sum."""

import polars as pl
import pytest

from newel.instruments import Instrument, score, score_answers
from tests.support.instruments import an_instrument

SCALE = an_instrument().scales[0]


def with_scale(**changes: object) -> Instrument:
    return an_instrument(scales=[SCALE.model_dump() | changes])


def frame(responses: dict[str, dict[str, float | None]]) -> pl.DataFrame:
    rows = [(response, item, value) for response, answers in responses.items() for item, value in answers.items()]
    return pl.DataFrame(rows, schema={"response_id": pl.String, "item": pl.String, "value": pl.Float64}, orient="row")


def test_a_mean_turns_the_reversed_item_round() -> None:
    assert score(an_instrument(), {"item_1": 4, "item_2": 5, "item_3": 1}) == {"climate": pytest.approx(14 / 3)}


def test_a_sum_with_a_missing_item_is_the_mean_of_the_rest_times_the_number_of_items() -> None:
    instrument = with_scale(rule="sum", lowest=3, highest=15)

    assert score(instrument, {"item_1": 4, "item_2": 5}) == {"climate": pytest.approx(13.5)}


@pytest.mark.parametrize("reason", ["skipped", "dont_know", None])
def test_a_reason_is_no_answer(reason: str | None) -> None:
    answers = {"item_1": 4, "item_2": reason, "item_3": 2}

    assert score(an_instrument(), answers) == {"climate": pytest.approx((4 + 4) / 2)}


def test_fewer_answers_than_the_minimum_give_no_score() -> None:
    assert score(an_instrument(), {"item_1": 4}) == {"climate": None}
    assert score(an_instrument(), {}) == {"climate": None}


def test_a_zero_is_an_answer() -> None:
    options = [{"id": "agree", "options": [{"code": code, "label": str(code)} for code in range(5)]}]
    instrument = an_instrument(option_sets=options, scales=[SCALE.model_dump() | {"lowest": 0, "highest": 4}])

    assert score(instrument, {"item_1": 0, "item_2": 0, "item_3": 4}) == {"climate": 0.0}


def test_an_option_that_is_a_reason_does_not_stretch_the_range() -> None:
    """Code 9, not relevant, must not make the reversed item count 10 - value."""
    codes = [{"code": code, "label": str(code)} for code in range(1, 6)]
    options = [{"id": "agree", "options": [*codes, {"code": 9, "label": "Not relevant", "missing": "not_applicable"}]}]

    assert score(an_instrument(option_sets=options), {"item_1": 3, "item_2": 3, "item_3": 5}) == {
        "climate": pytest.approx(7 / 3)
    }


def test_a_number_with_decimals_counts_as_given() -> None:
    lines = [
        {"id": f"item_{place}", "text": "A line", "number": True, "lowest": 0, "highest": 10} for place in (1, 2, 3)
    ]
    instrument = an_instrument(items=lines, scales=[SCALE.model_dump() | {"lowest": 0, "highest": 10}])

    assert score(instrument, {"item_1": 7.5, "item_2": 6.0, "item_3": 2.5}) == {"climate": pytest.approx(7.0)}


def test_a_number_without_a_range_can_be_scored_as_long_as_it_is_not_reversed() -> None:
    items = [{"id": f"item_{place}", "text": "Minutes", "number": True} for place in (1, 2, 3)]
    instrument = an_instrument(items=items, scales=[SCALE.model_dump() | {"reversed": []}])

    assert score(instrument, {"item_1": 10, "item_2": 20, "item_3": 60}) == {"climate": pytest.approx(30.0)}


def test_a_frame_gives_one_row_a_response_and_scale_in_a_stable_order() -> None:
    answers = {"b": {"item_1": 4.0, "item_2": 5.0, "item_3": 1.0}, "a": {"item_1": 4.0, "item_2": None, "item_3": None}}

    scores = score_answers(an_instrument(), frame(answers))

    assert scores.rows() == [("a", "climate", None), ("b", "climate", pytest.approx(14 / 3))]


def test_answers_to_other_items_do_not_count() -> None:
    scores = score_answers(an_instrument(), frame({"a": {"item_1": 1.0, "item_2": 1.0, "elsewhere": 5.0}}))

    assert scores["score"].to_list() == [1.0]


def test_no_answers_give_no_rows_and_no_scales_give_no_rows() -> None:
    assert score_answers(an_instrument(), frame({})).height == 0
    assert score_answers(an_instrument(scales=[]), frame({"a": {"item_1": 1.0}})).height == 0


def test_a_scale_for_staff_only_is_not_asked_of_young_people() -> None:
    staff_only = SCALE.model_dump() | {"id": "hold", "items": ["item_2", "item_3"], "respondents": ["staff"]}
    everyone = SCALE.model_dump() | {"items": ["item_1", "item_2"], "reversed": [], "lowest": 1}
    instrument = an_instrument(respondents=["staff", "young_person"], scales=[everyone, staff_only])

    young = instrument.asked_of("young_person")

    assert [item.id for item in young.items] == ["item_1", "item_2"]
    assert [scale.id for scale in young.scales] == ["climate"]
    assert instrument.asked_of("staff") == instrument


def test_an_item_of_no_scale_is_asked_of_everyone() -> None:
    instrument = an_instrument(
        scales=[SCALE.model_dump() | {"items": ["item_1"], "reversed": [], "minimum_answered": 1}]
    )

    assert [item.id for item in instrument.asked_of("carer").items] == ["item_1", "item_2", "item_3"]
