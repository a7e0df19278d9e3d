"""Workbooks made to do harm: each is refused in words, and at once."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from newel.faults import Fault, Refused
from newel.importers import _workbook_guard, read_table
from tests.support.workbooks import part, with_parts, xlsx

SHEET = "xl/worksheets/sheet1.xml"
GOOD = xlsx(["site_id", "month"], ["S01", "2019-08"])


def fault_of(content: bytes, name: str = "return.xlsx") -> Fault:
    with pytest.raises(Refused) as refused:
        read_table(name, content)
    return refused.value.faults[0]


def bomb(megabytes: int) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * 1_000_000)
    return packed.getvalue()


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to() -> None:
    fault = fault_of(bomb(megabytes=120))

    assert "unpacks to far more" in fault.found
    assert "at most 100 MB unpacked" in fault.expected


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook_guard, "RATIO_FROM", 50_000)
    content = bytearray(bomb(megabytes=2))
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = (1_000).to_bytes(4, "little")  # the size the directory states

    assert "XLSX" in fault_of(bytes(content)).found or "unpacks" in fault_of(bytes(content)).found


def test_what_unpacks_is_counted_even_where_the_directory_states_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook_guard._Guard, "check_entries", lambda *_: None)
    monkeypatch.setattr(_workbook_guard, "MAX_UNPACKED", 1_500_000)

    assert "unpacks to far more" in fault_of(bomb(megabytes=2)).found


def test_too_many_parts_are_refused() -> None:
    assert (
        "parts in one file"
        in fault_of(with_parts(GOOD, added=[(f"xl/media/{n}.bin", b"") for n in range(1_001)])).found
    )


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<! doctype x>", b"<!entity a 'b'>"])
def test_a_part_that_declares_entities_is_refused(declaration: bytes) -> None:
    sheet = part(GOOD, SHEET)

    fault = fault_of(with_parts(GOOD, changed={SHEET: declaration + sheet}))

    assert "DOCTYPE" in fault.found


def test_a_declaration_across_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook_guard, "_CHUNK", 5)

    assert "DOCTYPE" in fault_of(with_parts(GOOD, changed={SHEET: b"<a/>   <!DOCTYPE x>"})).found


@pytest.mark.parametrize(
    "text",
    [
        "<a/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?><a/>',
        b"<?xml version=\"1.0\" encoding='utf-7'?><a/>",
    ],
)
def test_xml_in_an_encoding_that_could_hide_a_declaration_is_refused(text: bytes) -> None:
    assert fault_of(with_parts(GOOD, changed={SHEET: text})).found == "a part that is not UTF-8"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "C:x"])
def test_a_part_whose_name_leads_out_of_the_file_is_refused(name: str) -> None:
    assert "leads out of the file" in fault_of(with_parts(GOOD, added=[(name, b"x")])).found


def test_a_file_that_is_no_archive_is_refused_whatever_its_name() -> None:
    assert "other than an XLSX workbook" in fault_of(b"site_id,month\nS01,2019-08\n").found


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        archive.writestr("content.xml", "<office/>")

    assert fault_of(packed.getvalue()).found == "a ZIP file that is no XLSX workbook"


def test_an_old_office_file_is_refused_with_the_way_out() -> None:
    fault = fault_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "return.xls")

    assert "old Office file" in fault.found
    assert "save it again" in fault.remedy


def test_a_workbook_with_a_password_is_refused_as_such() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")

    assert "password" in fault_of(locked).found


def test_a_part_with_a_password_is_refused() -> None:
    content = bytearray(GOOD)
    content[content.rindex(b"PK\x01\x02") + 8] |= 1

    assert "password" in fault_of(bytes(content)).found


def test_a_workbook_with_macros_is_refused() -> None:
    assert "macros" in fault_of(with_parts(GOOD, added=[("xl/vbaProject.bin", b"x")])).found


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.9, 0.999])
def test_a_workbook_that_was_cut_short_is_refused(kept: float) -> None:
    fault = fault_of(GOOD[: int(len(GOOD) * kept)])

    assert fault.found == "an XLSX file that is damaged or cut short"


def test_a_damaged_part_is_refused() -> None:
    content = bytearray(GOOD)
    place = GOOD.index(b"sheet1.xml") + len(b"sheet1.xml") + 20
    content[place] ^= 0xFF

    assert "damaged" in fault_of(bytes(content)).found


def sheet_xml(rows: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f"<worksheet xmlns='{namespace}'><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet",
        sheet_xml("<row r='x'><c r='A1'><v>1</v></c></row>"),
        sheet_xml("<row r='1'><c r='A1' t='s'><v>99</v></c></row>"),
        sheet_xml("<row r='2000000000'><c r='A2000000000'><v>1</v></c></row>"),
        sheet_xml("<row r='1'><c r='ZZZZZ1'><v>1</v></c></row>"),
        sheet_xml("<row r='1'><c r='A1' t='n'><v>many</v></c></row>"),
    ],
    ids=["cut", "row without number", "string that is not there", "row 2e9", "column ZZZZZ", "number that is none"],
)
def test_a_sheet_that_makes_no_sense_is_refused(sheet: bytes) -> None:
    assert fault_of(with_parts(GOOD, changed={SHEET: sheet})).expected


def test_a_sheet_wider_than_any_table_is_refused() -> None:
    assert "more than 5,000 columns" in fault_of(xlsx(["a"] * 5_001)).found


def test_a_cell_longer_than_a_spreadsheet_allows_is_refused_with_its_row() -> None:
    sheet = part(GOOD, SHEET).replace(
        b"</sheetData>", b'<row r="3"><c r="A3" t="inlineStr"><is><t>%b</t></is></c></row></sheetData>'
    )
    long = sheet.replace(b"%b", b"x" * 40_000)

    fault = fault_of(with_parts(GOOD, changed={SHEET: long}))

    assert (fault.place, fault.found) == ("sheet Return, row 3", "a cell of 40,000 characters")


def test_a_nul_character_is_refused_by_the_reader_of_text_and_by_that_of_workbooks() -> None:
    assert "NUL" in fault_of(b"a,b\n1,\x002\n", "return.csv").found
    sheet = part(GOOD, SHEET) + bytes(10)
    assert fault_of(with_parts(GOOD, changed={SHEET: sheet})).expected


def test_a_bomb_packs_small_enough_to_be_sent() -> None:
    """Otherwise the tests above would be refused for their size as sent, and prove nothing."""
    assert len(bomb(megabytes=120)) < 500_000
    assert len(zlib.compress(b" " * 1_000_000)) < 2_000
