"""Hostile project files, made here: each is refused or set aside, nothing outside is read, nothing is written."""

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from newel.exchange import import_project, read_qdc, read_qdpx, report_text
from newel.exchange.archive import MAX_PARTS, Archive
from newel.faults import Refused
from tests.support.refi_files import SOURCE, TALK, project, qdpx, selection, text_source, zipped

SECRET = "the words of a file outside"  # noqa: S105 - a sentence, to see that nobody reads it
TWO = selection(4, 7, name="two")


@pytest.fixture(autouse=True)
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a secret beside the process, and see afterwards that no file was made or changed there."""
    inside = tmp_path / "work"
    inside.mkdir()
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    monkeypatch.chdir(inside)
    yield path
    assert list(inside.iterdir()) == []
    assert {each.name for each in tmp_path.iterdir()} == {"work", "secret.txt"}
    assert path.read_text() == SECRET


def refusal(content: bytes) -> str:
    """Return the words in which a project is refused."""
    with pytest.raises(Refused) as refused:
        import_project("hostile.qdpx", content)
    assert SECRET not in str(refused.value)
    return str(refused.value)


def test_an_external_entity_is_refused(secret: Path) -> None:
    declared = f'<!DOCTYPE Project [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    qde = declared + project(text_source(TWO)).replace('name="Talk"', 'name="Talk"').replace("Made by hand", "&x;")

    assert "DOCTYPE" in refusal(qdpx(qde)) or "cannot be read" in refusal(qdpx(qde))


def test_an_external_entity_in_an_element_is_refused(secret: Path) -> None:
    declared = f'<!DOCTYPE Project [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    inline = text_source("<PlainTextContent>&x;</PlainTextContent>")

    assert "DOCTYPE" in refusal(qdpx(declared + project(inline)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    qde = '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd">' + project("")

    assert "DOCTYPE" in refusal(zipped({"project.qde": qde.encode(encoding)}))


def test_entities_inside_entities_are_refused_at_once() -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    qde = f'<!DOCTYPE Project [<!ENTITY e0 "ha">{nested}]>' + project(
        text_source("<PlainTextContent>&e11;</PlainTextContent>")
    )

    assert refusal(qdpx(qde))


def test_an_entity_in_a_codebook_is_refused(secret: Path) -> None:
    declared = f'<!DOCTYPE CodeBook [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    book = f'{declared}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>&x;</Codes></CodeBook>'

    with pytest.raises(Refused, match="DOCTYPE"):
        read_qdc("book.qdc", book.encode())


def test_xinclude_is_not_followed(secret: Path) -> None:
    include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    imported = read_qdpx("p.qdpx", qdpx(project(text_source(f"<Description>{include}</Description>{TWO}"))))

    assert SECRET not in repr(imported)


@pytest.mark.parametrize(
    "path",
    [
        "absolute://{secret}",
        "relative:///../secret.txt",
        "file://{secret}",
        "internal://../../secret.txt",
        "internal:///{secret}",
        "../secret.txt",
        "{secret}",
        "http://127.0.0.1:9/secret.txt",
    ],
)
def test_a_path_that_leads_out_is_listed_and_nothing_there_is_read(path: str, secret: Path) -> None:
    content = qdpx(project(text_source(TWO, path=path.format(secret=secret))))
    imported = import_project("hostile.qdpx", content)

    assert imported.project.sources == ()
    assert SECRET not in repr(imported) + report_text(imported)
    assert any(one.outcome == "not kept" and "TextSource" in one.place for one in imported.remarks)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/x", "..\\secret.txt", "C:\\x.txt", "sources/../../x", "a:b"]
)
def test_a_part_whose_name_leads_out_is_refused(name: str) -> None:
    assert "leads out of the file" in refusal(qdpx(project(text_source(TWO)), parts={name: b"x"}))


def test_names_that_differ_in_capitals_are_refused() -> None:
    assert "differ at most in capitals" in refusal(
        qdpx(project(text_source(TWO)), parts={f"SOURCES/{SOURCE}.txt": b"another text"})
    )


def test_a_link_in_the_archive_is_refused(secret: Path) -> None:
    target = BytesIO(qdpx(project(text_source(TWO)), text=None))
    with ZipFile(target, "a") as archive:
        entry = ZipInfo(f"sources/{SOURCE}.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, str(secret))

    assert "a link to somewhere else" in refusal(target.getvalue())


def test_a_bomb_that_says_its_size_is_refused_before_it_unpacks() -> None:
    assert "unpacks to far more" in refusal(qdpx(project(text_source(TWO)), text=b"0" * 60_000_000))


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() -> None:
    honest = qdpx(project(text_source(TWO)), text=b"0" * 60_000_000)
    lying = honest.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 10))

    assert refusal(lying)


def test_parts_that_lie_over_one_another_are_refused() -> None:
    content = bytearray(zipped({"project.qde": project("").encode(), "b.txt": b"b" * 50_000}))
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 20, len(content) * 2)

    assert "lie over one another" in refusal(bytes(content)) or "damaged" in refusal(bytes(content))


def test_more_parts_than_a_project_has_are_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for number in range(MAX_PARTS + 1):
            archive.writestr(ZipInfo(str(number)), b"")

    assert "parts in one file" in refusal(target.getvalue())


def test_a_locked_part_is_refused() -> None:
    content = bytearray(qdpx(project(text_source(TWO))))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + flags] |= 1

    assert "password" in refusal(bytes(content))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_refused(kept: float) -> None:
    content = qdpx(project(text_source(TWO)))

    assert refusal(content[: int(len(content) * kept)])


def test_a_damaged_part_is_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", project(text_source(TWO)))
        archive.writestr(f"sources/{SOURCE}.txt", TALK * 40)
    content = bytearray(target.getvalue())
    at = content.rindex(b"PK\x03\x04") + 90
    content[at : at + 8] = b"\xff" * 8

    assert "damaged" in refusal(bytes(content))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"<", b"<Project", b"\x00" * 500, b"%PDF-1.7", b"{}"])
def test_anything_else_is_refused_in_words(content: bytes) -> None:
    assert "remedy" in refusal(content)


def test_an_archive_is_read_by_name_and_never_twice_beyond_its_limit() -> None:
    archive = Archive("a.zip", zipped({"Sources/A.TXT": b"a" * 100}))

    assert archive.find("sources/a.txt") == "Sources/A.TXT"
    assert archive.read("SOURCES\\a.txt") == b"a" * 100
    with pytest.raises(Refused, match="no part called"):
        archive.read("sources/b.txt")
