"""What may stand in a section, and what is refused with file and line."""

from pathlib import Path

import pytest

from newel.faults import Refused
from newel.report import read_sections
from newel.report.document import Run
from newel.report.sections import Prose, Reference
from tests.support.reports import FLOW, write_sections
from tests.support.shared import REPOSITORY


def blocks(tmp_path: Path, text: str) -> tuple[Prose, ...]:
    return read_sections(write_sections(tmp_path, s10=f"# Title\n\n{text}\n"))[0].blocks[1:]


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(Refused) as refused:
        read_sections(write_sections(tmp_path, s10=f"# Title\n\n{text}\n"))
    return str(refused.value)


def test_a_section_is_read_as_blocks_of_text_and_references(tmp_path: Path) -> None:
    section = read_sections(write_sections(tmp_path))[0]
    assert (section.file, section.title) == ("10-flow.md", "Who took part")
    assert [block.shape for block in section.blocks] == ["heading", "paragraph", "list", "quotation", "paragraph"]
    assert section.blocks[1].items[0][1] == Reference("number", ("flow", "t", "sch", "share"), 3)
    assert section.blocks[2].items[0] == (Run("A "), Run("first", "strong"), Run(" point"))
    assert section.blocks[4].items[0] == (Reference("finding", ("flow",), 10),)
    assert section.names("flow")
    assert not section.names("incidents")


def test_sections_come_in_the_order_of_their_file_names(tmp_path: Path) -> None:
    write_sections(tmp_path, s20_later="# Later\n", s10_flow="# Earlier\n")
    assert [section.title for section in read_sections(tmp_path)] == ["Earlier", "Later"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("There were 12 children.", "12"),
        ("About 45% agreed.", "45"),
        ("It rose by 3.5 points.", "3"),
        ("Some 2,019 people.", "2"),
        ("Half, or ½, of them.", "½"),
        ("During COVID-19.", "19"),
        ("In the year 1850.", "1850"),
        ("- a point\n- **9** points", "9"),
        ("> It was 7.", "7"),
        ("## The 3 types", "3"),
    ],
)
def test_a_typed_in_statistic_is_refused_with_its_line(tmp_path: Path, text: str, number: str) -> None:
    message = refusal(tmp_path, text)
    assert f"found     the typed-in number `{number}`" in message
    assert message.startswith(f"report/10.md, line {4 if text.startswith('- ') else 3}: ")
    assert "{{ number <finding> <table> <row> <column> }}" in message


def test_a_typed_in_statistic_later_in_a_paragraph_is_found_in_its_own_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "One line.\nAnother line\nwith 44 in it.").startswith("report/10.md, line 5: ")


@pytest.mark.parametrize(
    "text", ["From 2018 to 2020.", "In `wave 3` of `COVID-19`.", "2018\u20132020", "In 2019, they say."]
)
def test_years_and_what_is_in_backticks_may_have_digits(tmp_path: Path, text: str) -> None:
    assert blocks(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<div>Hello</div>", "HTML"),
        ("Hello <b>you</b>.", "HTML"),
        ("![A picture](a.png)", "a picture"),
        ("[A link](https://example.org)", "a link"),
        ("| a | b |\n|---|---|\n| c | d |", "a table typed by hand"),
        ("```\ncode\n```", "a block of code"),
        ("- one\n\n  - inner", "a list entry of several blocks"),
        ("Some {{ finding flow }} inside.", "{{ finding ... }} in a sentence"),
        ("Some {{ brief }} inside.", "{{ brief }} in a sentence"),
        ("{{ brief summary }}", "`{{ brief summary }}`"),
        ("## {{ brief }}", "{{ brief }} in a heading"),
        ("- One\n- {{ brief }}", "{{ brief }} in a list"),
        ("> {{ brief }}", "{{ brief }} in a quotation"),
        ("{{ brief }}\n\n{{ brief }}", "{{ brief }} a second time"),
        ("A {{ number flow t }}.", "`{{ number flow t }}`"),
        ("A {{ chart flow }}.", "`{{ chart flow }}`"),
        ("A {{ number flow t sch", "braces that do not close"),
        ("### Too deep", "a heading of level 3 after one of level 1"),
        ("# A second title", "a heading of level 1 after one of level 1"),
    ],
)
def test_what_a_section_may_not_hold_is_refused(tmp_path: Path, text: str, found: str) -> None:
    assert f"found     {found}" in refusal(tmp_path, text)


def test_a_section_says_on_a_line_of_its_own_that_it_belongs_to_the_brief(tmp_path: Path) -> None:
    write_sections(tmp_path, s10="# Summary\n\n{{ brief }}\n\nShort.\n", s20="# All\n\nLong.\n")
    summary, everything = read_sections(tmp_path)

    assert (summary.in_brief, everything.in_brief) == (True, False)
    assert [block.shape for block in summary.blocks] == ["heading", "paragraph"]


def test_a_section_that_says_twice_that_it_belongs_to_the_brief_is_told_which_line_to_remove(tmp_path: Path) -> None:
    message = refusal(tmp_path, "{{ brief }}\n\nText.\n\n{{ brief }}")

    assert message.startswith("report/10.md, line 7: ")
    assert "Remove this line." in message


def test_the_brief_does_not_come_before_the_title(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a section without its title"):
        read_sections(write_sections(tmp_path, s10="{{ brief }}\n\n# Title\n"))


def test_a_section_without_a_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a section without its title"):
        read_sections(write_sections(tmp_path, s10="Just text.\n"))


def test_every_fault_of_every_section_is_listed_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_sections(write_sections(tmp_path, s10="# A\n\nThe 5 of 6.\n", s20="# B\n\n<i>7</i>\n"))
    assert [(fault.file, fault.line) for fault in refused.value.faults[:2]] == [("report/10.md", 3)] * 2
    assert refused.value.faults[-1].file == "report/20.md"


def test_a_study_without_sections_is_told_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Write report/10-first\.md"):
        read_sections(tmp_path)


def test_the_example_study_has_sections_that_can_be_read() -> None:
    titles = [section.title for section in read_sections(REPOSITORY / "studies" / "secure_stairs")]
    assert titles[0] == "Summary"
    assert titles[-1] == "What cannot be concluded"


def test_the_text_of_the_test_sections_is_itself_a_valid_section(tmp_path: Path) -> None:
    assert "{{ finding flow }}" in FLOW
    assert read_sections(write_sections(tmp_path, s10_flow=FLOW))
