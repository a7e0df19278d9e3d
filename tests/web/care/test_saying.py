"""The young person's own page: own words, a way out of every question, and no way to the pages of staff."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from newel.web.care.models import OwnWords, Sitting
from newel.web.care.sealing import unseal
from tests.support.care import OWN_WORDS, TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]


class YoungPage:
    """The young person's page in a browser that keeps nothing: every button is a form with what the page held."""

    def __init__(self, client, response):
        self.client, self.response = client, response

    @property
    def page(self):
        return self.response.content.decode()

    @property
    def title(self):
        return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", self.page)[1])

    def press(self, go, at="/my-words/", **fields):
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page))
        self.response = self.client.post(at, hidden | {"go": go} | fields)
        return self


@pytest.fixture
def person():
    return a_young_person()


@pytest.fixture
def opened(person, sign_in):
    client = sign_in("practitioner")
    return YoungPage(client, client.post(person.address("hand_over")))


def said():
    """Return {domain: words, or None for the wish not to say}."""
    return {
        row.domain: unseal(row.admission, f"own_words/{row.domain}", row.sealed) if row.sealed else None
        for row in OwnWords.objects.select_related("admission")
    }


def test_opening_the_page_signs_the_member_of_staff_out(person, opened):
    assert opened.title == "Your own words"
    assert opened.client.get(person.address("pathway"))["Location"].startswith("/sign-in/")
    assert Sitting.objects.get().helped_by == "practitioner-s01"


def test_the_page_sets_no_cookie_has_no_script_and_no_link(opened):
    page = YoungPage(Client(), opened.response).press("start")

    assert page.response.cookies == {}
    assert "<script" not in page.page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page.page) == ["#main"]
    assert page.response["Cache-Control"] == "no-store"
    assert page.response["Referrer-Policy"] == "no-referrer"


def test_one_domain_at_a_time_is_asked_and_kept_in_their_own_words(opened):
    opened.press("start")
    assert opened.title == "How does your body feel?"
    opened.press("next", words=OWN_WORDS)

    assert opened.title == "How do you feel in your mind?"
    assert said() == {"physical_health": OWN_WORDS}


def test_i_dont_want_to_say_is_kept_as_such_and_without_what_was_typed(opened):
    opened.press("start").press("not_say", words=OWN_WORDS)
    assert said() == {"physical_health": None}

    opened.press("back")
    assert "You did not want to say. That is fine." in opened.page
    opened.press("next", words="")
    assert said() == {"physical_health": None}  # passing the page again changes nothing


def test_every_question_can_be_left_without_a_word(opened):
    opened.press("start")
    for _ in range(8):
        opened.press("next", words="")

    assert opened.title == "This is what you said"
    assert said() == {}


def test_stop_keeps_what_was_typed_and_closes_the_page(opened):
    opened.press("start")
    open_page = opened.response
    opened.press("stop", words=OWN_WORDS)

    assert "We kept what you said up to now" in opened.page
    assert said() == {"physical_health": OWN_WORDS}
    later = YoungPage(opened.client, open_page).press("next", words="Somebody else")
    assert (later.title, later.response.status_code) == ("This page is closed", 410)
    assert said() == {"physical_health": OWN_WORDS}


def test_at_the_end_everything_is_shown_and_one_thing_can_be_changed(opened):
    opened.press("start").press("next", words=OWN_WORDS)
    for _ in range(7):
        opened.press("next", words="")
    assert OWN_WORDS in opened.page
    opened.press("change.0")
    assert OWN_WORDS in opened.page
    opened.press("next", words="I feel fine.")

    assert opened.title == "This is what you said"
    assert said() == {"physical_health": "I feel fine."}
    opened.press("", at="/my-words/finish/")
    assert opened.title == "Thank you"
    assert Sitting.objects.get().ended_at is not None


def test_emptying_a_field_takes_that_back(opened):
    opened.press("start").press("next", words=OWN_WORDS).press("back").press("next", words="  ")

    assert said() == {}


def test_everything_can_be_taken_back_after_asking_once(opened):
    opened.press("start").press("next", words=OWN_WORDS)
    opened.press("", at="/my-words/take-back/")
    assert said() == {"physical_health": OWN_WORDS}
    opened.press("", at="/my-words/take-back/", sure="yes")

    assert "It is all gone." in opened.page
    assert said() == {}
    assert Sitting.objects.get().ended_at is not None


def test_what_was_said_before_is_there_the_next_time(person, sign_in):
    person.say("physical_health")
    client = sign_in("practitioner")
    page = YoungPage(client, client.post(person.address("hand_over"))).press("start")

    assert f"{OWN_WORDS}</textarea>" in page.page


def test_a_second_sitting_closes_the_first(person, sign_in):
    client = sign_in("practitioner")
    first = YoungPage(Client(), client.post(person.address("hand_over")))
    again = sign_in("practitioner", username="p2")
    again.post(person.address("hand_over"))

    assert first.press("start").response.status_code == 410


def test_words_too_long_to_keep_are_not_lost(opened):
    opened.press("start").press("next", words="a" * 20_001)

    assert "This is too long to keep" in opened.page
    assert "a" * 20_001 in opened.page
    assert said() == {}


def test_a_ticket_that_was_made_up_opens_nothing(opened):
    assert Client().post("/my-words/", {"ticket": "made up"}).status_code == 410
    assert Client().get("/my-words/").status_code == 410


def test_a_sitting_is_over_after_two_hours_however_busy_it_was(opened):
    opened.press("start")
    Sitting.objects.update(started_at=F("started_at") - timedelta(hours=1, minutes=59))
    assert opened.press("next", words="").response.status_code == 200
    Sitting.objects.update(started_at=F("started_at") - timedelta(minutes=2))

    assert opened.press("next", words=OWN_WORDS).response.status_code == 410
    assert said() == {}


@pytest.mark.parametrize("wanted", ["9", "x", "9" * 5000])
def test_a_question_that_is_not_there_is_not_changed(opened, wanted):
    assert opened.press("start").press(f"change.{wanted}").title == "This is what you said"


def test_when_the_stay_ends_the_page_closes(person, opened, sign_in):
    opened.press("start")
    sign_in("practitioner", username="p2").post(person.address("leave"), {"left_on": TODAY.isoformat()})

    assert YoungPage(Client(), opened.response).press("next", words=OWN_WORDS).response.status_code == 410


@pytest.mark.parametrize("place", ["8", "-1", "x", "99999"])
def test_a_place_that_is_not_there_keeps_nothing(opened, place):
    opened.press("start").press("next", words=OWN_WORDS, place=place)

    assert said() == {}


def test_a_study_without_words_of_its_own_asks_by_the_name_of_the_domain(tmp_path, serve_study, sign_in):
    from newel.protocol import scaffold

    scaffold(tmp_path / "mine", study_id="mine", title="My study")
    protocol = tmp_path / "mine" / "protocol.toml"
    text = re.sub(r"^needs = .*?\]\n", "", protocol.read_text(), flags=re.MULTILINE | re.DOTALL)
    protocol.write_text('needs = ["sleep_and_food"]\n' + text)
    serve_study(tmp_path / "mine", today=TODAY)
    site = re.search(r'\[\[sites\]\]\nid = "(\w+)"', text)[1]
    person, client = a_young_person(site=site), sign_in("practitioner", sites=(site,))
    page = YoungPage(client, client.post(person.address("hand_over")))

    assert page.title == "Your own words"
    assert page.press("start").title == "Sleep and food: how is this for you?"
