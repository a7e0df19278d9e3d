"""How many times: a young person types a whole number within reason, leaves it blank, or is told what to type."""

import shutil
from pathlib import Path

import pytest

from newel.web.capture.models import AnswerEvent

pytestmark = pytest.mark.django_db
STUDY = Path(__file__).parent / "study"
COUNTED = """
[[items]]
id = "d4"
text = "How many times did you see a nurse?"
number = true
whole = true
lowest = 0
highest = 60
"""
WANTED = "Question 4: Type a whole number from 0 to 60."


@pytest.fixture
def at_the_count(tmp_path, serve_study, agreed):
    """A young person at a fourth question, which asks how many times."""
    study = tmp_path / "study"
    shutil.copytree(STUDY, study)
    form = study / "instruments" / "days.toml"
    form.write_text(form.read_text(encoding="utf-8") + COUNTED, encoding="utf-8")
    serve_study(study)
    reader = agreed("young_person")
    for item, value in {"d1": "3", "d2": "8", "d3": "10"}.items():
        reader.press("Continue", {f"days.{item}": value})
    return reader


def counted() -> list[tuple[float | None, str]]:
    return list(AnswerEvent.objects.filter(item="d4").order_by("revision").values_list("value", "missing"))


@pytest.mark.parametrize(("typed", "value"), [("0", 0.0), (" 7 ", 7.0), ("60", 60.0), ("007", 7.0)])
def test_a_whole_number_is_kept(at_the_count, typed, value) -> None:
    assert "Question 4 of 4" in at_the_count.text

    at_the_count.press("Continue", {"days.d4": typed})

    assert "One last look" in at_the_count.text
    assert counted() == [(value, "")]


@pytest.mark.parametrize(
    "typed",
    ["lots", "-1", "-0.5", "3.5", "3,5", "1,000", "400", "61", "4.0", "1e1", "1_0", "nan", "--1", "²", "9" * 400],
)
def test_anything_else_comes_back_as_typed_with_what_to_type(at_the_count, typed) -> None:
    at_the_count.press("Continue", {"days.d4": typed})

    assert WANTED in at_the_count.text
    assert dict(at_the_count.page.forms[0].fields)["days.d4"] == typed[:40]
    assert counted() == []
    assert AnswerEvent.objects.count() == 3
    at_the_count.press("Continue", {"days.d4": "4"})
    assert counted() == [(4.0, "")]


def test_a_count_left_blank_is_asked_for_once_and_can_be_skipped(at_the_count) -> None:
    at_the_count.press("Continue", {"days.d4": " "})
    assert "Question 4: Type a number, or press Skip." in at_the_count.text

    at_the_count.press("Skip")

    assert "One last look" in at_the_count.text
    assert counted() == [(None, "skipped")]


def test_a_young_person_who_typed_words_can_skip_the_question_all_the_same(at_the_count) -> None:
    at_the_count.press("Continue", {"days.d4": "lots"}).press("Skip")

    assert "One last look" in at_the_count.text
    assert counted() == [(None, "skipped")]


def test_a_count_given_before_is_kept_by_who_types_words_over_it_and_skips(at_the_count) -> None:
    at_the_count.press("Continue", {"days.d4": "4"}).press("Change question 4")

    at_the_count.press("Skip", {"days.d4": "lots"})

    assert counted() == [(4.0, "")]


def test_who_would_rather_not_say_how_often_ticks_a_box(at_the_count) -> None:
    at_the_count.press("Continue", {"days.d4.prefer_not": "prefer_not"})

    assert counted() == [(None, "prefer_not")]


def test_the_field_asks_a_phone_for_its_keys_of_numbers(at_the_count) -> None:
    assert 'inputmode="numeric"' in at_the_count.response.content.decode()
