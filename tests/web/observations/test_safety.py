"""What an observer must not learn of another's sheet before both are closed: its numbers and its notes."""

import pytest

from newel.web.observations.models import Sheet
from newel.web.sessions.queries.sources import all_sources
from tests.web.observations.conftest import begun, closed, filled, of_second

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_numbers_of_an_open_first_sheet_are_its_observers_alone(anna, ben) -> None:
    address = begun(anna)
    anna.open(f"{address}sheet/").press("Keep", filled("2", minutes="47"))
    ben.open(address).press("Join with a sheet of my own")

    assert "47" in anna.open(address).text
    assert "Staff present" not in ben.open(address).text
    closed(anna, address, filled("2", minutes="47"))
    assert "47" in ben.open(address).text


def test_notes_are_handed_over_once_nobody_fills_in_a_sheet_any_more(anna, ben) -> None:
    address = begun(anna)
    ben.open(address).press("Join with a sheet of my own")
    closed(anna, address, filled("2", **{"note-voice": "Nobody asked."}))

    assert "Your field notes" not in anna.open(address).text
    anna.client.post(f"{address}notes/")
    assert (all_sources(), Sheet.objects.get(place="first").notes is None) == ((), False)
    closed(ben, address, of_second(filled("1")))
    anna.open(address).press("Hand my notes over to be redacted")
    assert len(all_sources()) == 1
