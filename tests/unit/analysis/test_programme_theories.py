"""Programme theories in the report: each with what bears on it, and numbers only by their address."""

from collections import Counter

import pytest

from newel.findings import Answer, Estimate
from newel.synthesis import evidence_row, moved, rows_of
from tests.support.analysing import ask, cell, evidence, finding, table, value
from tests.support.protocols import a_protocol
from tests.support.synthesis import DAY, STEP, a_theory
from tests.support.synthesis import evidence as a_piece

LOOKED = {"looked_against": "the sites that began late"}


def proposed(**parts):
    """Return a theory that left its draft."""
    return moved(a_theory(**parts), "proposed", step=STEP, backed=False)


def answered(*theories, linked=(), protocol=None, **records) -> Answer:
    """Return the answer about these theories and what is linked to them."""
    kinds = {"theory": rows_of(theories), "theory_evidence": [evidence_row(each) for each in linked], **records}
    return ask("programme_theories", evidence(kinds, protocol=protocol), "synthesis")


def says(answer, table_id, row, column) -> str:
    """Return the words of a cell."""
    return cell(answer, table_id, row, column).says


def test_a_theory_is_laid_out_in_context_mechanism_and_outcome():
    answer = answered(proposed())
    rows = {row.id: row.cells[0].says for row in table(answer, "theory_t1").rows}

    assert [rows[name] for name in ("context", "resource", "response", "outcome")] == [
        "young people stay long enough",
        "a seat at the meeting is offered",
        "they bring their own words",
        "the plan is theirs",
    ]


def test_every_version_stays_in_print_with_its_reason():
    theory = moved(proposed(), "rejected", step=STEP, backed=False)
    rows = {row.id: row.cells[0].says for row in table(answered(theory), "theory_t1").rows}

    assert rows["v1"] == "Draft, June 2020."
    assert rows["v3"] == "Rejected, July 2020. The interviews of the second wave say so."


def test_a_draft_is_not_printed_and_is_said_to_be_left_out():
    answer = answered(proposed(), a_theory(id="t2"))

    assert [row.id for row in table(answer, "theories").rows] == ["t1"]
    assert (answer.n.value, answer.n.people) == (1, None)
    assert "Theories that are still drafts are not shown: 1." in answer.notes


def test_without_any_theory_the_table_is_empty_and_this_is_said():
    answer = answered()

    assert ([table.rows for table in answer.tables], answer.figures, answer.n.value) == ([()], (), 0)
    assert "No programme theory was received." in answer.notes


def test_evidence_is_counted_by_how_it_bears_as_a_slow_count_finds_it():
    bearings = ["supports", "contradicts", "supports", "qualifies", "supports", "contradicts"]
    linked = [a_piece(id=f"t1-e{place}", bearing=bearing) for place, bearing in enumerate(bearings)]
    linked.append(a_piece(id="t2-e1", theory="t2"))
    answer = answered(proposed(), proposed(id="t2"), linked=linked)

    for theory in ("t1", "t2"):
        naive = Counter(each.bearing for each in linked if each.theory == theory)
        for bearing in ("supports", "contradicts", "qualifies"):
            assert value(answer, "theories", theory, bearing) == naive[bearing]
    assert [row.label for row in table(answer, "evidence_t1").rows] == [
        *["Supports: quantitative"] * 3,
        *["Contradicts: quantitative"] * 2,
        "Limits: quantitative",
    ]


@pytest.mark.parametrize(
    ("parts", "linked", "contrary"),
    [
        ({}, (), "Nobody has said that any was looked for"),
        (LOOKED, (), "Looked for and not found: the sites that began late"),
        ({}, (a_piece(bearing="contradicts"),), "Found and linked"),
    ],
)
def test_it_is_said_whether_anybody_looked_for_the_other_side(parts, linked, contrary):
    assert says(answered(proposed(**parts), linked=linked), "theories", "t1", "contrary") == contrary


def test_a_number_is_never_copied_but_pointed_at():
    found = cell(answered(proposed(), linked=[a_piece()]), "evidence_t1", "e1", "where")

    assert found.points_at == "incidents.rates_by_type.all.assaults"
    assert (found.kind, found.value, found.people) == ("words", 0.0, None)


CODES = [
    {"code_id": "voice", "name": "Having a voice", "theme": "voice", "definition": "d", "codebook": "c",
     "codebook_version": 1},
    {"code_id": "asked", "name": "Being asked", "theme": "voice", "parent_id": "voice", "definition": "d",
     "codebook": "c", "codebook_version": 1},
]  # fmt: skip


def test_words_are_named_by_their_code():
    linked = [
        a_piece(id="e1", strand="qualitative", kind="code", thing="voice"),
        a_piece(id="e2", strand="qualitative", kind="code", thing="gone"),
    ]
    answer = answered(proposed(), linked=linked, code=CODES)

    assert says(answer, "evidence_t1", "e1", "where") == "Code “Having a voice”"
    assert says(answer, "evidence_t1", "e2", "where") == "A code that is not in this freeze: gone"


QUOTE = {"quote_id": "q1", "source_id": "s1", "code_id": "asked", "start": 0, "end": 4, "words": "They asked me.",
         "chosen_by": "A", "checked_by": "B"}  # fmt: skip


SOURCE = {"source_id": "s1", "site_id": "S01", "wave": "w1", "kind": "interview", "held_on": DAY, "words": 3,
          "version": 1, "text_sha256": "0", "may_be_coded": True, "may_be_quoted": True}  # fmt: skip
QUOTED = {"code": CODES, "source": [SOURCE], "quote": [QUOTE]}


def quotes_are_asked():
    """Return the small protocol with a question that prints quotes."""
    question = {"id": "own_words", "asks": "?", "strand": "qualitative", "analysis": "quotes", "section": "1.md"}
    return a_protocol(questions=[*(each.model_dump() for each in a_protocol().questions), question])


def test_a_quote_is_pointed_at_where_quotes_are_printed_and_its_words_are_nowhere_else():
    linked = [a_piece(strand="qualitative", kind="quote", thing="q1")]
    answer = answered(proposed(), linked=linked, **QUOTED, protocol=quotes_are_asked())
    found = cell(answer, "evidence_t1", "e1", "where")

    assert found.points_at == "own_words.quotes_voice.q1.words"
    assert found.says == "A quote under the code “Being asked”, which is not printed"
    assert "They asked me" not in repr(answer)


def test_without_a_question_that_prints_quotes_a_quote_is_only_named():
    linked = [a_piece(strand="qualitative", kind="quote", thing="q1")]
    found = cell(answered(proposed(), linked=linked, **QUOTED), "evidence_t1", "e1", "where")

    assert found.points_at == ""
    assert found.says.startswith("A quote under the code")


def test_nothing_in_the_tables_is_about_people_so_that_no_rule_can_be_got_round():
    answer = answered(proposed(), linked=[a_piece(), a_piece(id="e2", bearing="contradicts")])
    cells: list[Estimate] = [each for one in answer.tables for row in one.rows for each in row.cells]

    assert {each.people for each in cells} == {None}


def test_the_sealed_files_that_it_read_are_named():
    found = finding("programme_theories", evidence({"theory": rows_of([proposed()])}), "synthesis")

    assert {"theory.parquet", "theory_evidence.parquet", "quote.parquet"} <= set(found.files)
