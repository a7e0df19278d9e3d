"""What is put in public, and what is refused."""

import hashlib
import json
from pathlib import Path

import pytest

from newel.faults import Refused
from newel.publish import Publication, publish, read_publication
from newel.report import Document, write_report
from tests.support.reports import FLOW, a_document


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return a_document(tmp_path / "study")


@pytest.fixture
def published(document: Document, tmp_path: Path) -> Publication:
    write_report(document, tmp_path / "report")
    return publish(document, tmp_path / "report", tmp_path / "public")


def test_the_publication_holds_the_report_its_figures_and_its_tables(published: Publication, tmp_path: Path) -> None:
    assert set(published.paths) == {
        "body.html",
        "report.css",
        "report.pdf",
        "report.docx",
        "figures/flow-t.svg",
        "tables/flow-t.csv",
        "tables/every-number.csv",
    }
    assert published.synthetic
    assert (published.study, published.freeze, published.rule) == ("small", "0123456789ab", "nhs_hes")
    assert read_publication(tmp_path / "public") == published


def test_the_publication_of_a_report_with_a_brief_holds_it_with_its_hashes(tmp_path: Path) -> None:
    section = FLOW.replace("# Who took part\n", "# Who took part\n\n{{ brief }}\n")
    document = a_document(tmp_path / "study", s10_flow=section)
    write_report(document, tmp_path / "report")
    published = publish(document, tmp_path / "report", tmp_path / "public")

    hashes = {file.path: file.sha256 for file in published.files}
    for name in ("brief.pdf", "brief.docx"):
        assert hashes[name] == hashlib.sha256((tmp_path / "report" / name).read_bytes()).hexdigest()


def test_the_public_page_brings_no_style_no_script_and_no_picture_of_its_own(
    published: Publication, tmp_path: Path
) -> None:
    body = (tmp_path / "public" / "body.html").read_text(encoding="utf-8")
    assert 'src="figures/flow-t.svg"' in body
    assert 'href="tables/flow-t.csv"' in body
    assert [part for part in ("<script", "style=", "data:image", "http", "<html", "onclick") if part in body] == []


def test_the_public_page_links_only_to_what_is_published(published: Publication, tmp_path: Path) -> None:
    body = (tmp_path / "public" / "body.html").read_text(encoding="utf-8")
    links = {part.split('"')[0] for attribute in ('src="', 'href="') for part in body.split(attribute)[1:]}
    assert {link for link in links if not link.startswith("#")} <= set(published.paths)


def test_publishing_again_replaces_the_whole(document: Document, published: Publication, tmp_path: Path) -> None:
    (tmp_path / "public" / "old.txt").write_text("left over")
    assert publish(document, tmp_path / "report", tmp_path / "public") == published
    assert not (tmp_path / "public" / "old.txt").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_report_that_was_not_written_leaves_what_is_public(
    document: Document, published: Publication, tmp_path: Path
) -> None:
    (tmp_path / "report" / "report.pdf").unlink()
    with pytest.raises(Refused, match=r"report\.pdf: report\n  found     no such file"):
        publish(document, tmp_path / "report", tmp_path / "public")
    assert read_publication(tmp_path / "public") == published


@pytest.mark.parametrize("name", ["body.html", "report.pdf", "figures/flow-t.svg"])
def test_a_changed_file_is_refused_by_its_name(published: Publication, tmp_path: Path, name: str) -> None:
    path = tmp_path / "public" / name
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    with pytest.raises(Refused, match="a file that was changed") as refused:
        read_publication(tmp_path / "public")
    assert [fault.file for fault in refused.value.faults] == [name]


def test_a_file_that_is_gone_is_refused_by_its_name(published: Publication, tmp_path: Path) -> None:
    (tmp_path / "public" / "report.css").unlink()
    with pytest.raises(Refused) as refused:
        read_publication(tmp_path / "public")
    assert [(fault.file, fault.found) for fault in refused.value.faults] == [("report.css", "no such file")]


def test_a_publication_that_points_outside_its_folder_is_refused(published: Publication, tmp_path: Path) -> None:
    index = tmp_path / "public" / "publication.json"
    listed = json.loads(index.read_text())
    (tmp_path / "secret.txt").write_text("secret")
    listed["files"][0]["path"] = "../secret.txt"
    index.write_text(json.dumps(listed))
    with pytest.raises(Refused, match="no such file"):
        read_publication(tmp_path / "public")


@pytest.mark.parametrize(("text", "found"), [(None, "no such file"), ("{", "text that is no publication")])
def test_a_folder_without_a_publication_says_what_to_run(tmp_path: Path, text: str | None, found: str) -> None:
    if text is not None:
        (tmp_path / "publication.json").write_text(text)
    with pytest.raises(Refused, match=f"{found}(.|\n)*newel publish"):
        read_publication(tmp_path)
