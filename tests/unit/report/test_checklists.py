"""Reporting checklists: each item leads to the sections of this very report, or is said to be missing."""

from pathlib import Path
from typing import Any

import pytest

from newel.disclosure import Released
from newel.faults import Refused
from newel.protocol import Protocol
from newel.report import Document, build_report, read_checklists, read_sections
from newel.report.checklists import Checklist, checklists
from newel.report.document import Cell, DataTable, Heading, Paragraph
from newel.report.renderers import html, pdf, word
from tests.support.protocols import a_protocol
from tests.support.reports import FLOW, flow, write_sections

CHECKLIST = "# Asked for\n\nBelow.\n\n{{ checklist cheers }}\n"
QUESTIONS = [
    {"id": "flow", "asks": "Who?", "strand": "quantitative", "analysis": "response_flow", "section": "10-flow.md"},
]


def a_report(
    study: Path, *, answers: str = "", findings: dict[str, Released] | None = None, **sections: str
) -> Document:
    """Return a report with the CHEERS checklist; `answers` is the study's own file."""
    write_sections(study, **({"s10_flow": FLOW, "s90": CHECKLIST} | sections))
    if answers:
        (study / "report" / "checklists").mkdir(exist_ok=True)
        (study / "report" / "checklists" / "cheers.toml").write_text(answers, encoding="utf-8")
    protocol = a_protocol(questions=QUESTIONS)
    return build_report(protocol, read_sections(study), findings or {"flow": flow()}, answers=read_checklists(study))


def rows(document: Document) -> dict[str, Cell]:
    """Return where each item is reported, by its number."""
    (table,) = [each for each in document.tables if each.title.startswith("CHEERS")]
    assert table.columns == ("What is asked for", "Where this report says it")
    return {row.label.partition(".")[0]: row.cells[1] for row in table.rows}


def test_an_item_leads_to_the_section_that_prints_the_analysis(tmp_path: Path) -> None:
    item = rows(a_report(tmp_path))["5"]  # the study population, reported by response_flow

    assert [(link.text, link.to) for link in item.links] == [("Who took part", "who-took-part")]


def test_a_number_in_a_sentence_does_not_print_the_analysis(tmp_path: Path) -> None:
    summary = "# Summary\n\nIn all {{ number flow t sch share }}.\n"

    item = rows(a_report(tmp_path, s05=summary))["5"]

    assert [link.text for link in item.links] == ["Who took part"]


def test_an_item_leads_to_a_named_section_and_to_what_newel_writes(tmp_path: Path) -> None:
    found = rows(a_report(tmp_path, s00_summary="# Summary\n\nIn short.\n"))

    assert [link.text for link in found["2"].links] == ["Summary"]
    assert [(link.text, link.to) for link in found["4"].links] == [("Methods", "methods")]


def test_an_item_is_answered_by_the_protocol_in_its_own_words(tmp_path: Path) -> None:
    found = rows(a_report(tmp_path))

    assert found["8"].text == "The protocol says: Perspectives: health."
    assert found["9"].text == "The protocol says: Starts: 1 August 2018; Ends: 31 December 2020."
    assert found["6"].text == "The protocol says: Site types: Young offender institution, Secure children's home."


def test_what_is_missing_is_said_to_be_missing_and_counted(tmp_path: Path) -> None:
    document = a_report(tmp_path)

    found = rows(document)
    missing = [number for number, cell in found.items() if cell.text == "Not reported."]
    assert {"7", "19", "21", "28"} <= set(missing)  # no comparator, nobody's interests
    (said,) = [text for text in paragraphs(document) if text.startswith("Of the 28 items")]
    assert f"answers {28 - len(missing)}. Not reported: {', '.join(missing)}." in said
    assert "Husereau D" in said


def paragraphs(document: Document) -> list[str]:
    found = [block for block in document.blocks if isinstance(block, Paragraph)]
    return ["".join(run.text for run in block.runs) for block in found]


def test_a_finding_that_only_says_why_it_has_no_answer_reports_nothing(tmp_path: Path) -> None:
    from tests.support.findings import released

    document = a_report(tmp_path, s10_flow="# Who took part\n\n{{ finding flow }}\n", findings={"flow": released()})

    assert rows(document)["5"].text == "Not reported."


ANSWERS = """
[[answers]]
number = "28"
says = "None."

[[answers]]
number = "16"
says = "No model was built."
applies = false

[[answers]]
number = "21"
sections = ["10-flow.md"]
"""


def test_the_authors_answer_in_words_or_name_a_section_or_say_that_an_item_does_not_apply(tmp_path: Path) -> None:
    document = a_report(tmp_path, answers=ANSWERS)

    found = rows(document)
    assert found["28"].text == "None."
    assert found["16"].text == "Does not apply: No model was built."
    assert [link.text for link in found["21"].links] == ["Who took part"]
    assert any("; 1 does not apply." in text for text in paragraphs(document))


@pytest.mark.parametrize(
    ("answers", "place", "found"),
    [
        ('[[answers]]\nnumber = "29"\nsays = "x"\n', "answers, number", "`29`"),
        ('[[answers]]\nnumber = "28"\nsays = "We asked 40 people."\n', "answers, 28, says", "typed-in number `40`"),
        ('[[answers]]\nnumber = "28"\n', "answers, number 1", ""),
        ('[[answers]]\nnumber = "28"\napplies = false\nsections = ["a.md"]\n', "answers, number 1", ""),
        ('[[answers]]\nnumber = "1"\nsays = "x"\n[[answers]]\nnumber = "1"\nsays = "y"\n', "", ""),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(tmp_path: Path, answers: str, place: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        a_report(tmp_path, answers=answers)

    (fault,) = refused.value.faults
    assert fault.file.endswith("cheers.toml")
    assert place in fault.place
    assert found in fault.found


def test_a_year_and_a_name_in_backticks_are_no_statistics(tmp_path: Path) -> None:
    said = '[[answers]]\nnumber = "28"\nsays = "Declared in 2021, as `form 3`."\n'

    assert rows(a_report(tmp_path, answers=said))["28"].text.startswith("Declared in 2021")


def test_answers_to_a_checklist_that_does_not_exist_are_refused(tmp_path: Path) -> None:
    (tmp_path / "report" / "checklists").mkdir(parents=True)
    (tmp_path / "report" / "checklists" / "cheer.toml").write_text('[[answers]]\nnumber = "1"\nsays = "x"\n', "utf-8")

    with pytest.raises(Refused, match="cheers"):
        read_checklists(tmp_path)


def test_a_section_that_names_an_unknown_checklist_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        a_report(tmp_path, s90="# Asked for\n\n{{ checklist cheer }}\n")

    (fault,) = refused.value.faults
    assert (fault.file, fault.line) == ("report/90.md", 3)
    assert "cheers" in fault.expected


def test_a_checklist_in_a_sentence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="alone, with an empty line"):
        a_report(tmp_path, s90="# Asked for\n\nSee {{ checklist cheers }} here.\n")


def test_two_sections_of_one_title_are_told_apart_by_their_anchors(tmp_path: Path) -> None:
    document = a_report(tmp_path, s05_other="# Who took part\n\nBefore.\n")

    (link,) = rows(document)["5"].links
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.text == "Who took part"]
    assert link.to == headings[1].id == "who-took-part-2"


def test_every_format_prints_the_checklist_and_leads_to_the_sections(tmp_path: Path) -> None:
    document = a_report(tmp_path)

    page = html.body(document)
    assert '<a class="place" href="#who-took-part">Who took part</a>' in page
    assert "Not reported." in page
    assert pdf.render(document)[:5] == b"%PDF-"
    assert word_links(word.render(document)) >= {"to_who_took_part", "to_methods"}


def word_links(content: bytes) -> set[str]:
    import io
    import re
    import zipfile

    text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    table = text[text.rindex("<w:tbl>", 0, text.index("Not reported.")) :]
    return set(re.findall(r'w:hyperlink w:anchor="([^"]+)"', table))


@pytest.mark.parametrize("identifier", sorted(checklists()))
def test_every_checklist_has_its_source_and_numbers_its_items_once(identifier: str) -> None:
    checklist = checklists()[identifier]

    assert checklist.source
    assert len({item.number for item in checklist.items}) == len(checklist.items)
    assert all(len(item.item) < 200 for item in checklist.items)


def test_cheers_has_28_items() -> None:
    assert [item.number for item in checklists()["cheers"].items] == [str(number) for number in range(1, 29)]


def test_every_fact_that_a_checklist_names_is_a_key_of_the_protocol() -> None:
    for checklist in checklists().values():
        for item in checklist.items:
            for key in item.reported_by.facts:
                assert _is_key(key), f"{checklist.id} {item.number}: {key}"


def _is_key(key: str) -> bool:
    model: Any = Protocol
    for name in key.split("."):
        fields = getattr(model, "model_fields", {})
        if name not in fields:
            return isinstance(getattr(model, name, None), property)
        model = _model_of(fields[name].annotation)
    return True


def _model_of(annotation: Any) -> Any:
    """Return the model inside an optional or a list of models."""
    inner = [each for each in getattr(annotation, "__args__", ()) if hasattr(each, "model_fields")]
    return inner[0] if inner else annotation


def test_every_analysis_that_a_checklist_names_exists() -> None:
    from newel.analysis.running import analyses

    known = {name for strand in analyses().values() for name in strand}
    for checklist in checklists().values():
        for item in checklist.items:
            assert set(item.reported_by.analyses) <= known, f"{checklist.id} {item.number}"


def test_a_checklist_with_a_number_twice_is_refused() -> None:
    item = {"number": "1", "topic": "Title", "item": "It says what it is."}

    with pytest.raises(ValueError, match="1 stands twice"):
        Checklist.model_validate({"id": "x", "title": "X", "about": "tests", "source": "A test", "items": [item, item]})


def test_the_table_of_a_checklist_is_of_words_and_has_no_file(tmp_path: Path) -> None:
    (table,) = [each for each in a_report(tmp_path).tables if each.title.startswith("CHEERS")]

    assert isinstance(table, DataTable)
    assert (table.file, table.of_numbers) == ("", False)
