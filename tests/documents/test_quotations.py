"""Quotations in every format: the words between marks, who spoke below them, and nothing of what is withheld."""

from pathlib import Path

import docx
import pikepdf
import pytest

from newel.findings import Column, Estimate, Row, Table
from newel.report import Document, report_renderers
from tests.documents.test_formats import needs_poppler, run, structure
from tests.support.findings import released
from tests.support.reports import a_document, flow

SECTION = "# In their own words\n\n{{ finding flow }}\n\n{{ finding quotes }}\n"
SAID = ("We talk, <b>first</b> & last.", "It is #quiet here.")
NOTE = "Other quotes are withheld, so that nobody can be recognised."


def quotation(words: str, number: int, *, people: int = 12) -> Row:
    return Row(f"quote_{number}", f"Young person {number}, home", (Estimate("words", 0.0, "", people, says=words),))


def quotations(*rows: Row, **about: str) -> Table:
    named = {"id": "said", "title": "In their own words: talk", "row_header": "Who spoke"} | about
    return Table(**named, columns=(Column("words", "Quote"),), rows=rows, shape="quotations")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    some = quotations(*(quotation(words, place) for place, words in enumerate(SAID)), quotation("Hidden.", 2, people=3))
    none = quotations(quotation("Hidden too.", 3, people=2), id="nothing", title="In their own words: nothing")
    quotes = released(some, none, id="quotes", question="How did they put it?")
    return a_document(tmp_path_factory.mktemp("study"), {"flow": flow(), "quotes": quotes}, s10_flow=SECTION)


@pytest.fixture(scope="module")
def made(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    files = {}
    for name, renderer in report_renderers().items():
        files[name] = folder / f"report{renderer.suffix}"
        files[name].write_bytes(renderer.render(document))
    return files


def test_a_withheld_quote_is_a_sentence_and_no_empty_box(document: Document) -> None:
    some, none = [table for table in document.tables if table.quotations]

    assert [row.cells[0].text for row in some.rows] == list(SAID)
    assert (some.notes, none.notes) == ((NOTE,), (NOTE,))
    assert none.rows == ()


def test_every_quote_has_an_address_and_the_withheld_ones_show_no_word(document: Document) -> None:
    shown = {number.address: number.shown for number in document.numbers}

    assert shown["quotes.said.quote_0.words"] == SAID[0]
    assert shown["quotes.said.quote_2.words"] == "*"


def test_the_page_has_block_quotations_with_who_spoke(made: dict[str, Path]) -> None:
    text = made["html"].read_text(encoding="utf-8")

    assert text.count("<blockquote>") == len(SAID)
    assert "<p>“We talk, &lt;b&gt;first&lt;/b&gt; &amp; last.”</p>" in text
    assert '<p class="said-by">Young person 0, home</p>' in text
    assert 'role="group" aria-labelledby="table-2-caption"' in text
    assert text.count(NOTE) == 2
    assert "There is nothing to quote." in text


@needs_poppler
def test_the_pdf_has_tagged_quotations(made: dict[str, Path]) -> None:
    with pikepdf.open(made["pdf"]) as pdf:
        tags = [str(element.S) for element in structure(pdf)]
    text = " ".join(run("pdftotext", "-layout", made["pdf"], "-").split())

    assert tags.count("/BlockQuote") == len(SAID)
    for said in (*(f"“{words}”" for words in SAID), "Young person 1, home", NOTE):
        assert said in text


def test_the_word_file_has_paragraphs_of_the_style_of_quotations(made: dict[str, Path]) -> None:
    word = docx.Document(str(made["word"]))

    quoted = [paragraph.text for paragraph in word.paragraphs if paragraph.style and paragraph.style.name == "Quote"]
    assert quoted == [f"“{words}”" for words in SAID]
    following = [p.text for p in word.paragraphs]
    assert following[following.index(quoted[0]) + 1] == "Young person 0, home"
    assert following.count(NOTE) == 2


def test_no_format_holds_a_word_that_was_withheld(made: dict[str, Path]) -> None:
    assert "Hidden" not in made["html"].read_text(encoding="utf-8")
    assert all("Hidden" not in paragraph.text for paragraph in docx.Document(str(made["word"])).paragraphs)
