"""Sources made to do harm, locked or broken: each is refused in words, and nothing else comes out."""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from newel.faults import Fault, Refused
from newel.importers.transcripts import ReadSource, read_answers, read_source
from tests.support.sources import docx_file, pdf_file
from tests.support.workbooks import part, with_parts, xlsx

WORD = docx_file("Interviewer: And?", "P1: Yes.")
BODY = "word/document.xml"
ODT = "content.xml"


def fault_of(name: str, content: bytes) -> Fault:
    with pytest.raises(Refused) as refused:
        read_source(name, content)
    return refused.value.faults[0]


def an_odt(content: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(ODT, content)
    return packed.getvalue()


XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def test_a_declaration_in_a_word_or_opendocument_file_is_refused() -> None:
    for name, content in (("a.docx", with_parts(WORD, changed={BODY: XXE})), ("a.odt", an_odt(XXE))):
        fault = fault_of(name, content)

        assert "DOCTYPE" in fault.found
        assert "no word processor needs" in fault.found


def test_a_bomb_is_refused_by_what_it_unpacks_to() -> None:
    content = with_parts(WORD, added=[("word/media/a.bin", bytes(120_000_000))])

    fault = fault_of("a.docx", content)

    assert "unpacks to far more" in fault.found
    assert "save that as .docx" in fault.remedy


@pytest.mark.parametrize(
    ("added", "says"),
    [
        (("../../etc/cron", b"x"), "leads out of the file"),
        (("word/vbaProject.bin", b"x"), "a document with macros"),
        (("Basic/Standard/script-lb.xml", b"<x/>"), "a document with macros"),
        ((BODY.replace("document", "extra"), "<x/>".encode("utf-16")), "not UTF-8"),
    ],
)
def test_other_tricks_of_archives_are_refused(added: tuple[str, bytes], says: str) -> None:
    assert says in fault_of("a.docx", with_parts(WORD, added=[added])).found


def test_what_other_programs_keep_in_a_word_file_does_not_matter() -> None:
    kept = with_parts(WORD, added=[("customXml/item7.xml", "<x/>".encode("utf-16"))])

    assert read_source("a.docx", kept).text == "Interviewer: And?\n\nP1: Yes."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a document locked with a password"),
        ("a.doc", b"\xd0\xcf\x11\xe0....", "an old Office file (.xls or .doc)"),
        ("a.xls", b"\xd0\xcf\x11\xe0....", "an old Office file (.xls or .doc)"),
        ("a.docx", b"PK\x03\x04 broken", "damaged or cut short"),
        ("a.docx", b"hello", "something other than a DOCX document"),
        ("a.docx", xlsx(["text"], ["a"]), "a ZIP file that is no DOCX document"),
        ("a.odt", WORD, "a ZIP file that is no ODT document"),
        ("a.odt", an_odt(b"<x/>"), "an ODT file that is damaged"),
        ("a.odt", an_odt(b"<x"), "an ODT file that is damaged"),
        ("a.pdf", b"%PDF-1.7 broken", "a PDF that is damaged"),
        ("a.pdf", b"", "a PDF that is damaged"),
    ],
)
def test_locked_old_broken_and_misnamed_files_are_refused(name: str, content: bytes, says: str) -> None:
    fault = fault_of(name, content)

    assert says in fault.found
    assert fault.remedy


def test_a_word_file_whose_parts_do_not_fit_together_is_refused() -> None:
    assert "damaged" in fault_of("a.docx", with_parts(WORD, changed={"_rels/.rels": b"<x/>"})).found
    assert "damaged" in fault_of("a.docx", with_parts(WORD, changed={BODY: part(WORD, BODY)[:200]})).found


def test_a_locked_pdf_is_refused_even_when_the_password_is_empty(tmp_path: Path) -> None:
    for password in ("", "secret"):
        writer = PdfWriter(clone_from=BytesIO(pdf_file("P1: Yes.", tmp_path)))
        writer.encrypt(password, "owner", algorithm="AES-256")
        locked = BytesIO()
        writer.write(locked)

        assert "locked with a password" in fault_of("a.pdf", locked.getvalue()).found


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    writer = PdfWriter()
    for _ in range(1_001):
        writer.add_blank_page(10, 10)
    content = BytesIO()
    writer.write(content)

    assert fault_of("a.pdf", content.getvalue()).found == "1,001 pages"


def test_a_stream_that_unpacks_without_end_is_refused_or_read_empty() -> None:
    packed = zlib.compress(bytes(200_000_000), 9)
    body = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    )
    content = body + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"

    assert fault_of("a.pdf", content).expected == "a PDF with a layer of text, without password"


def read_or_refused(name: str, content: bytes) -> tuple[ReadSource | None, tuple[Fault, ...]]:
    try:
        return read_source(name, content), ()
    except Refused as refused:
        return None, refused.faults


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.vtt", "a.srt", "a.md", "a.txt", "a.csv", "a.xlsx"]), st.data())
def test_whatever_the_bytes_are_a_source_comes_out_or_a_refusal(name: str, data: st.DataObject) -> None:
    starts = {"a.pdf": b"%PDF-1.4\n", "a.vtt": b"WEBVTT\n\n", "a.docx": WORD[:500], "a.odt": b"PK\x03\x04"}
    content = starts.get(name, b"") + data.draw(st.binary(max_size=300))

    source, faults = read_or_refused(name, content)

    assert bool(faults) == (source is None)
    assert all(fault.remedy for fault in faults)
    assert source is None or all(source.text[unit.start : unit.end].strip() for unit in source.units)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_word_file_with_any_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(WORD)
    for place in data.draw(st.lists(st.integers(0, len(WORD) - 1), min_size=1, max_size=5)):
        content[place] = data.draw(st.integers(0, 255))

    source, faults = read_or_refused("a.docx", bytes(content))

    assert source is not None or [fault.file for fault in faults] == ["a.docx"]


def test_answers_come_under_the_same_guard() -> None:
    with pytest.raises(Refused, match="macros"):
        read_answers("a.xlsx", with_parts(xlsx(["why"], ["b"]), added=[("xl/vbaProject.bin", b"x")]), "why")


def test_a_small_pdf_that_draws_a_huge_page_a_thousand_times_is_refused() -> None:
    """Nine hundred pages share one stream: 130 kB come to two gigabytes of drawing instructions."""
    drawing = zlib.compress(b"BT /F 9 Tf (Hello there) Tj ET\n" * 60_000, 9)
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 904))
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 3 0 R/Resources<<>>>>"] * 900
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(drawing), drawing)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 900/Kids[%s]>>" % kids, stream, *pages
    ]  # fmt: skip
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    content += b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)

    with pytest.raises(Refused, match="unpack to far more"):
        read_source("interview.pdf", content)
