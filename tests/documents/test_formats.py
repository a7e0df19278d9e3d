"""The real files, opened by other software than made them."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from newel.report import Document, report_renderers
from newel.report.document import SYNTHETIC, Heading
from tests.support.browser import passes_everywhere
from tests.support.findings import a_figure, a_table, people, released
from tests.support.reports import a_document, flow

LONG = a_table({f"2019_{number:03d}": [people(20 + number)] for number in range(90)}, id="long", title="A long table")
WIDE = a_table({"yoi": [people(40)] * 9}, [f"column_{number}" for number in range(9)], id="wide", title="A wide table")
SECTION = """# Who took part

Text <with> & #signs $of$ *other* \\\\ languages, and {{ number flow t sch share }}.

## A second heading

{{ finding flow }}

{{ finding more }}
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    more = released(
        LONG, WIDE, id="more", figures=(a_figure("wide", ("column_0", "column_1"), title="Another figure"),)
    )
    section = SECTION.replace("<with>", "`<with>`")
    return a_document(tmp_path_factory.mktemp("study"), {"flow": flow(), "more": more}, s10_flow=section)


@pytest.fixture(scope="module")
def made(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report in every format, as files."""
    folder = tmp_path_factory.mktemp("report")
    files = {}
    for name, renderer in report_renderers().items():
        files[name] = folder / f"report{renderer.suffix}"
        files[name].write_bytes(renderer.render(document))
    return files


def run(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice: apt-get install libreoffice-writer"
)


class Page(HTMLParser):
    """What a reader's software finds in an HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "caption", "title"):
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag == self.open[-1]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


@pytest.fixture(scope="module")
def page(made: dict[str, Path]) -> Page:
    return Page(made["html"].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def word(made: dict[str, Path]) -> docx.document.Document:
    return docx.Document(str(made["word"]))


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield every tagged element of a PDF in reading order."""

    def below(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from below(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            if "/K" in element:
                yield from below(element["/K"])

    yield from below(pdf.Root.StructTreeRoot)


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def test_the_page_has_every_heading_table_and_alt_text(document: Document, page: Page) -> None:
    assert page.texts["h1"] == [document.title]
    assert [text for text in page.texts["h2"] + page.texts["h3"] if text != "Contents"] == [
        *(block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1),
        *(block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2),
    ]
    assert page.texts["caption"] == [table.caption for table in document.tables]
    assert [image["alt"] for image in page.all("img")] == [figure.alt for figure in document.figures]


def test_the_page_can_be_used_by_ear_and_keyboard(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("main")) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#report"}
    assert {header.get("scope") for header in page.all("th")} == {"col", "row"}
    anchors = {attributes["id"] for _, attributes in page.found if attributes.get("id")}
    assert all((link["href"] or "").removeprefix("#") in anchors for link in page.all("a"))
    assert all(region["tabindex"] == "0" for region in page.all("div") if region.get("role") == "region")


def test_the_page_needs_nothing_but_itself(made: dict[str, Path], page: Page) -> None:
    assert page.all("script") == page.all("link") == page.all("iframe") == []
    assert all((image["src"] or "").startswith("data:image/svg+xml;base64,") for image in page.all("img"))
    text = made["html"].read_text(encoding="utf-8")
    assert re.findall(r"url\(|@import|https?://", re.sub(r"base64,[^\"]+", "", text)) == []


def test_the_pdf_is_tagged_and_says_what_it_is(document: Document, made: dict[str, Path]) -> None:
    with pikepdf.open(made["pdf"]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == document.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_pdf_has_every_heading_table_and_alt_text(document: Document, made: dict[str, Path]) -> None:
    with pikepdf.open(made["pdf"]) as pdf:
        tagged = [
            (str(element.S), str(element.get("/Alt", "")), str(element.get("/T", ""))) for element in structure(pdf)
        ]
    tags = [tag for tag, _, _ in tagged]
    assert [alt for tag, alt, _ in tagged if tag == "/Figure" and alt] == [figure.alt for figure in document.figures]
    assert tags.count("/Table") == len(document.tables) + 1  # the wide one is set in two
    assert tags.count("/TH") >= sum(len(table.columns) + 1 for table in document.tables)
    assert tags.count("/H1") + tags.count("/H2") >= len(headings(document))


@needs_poppler
def test_the_pdf_says_all_that_the_document_says(document: Document, made: dict[str, Path]) -> None:
    text = " ".join(run("pdftotext", "-layout", made["pdf"], "-").split())
    for words in (*headings(document), document.tables[0].caption, document.figures[0].caption, "40% to 59%"):
        assert words in text, words
    assert "#signs $of$" in text


@needs_poppler
def test_every_page_of_the_pdf_says_that_the_data_are_synthetic(made: dict[str, Path]) -> None:
    pages = run("pdftotext", made["pdf"], "-").split("\f")[:-1]
    assert len(pages) > 4
    assert [number for number, text in enumerate(pages, start=1) if SYNTHETIC not in text] == []


def test_the_word_file_has_every_heading_table_and_alt_text(document: Document, word: docx.document.Document) -> None:
    styled = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]
    assert styled == headings(document)
    captions = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    for table in document.tables:
        assert any(caption.startswith(table.caption) for caption in captions), table.caption
    described = [element.get("descr") for element in word.element.iter(qn("wp:docPr"))]
    assert described == [figure.alt for figure in document.figures]


def test_the_word_file_repeats_the_header_row_of_every_table(word: docx.document.Document) -> None:
    assert len(word.tables) > 4
    for table in word.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in others)


def test_the_word_file_holds_the_released_numbers(document: Document, word: docx.document.Document) -> None:
    printed = next(table for table in word.tables if table.cell(1, 0).text == "YOI")
    rows = [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in printed.rows]
    assert rows[1:] == [
        ["YOI", "45", "50% (40% to 59%)"],
        ["STC", "*", "*"],
        ["SCH", "20", "50% (35% to 65%)"],
        ["NONE", "0", "no data"],
    ]


def test_every_page_of_the_word_file_says_that_the_data_are_synthetic(word: docx.document.Document) -> None:
    assert [section.header.paragraphs[0].text for section in word.sections] == [SYNTHETIC]
    assert not word.sections[0].different_first_page_header_footer


def test_the_page_says_on_top_that_the_data_are_synthetic(made: dict[str, Path]) -> None:
    text = made["html"].read_text(encoding="utf-8")
    assert text.index(SYNTHETIC) < text.index("<main")
    assert f'@page {{ @top-center {{ content: "{SYNTHETIC}"' in text


def test_nothing_is_called_synthetic_when_it_is_not(tmp_path: Path) -> None:
    document = a_document(tmp_path, {"flow": flow(synthetic=False)})
    for name, renderer in report_renderers().items():
        content = renderer.render(document)
        text = content.decode() if name == "html" else ""
        if name == "word":
            parsed = docx.Document(io.BytesIO(content))
            text = parsed.element.xml + parsed.sections[0].header.paragraphs[0].text
        assert SYNTHETIC not in text


@pytest.mark.parametrize("name", report_renderers())
def test_the_same_document_is_the_same_file(document: Document, made: dict[str, Path], name: str) -> None:
    assert report_renderers()[name].render(document) == made[name].read_bytes()


@needs_office
def test_another_office_program_opens_the_word_file(made: dict[str, Path], tmp_path: Path) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, made["word"])
    with pikepdf.open(tmp_path / "report.pdf") as pdf:
        assert len(pdf.pages) > 4


@pytest.mark.browser
def test_the_page_passes_axe_and_fits_a_narrow_screen(made: dict[str, Path], chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(made["html"].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    passes_everywhere(page)
    page.close()


@pytest.mark.browser
@needs_poppler
def test_every_printed_page_of_the_page_says_that_the_data_are_synthetic(
    made: dict[str, Path], chromium: Any, tmp_path: Path
) -> None:
    page = chromium.new_page()
    page.goto(made["html"].as_uri())
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    page.close()
    pages = run("pdftotext", tmp_path / "printed.pdf", "-").split("\f")[:-1]
    assert [number for number, text in enumerate(pages, start=1) if SYNTHETIC not in text] == []
