"""Evidence for and against: what it may point at, and whether anybody looked for the other side."""

import polars as pl
import pytest

from newel.records import KINDS, conform
from newel.synthesis import BEARINGS, STRANDS, THINGS, Address, address_of, balance_of, evidence_of, evidence_row
from newel.synthesis.evidence import evidence_problems
from tests.support.synthesis import a_theory, evidence


def test_evidence_is_sorted_by_how_it_bears_and_only_the_theorys_own():
    every = [
        evidence(id="e1"),
        evidence(id="e2", bearing="contradicts"),
        evidence(id="e3", bearing="qualifies"),
        evidence(id="e4", theory="t2", bearing="contradicts"),
        evidence(id="e5"),
    ]
    balance = balance_of(a_theory(), every)

    assert [each.id for each in balance.supports] == ["e1", "e5"]
    assert [each.id for each in balance.contradicts] == ["e2"]
    assert [each.id for each in balance.qualifies] == ["e3"]


@pytest.mark.parametrize(
    ("linked", "looked", "says"),
    [
        ([evidence(bearing="contradicts")], "", "Found and linked"),
        ([evidence()], "the late sites", "Looked for and not found: the late sites"),
        ([evidence()], "", "Nobody has said that any was looked for"),
        ([], "", "Nobody has said that any was looked for"),
    ],
)
def test_it_is_said_whether_evidence_against_a_theory_was_looked_for(linked, looked, says):
    assert balance_of(a_theory(looked_against=looked), linked).contrary == says


@pytest.mark.parametrize("strand", STRANDS)
@pytest.mark.parametrize("kind", ["code", "quote", "coding", "finding", "cost"])
def test_each_strand_points_at_its_own_kinds_of_thing(strand, kind):
    problems = dict(evidence_problems(evidence(strand=strand, kind=kind)))

    assert ("kind" in problems) == (kind not in THINGS[strand])


def test_a_number_is_pointed_at_by_its_whole_address():
    assert dict(evidence_problems(evidence(thing="incidents.rates_by_type")))["thing"].startswith("Write the address")
    assert dict(evidence_problems(evidence(thing=" "))) == {"thing": "Say what the evidence is."}


def test_evidence_says_something_and_types_no_number():
    assert "says" in dict(evidence_problems(evidence(says=" ")))
    assert "38" in dict(evidence_problems(evidence(says="38 of them agreed")))["says"]
    assert list(evidence_problems(evidence())) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("incidents.rates_by_type.all.assaults", Address("incidents", "rates_by_type", "all", "assaults")),
        (" flow.returns.S01.received ", Address("flow", "returns", "S01", "received")),
        ("incidents.assaults_by_month.2019-03.yoi", Address("incidents", "assaults_by_month", "2019-03", "yoi")),
        ("incidents.n", None),
        ("incidents.rates_by_type.all", None),
        ("incidents.a.b.c.d", None),
        ("Incidents.a.b.c", None),
        ("a.b.c.<script>", None),
        ("", None),
    ],
)
def test_an_address_has_four_parts(text, address):
    assert address_of(text) == address


def test_an_address_is_written_as_it_was_read():
    assert str(address_of("a.b.c.d")) == "a.b.c.d"


def test_evidence_goes_into_records_and_comes_back():
    every = (evidence(id="e1"), evidence(id="e2", strand="qualitative", kind="code", thing="voice"))
    kind = KINDS["theory_evidence"]
    frame = conform(kind, pl.DataFrame([evidence_row(each) for each in reversed(every)], schema=kind.schema))

    assert evidence_of(frame.to_dicts()) == every


def test_the_words_of_records_are_those_of_the_code():
    columns = {column.name: column.allowed for column in KINDS["theory_evidence"].columns}

    assert columns["bearing"] == BEARINGS
    assert set(columns["strand"]) == set(STRANDS)
    assert set(columns["kind"]) == {kind for kinds in THINGS.values() for kind in kinds}
