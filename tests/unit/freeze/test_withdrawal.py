"""Who withdrew, refused, or never said yes is in no freeze; what they said about taking part is all that stays."""

from pathlib import Path

import pytest

from newel.freeze import seal
from newel.records import FrameSource
from tests.support.protocols import a_protocol
from tests.support.records import frame

PEOPLE = {"p1": "given", "p2": "withdrawn", "p3": "refused", "p4": "asked"}


def a_source() -> FrameSource:
    """Return four people with a response and two answers each; p5 has a response and no word on record."""
    people = [*PEOPLE, "p5"]
    return FrameSource(
        {
            "consent": frame("consent", [{"participant_id": who, "state": state} for who, state in PEOPLE.items()]),
            "response": frame("response", [{"response_id": f"r{who}", "participant_id": who} for who in people]),
            "answer": frame("answer", [{"response_id": f"r{who}", "item": item} for who in people for item in "ab"]),
        },
        "a list in a test",
    )


def test_only_people_who_agreed_are_in_the_freeze(tmp_path: Path) -> None:
    sealed = seal(a_protocol(), a_source(), tmp_path)

    assert sealed.frame("response")["participant_id"].to_list() == ["p1"]
    assert sealed.frame("answer")["response_id"].unique().to_list() == ["rp1"]
    assert sealed.frame("consent").height == len(PEOPLE)


def test_the_manifest_counts_what_was_left_out(tmp_path: Path) -> None:
    sealed = seal(a_protocol(), a_source(), tmp_path)

    assert sealed.manifest["newel"]["withdrawn"] == {"people": 1, "rows_left_out": 4 + 8}


@pytest.mark.parametrize("state", ["withdrawn", "refused", "not_competent"])
def test_where_consent_is_kept_elsewhere_a_person_without_a_word_on_record_stays(tmp_path: Path, state: str) -> None:
    protocol = a_protocol()
    consent = protocol.consent.model_copy(update={"kept_elsewhere": "signed forms at the sites"})
    source = a_source()
    said = frame("consent", [{"participant_id": "p2", "state": state}])

    sealed = seal(
        protocol.model_copy(update={"consent": consent}),
        FrameSource({**source.frames, "consent": said}, "a list in a test"),
        tmp_path,
    )

    assert sealed.frame("response")["participant_id"].to_list() == ["p1", "p3", "p4", "p5"]
