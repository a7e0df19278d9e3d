"""The cookie tool in a real browser: what is on the device before a choice, after a no and after a yes."""

import pytest

from newel.web.public.models import PageCount
from tests.support.browser import no_axe_violations, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
PUBLIC = ["/", "/report/", "/cookies/"]
STORED = """async () => ({
  cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length, scripts: document.scripts.length,
})"""
NOTHING = {"cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "scripts": 0}


@pytest.fixture
def visit(page, live_server):
    """Return `visit(address)`, which opens a page and waits until it asks for nothing more; and what was asked for."""
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(live_server.url)))

    def open_page(address):
        asked.clear()
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
        return list(asked)

    return open_page


def choose(page, name):
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state("networkidle")


def cookies_of(page):
    return [cookie["name"] for cookie in page.context.cookies()]


def counted(asked):
    return [address for address in asked if address.startswith("/cookies/count/")]


@pytest.mark.parametrize("address", PUBLIC)
def test_before_the_choice_nothing_at_all_is_on_the_device(page, visit, address):
    asked = visit(address)

    assert page.evaluate(STORED) == NOTHING
    assert page.context.cookies() == []
    assert all(a == address or a.startswith(("/static/newel/", "/report/")) for a in asked), asked
    assert not any("count" in a for a in asked)


def test_after_a_no_there_is_one_cookie_and_nothing_is_ever_counted(page, visit):
    visit("/")
    accept, reject = (page.get_by_role("button", name=name).bounding_box() for name in ("Accept", "Reject"))
    look = "b => (s => [s.color, s.backgroundColor, s.fontSize, s.fontWeight, s.borderColor])(getComputedStyle(b))"
    looks = [page.get_by_role("button", name=name).evaluate(look) for name in ("Accept", "Reject")]
    choose(page, "Reject")
    asked = [each for address in PUBLIC for each in visit(address)]

    assert (accept["height"], accept["width"]) == (reject["height"], reject["width"])
    assert looks[0] == looks[1]
    assert cookies_of(page) == ["newel_consent"]
    assert counted(asked) == []
    assert page.evaluate(STORED) == NOTHING  # the cookie is not for scripts
    assert PageCount.objects.count() == 0


def test_a_yes_counts_and_taking_it_back_on_the_cookies_page_stops_it(page, visit):
    visit("/")
    choose(page, "Accept")
    assert counted(visit("/report/")) == ["/cookies/count/"]
    visit("/cookies/")
    choose(page, "Reject")
    assert counted(visit("/report/")) == []

    assert cookies_of(page) == ["newel_consent"]
    assert PageCount.objects.get(page="/report/").times == 1


def test_without_javascript_the_choice_works_and_is_confirmed_in_words(new_page, live_server):
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/report/")
    page.get_by_role("button", name="Reject").click()

    assert page.url == f"{live_server.url}/report/?cookies=saved"
    assert page.get_by_role("status").inner_text().startswith("You rejected optional cookies")
    assert cookies_of(page) == ["newel_consent"]


def test_a_forged_count_without_a_yes_is_refused(page, visit, live_server):
    visit("/")
    status = page.evaluate(
        "() => fetch('/cookies/count/', {method: 'POST', body: new URLSearchParams({page: '/'})}).then(r => r.status)"
    )

    assert status == 403
    assert PageCount.objects.count() == 0


@pytest.mark.parametrize("address", [*PUBLIC, "/take-part/", "/sign-in/", "/no/such/page"])
def test_every_page_has_the_policy_and_the_browser_finds_nothing_to_refuse(page, live_server, address):
    complaints = []
    page.on("console", lambda line: complaints.append(line.text))
    response = page.goto(f"{live_server.url}{address}", wait_until="networkidle")

    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert [words for words in complaints if "404" not in words] == []


@pytest.mark.parametrize("choice", [None, "Accept", "Reject"])
def test_the_cookie_tool_passes_axe_and_a_narrow_screen(page, visit, choice):
    visit("/")
    if choice:
        choose(page, choice)
    no_axe_violations(page)
    no_sideways_scroll(page)


def test_the_tool_is_reached_first_by_the_keyboard_after_the_skip_link(page, visit):
    visit("/")
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))

    assert reached == [
        "Skip to the main part",
        "More about cookies",
        "Accept optional cookies",
        "Reject optional cookies",
    ]
