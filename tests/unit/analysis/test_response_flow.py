"""From those who could be asked to those who answered, and the returns that came."""

from datetime import date

import pytest

from newel.analysis import Evidence
from tests.support.analysing import ask, cell, evidence, people, responses, value
from tests.support.protocols import a_protocol

STAFF = {"site_id": "S01", "group": "staff", "wave": "w1"}


def four_staff() -> Evidence:
    """Ten could be asked; four were: two agreed and of them one stopped, one refused, one did not reply."""
    who = people(4, **STAFF)
    states = ("given", "given", "refused", "asked")
    return evidence(
        {
            "consent": [person | {"state": state} for person, state in zip(who, states, strict=True)],
            "response": responses(who[:1]) + responses(who[1:2], sent_on=None),
            "monthly_return": [{"month": "2018-12", "staff_in_post": 10}, {"month": "2019-02", "staff_in_post": 99}],
        }
    )


@pytest.mark.parametrize(
    ("column", "number"),
    [("could_be_asked", 10), ("asked", 4), ("agreed", 2), ("started", 2), ("sent", 1), ("response_rate", 10)],
)
def test_each_step_counts_the_people_left(column: str, number: float) -> None:
    assert value(ask("response_flow", four_staff()), "flow", "staff_w1", column) == number


def test_a_response_rate_carries_its_numerator_and_denominator() -> None:
    rate = cell(ask("response_flow", four_staff()), "flow", "staff_w1", "response_rate")

    assert (rate.numerator, rate.denominator, rate.people) == (1, 10, 10)


def test_where_nobody_knows_how_many_there_were_there_is_no_rate_and_the_cell_says_why() -> None:
    who = people(1, site_id="S01", group="carer", wave="w1")
    answer = ask("response_flow", evidence({"consent": who, "response": responses(who)}))

    rate = cell(answer, "flow", "carer_w1", "response_rate")

    assert rate.value is None
    assert "nobody knows" in rate.why_missing
    assert value(answer, "flow", "carer_w1", "sent") == 1


def test_a_site_with_no_known_number_is_in_neither_part_of_the_rate() -> None:
    here, there = people(1, **STAFF), people(1, start=2, **STAFF | {"site_id": "S02"})
    records = {
        "consent": here + there,
        "response": responses(here + there),
        "monthly_return": [{"month": "2018-12", "staff_in_post": 4}],
    }

    answer = ask("response_flow", evidence(records))

    assert value(answer, "flow", "staff_w1", "sent") == 2
    assert value(answer, "flow", "staff_w1", "response_rate") == 25


def test_a_site_that_had_closed_could_not_be_asked() -> None:
    protocol = a_protocol()
    closed = protocol.sites[0].model_copy(update={"closed_month": "2019-01"})
    protocol = protocol.model_copy(update={"sites": (closed, *protocol.sites[1:])})
    about = evidence({"monthly_return": [{"month": "2018-12", "staff_in_post": 4}]}, protocol=protocol)

    assert value(ask("response_flow", about), "flow", "staff_w1", "could_be_asked") is None


def test_a_person_who_took_it_back_was_asked_and_is_in_no_later_step() -> None:
    who = people(1, **STAFF)
    about = evidence({"consent": [who[0] | {"state": "withdrawn"}], "response": responses(who)})

    answer = ask("response_flow", about)

    assert value(answer, "flow", "staff_w1", "asked") == 1
    assert value(answer, "flow", "staff_w1", "agreed") == 0
    assert value(answer, "flow", "staff_w1", "started") == 0
    assert value(answer, "consent", "staff_take_part", "withdrawn") == 1


def test_late_missing_and_corrected_months_are_visible_by_site() -> None:
    late = {"site_id": "S02", "month": "2019-09", "received_on": date(2019, 12, 1)}
    about = evidence({"monthly_return": [late, late | {"version": 2}, {"site_id": "S02", "month": "2019-10"}]})

    answer = ask("response_flow", about)

    found = [
        value(answer, "returns", "S02", column) for column in ("expected", "received", "late", "missing", "corrected")
    ]
    assert found == [29, 2, 1, 27, 1]
    assert value(answer, "returns", "all", "missing") == 6 * 29 - 2


def test_where_no_site_sent_a_return_none_is_called_missing() -> None:
    missing = cell(ask("response_flow", evidence()), "returns", "S01", "missing")

    assert missing.value is None
    assert "no monthly return" in missing.why_missing


def test_consent_kept_elsewhere_is_said_and_nobody_is_called_asked() -> None:
    consent = a_protocol().consent.model_copy(update={"kept_elsewhere": "the trust's own register"})
    who = people(1, **STAFF)
    about = evidence({"response": responses(who)}, protocol=a_protocol(consent=consent.model_dump()))

    answer = ask("response_flow", about)

    assert value(answer, "flow", "staff_w1", "asked") is None
    assert value(answer, "flow", "staff_w1", "sent") == 1
    assert any("the trust's own register" in note for note in answer.notes)


def test_who_is_followed_and_answers_again_counts_as_asked_and_agreed_on_the_word_given_before() -> None:
    groups = [
        group | {"linked": group["id"] == "staff"} for group in a_protocol().model_dump(mode="json")["groups"]
    ]
    first, second = people(2, **STAFF), people(1, start=3, **STAFF | {"wave": "w2"})
    again = [first[0] | {"wave": "w2", "response_id": "again"}]
    records = {"consent": first + second, "response": responses(first + second + again)}

    answer = ask("response_flow", evidence(records, protocol=a_protocol(groups=groups)))

    for wave in ("w1", "w2"):
        for column in ("asked", "agreed", "started", "sent"):
            assert value(answer, "flow", f"staff_{wave}", column) == 2
    assert any("counts as asked and as agreed" in note for note in answer.notes)
    assert not any("followed" in note for note in ask("response_flow", four_staff()).notes)
