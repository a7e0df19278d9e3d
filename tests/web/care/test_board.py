"""The board: who waits for what. A domain nobody assessed never counts as no need."""

import re
from datetime import timedelta

import pytest

from newel.protocol import Care
from newel.web.care.due import assessment_due, formulation_due, review_due
from tests.support.care import TODAY, a_young_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
BOARD = "/staff/care/"
NEEDS = (
    "physical_health", "mental_health", "substance_use", "neurodisability", "speech_and_language", "education",
    "family_and_home", "safety",
)  # fmt: skip


def cells(page, label):
    row = re.search(rf'<a href="[^"]*">{label}</a>.*?</th>(.*?)</tr>', page, re.DOTALL)
    if row is None:
        return None
    text = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.DOTALL)]
    return [" ".join(cell.split()) for cell in text]


def counts(page):
    found = re.findall(r'>([A-Z][^<]+) <span class="care-count">(\d+)</span>', page)
    return {name: int(count) for name, count in found}


def test_a_domain_nobody_assessed_is_open_and_never_no_need(sign_in):
    person = a_young_person(days_here=11)
    for domain in NEEDS[:6]:
        person.assess(domain, "not_identified")
    person.assess("family_and_home", "not_assessed")  # said so by hand; safety is not even written down
    page = sign_in("practitioner").get(BOARD).content.decode()

    assert cells(page, "B12")[0] == "Overdue Family and home, Safety due 14 Sep 2020"
    assert counts(page)["Assessment not complete"] == 1
    assert counts(page)["Needs with no intervention"] == 0


def test_an_assessment_taken_back_to_not_assessed_is_open_again_and_asks_for_no_intervention(sign_in):
    person = a_young_person()
    person.assess("safety", "identified")
    person.assess("safety", "not_assessed")
    page = sign_in("practitioner").get(BOARD).content.decode()

    assert "Safety" in cells(page, "B12")[0]
    assert cells(page, "B12")[3] == "none"


def test_a_need_waits_until_an_intervention_is_linked_to_it(sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    person.assess("education", "identified")
    person.start("safety")

    assert cells(client.get(f"{BOARD}?show=needs").content.decode(), "B12")[3] == "Education"
    person.start("education")
    assert "Every identified need has an intervention" in client.get(f"{BOARD}?show=needs").content.decode()


def test_a_formulation_is_overdue_the_day_after_it_was_due(sign_in):
    a_young_person("B42", days_here=42)
    a_young_person("B43", days_here=43)
    late = a_young_person("B99", days_here=99)
    late.formulate(TODAY - timedelta(days=1))
    page = sign_in("practitioner").get(f"{BOARD}?show=formulation").content.decode()

    assert counts(page)["Formulation overdue"] == 1
    assert cells(page, "B43")[1] == "Overdue due 14 Sep 2020"
    assert cells(page, "B42") is cells(page, "B99") is None


def test_a_review_is_overdue_six_weeks_after_the_formulation_or_the_last_review(sign_in):
    person, client = a_young_person(days_here=60), sign_in("practitioner")
    person.formulate(TODAY - timedelta(days=43))
    before = client.get(BOARD).content.decode()
    held = {"due_on": "2020-09-14", "held_on": "2020-09-15", "child_present": "yes", "plan_changed": "no"}
    client.post(person.address("reviews"), held)
    after = client.get(BOARD).content.decode()

    assert cells(before, "B12")[2] == "Overdue due 14 Sep 2020"
    assert cells(after, "B12")[2] == "due 27 Oct 2020"


def test_own_words_wait_until_staff_say_that_they_have_read_them(sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    person.say("safety")
    person.say("education", None)  # a wish not to say is nothing to read
    page = client.get(f"{BOARD}?show=words").content.decode()
    shown = client.get(person.address("words")).content.decode()
    client.post(person.address("words"), {"shown_at": re.search(r'name="shown_at" value="([^"]+)"', shown)[1]})

    assert cells(page, "B12")[4] == "1 to read"
    assert "All words of young people were read" in client.get(f"{BOARD}?show=words").content.decode()


def test_words_that_came_after_the_page_was_made_wait_still(sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    person.say("safety")
    client.post(person.address("words"), {"shown_at": "2020-09-14T20:00:00+00:00"})

    assert counts(client.get(BOARD).content.decode())["Own words to read"] == 1


def test_an_empty_board_says_what_to_do(sign_in):
    page = sign_in("practitioner").get(BOARD).content.decode()

    assert "Nobody is on the pathway here yet. Admit the first young person." in page
    assert "<table" not in page


def test_who_has_left_is_on_a_list_of_its_own(sign_in):
    person, client = a_young_person(), sign_in("practitioner")
    client.post(person.address("leave"), {"left_on": TODAY.isoformat()})

    assert cells(client.get(BOARD).content.decode(), "B12") is None
    assert "15 September 2020" in client.get(f"{BOARD}?show=left").content.decode()


def test_a_site_lead_of_two_sites_chooses_between_them(sign_in):
    a_young_person("B12", site="S01")
    a_young_person("C07", site="S03")
    client = sign_in("site_lead", sites=("S01", "S03"))

    assert cells(client.get(BOARD).content.decode(), "C07") is None
    assert cells(client.get(f"{BOARD}?site=S03").content.decode(), "C07") is not None


def test_the_evaluation_lead_sees_counts_and_no_young_person(sign_in):
    for label in ("B12", "C07"):
        a_young_person(label, days_here=50)
    a_young_person("D31", site="S02")
    page = sign_in("lead").get(f"{BOARD}?site=S01&show=left").content.decode()

    row = re.search(r"Alder \(S01\)</th>(.*?)</tr>", page, re.DOTALL)[1]
    assert re.findall(r"<td[^>]*>(\d+)</td>", row) == ["2", "2", "2", "0", "0", "0"]
    total = re.search(r"All sites</th>(.*?)</tr>", page, re.DOTALL)[1]
    assert re.findall(r"<td[^>]*>(\d+)</td>", total)[0] == "3"
    assert not re.search(r"B12|C07|D31|care/[0-9a-f]{16}", page)


def test_days_due_are_those_of_a_calendar():
    care = Care(assessment_days=10, formulation_days=42, review_weeks=6)
    admitted = TODAY - timedelta(days=10)

    assert (assessment_due(care, admitted, TODAY).on, assessment_due(care, admitted, TODAY).overdue) == (TODAY, False)
    assert assessment_due(care, admitted, TODAY + timedelta(days=1)).overdue
    assert formulation_due(care, admitted, TODAY).on.isoformat() == "2020-10-17"
    assert review_due(care, None, None, today=TODAY) is None
    assert review_due(care, admitted, TODAY, today=TODAY).on.isoformat() == "2020-10-27"
