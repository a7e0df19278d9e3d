"""The public reader's journey: the first page, the report, its files and the study's own pages."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from newel.cli import main
from newel.web.study import current_study
from tests.support.browser import passes_everywhere
from tests.support.web import STUDIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]


@pytest.fixture(scope="module")
def publication(tmp_path_factory):
    """The example study as the real flow publishes it, once for all tests here.

    CI has just run `make evaluate`, with this seed, and names its folder; elsewhere it is made here.
    """
    just_made = os.environ.get("NEWEL_EXAMPLE")
    if just_made:
        return Path(just_made) / "public"
    folder = tmp_path_factory.mktemp("publication")
    verb = ["evaluate", str(STUDIES / "secure_stairs"), "--seed", "2018", "--build", str(folder)]
    ran = CliRunner().invoke(main, verb)
    assert ran.exit_code == 0, ran.output
    return folder / "public"


def test_a_reader_finds_the_report_and_takes_it_along(page, live_server, publication, settings):
    settings.NEWEL_PUBLIC = publication
    page.goto(live_server.url)
    page.get_by_role("button", name="Reject optional cookies").click()
    page.get_by_role("link", name="Read the report").click()

    assert "synthetic" in page.get_by_role("main").inner_text().lower()
    passes_everywhere(page)
    assert page.locator("main img").count() > 0
    assert page.evaluate("[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src)") == []
    files = {
        "Report in brief, PDF": "brief.pdf",
        "Report in brief, Word": "brief.docx",
        "Full report, PDF": "report.pdf",
        "Full report, Word": "report.docx",
    }
    for words, name in files.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=words).click()
        assert download.value.suggested_filename == name


def test_every_link_of_the_report_leads_somewhere(page, live_server, publication, settings):
    settings.NEWEL_PUBLIC = publication
    page.goto(f"{live_server.url}/report/")
    links = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.href)")
    inside = {link.partition("#")[2] for link in links if "#" in link}
    files = {link for link in links if "#" not in link}

    assert files
    assert page.evaluate("names => names.filter(name => !document.getElementById(name))", sorted(inside)) == []
    assert {link: page.request.get(link).status for link in files} == dict.fromkeys(files, 200)


@pytest.mark.parametrize("address", ["/", "/report/", "/cookies/", "/sign-in/", "/no/such/page"])
def test_every_public_page_passes_axe_and_a_narrow_screen(page, live_server, address, settings, tmp_path):
    settings.NEWEL_PUBLIC = tmp_path  # nothing published: the report has its own test
    page.goto(f"{live_server.url}{address}")

    passes_everywhere(page)


def test_the_pages_in_the_foot_can_be_read(page, live_server):
    page.goto(live_server.url)
    names = page.locator("footer nav a").all_inner_texts()
    for name in names:
        page.locator("footer nav").get_by_role("link", name=name, exact=True).click()
        assert page.get_by_role("heading", level=1).count() == 1
        passes_everywhere(page)

    assert len(names) > len(list((STUDIES / "secure_stairs" / "site").glob("*.md"))) - 1


def test_a_reader_without_javascript_reads_everything(new_page, live_server, publication, settings):
    settings.NEWEL_PUBLIC = publication
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/report/")

    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert len(headings) >= len(current_study().protocol.questions)
