"""A project that Taguette itself made: every quote is the one Taguette prints, letter by letter but for blanks."""

import csv
import gzip
from io import StringIO
from pathlib import Path

import pytest

from newel.coding import Project
from newel.exchange import Imported, import_project, read_qdc, read_qdpx, write_qdpx
from newel.exchange.snippets import squeezed
from newel.transcripts import normal
from tests.support.coding_projects import passages

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def imported() -> Imported:
    """Return the project, read."""
    return import_project("project.sqlite3", gzip.decompress((HERE / "taguette-1.5.2.sqlite3.gz").read_bytes()))


def printed() -> list[tuple[str, str, str]]:
    """Return (quote, tag, document) as Taguette's own CSV has them, without highlights that have no tag."""
    rows = csv.DictReader(StringIO((HERE / "taguette-1.5.2-highlights.csv").read_text(encoding="utf-8"), newline=""))
    return sorted((squeezed(normal(row["content"])), row["tag"], row["document"]) for row in rows if row["tag"])


def quoted(project: Project) -> list[tuple[str, str, str]]:
    """Return the same of our project; a code below another has its tag's whole name again."""
    names = {code.name: ".".join(one.name for one in project.codebook.path(code.id)) for code in project.codebook.codes}
    return sorted((squeezed(words), names[code], title) for words, code, title, _ in passages(project))


def test_every_quote_is_the_one_taguette_prints(imported: Imported) -> None:
    assert quoted(imported.project) == printed()
    assert len(imported.project.codings) == 7


def test_paragraphs_and_list_items_stand_on_lines_of_their_own(imported: Imported) -> None:
    first, second = imported.project.sources

    assert first.text.splitlines()[:2] == ["Talk one", "Interviewer: How was the first week?"]
    assert second.text.splitlines()[1:3] == ["more time", "less paper"]
    assert [unit.speaker for unit in second.units if unit.kind == "turn"] == ["Interviewer", "P2"]


def test_a_tag_with_a_dot_is_nested_only_below_a_tag_that_exists(imported: Imported) -> None:
    codes = {code.name: code for code in imported.project.codebook.codes}

    assert codes["written"].parent == codes["handover"].id
    assert codes["e.g. coffee"].parent is None
    assert codes["handover"].definition == "Passing on what happened"


def test_what_was_left_out_is_said_and_no_account_is_named(imported: Imported) -> None:
    said = {(remark.outcome, remark.place) for remark in imported.remarks}

    assert ("not kept", "highlight 7") in said
    assert [layer.coder for layer in imported.project.layers] == ["coder-1"]
    assert "admin" not in repr(imported)


def test_it_goes_on_to_refi_and_back_with_the_same_quotes(imported: Imported) -> None:
    written = write_qdpx(imported.project)

    assert written.remarks == ()
    assert read_qdpx("p.qdpx", written.content).project.codings == imported.project.codings


def test_taguettes_own_codebook_is_read_and_its_fault_is_listed() -> None:
    read = read_qdc("codebook.qdc", (HERE / "taguette-1.5.2.qdc").read_bytes())

    assert [code.name for code in read.codebook.codes] == [
        "interesting",
        "handover",
        "handover.written",
        "time",
        "e.g. coffee",
    ]
    assert [remark.outcome for remark in read.remarks] == ["unusual"]
    assert "Sets" in read.remarks[0].words
