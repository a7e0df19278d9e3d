"""The command that makes invitations on the server."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newel.web.audit.models import Event
from newel.web.capture.models import AccessGrant
from tests.support.reader import Reader
from tests.web.capture.conftest import STUDY

pytestmark = pytest.mark.django_db


def invite(**options: str) -> list[str]:
    out = StringIO()
    given = {"site": "S01", "group": "staff", "wave": "w2", "count": "3"} | options
    call_command("invite", **given, stdout=out)
    return out.getvalue().splitlines()


def test_it_prints_codes_and_links_that_open_the_form() -> None:
    *cards, last = invite(address="https://study.example/")

    assert len(cards) == AccessGrant.objects.count() == 3
    code, link = cards[0].split()
    assert link.startswith("https://study.example/open/")
    assert "About this small study" in Reader().open("/take-part/").press("Continue", {"code": code}).text
    opened = Reader().open(link.removeprefix("https://study.example")).press("Start")
    assert "About this small study" in opened.text
    assert last == "Shown once. They open until 31 December 2149; to type a code: https://study.example/take-part/"
    assert Event.objects.get(verb="invite").actor == "system"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"site": "S99"}, "Choose a site, a group and a wave"),
        ({"site": "S02"}, "Choose a site, a group and a wave"),
        ({"group": "teacher"}, "Choose a site, a group and a wave"),
        ({"wave": "w1"}, "Waves not over: w2, w3."),
        ({"count": "0"}, "from 1 to 500"),
        ({"count": "501"}, "from 1 to 500"),
        ({"count": "many"}, "from 1 to 500"),
    ],
)
def test_it_refuses_in_words_what_cannot_be_invited(wrong, says) -> None:
    with pytest.raises(CommandError, match=says):
        invite(**wrong)

    assert not AccessGrant.objects.exists()
    assert not Event.objects.exists()


def test_a_site_or_wave_is_judged_by_the_day_the_site_was_set_to(serve_study) -> None:
    serve_study(STUDY, today=date(2019, 3, 1))

    assert len(invite(site="S02", wave="w1", count="1")) == 2
