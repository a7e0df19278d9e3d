"""Word, OpenDocument and PDF as sources: what is read, what is left out and said so."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfWriter

from newel.faults import Refused
from newel.importers.transcripts import Anchor, ReadSource, read_source
from tests.support.conversations import conversations
from tests.support.sources import converted, docx_file, needs_office, pdf_file

INTERVIEW = ("Interview seven", "Interviewer: Hello,\nwho are you?", "", "P1: Café 👩🏽‍🚀.", "I came in 2015.")
ROWS = (("00:01", "Interviewer", "And then?"), ("00:02", "P1", "We left."))
TEXT = (
    "Interview seven\n\nInterviewer: Hello,\nwho are you?\n\nP1: Café 👩🏽‍🚀.\n\nI came in 2015.\n\n"
    "00:01\tInterviewer\tAnd then?\n\n00:02\tP1\tWe left."
)


def said(source: ReadSource) -> list[tuple[str | None, str]]:
    return [(unit.speaker, source.text[unit.start : unit.end]) for unit in source.units]


def with_xml(xml: str) -> Any:
    """Return a change that puts XML into the last paragraph of a document."""

    wrapped = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")

    def change(document: Any) -> None:
        document.paragraphs[-1]._p.extend(wrapped)

    return change


def test_a_word_document_is_read_with_its_tables() -> None:
    source = read_source("a.docx", docx_file(*INTERVIEW, rows=ROWS))

    assert source.text == TEXT
    assert said(source)[1:] == [
        ("Interviewer", "Hello,\nwho are you?"),
        ("P1", "Café 👩🏽‍🚀.\n\nI came in 2015."),
        ("Interviewer", "And then?"),
        ("P1", "We left."),
    ]


def test_a_table_within_a_table_is_read_once() -> None:
    def change(document: Any) -> None:
        document.tables[0].cell(0, 0).add_table(1, 1).cell(0, 0).text = "inner"

    assert read_source("a.docx", docx_file("Some", rows=[("outer",)], change=change)).text == "Some\n\nouter\ninner"


ACCEPTED = "insertions that were not yet accepted were read as accepted"


@pytest.mark.parametrize(
    ("xml", "read", "note"),
    [
        ('<w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins>', "Words new", ACCEPTED),
        ('<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>', "Words", "1 deleted passage left out"),
        ('<w:moveFrom w:id="1"><w:r><w:t>gone</w:t></w:r></w:moveFrom>', "Words", "1 passage moved elsewhere left out"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "Words", "1 hidden passage left out"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "Words", "1 footnote left out"),
        ('<w:r><w:commentReference w:id="2"/></w:r>', "Words", "1 comment left out"),
        ("<w:r><w:pict/><w:pict/></w:r>", "Words", "2 pictures left out"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:cr/><w:t>c</w:t></w:r>", "Words a\tb-\nc", None),
        ("<w:sdt><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>", "Words b", None),
        ("<w:smartTag><w:r><w:t>tagged</w:t></w:r></w:smartTag>", "Words tagged", None),
    ],
)  # fmt: skip
def test_changes_and_hidden_things_are_read_or_left_out_and_said_so(xml: str, read: str, note: str | None) -> None:
    source = read_source("a.docx", docx_file("Words ", change=with_xml(xml)))

    assert source.text == read
    assert note is None or note in source.notes


def test_headers_are_left_out_and_said_so() -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Confidential: Ada Obi"

    source = read_source("a.docx", docx_file("P1: Yes.", change=change))

    assert source.text == "P1: Yes."
    assert "headers and footers left out" in source.notes


def test_paragraphs_and_rows_within_a_content_control_are_read() -> None:
    def change(document: Any) -> None:
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(1, control)
        row = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr>"
            "</w:sdtContent></w:sdt>"
        )
        document.tables[0]._tbl.append(row)

    assert (
        read_source("a.docx", docx_file("One.", rows=[("two",)], change=change)).text
        == "One.\n\nInside.\n\ntwo\n\ncell"
    )


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:h>Title</text:h><text:list><text:list-item><text:p>P1:<text:s text:c="2"/>one<text:tab/>two
<text:line-break/>three <text:span>bold</text:span><office:annotation><text:p>no</text:p></office:annotation>.</text:p>
</text:list-item></text:list><text:p>Four<text:note><text:note-body><text:p>five</text:p></text:note-body></text:note>
<draw:frame><draw:text-box><text:p>six</text:p></draw:text-box></draw:frame></text:p></office:text></office:body>
</office:document-content>"""


def test_an_opendocument_text_is_read_without_its_changes_remarks_notes_and_frames() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("content.xml", ODT.replace("two\n", "two").replace("</text:note>\n", "</text:note>"))

    source = read_source("a.odt", packed.getvalue())

    assert source.text == "Title\n\nP1:  one\ttwo\nthree bold.\n\nFour"
    assert source.notes[:4] == (
        "1 deleted passage left out",
        "1 comment left out",
        "1 footnote left out",
        "1 frame left out",
    )


@needs_office
def test_libreoffice_files_are_read_as_the_word_file_they_were_made_of(tmp_path: Path) -> None:
    content = docx_file(*INTERVIEW, rows=ROWS)

    odt = converted(content, tmp_path, name="a.docx", to="odt")

    assert read_source("a.odt", odt).text == TEXT
    assert read_source("b.docx", converted(odt, tmp_path, name="b.odt", to="docx")).text == TEXT


def test_a_pdf_is_read_back_as_the_words_it_was_set_from(tmp_path: Path) -> None:
    for seed in range(3):
        text = conversations(1, seed=seed)[0]

        source = read_source(
            "a.pdf", pdf_file(text, tmp_path, page="header: [Interview], footer: context [#counter(page).display()]")
        )

        assert source.text.replace("\u2019", "'") == text
        assert [unit.speaker for unit in source.units] == ["Interviewer", "P1"] * 10
        assert source.anchors[0] == Anchor("page", 1, 0)
        assert len(source.anchors) >= 2
        assert source.notes[0].startswith("pages begin at characters 0, ")
        assert "left out" in source.notes[1]


def test_pages_are_anchored_where_their_words_begin(tmp_path: Path) -> None:
    source = read_source(
        "a.pdf",
        pdf_file("P1: First page ends here.\n\nInterviewer: Second.", tmp_path, page="height: 40pt, margin: 10pt"),
    )

    assert source.text == "P1: First page ends here.\n\nInterviewer: Second."
    assert [each.number for each in source.anchors] == [1, 2]
    assert source.anchors[1].start == source.text.index("Interviewer") - 2


def test_a_page_without_a_layer_of_text_is_left_out_and_said_so(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf_file("P1: Yes.", tmp_path)))
    writer.add_blank_page(100, 100)
    content = BytesIO()
    writer.write(content)

    source = read_source("a.pdf", content.getvalue())

    assert source.text == "P1: Yes."
    assert "1 page without a layer of text left out: 2" in source.notes


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen_and_no_blank(tmp_path: Path) -> None:
    text = "P1: " + "we talked and talked and talked and well-" + "being was " * 12

    source = read_source("a.pdf", pdf_file(text, tmp_path, page="width: 175pt, margin: 10pt"))

    assert "well-being" in source.text
    assert source.text.replace("\n\n", " ").split() == text.split()


def test_a_pdf_without_a_layer_of_text_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pages that are pictures"):
        read_source("a.pdf", pdf_file("", tmp_path))
