"""Mean scale scores: whose answers count, by what key, with which interval, and what is said where there is none."""

import pytest

from newel.analysis import Evidence
from newel.faults import Refused
from newel.findings import Answer
from tests.support.analysing import answers, ask, cell, evidence, people, responses, table, value
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

STAFF = {"group": "staff", "wave": "w1"}


def two_sites() -> Evidence:
    """Two people at each of two institutions: item 3 is reversed, so they score 2, 3, 4 and 5 of 5."""
    here, there = people(2, site_id="S01", **STAFF), people(2, start=3, site_id="S02", **STAFF)
    given = [
        *answers(here[:1], 2, 2, 4),
        *answers(here[1:], 3, 3, 3),
        *answers(there[:1], 4, 4, 2),
        *answers(there[1:], 5, None, 1),
    ]
    return evidence({"consent": here + there, "response": responses(here + there), "answer": given})


def asked(about: Evidence, **options: object) -> Answer:
    return ask("scale_scores", about, **({"group": "staff", "instruments": ["team"]} | options))


def test_the_mean_is_of_scores_by_the_instruments_key() -> None:
    found = cell(asked(two_sites()), "team_climate", "yoi_w1", "mean")

    assert (found.value, found.people) == (3.5, 4)


def test_the_interval_comes_from_how_the_sites_differ_and_stays_on_the_scale() -> None:
    """Site means 2.5 and 4.5: with one degree of freedom the interval is far wider than the scale from 1 to 5."""
    found = cell(asked(two_sites()), "team_climate", "all_w1", "mean")

    assert (found.low, found.high) == (1, 5)


def test_a_row_without_answers_says_so() -> None:
    found = cell(asked(two_sites()), "team_climate", "sch_w2", "mean")

    assert (found.value, found.why_missing) == (None, "nobody answered")


def test_one_site_has_a_mean_and_no_interval_and_the_notes_say_why() -> None:
    who = people(2, site_id="S01", **STAFF)
    about = evidence({"consent": who, "response": responses(who), "answer": answers(who, 2, 3, 3)})

    answer = asked(about)

    assert cell(answer, "team_climate", "yoi_w1", "mean").low is None
    assert any("fewer than two sites" in note for note in answer.notes)


def test_answers_that_were_not_sent_are_not_analysed() -> None:
    who = people(1, site_id="S01", **STAFF)
    about = evidence({"consent": who, "response": responses(who, sent_on=None), "answer": answers(who, 2, 3, 3)})

    assert value(asked(about), "team_climate", "yoi_w1", "people") == 0


def test_too_few_items_answered_is_not_scored_and_is_counted() -> None:
    who = people(2, site_id="S01", **STAFF)
    given = answers(who[:1], 2, None, None) + answers(who[1:], 2, 2, None)
    about = evidence({"consent": who, "response": responses(who), "answer": given})

    answer = asked(about)

    assert value(answer, "team_climate", "yoi_w1", "people") == 1
    assert value(answer, "completeness", "team_climate", "share_scored") == 50


def test_answers_to_another_version_are_another_instrument() -> None:
    who = people(1, site_id="S01", **STAFF)
    given = [answer | {"version": "2"} for answer in answers(who, 2, 2, 2)]
    about = evidence({"consent": who, "response": responses(who), "answer": given})

    assert value(asked(about), "team_climate", "yoi_w1", "people") == 0


def test_an_instrument_the_study_does_not_hold_is_named() -> None:
    answer = asked(two_sites(), instruments=["team", "locked"])

    assert any("`locked` is not among" in note for note in answer.notes)


def test_a_scoring_key_nobody_verified_is_named() -> None:
    licence = an_instrument().licence.model_dump() | {"key_status": "unverified"}
    about = evidence(instruments=[an_instrument("other", title="Other form", licence=licence)])

    answer = asked(about, instruments=["other"])

    assert any("Other form: the scoring key has not been verified" in note for note in answer.notes)


def test_an_instrument_without_scales_has_no_scoring_key_to_verify() -> None:
    licence = an_instrument().licence.model_dump() | {"key_status": "unverified"}
    about = evidence(instruments=[an_instrument("other", title="Other form", licence=licence, scales=[])])

    assert not any("scoring key" in note for note in asked(about, instruments=["other"]).notes)


def test_the_title_says_the_range_and_the_better_end() -> None:
    assert table(asked(evidence()), "team_climate").title == "Team form: Climate (1 to 5, higher is better)"


@pytest.mark.parametrize("group", ["nobody", None])
def test_a_group_the_protocol_does_not_know_is_refused_in_words(group: str | None) -> None:
    options = {"instruments": ["team"]} | ({"group": group} if group else {})

    with pytest.raises(Refused, match="one of staff, young_person, carer"):
        ask("scale_scores", evidence(), **options)


def test_a_question_without_instruments_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="a list of names"):
        ask("scale_scores", evidence(), group="staff")


def test_a_wave_after_an_interruption_is_named() -> None:
    interruption = {
        "id": "lockdown",
        "label": "Lockdown",
        "starts_month": "2019-06",
        "ends_month": "2019-07",
        "site_types": ["yoi"],
        "source": "a test",
    }

    answer = asked(evidence(protocol=a_protocol(interruptions=[interruption])))

    assert any(note.startswith("Wave 2 came during or after") and "Lockdown" in note for note in answer.notes)
    assert not any(note.startswith("Wave 1 came") for note in answer.notes)


def test_scoring_keys_nobody_verified_are_named_in_one_note() -> None:
    licence = an_instrument().licence.model_dump() | {"key_status": "unverified"}
    forms = [an_instrument(name, title=f"Form {name}", licence=licence) for name in ("a", "b")]

    notes = asked(evidence(instruments=forms), instruments=["a", "b"]).notes

    (note,) = [each for each in notes if "has not been verified" in each]
    assert note.startswith("Form a; Form b: ")
