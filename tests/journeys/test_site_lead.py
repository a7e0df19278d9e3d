"""The site lead's journey: sign in, see what is due, send a file with a slip, mend it, correct it, sign out."""

from pathlib import Path

import pytest

from newel.web.returns.models import Return
from tests.support.browser import passes_everywhere, shows_heading
from tests.support.web import PASSWORD, sign_in_page
from tests.support.web_returns import a_row, as_csv, as_xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
MONTHLY = "Monthly service-activity return"


@pytest.fixture
def send(page, tmp_path):
    """Return `send(file)`: choose a file on the returns page and send it."""

    def choose_and_send(file):
        path = Path(tmp_path / file.name)
        path.write_bytes(file.read())
        page.get_by_label("Your file").set_input_files(path)
        page.get_by_role("button", name="Send", exact=True).click()

    return choose_and_send


@pytest.fixture
def monthly(page, live_server, make_account):
    """Sign a site lead in and open the page of the monthly return, looking at every page on the way."""
    sign_in_page(page, live_server, make_account("site_lead"))
    assert "site lead for Alder" in page.get_by_role("main").inner_text()
    passes_everywhere(page)
    page.get_by_role("main").get_by_role("link", name="Returns").click()
    passes_everywhere(page)
    page.get_by_role("link", name=MONTHLY).click()
    page.get_by_text("What the columns mean").click()
    passes_everywhere(page)
    return page


def test_a_site_lead_gets_a_wrong_file_back_and_mends_it(monthly, send, tmp_path):
    send(as_csv(a_row(restraints="eleven")))
    shows_heading(monthly, "This file was not accepted")
    monthly.wait_for_function("document.activeElement.getAttribute('aria-labelledby') === 'refused'")
    passes_everywhere(monthly)
    with monthly.expect_download() as download:
        monthly.get_by_role("button", name="Download this list").click()
    assert "column restraints" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    with monthly.expect_download() as download:
        monthly.get_by_label("The same file").set_input_files(tmp_path / "return.csv")
        monthly.get_by_role("button", name="Get it back with the errors marked").click()
    assert download.value.suggested_filename == "monthly-with-errors-marked.xlsx"
    monthly.get_by_role("link", name="Send the file again").click()

    send(as_xlsx(a_row()))
    assert "We have your return for August 2020" in monthly.get_by_role("status").inner_text()
    passes_everywhere(monthly)


def test_a_site_lead_corrects_a_return_and_signs_out(monthly, send):
    page = monthly
    send(as_xlsx(a_row()))
    send(as_csv(a_row(restraints=13)))
    shows_heading(page, "Is this correction right?")
    passes_everywhere(page)
    page.get_by_role("link", name="No, change nothing").click()
    assert Return.objects.count() == 1
    send(as_csv(a_row(restraints=13)))
    page.get_by_role("button", name="Yes, keep the new figures").click()
    assert "Your correction for August 2020 is kept" in page.get_by_role("status").inner_text()

    page.get_by_role("link", name="Progress").click()
    assert "Alder" in page.get_by_role("main").inner_text()
    passes_everywhere(page)
    page.get_by_role("button", name="Sign out").click()
    shows_heading(page, "Sign in")


def test_a_site_lead_without_javascript_can_do_all_of_it(new_page, live_server, make_account, tmp_path):
    page = new_page(java_script_enabled=False)
    sign_in_page(page, live_server, make_account("site_lead"))
    page.get_by_role("main").get_by_role("link", name="Returns").click()
    page.get_by_role("link", name=MONTHLY).click()
    path = tmp_path / "return.csv"
    path.write_bytes(as_csv(a_row()).read())
    page.get_by_label("Your file").set_input_files(path)
    page.get_by_role("button", name="Send", exact=True).click()

    assert Return.objects.get().month == "2020-08"


def test_the_blank_return_can_be_downloaded(page, live_server, make_account):
    sign_in_page(page, live_server, make_account("site_lead"))
    page.get_by_role("main").get_by_role("link", name="Returns").click()
    page.get_by_role("link", name=MONTHLY).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the blank return").click()

    assert download.value.suggested_filename == "monthly-return.xlsx"


def test_the_leads_board_passes_axe_and_a_narrow_screen(page, live_server, make_account):
    sign_in_page(page, live_server, make_account("lead"))
    passes_everywhere(page)
    page.get_by_role("link", name="Progress").first.click()
    passes_everywhere(page)
    page.get_by_role("link", name="Elder (S10)").click()

    shows_heading(page, "Elder (S10)")
    passes_everywhere(page)


def test_choosing_a_password_passes_axe_also_when_it_is_refused(page, live_server, make_account):
    sign_in_page(page, live_server, make_account("researcher"))
    page.get_by_role("link", name="Change your password").click()
    passes_everywhere(page)
    page.get_by_label("Your password until now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("New password, once more").fill("short")
    page.get_by_role("button", name="Use this password").click()

    assert "too short" in page.get_by_role("group", name="This was not changed yet").inner_text()
    passes_everywhere(page)


def test_a_wrong_password_and_a_locked_name_are_told_in_words(page, live_server, make_account):
    account = make_account("lead")
    for tries in range(6):
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_label("Name").fill(account.user.username)
        page.get_by_label("Password").fill("wrong wrong wrong")
        page.get_by_role("button", name="Sign in").click()
        if tries == 0:
            assert "do not go together" in page.get_by_role("main").inner_text()
            passes_everywhere(page)

    shows_heading(page, "Please wait 15 minutes")
    passes_everywhere(page)


def test_a_page_of_another_role_is_refused_in_plain_words(page, live_server, make_account):
    sign_in_page(page, live_server, make_account("researcher"))
    page.goto(f"{live_server.url}/staff/returns/monthly/")

    shows_heading(page, "You may not see this page")
    passes_everywhere(page)
