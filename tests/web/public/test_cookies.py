"""The cookie tool, as a server sees it: no cookie before a choice, one after it, and no counting without a yes."""

import pytest

from newel.web.public.models import PageCount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
PUBLIC = ["/", "/report/", "/cookies/", "/privacy/", "/no/such/page"]


def choose(client, choice, back="/report/", **headers):
    return client.post("/cookies/choice/", {"choice": choice, "back": back}, **(headers or SAME))


def count(client, page="/report/", **headers):
    return client.post("/cookies/count/", {"page": page}, **(headers or SAME))


@pytest.mark.parametrize("address", [*PUBLIC, "/take-part/", "/open/a-key/"])
def test_no_page_sets_a_cookie_before_the_choice(client, address):
    assert not client.get(address).cookies


@pytest.mark.parametrize(("choice", "days"), [("accept", 365), ("reject", 182)])
def test_the_choice_sets_one_cookie_that_only_the_server_reads(client, choice, days):
    cookies = choose(client, choice).cookies

    assert list(cookies) == ["newel_consent"]
    kept = cookies["newel_consent"]
    assert kept["max-age"] == days * 86_400
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


def test_the_choice_leads_back_to_the_page_it_was_made_on_and_says_what_was_saved(client):
    response = choose(client, "reject", back="/privacy/")
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == "/privacy/?cookies=saved"
    assert "You rejected optional cookies" in page
    assert "Cookies on this site" not in page


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:1"]
)
def test_the_way_back_never_leads_to_another_site(client, back):
    assert choose(client, "reject", back=back)["Location"] == "/cookies/?cookies=saved"


def test_both_buttons_are_one_form_with_the_same_class(client):
    page = client.get("/").content.decode()

    assert page.count('<button class="choice" name="choice"') == 2
    assert "16 or under" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_another_site_cannot_choose_for_a_reader(client, headers):
    response = choose(client, "accept", **headers)

    assert response.status_code == 403
    assert not response.cookies


def test_a_browser_without_fetch_headers_is_known_by_its_origin(client):
    assert choose(client, "reject", HTTP_ORIGIN="http://testserver").status_code == 302


def test_a_choice_that_is_neither_is_refused(client):
    assert choose(client, "perhaps").status_code == 400


def test_a_count_without_a_yes_is_refused(client):
    assert count(client).status_code == 403
    choose(client, "reject")
    assert count(client).status_code == 403
    assert PageCount.objects.count() == 0


def test_a_cookie_made_up_by_somebody_is_no_yes(client):
    client.cookies["newel_consent"] = "yes"

    assert count(client).status_code == 403


def test_after_a_yes_a_page_is_counted_by_day_and_nothing_else_is_kept(client):
    choose(client, "accept")
    assert [count(client).status_code for _ in range(3)] == [204] * 3

    kept = PageCount.objects.get()
    assert (f"{kept.day}", kept.page, kept.times) == ("2020-09-15", "/report/", 3)
    assert {field.name for field in PageCount._meta.get_fields()} == {"id", "day", "page", "times"}


def test_a_yes_can_be_taken_back_and_then_nothing_is_counted(client):
    choose(client, "accept")
    choose(client, "reject")

    assert count(client).status_code == 403


@pytest.mark.parametrize(
    "page", ["/take-part/", "/staff/", "/no/such/page", "https://elsewhere.example/", "", "x" * 5000]
)
def test_only_public_pages_are_counted(client, page):
    choose(client, "accept")

    assert count(client, page).status_code == 400
    assert PageCount.objects.count() == 0


@pytest.mark.parametrize("address", PUBLIC[:4])
def test_the_counting_script_is_there_after_a_yes_and_not_before(client, address):
    before = client.get(address).content.decode()
    choose(client, "accept")
    after = client.get(address).content.decode()

    assert "<script" not in before
    assert after.count("<script") == 1


@pytest.mark.parametrize("address", ["/take-part/", "/open/a-key/", "/sign-in/", "/staff/", "/staff/progress/"])
def test_pages_of_participants_and_staff_are_never_counted(sign_in, address):
    client = sign_in("lead")
    choose(client, "accept")

    assert "<script" not in client.get(address, follow=True).content.decode()


def test_the_cookies_page_lists_every_cookie_the_site_can_set(client, make_account, settings):
    make_account("lead", username="lead")
    choose(client, "accept")
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "lead", "password": "three words that do not belong"})
    page = client.get("/cookies/").content.decode()

    assert set(client.cookies) == {"newel_consent", settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for name in client.cookies:
        assert f"<code>{name}</code>" in page
