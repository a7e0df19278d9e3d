"""A protocol and its instruments have to agree on who is asked what."""

from newel.instruments import instrument_faults
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

MEASURE = {"id": "team", "name": "Team form", "voices": ["staff"], "waves": ["w1"], "instruments": ["team"]}
QUESTION = {
    "id": "scores",
    "asks": "How do staff see their team?",
    "strand": "quantitative",
    "analysis": "scale_scores",
    "section": "20-staff.md",
}


def test_a_protocol_and_instruments_that_agree_have_no_faults() -> None:
    question = QUESTION | {"options": {"group": "staff", "instruments": ["team"]}}

    assert instrument_faults(a_protocol(questions=[question]), {"team": an_instrument()}) == []


def test_an_instrument_nobody_wrote_is_refused_with_the_nearest_name() -> None:
    protocol = a_protocol(measures=[MEASURE | {"instruments": ["teem"]}])

    (fault,) = instrument_faults(protocol, {"team": an_instrument()})

    assert (fault.file, fault.place) == ("protocol.toml", "measures, team, instruments")
    assert (fault.found, fault.expected) == ("`teem`", "one of team")
    assert fault.remedy == "Did you mean `team`?"


def test_where_no_name_is_near_the_remedy_is_to_write_the_file() -> None:
    (fault,) = instrument_faults(a_protocol(), {})

    assert fault.remedy == "Write instruments/team.toml, or remove the name."


def test_a_group_an_instrument_is_not_written_for_may_not_be_asked_it() -> None:
    protocol = a_protocol(measures=[MEASURE | {"voices": ["staff", "young_person"]}])

    (fault,) = instrument_faults(protocol, {"team": an_instrument()})

    assert (fault.place, fault.found) == ("measures, team, voices", "`young_person`")
    assert fault.expected == "the respondents of team: staff"


def test_an_instrument_written_for_an_undeclared_group_is_refused() -> None:
    (fault,) = instrument_faults(a_protocol(), {"team": an_instrument(respondents=["staff", "young_persons"])})

    assert (fault.file, fault.place) == ("team.toml", "respondents")
    assert fault.remedy == "Did you mean `young_person`?"


def test_a_question_about_an_unknown_instrument_is_refused() -> None:
    question = QUESTION | {"options": {"instruments": ["tema"]}}

    (fault,) = instrument_faults(a_protocol(questions=[question]), {"team": an_instrument()})

    assert fault.place == "questions, scores, options, instruments"
    assert fault.remedy == "Did you mean `team`?"


def test_a_question_about_an_instrument_its_group_is_never_asked_is_refused() -> None:
    question = QUESTION | {"options": {"group": "carer", "instruments": ["team"]}}

    (fault,) = instrument_faults(a_protocol(questions=[question]), {"team": an_instrument()})

    assert fault.found == "`team`, which no measure puts to `carer`"
    assert fault.expected == "one of none: this group is asked nothing"
