"""The example's meetings are those of the rehearsal: their records come out of the database as they went in."""

from datetime import UTC, date, datetime
from functools import cache

import polars as pl
import pytest

from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.records import RecordSource
from newel.records.kinds import OBSERVATION, OBSERVATION_EVENT, OBSERVATION_RATING
from newel.rehearsal import read_truths, rehearse
from newel.web.example.meetings import load_meetings
from newel.web.observations.models import Sheet
from newel.web.observations.record_source import observation_frames
from tests.support.reader import Reader
from tests.web.observations.conftest import STUDY

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NOW = datetime(2020, 9, 15, 12, tzinfo=UTC)


@cache
def source() -> RecordSource:
    return rehearse(read_protocol(STUDY), read_instruments(STUDY), read_truths(STUDY), seed=3).source


def test_rehearsed_meetings_come_out_as_the_records_they_were(example_study) -> None:
    number = load_meetings(source(), today=date(2021, 1, 1), now=NOW)

    frames = observation_frames()
    assert number == frames["observation"].height == source().frame(OBSERVATION).height > 10
    assert frames["observation"].equals(source().frame(OBSERVATION))
    assert frames["observation_event"].equals(source().frame(OBSERVATION_EVENT))
    last = source().frame(OBSERVATION).sort("held_on", "observation_id")["observation_id"][-1]
    expected = source().frame(OBSERVATION_RATING).filter(
        ~((pl.col("observation_id") == last) & (pl.col("sheet") == "agreed"))
    )
    assert frames["observation_rating"].drop("observer").equals(expected.drop("observer"))


def test_only_what_was_held_by_the_day_of_the_example_is_loaded_and_one_waits_to_be_settled(
    example_study, sign_in
) -> None:
    number = load_meetings(source(), today=date(2020, 3, 1), now=NOW)

    held = source().frame(OBSERVATION).filter(pl.col("held_on") <= date(2020, 3, 1)).height
    assert number == held < source().frame(OBSERVATION).height
    assert Sheet.objects.filter(place="agreed").count() == held - 1
    board = Reader(sign_in("researcher", username="researcher")).open("/staff/observations/")
    assert board.text.count("To settle") == 1
