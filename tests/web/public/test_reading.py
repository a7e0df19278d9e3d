"""The public pages: the report and its files, the study's own pages, and what every page tells the browser."""

import hashlib
import json
import re

import pytest

from newel.publish import INDEX
from tests.support.web import STUDIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BODY = '<h1>The report</h1><p>Numbers were <strong>withheld</strong>.</p><img src="figures/a.svg" alt="A flat line">'


@pytest.fixture
def published(tmp_path, settings):
    """A small publication, as `newel publish` leaves one."""
    contents = {
        "body.html": BODY.encode(),
        "report.css": b".table { color: black }",
        "report.pdf": b"%PDF-1.7" + b" " * 2040,
        "report.docx": b"PK",
        "figures/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "tables/a.csv": b"site,people\n",
    }
    for name, content in contents.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    files = [
        {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in contents.items()
    ]
    about = {
        "title": "The report", "short_title": "Report", "language": "en", "study": "secure_stairs", "synthetic": True,
        "freeze": "f0", "rule": "nhs_hes", "files": files,
    }  # fmt: skip
    (tmp_path / INDEX).write_text(json.dumps(about))
    settings.NEWEL_PUBLIC = tmp_path
    return tmp_path


@pytest.fixture
def nothing_published(tmp_path, settings):
    settings.NEWEL_PUBLIC = tmp_path / "nothing"


def test_the_report_is_shown_with_its_downloads(client, published):
    page = client.get("/report/").content.decode()

    assert BODY in page
    assert '<a class="quiet" href="/report/report.pdf">Full report, PDF (2.0\xa0KB)</a>' in page
    assert '<a class="quiet" href="/report/report.docx">Full report, Word (2\xa0bytes)</a>' in page
    assert "in brief" not in page


def test_the_report_in_brief_is_offered_before_the_full_one(client, published):
    about = json.loads((published / INDEX).read_text())
    for name, content in (("brief.pdf", b"%PDF-1.7 short"), ("brief.docx", b"PK short")):
        (published / name).write_bytes(content)
        about["files"].append({"path": name, "bytes": 1536, "sha256": hashlib.sha256(content).hexdigest()})
    (published / INDEX).write_text(json.dumps(about))

    page = client.get("/report/").content.decode()
    links = re.findall('href="/report/(brief|report)([.](?:pdf|docx))">([^<]*)</a>', page)
    assert links == [
        ("brief", ".pdf", "Report in brief, PDF (1.5\xa0KB)"),
        ("brief", ".docx", "Report in brief, Word (1.5\xa0KB)"),
        ("report", ".pdf", "Full report, PDF (2.0\xa0KB)"),
        ("report", ".docx", "Full report, Word (2\xa0bytes)"),
    ]
    response = client.get("/report/brief.pdf")
    assert (response.content, response["Content-Type"]) == (b"%PDF-1.7 short", "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="brief.pdf"'


def test_a_report_on_invented_people_says_so_on_the_first_page(client, published):
    assert "synthetic data" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "saved"),
    [
        ("report.pdf", "application/pdf", True),
        ("tables/a.csv", "text/csv", True),
        ("figures/a.svg", "image/svg+xml", False),
        ("report.css", "text/css", False),
    ],
)
def test_a_file_of_the_report_comes_with_its_kind(client, published, name, kind, saved):
    response = client.get(f"/report/{name}")

    assert response.content == (published / name).read_bytes()
    assert response["Content-Type"] == kind
    assert ("attachment" in response.headers.get("Content-Disposition", "")) == saved


@pytest.mark.parametrize("name", [INDEX, "../secret.key", "figures/../report.txt", "figures/", "nothing.pdf"])
def test_nothing_but_the_files_of_the_report_is_given_out(client, published, name):
    (published / "report.txt").write_text("not published")

    assert client.get(f"/report/{name}").status_code == 404


def test_a_file_that_was_changed_after_publishing_is_not_given_out(client, published):
    client.get("/report/")
    (published / "tables/a.csv").write_text("site,people\nS01,3\n")

    assert client.get("/report/tables/a.csv").status_code == 404


def test_a_publication_that_does_not_fit_its_hashes_is_not_shown(client, published):
    (published / "body.html").write_text("<h1>Something else</h1>")
    page = client.get("/report/").content.decode()

    assert "Something else" not in page
    assert "cannot be shown just now" in page


def test_a_new_publication_is_shown_without_a_restart(client, published):
    client.get("/report/")
    new = b"<h1>The second edition</h1>"
    (published / "body.html").write_bytes(new)
    about = json.loads((published / INDEX).read_text())
    about["files"][0] |= {"bytes": len(new), "sha256": hashlib.sha256(new).hexdigest()}
    (published / INDEX).write_text(json.dumps(about))

    assert "The second edition" in client.get("/report/").content.decode()


@pytest.mark.parametrize("address", ["/", "/report/"])
def test_before_anything_is_published_the_pages_say_so(client, nothing_published, address):
    assert "Nothing is published yet" in client.get(address).content.decode()


@pytest.mark.parametrize("name", sorted(path.stem for path in (STUDIES / "secure_stairs" / "site").glob("*.md")))
def test_every_page_of_the_study_is_there_and_is_reached_from_the_foot(client, name):
    address = f"/{name}/"

    assert client.get(address).status_code == 200
    assert f'href="{address}"' in client.get("/").content.decode()


def test_the_first_page_prints_the_questions_of_the_protocol(client):
    assert "How often were children assaulted" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/", "/report/", "/cookies/", "/take-part/", "/sign-in/", "/no/such/page"])
def test_every_page_tells_the_browser_what_it_may_never_do(client, address):
    headers = client.get(address).headers

    assert headers["Content-Security-Policy"].count("'self'") >= 4
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_a_page_that_is_not_there_says_so_in_plain_words(client):
    response = client.get("/no/such/page")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_page_that_broke_says_so_without_needing_the_study(client, monkeypatch):
    from newel.web.public.views import reading

    def break_down():
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "shelf", break_down)
    client.raise_request_exception = False
    response = client.get("/report/")

    assert response.status_code == 500
    assert "Something broke here" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_without_its_token_is_refused_in_plain_words(make_account):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "This form was not taken" in response.content.decode()
