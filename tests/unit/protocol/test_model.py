"""What a protocol answers when it is asked who is asked what, and when."""

import pytest

from tests.support.protocols import a_protocol

TEAM = {
    "id": "team",
    "name": "Team form",
    "voices": ["staff"],
    "waves": ["w1", "w2"],
    "instruments": ["team", "climate"],
}


def test_a_group_is_asked_the_instruments_of_its_measures_in_schedule_order_and_each_once() -> None:
    again = {
        "id": "again",
        "name": "Again",
        "voices": ["staff"],
        "waves": ["w1"],
        "instruments": ["climate", "burnout"],
    }
    protocol = a_protocol(measures=[TEAM, again])

    assert protocol.instruments_for("staff", "w1") == ("team", "climate", "burnout")
    assert protocol.instruments_for("staff", "w2") == ("team", "climate")
    assert protocol.instruments_for("carer", "w1") == ()


def test_what_sites_hold_and_send_is_not_asked_live() -> None:
    assert a_protocol(measures=[TEAM | {"submitted": True}]).instruments_for("staff", "w1") == ()


def test_the_months_of_a_study_run_from_its_first_to_its_last_over_the_turn_of_the_year() -> None:
    months = a_protocol().months()

    assert months[0] == "2018-08"
    assert months[4:6] == ("2018-12", "2019-01")
    assert months[-1] == "2020-12"
    assert len(months) == 29  # the published length of the collection: August 2018 to December 2020


def test_an_unknown_site_or_group_is_an_error() -> None:
    protocol = a_protocol()

    assert protocol.site("S01").places == 100
    assert protocol.group("carer").denominator == "unknown"
    with pytest.raises(KeyError):
        protocol.site("S99")
    with pytest.raises(KeyError):
        protocol.group("nobody")
