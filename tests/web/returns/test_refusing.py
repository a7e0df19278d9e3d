"""A return that is wrong: it is sent back whole, with every error in words, and nothing of it is kept."""

import csv
import io
import tempfile
import zipfile
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newel.web.audit.models import Event
from newel.web.returns.models import Return
from tests.support.web_returns import UPLOAD, a_row, as_csv, as_xlsx, parcel_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(example_study, sign_in):
    return sign_in("site_lead")


def refusal(client, file):
    """Send a file that must be refused, and return the page's text."""
    response = client.post(UPLOAD, {"file": file})
    assert response.status_code == 422
    assert Return.objects.count() == 0
    text = unescape(response.content.decode())
    assert "Nothing of the file was kept" in text
    return text


def bomb():
    """A small file that unpacks to 300 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    return SimpleUploadedFile("bomb.xlsx", packed.getvalue())


def test_an_error_is_told_with_row_column_found_expected_and_remedy(sender):
    text = refusal(sender, as_csv(a_row(restraints="eleven")))

    assert "Row 2, column restraints" in text
    assert "“eleven”" in text
    assert "whole number" in text
    assert "Write the count in digits" in text


def test_an_error_repeated_in_many_rows_is_counted_once(sender):
    text = refusal(sender, as_csv(*(a_row(month=f"2020-0{month}", restraints="n/k") for month in (4, 5, 6))))

    assert "There is 1 thing to put right" in text
    assert "Rows 2, 3 and 4, column restraints" in text


def test_one_wrong_row_keeps_the_right_ones_out_too(sender):
    refusal(sender, as_csv(a_row(), a_row(month="2020-07", assaults=-1)))


def test_a_row_of_another_site_is_refused(sender):
    text = refusal(sender, as_csv(a_row(site_id="S02")))

    assert "A site you send returns for: S01" in text


def test_a_month_that_is_closed_is_refused_with_the_day_it_closed(sender):
    text = refusal(sender, as_csv(a_row(month="2019-08")))

    assert "2020-02-27" in text  # 31 August 2019 + 180 days


def test_a_month_that_is_not_over_is_refused(sender):
    assert "2020-09" in refusal(sender, as_csv(a_row(month="2020-09")))


def test_a_file_in_an_encoding_nobody_can_read_is_refused_in_words(sender):
    broken = SimpleUploadedFile("return.csv", b"site_id,month\nS01,2020-08\x81\x8d\n")

    assert "Save the file again as CSV UTF-8" in refusal(sender, broken)


def test_a_windows_file_is_read_and_the_sender_is_told(sender):
    text = refusal(sender, as_csv(a_row(restraints="onze, ou seize à peu près"), encoding="cp1252"))

    assert "Windows-1252" in text
    assert "à peu près" not in text  # free words of a cell may name somebody


def test_a_workbook_that_breaks_off_is_refused_in_words(sender):
    whole = as_xlsx(a_row()).read()

    refusal(sender, SimpleUploadedFile("return.xlsx", whole[: len(whole) // 2]))


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused(sender):
    refusal(sender, bomb())


def test_a_file_of_another_kind_is_refused_in_words(sender):
    text = refusal(sender, SimpleUploadedFile("return.pdf", b"%PDF-1.7 not a table"))

    assert "Save As" in text


def test_no_file_at_all_is_told_beside_the_field(sender):
    response = sender.post(UPLOAD)

    assert response.status_code == 422
    assert "Choose a file first" in response.content.decode()


def test_a_file_beyond_the_limit_is_told_its_size(sender, settings):
    response = sender.post(UPLOAD, {"file": SimpleUploadedFile("return.csv", b"x" * 6_000_000)})

    assert response.status_code == 422
    assert "larger than 5 MB" in response.content.decode()


def test_the_list_of_errors_can_be_downloaded_and_runs_no_formula(sender):
    page = sender.post(UPLOAD, {"file": as_csv(a_row(restraints="=cmd|' /C calc'!A0"))})
    response = sender.post(f"{UPLOAD}faults/", {"parcel": parcel_of(page)})

    assert response["Content-Disposition"] == 'attachment; filename="what-to-put-right.csv"'
    header, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert header == ["Where", "What is there", "What is expected", "How to put it right"]
    assert row[0] == "Row 2, column restraints"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_list_that_is_not_ours_is_not_given_back(sender):
    assert sender.post(f"{UPLOAD}faults/", {"parcel": "anything"}).status_code == 302


def test_the_blank_return_comes_back_as_it_is_and_is_told_to_be_empty(sender):
    blank = sender.get(f"{UPLOAD}blank/")
    text = refusal(sender, SimpleUploadedFile("monthly-return.xlsx", blank.content))

    assert "Fill in a row for each month you send" in text
    assert Event.objects.filter(verb="download").count() == 1


def test_a_refused_page_names_no_cell_in_the_audit(sender):
    refusal(sender, as_csv(a_row(restraints="Kyle Smith")))

    assert "Kyle" not in "".join(Event.objects.values_list("body", flat=True))


def test_a_study_without_a_return_says_so(serve_study, sign_in, pytestconfig):
    serve_study(pytestconfig.rootpath / "tests/web/capture/study", today=date(2020, 9, 15))

    sender = sign_in("site_lead")

    assert "asks for no return" in sender.get("/staff/returns/").content.decode()
    assert sender.get(UPLOAD).status_code == 404


def test_the_same_file_comes_back_with_its_errors_marked_and_nothing_is_kept(sender):
    refusal(sender, as_csv(a_row(restraints="eleven")))
    response = sender.post(f"{UPLOAD}marked/", {"file": as_csv(a_row(restraints="eleven"))})
    workbook = openpyxl.load_workbook(io.BytesIO(response.content))

    assert response["Content-Disposition"] == 'attachment; filename="monthly-with-errors-marked.xlsx"'
    marked = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [cell.value for cell in marked] == ["eleven"]
    assert Return.objects.count() == 0
    assert Event.objects.order_by("-seq").first().verb == "download"


def test_a_file_without_errors_is_not_accepted_by_asking_for_its_marks(sender):
    page = sender.post(f"{UPLOAD}marked/", {"file": as_csv(a_row())}, follow=True)

    assert "Nothing was sent" in page.content.decode()
    assert Return.objects.count() == 0


def test_marks_asked_for_without_a_file_are_told_in_words(sender):
    assert "Nothing was sent" in sender.post(f"{UPLOAD}marked/", follow=True).content.decode()


def test_nothing_of_a_refused_file_is_on_a_disk(sender, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    refusal(sender, as_csv(a_row(restraints="Kyle Smith")))
    sender.post(f"{UPLOAD}marked/", {"file": as_csv(a_row(restraints="Kyle Smith"))})

    assert list(tmp_path.rglob("*")) == []
