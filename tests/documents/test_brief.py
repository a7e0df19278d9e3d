"""The files of the report in brief, opened by other software than made them."""

import re
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from newel.report import Document, brief_of, report_renderers
from newel.report.brief import FULL_REPORT
from newel.report.document import SYNTHETIC, Heading
from tests.documents.test_formats import needs_office, needs_poppler, run, structure
from tests.support.reports import FLOW, a_document, flow

SUMMARY = "# Summary\n\n{{ brief }}\n\nOf those asked, {{ number flow t sch share }} agreed.\n\n{{ figure flow t }}\n"
LIMITS = f"# Limits\n\n{{{{ brief }}}}\n\n{'Nothing can be told of what came of it. ' * 90}\n\n{{{{ table flow t }}}}\n"


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Document:
    study = tmp_path_factory.mktemp("study")
    made = brief_of(a_document(study, {"flow": flow()}, s00_summary=SUMMARY, s10_flow=FLOW, s80_limits=LIMITS))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def made(brief: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The brief in every format that has pages, as files."""
    folder = tmp_path_factory.mktemp("brief")
    files = {}
    for name, renderer in report_renderers().items():
        if renderer.paged:
            files[name] = folder / f"brief{renderer.suffix}"
            files[name].write_bytes(renderer.render(brief))
    return files


def pages_of(pdf: Path) -> list[str]:
    return [" ".join(page.split()) for page in run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]]


def test_the_brief_is_made_of_pages(made: dict[str, Path]) -> None:
    assert sorted(made) == ["pdf", "word"]


def test_the_pdf_of_the_brief_meets_the_same_standard_as_the_report(brief: Document, made: dict[str, Path]) -> None:
    with pikepdf.open(made["pdf"]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == "In brief: A small study" == brief.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        tagged = [(str(element.S), str(element.get("/Alt", ""))) for element in structure(pdf)]
    tags = [tag for tag, _ in tagged]
    assert [alt for tag, alt in tagged if tag == "/Figure" and alt] == [figure.alt for figure in brief.figures]
    assert tags.count("/Table") == len(brief.tables) == 1
    assert tags.count("/H1") + tags.count("/H2") == len([part for part in brief.blocks if isinstance(part, Heading)])


@needs_poppler
def test_the_pdf_of_the_brief_begins_with_its_text_and_counts_its_pages(made: dict[str, Path]) -> None:
    pages = pages_of(made["pdf"])

    assert 2 <= len(pages) < 5
    for number, text in enumerate(pages, start=1):
        assert text.startswith(SYNTHETIC)
        assert f"Small study, in brief Page {number} of {len(pages)}" in text
    assert "Contents" not in " ".join(pages)
    assert f"The full report: {FULL_REPORT}" in pages[0]
    assert "Of those asked, 50% agreed." in pages[0]
    assert "The numbers behind it are in the report under “Who took part”, and in tables/flow-t.csv." in pages[0]


def test_the_word_file_of_the_brief_begins_with_its_text_and_counts_its_pages(made: dict[str, Path]) -> None:
    word = docx.Document(str(made["word"]))
    texts = [paragraph.text for paragraph in word.paragraphs]
    fields = [field.get(qn("w:instr")) for field in word.sections[0].footer._element.iter(qn("w:fldSimple"))]

    assert texts[0] == "In brief: A small study"
    assert f"The full report: {FULL_REPORT}" in texts[: texts.index("Summary")]
    assert "Contents" not in texts
    assert word.sections[0].header.paragraphs[0].text == SYNTHETIC
    assert fields == ["PAGE", "NUMPAGES"]
    assert not word.styles["Heading 1"].paragraph_format.page_break_before


@needs_office
@needs_poppler
def test_another_office_program_opens_the_brief_and_counts_its_pages(made: dict[str, Path], tmp_path: Path) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, made["word"])
    pages = pages_of(tmp_path / "brief.pdf")

    assert 2 <= len(pages) < 5
    for number, text in enumerate(pages, start=1):
        assert text.startswith(SYNTHETIC)
        assert re.search(rf"page {number} of {len(pages)}\b", text)


@pytest.mark.parametrize("name", ["pdf", "word"])
def test_the_same_brief_is_the_same_file(brief: Document, made: dict[str, Path], name: str) -> None:
    assert report_renderers()[name].render(brief) == made[name].read_bytes()
