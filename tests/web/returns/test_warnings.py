"""What may be right and is unusual: it is shown, and kept only after a yes."""

import json

import pytest

from newel.importers.returns import CellFault, CheckedReturn
from newel.web.audit.models import Event
from newel.web.returns.models import Return
from newel.web.returns.views import uploading
from tests.support.web_returns import a_row, as_csv, say_yes, send, text_of

pytestmark = pytest.mark.django_db
DOUBT = CellFault(2, "restraints", "restraints_doubled", "“11”", "about as many as last month, 4", "Count again.", (2,))


@pytest.fixture
def sender(example_study, sign_in, monkeypatch):
    """Return a sender whose file is found right, and unusual in one cell."""
    check = uploading.check_file

    def check_and_doubt(*arguments, **context):
        found = check(*arguments, **context)
        return CheckedReturn(found.frame, found.faults, found.notes, warnings=(DOUBT,))

    monkeypatch.setattr(uploading, "check_file", check_and_doubt)
    return sign_in("site_lead")


def test_a_warning_is_shown_in_words_and_nothing_is_kept_yet(sender):
    text = text_of(send(sender, as_csv(a_row())))

    assert "Is this right?" in text
    assert "About as many as last month, 4" in text
    assert "Count again." in text
    assert "August 2020" in text
    assert Return.objects.count() == 0


def test_after_the_yes_the_month_is_kept(sender):
    page = say_yes(sender, send(sender, as_csv(a_row())))

    assert "We have your return for August 2020" in text_of(page)
    assert Return.objects.get().version == 1


def test_a_warning_about_figures_we_have_already_is_not_asked_again(sender):
    say_yes(sender, send(sender, as_csv(a_row())))
    page = send(sender, as_csv(a_row()))

    assert "You have sent August 2020 already" in text_of(page)


def test_a_warning_and_a_correction_are_asked_about_on_one_page(sender):
    say_yes(sender, send(sender, as_csv(a_row())))
    text = text_of(send(sender, as_csv(a_row(restraints=40))))

    assert "Is this correction right?" in text
    assert "Please look again" in text


def test_the_event_of_a_question_holds_the_code_of_the_warning_and_no_cell(sender):
    send(sender, as_csv(a_row()))
    body = json.loads(Event.objects.get(verb="ask").body)

    assert body == {"kind": "monthly_return", "months": 0, "warnings": ["restraints_doubled"]}
