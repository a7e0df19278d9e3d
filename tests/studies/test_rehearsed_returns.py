"""What a rehearsal draws could have been sent: every return of the model study takes it without a fault."""

from datetime import date

import polars as pl
import pytest

from newel.importers import read_table
from newel.importers.returns import ReturnContext, check_return, read_definitions
from newel.instruments import read_instruments
from newel.protocol import read_protocol
from newel.records import KINDS
from newel.rehearsal import read_truths, rehearse
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL = read_protocol(STUDY)
RETURNS = read_definitions(STUDY)
SITE, MONTHS = "S08", ("2019-03", "2019-04", "2019-05")
TODAY = date(2019, 6, 20)
LAST_DAY = date(2019, 5, 31)


@pytest.fixture(scope="module")
def drawn() -> dict[str, pl.DataFrame]:
    source = rehearse(PROTOCOL, read_instruments(STUDY), read_truths(STUDY), seed=1).source
    kinds = {definition.kind for definition in RETURNS.values()}
    return {name: source.frame(KINDS[name]).filter(pl.col("site_id") == SITE) for name in kinds}


def as_sent(kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return what a site would write in its own file: its months, and its own numbers for children and staff."""
    if kind == "training":
        frame = frame.with_columns(month=pl.col("held_on").dt.strftime("%Y-%m"))
    if kind == "staff_member":
        left = pl.col("left_on")
        frame = frame.filter(pl.col("started_on") <= LAST_DAY, left.is_null() | (left >= date(2019, 5, 1)))
        frame = frame.with_columns(month=pl.lit("2019-05"), left_on=pl.when(left <= LAST_DAY).then(left))
    if "version" in frame.columns:
        frame = frame.filter(pl.col("version") == 1)
    for name in ("child_id", "staff_id"):
        if name in frame.columns:
            numbers = {person: f"E{number}" for number, person in enumerate(frame[name].unique().sort())}
            frame = frame.with_columns(pl.col(name).replace_strict(numbers))
    return frame.filter(pl.col("month").is_in(MONTHS))


@pytest.mark.parametrize("name", RETURNS)
def test_a_rehearsed_return_is_taken_whole(drawn: dict[str, pl.DataFrame], name: str) -> None:
    definition = RETURNS[name]
    sent = as_sent(definition.kind, drawn[definition.kind])
    columns = [column.name for column in definition.columns if column.name in sent.columns]
    file = sent.select(columns).write_csv().encode()

    checked = check_return(
        definition, read_table("return.csv", file), ReturnContext(PROTOCOL, TODAY, (SITE,), key=b"k" * 32)
    )

    assert checked.faults == ()
    assert checked.frame.height == sent.height > 0
