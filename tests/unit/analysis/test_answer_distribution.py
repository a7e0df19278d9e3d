"""Every option of every item is counted, for any instrument."""

from newel.analysis import Evidence
from newel.findings import Answer
from tests.support.analysing import answers, ask, cell, evidence, people, responses, table, value
from tests.support.instruments import an_instrument

STAFF = {"site_id": "S01", "group": "staff", "wave": "w1"}


def three_answers() -> Evidence:
    who = people(4, **STAFF)
    given = answers(who[:2], 2) + answers(who[2:3], 5) + answers(who[3:], None)
    return evidence({"consent": who, "response": responses(who), "answer": given})


def distribution(about: Evidence, **options: object) -> Answer:
    return ask("answer_distribution", about, **({"group": "staff", "instruments": ["team"]} | options))


def test_an_option_is_counted_and_given_in_percent_of_those_who_answered() -> None:
    answer = distribution(three_answers())

    found = cell(answer, "team_item_1", "option_2", "share")
    assert value(answer, "team_item_1", "option_2", "people") == 2
    assert (found.numerator, found.denominator) == (2, 3)


def test_an_option_nobody_chose_is_zero_and_not_missing() -> None:
    answer = distribution(three_answers())

    assert value(answer, "team_item_1", "option_1", "people") == 0
    assert value(answer, "team_item_1", "option_1", "share") == 0


def test_a_reason_for_no_answer_is_counted_and_has_no_share() -> None:
    answer = distribution(three_answers())

    assert value(answer, "team_item_1", "missing_skipped", "people") == 1
    assert value(answer, "team_item_1", "missing_skipped", "share") is None


def test_an_item_nobody_answered_says_so() -> None:
    found = cell(distribution(three_answers()), "team_item_2", "option_1", "share")

    assert (found.value, found.why_missing) == (None, "nobody answered this item")


def test_one_wave_can_be_asked_for() -> None:
    assert value(distribution(three_answers(), wave="w2"), "team_item_1", "option_2", "people") == 0
    assert distribution(three_answers(), wave="w2").population.endswith("wave 2")


def test_a_person_who_answered_in_two_waves_is_one_person_behind_two_answers() -> None:
    first, again = people(1, **STAFF), people(1, **STAFF | {"wave": "w2"})
    both = responses(first) + [each | {"response_id": "r-again"} for each in responses(again)]
    given = answers(first, 2) + [each | {"response_id": "r-again"} for each in answers(again, 2)]
    about = evidence({"consent": first, "response": both, "answer": given})

    found = cell(distribution(about), "team_item_1", "option_2", "people")

    assert (found.value, found.people) == (2, 1)


def test_items_answered_with_a_number_have_a_mean() -> None:
    weeks = an_instrument(
        "weeks", items=[{"id": "item_1", "text": "Weeks here", "number": True}], scales=[], option_sets=[]
    )
    who = people(2, **STAFF)
    given = answers(who[:1], 10, instrument="weeks") + answers(who[1:], 15, instrument="weeks")
    about = evidence({"consent": who, "response": responses(who), "answer": given}, instruments=[weeks])

    found = cell(distribution(about, instruments=["weeks"]), "weeks_numbers", "item_1", "mean")

    assert (found.value, found.people) == (12.5, 2)


def test_a_negative_code_has_a_row_id_of_its_own() -> None:
    codes = [{"id": "agree", "options": [{"code": code, "label": str(code)} for code in (-1, 0, 1)]}]
    about = evidence(instruments=[an_instrument("signed", option_sets=codes, scales=[])])

    found = table(distribution(about, instruments=["signed"]), "signed_item_1")

    assert [row.id for row in found.rows] == ["option_minus_1", "option_0", "option_1"]
