"""A member of staff, a young person and a carer answer in a real browser with its scripts turned off."""

from pathlib import Path

import pytest

from tests.support.browser import NARROW, shows_heading
from tests.support.people import DAY_IN_WAVE_3, card, come_in, heading, press, reach
from tests.support.web import STUDIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL_STUDY = Path(__file__).resolve().parents[1] / "web" / "capture" / "study"


def test_a_member_of_staff_answers_with_the_keyboard_alone(live_server, new_page, serve_study) -> None:
    from newel.web.capture.models import AnswerEvent, Response

    serve_study(SMALL_STUDY)
    code = card("staff", "w2").code
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/take-part/")

    reach(page, "Code")
    page.keyboard.type(code.lower())
    reach(page, "Continue", then="Enter")
    reach(page, "Continue", then="Enter")
    for _ in range(3):
        reach(page, "Yes", then="Space")
    reach(page, "Continue", then="Enter")
    for _ in range(2):
        reach(page, "Disagree", then="Space")
        page.keyboard.press("ArrowDown")
    reach(page, "0 : Still new", then="Space")
    reach(page, "Continue", then="Enter")
    reach(page, "Your answer")
    page.keyboard.type("2,5")
    reach(page, "Disagree", then="Space")
    reach(page, "Continue", then="Enter")
    shows_heading(page, "One last look")
    reach(page, "Send my answers", then="Enter")

    shows_heading(page, "Thank you")
    assert page.context.cookies() == []
    assert Response.objects.get().sent_at is not None
    said = {event.item: event.value for event in AnswerEvent.objects.order_by("revision")}
    assert said == {"t1": 2.0, "t2": 2.0, "t3": 0.0, "t4": 2.5, "t5": 1.0}


def test_a_young_person_opens_a_link_on_a_phone_stops_and_comes_back(live_server, new_page, serve_study) -> None:
    from newel.web.capture.models import AnswerEvent, ConsentStatement

    serve_study(SMALL_STUDY)
    given = card("young_person", "w2")
    page = new_page(java_script_enabled=False, viewport=NARROW, has_touch=True)
    page.goto(f"{live_server.url}/open/{given.link_key}/")
    press(page, "Start")
    press(page, "Continue")
    page.get_by_label("Under 16").check()
    press(page, "Continue")
    page.get_by_label("Yes").check()
    press(page, "Continue")
    for word in ("Yes", "No", "No"):
        page.get_by_label(word, exact=True).check()
        press(page, "Continue")
    page.get_by_label("A bit true").check()
    press(page, "Continue")
    press(page, "Skip this question")
    page.get_by_label("6", exact=True).check()
    press(page, "Stop and come back later")
    assert "What you said so far is kept" in page.inner_text("main")

    come_in(page, given.code, at=live_server.url)
    shows_heading(page, "One last look")
    assert "A bit true" not in page.inner_text("main")
    press(page, "Send my answers")

    shows_heading(page, "Thank you")
    assert page.context.cookies() == []
    said = [(event.item, event.value, event.missing) for event in AnswerEvent.objects.order_by("revision")]
    assert said == [("d1", 2.0, ""), ("d2", None, "skipped"), ("d3", 6.0, "")]
    agreed = list(ConsentStatement.objects.order_by("pk").values_list("purpose", "state", "basis"))
    assert agreed == [("take_part", "given", "staff_confirmed"), ("linkage", "refused", ""), ("quotes", "refused", "")]


@pytest.mark.parametrize("group", ["staff", "young_person", "carer"])
def test_each_group_of_the_example_study_answers_a_whole_form(live_server, new_page, serve_study, group) -> None:
    """Every question is answered with its first choice or with 0, by pressing what a person would press."""
    from newel.web.capture.models import Response
    from newel.web.capture.screens import asked_instruments
    from newel.web.study import current_study

    serve_study(STUDIES / "secure_stairs", today=DAY_IN_WAVE_3)
    page = new_page(java_script_enabled=False)
    come_in(page, card(group, "w3").code, at=live_server.url)
    press(page, "Continue")
    if group == "young_person":
        page.get_by_label("16 or over").check()
        press(page, "Continue")
    for _ in range(80):
        if heading(page) == "One last look":
            break
        for question in page.get_by_role("group").all():
            if question.get_by_role("radio").count():
                question.get_by_role("radio").first.check()
            else:
                question.get_by_role("textbox").fill("0")
        press(page, "Continue")
    press(page, "Send my answers")

    shows_heading(page, "Thank you")
    assert page.context.cookies() == []
    study = current_study()
    asked = asked_instruments(study.protocol, study.instruments, group=group, wave="w3")
    items = {(instrument.id, item.id) for instrument in asked for item in instrument.items}
    response = Response.objects.get()
    assert set(response.events.values_list("instrument", "item")) == items
    assert f"newel_{group}" in {instrument for instrument, _ in items}
