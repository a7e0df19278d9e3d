"""One young person's pathway clicked through from admission to transition, by a practitioner and the young person.

The young person's page is used with JavaScript off. Every page passes axe and a screen of 320 pixels.
"""

import pytest
from playwright.sync_api import Error

from newel.web.care.models import Admission, Formulation, Intervention, Review, TransitionPlan
from tests.support.browser import shows_heading
from tests.support.care import DONE, NARRATIVE, OWN_WORDS, PLAN
from tests.support.looking import choose, heading, look, told
from tests.support.web import NOON, sign_in_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_study")]
AFTER_SIX_WEEKS = NOON.date().replace(month=11, day=2)


def admit_one(page):
    page.get_by_role("link", name="Care pathway").first.click()
    look(page, "board-empty")
    page.get_by_role("link", name="Admit a young person").click()
    page.get_by_label("Label").fill("JD")
    page.get_by_role("button", name="Admit").click()
    page.wait_for_function("document.activeElement.getAttribute('aria-labelledby') === 'faults'")
    look(page, "admit-refused")
    page.get_by_label("Label").fill("b12")
    page.get_by_label("Day of admission").fill("2020-09-01")
    page.get_by_role("button", name="Admit").click()
    shows_heading(page, "B12")
    look(page, "pathway-new")


def say_all(page, look_at):
    """The young person: says one thing, leaves one out, passes the others, adds one at the end, is done."""
    page.get_by_role("button", name="Sign me out and open their page").click()
    shows_heading(page, "Your own words")
    look_at(page, "young-start")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("How does your body feel?").fill(OWN_WORDS)
    look_at(page, "young-question")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="I don't want to say").click()
    page.get_by_role("button", name="Back", exact=True).click()
    look_at(page, "young-did-not-say")
    for _ in range(7):
        page.get_by_role("button", name="Next").click()
    shows_heading(page, "This is what you said")
    look_at(page, "young-check")
    page.get_by_role("button", name="Take it all back").click()
    look_at(page, "young-take-back")
    page.get_by_role("button", name="No, go on").click()
    page.get_by_label("How does your body feel?").fill(f"{OWN_WORDS} And my knee hurts.")
    for _ in range(7):
        page.get_by_role("button", name="Next").click()
    page.get_by_label("Do you feel safe?").fill("At night I do not.")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="It is right. I am done.").click()
    shows_heading(page, "Thank you")
    look_at(page, "young-thanks")
    with pytest.raises(Error, match="CACHE_MISS"):  # nobody goes back into what was said: the browser has kept nothing
        page.go_back()


def assess(page, domain, found, *who):
    page.get_by_role("link", name=f"Assess {domain}").click()
    choose(page, "What was found?", found)
    page.get_by_label("Day it was assessed").fill("2020-09-08")
    for each in who:
        page.get_by_text(each, exact=True).click()
    page.get_by_role("button", name="Keep").click()
    assert told(page) == f"{domain} is kept."


def assess_two_domains(page):
    page.get_by_role("link", name="Read them").click()
    assert OWN_WORDS in page.get_by_role("main").inner_text()
    look(page, "words")
    page.get_by_role("button", name="I have read them").click()
    page.get_by_role("link", name="B12").click()
    page.get_by_role("link", name="Shared needs assessment").click()
    assess(page, "Physical health", "A need was identified", "The health team")
    assess(page, "Education", "It was assessed, and no need was identified", "Education staff")
    assert "6 of 8 domains are not assessed" in page.get_by_role("main").inner_text()
    look(page, "assessment")
    page.get_by_role("link", name="Change Physical health").click()
    look(page, "assess")
    page.get_by_role("link", name="B12").click()


def set_and_rate_a_target(page):
    page.get_by_role("link", name="Targets and their ratings").click()
    page.get_by_label("What is to be different?").fill("Sleep all night.")
    choose(page, "Did the young person take part in setting it?", "Yes")
    page.get_by_label("Day it was set").fill("2020-09-08")
    page.get_by_role("button", name="Keep the target").click()
    for day, rating in (("2020-09-08", "2"), ("2020-09-15", "5")):
        page.get_by_role("group", name="How near are they to target 1?").get_by_text(rating, exact=True).click()
        page.get_by_label("Day of the rating").fill(day)
        page.get_by_role("button", name="Keep the rating of target 1").click()
    says = "The rating of target 1 rose: from 2 of 10 on 8 September 2020 to 5 on 15 September 2020, over 2 ratings."
    picture = page.get_by_role("img", name=says)
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_text("The ratings of target 1 as a table").click()
    look(page, "targets")
    page.get_by_role("link", name="B12").click()


def formulate(page):
    page.get_by_role("link", name="Formulation", exact=True).click()
    look(page, "formulation-none")
    page.get_by_role("link", name="Write the first version").click()
    page.get_by_label("What we understand together").fill(NARRATIVE)
    page.get_by_role("button", name="Keep version 1").click()
    look(page, "formulate-refused")
    for question, answer in (
        ("Was the young person there?", "Yes"),
        ("Was a parent or carer there?", "No"),
        ("Was it shared with the young person?", "Yes"),
        ("Do they agree with it?", "Yes"),
    ):
        choose(page, question, answer)
    page.get_by_label("How many staff were there?").fill("3")
    page.get_by_label("What helps", exact=True).fill("Football.\nThe nan.")
    page.get_by_role("button", name="Keep version 1").click()
    assert "Version 1 is kept" in told(page)
    look(page, "formulation")
    page.get_by_role("link", name="B12").click()


def intervene(page):
    page.get_by_role("link", name="Interventions", exact=True).click()
    page.get_by_label("What is done, and by whom").fill(DONE)
    page.get_by_label("Which need does it answer?").select_option(label="Physical health")
    page.get_by_role("button", name="Keep the intervention").click()
    assert "No intervention yet" not in page.get_by_role("main").inner_text()
    look(page, "interventions")
    page.get_by_role("link", name="B12").click()


def review(page):
    page.get_by_role("link", name="Reviews", exact=True).click()
    assert "Overdue" in page.get_by_role("main").inner_text()
    choose(page, "Was the young person there?", "Yes")
    choose(page, "Was the plan changed?", "No")
    page.get_by_role("button", name="Keep the review").click()
    assert "The review is kept" in told(page)
    look(page, "reviews")
    page.get_by_role("link", name="B12").click()


def plan_and_leave(page):
    page.get_by_role("link", name="Transition and what carries on").click()
    page.get_by_label("What carries on after leaving?").fill(PLAN)
    choose(page, "Did the young person take part?", "Yes")
    choose(page, "Did a professional from the home area take part?", "Yes")
    page.get_by_role("button", name="Keep the plan").click()
    look(page, "transition")
    page.get_by_role("link", name="B12").click()
    look(page, "pathway-whole")
    page.get_by_role("link", name="The young person leaves").click()
    look(page, "leave")
    page.get_by_role("button", name="Yes, end the stay").click()
    assert "The stay has ended" in told(page)
    look(page, "pathway-left")


@pytest.fixture
def look_without_scripts(new_page, live_server):
    """Return `look_without_scripts(page, name)`: axe is a script, so another page shows it what this one shows."""

    def look_at(page, name):
        with_scripts = new_page()
        seen = page.content()
        with_scripts.route("**/seen", lambda route: route.fulfill(body=seen, content_type="text/html; charset=utf-8"))
        with_scripts.goto(f"{live_server.url}/seen")
        assert heading(with_scripts) == heading(page)
        look(with_scripts, name)
        with_scripts.close()

    return look_at


def test_a_pathway_from_admission_to_transition_by_two_roles(
    new_page, live_server, make_account, settings, look_without_scripts
):
    account = make_account("practitioner")
    staff, tablet = new_page(), new_page(java_script_enabled=False)
    sign_in_page(staff, live_server, account)
    look(staff, "start")
    admit_one(staff)
    staff.get_by_role("link", name="Sit down with the young person").first.click()
    look(staff, "hand-over")
    sign_in_page(tablet, live_server, account)
    tablet.goto(staff.url)
    say_all(tablet, look_without_scripts)

    staff.get_by_role("link", name="B12").click()
    assess_two_domains(staff)
    set_and_rate_a_target(staff)
    formulate(staff)
    intervene(staff)
    settings.NEWEL_TODAY = AFTER_SIX_WEEKS
    sign_in_page(staff, live_server, account)
    staff.get_by_role("link", name="Care pathway").first.click()
    look(staff, "board")
    staff.get_by_role("link", name="Review overdue 1").click()
    staff.get_by_role("link", name="B12").click()
    review(staff)
    plan_and_leave(staff)

    kept = Admission.objects.get()
    assert (kept.label, kept.left_on) == ("B12", AFTER_SIX_WEEKS)
    assert [kind.objects.count() for kind in (Formulation, Intervention, Review, TransitionPlan)] == [1, 1, 1, 1]
