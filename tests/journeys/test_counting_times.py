"""A young person says in a real browser how often they saw whom, gets it wrong, and leaves one out."""

import pytest

from tests.support.browser import NARROW, passes_everywhere
from tests.support.people import DAY_IN_WAVE_3, card, come_in, heading, press
from tests.support.web import STUDIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_young_person_counts_on_a_phone_without_scripts(live_server, new_page, serve_study) -> None:
    from newel.web.capture.models import AnswerEvent

    serve_study(STUDIES / "secure_stairs", today=DAY_IN_WAVE_3)
    page = new_page(viewport=NARROW)
    come_in(page, card("young_person", "w3").code, at=live_server.url)
    press(page, "Continue")
    page.get_by_label("16 or over").check()
    press(page, "Continue")
    while page.get_by_label("Yes", exact=True).count():
        page.get_by_label("Yes", exact=True).check()
        press(page, "Continue")
    while "nurse" not in heading(page):
        press(page, "Skip this question")
    passes_everywhere(page)

    page.get_by_label("Your answer").fill("lots")
    press(page, "Continue")
    assert "Type a whole number from 0 to 60." in page.inner_text(".capture-summary")
    assert page.get_by_label("Your answer").input_value() == "lots"
    passes_everywhere(page)
    page.get_by_label("Your answer").fill("3")
    press(page, "Continue")
    assert "psychologist" in heading(page)
    press(page, "Skip this question")

    assert "drugs" in heading(page)
    said = AnswerEvent.objects.filter(instrument="service_use").order_by("revision")
    assert list(said.values_list("item", "value", "missing")) == [("nurse", 3.0, ""), ("therapist", None, "skipped")]
