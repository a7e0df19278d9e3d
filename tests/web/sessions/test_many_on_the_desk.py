"""However many texts lie on the desk, looking through one more opens no mark of theirs."""

import pytest

from newel.web import encryption
from newel.web.sessions.looking import look
from newel.web.sessions.models import RedactionRound
from tests.support.filed_sources import a_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_study")]
TALK = "P1: Mr {} came, and Mr {} left.\n"
PEOPLE = ("Zbigniew Quokka", "Ada Wombat", "Bob Numbat", "Dora Dingo")


@pytest.fixture
def opened(monkeypatch):
    """Count the sealed fields that are opened."""
    places = []
    really = encryption.unseal_content

    def counting(sealed, *, place, keys):
        places.append(place)
        return really(sealed, place=place, keys=keys)

    monkeypatch.setattr(encryption, "unseal_content", counting)
    return places


def test_looking_opens_no_mark_of_another_text(opened):
    for number in range(6):
        a_source(TALK.format(PEOPLE[number % 2], PEOPLE[2])).look()
    opened.clear()
    look(TALK.format(*PEOPLE[:2]), finder=None)

    assert not [place for place in opened if "/mark/" in place]


@pytest.mark.parametrize("how", ["suggested", "marked", "decided"])
def test_a_number_that_stands_for_somebody_on_a_desk_is_given_to_nobody_else(how):
    first = a_source("P1: Mr Zbigniew Quokka came.\n")
    first.look()
    if how == "marked":
        first.mark("came", "[name 7]")
    if how == "decided":
        first.decide(first.desk.open[0], "replace", "[name 7]")
    second = a_source("P1: Mrs Ada Wombat came.\n")
    second.look()

    highest = 1 if how == "suggested" else 7
    assert RedactionRound.objects.get(source=first.source).names == highest
    assert {mark.replacement for mark in second.desk.marks} == {f"[name {highest + 1}]"}
