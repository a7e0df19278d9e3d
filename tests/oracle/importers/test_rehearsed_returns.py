"""The returns a rehearsal draws are returns a site could send: the rules find nothing in them."""

from datetime import timedelta

import polars as pl

from newel.importers._plugin import TextTable
from newel.importers.returns import ReturnContext, check_return
from newel.importers.returns.context import month_end
from newel.protocol import read_protocol
from newel.records import KINDS
from newel.rehearsal import read_truths, rehearse
from tests.support.monthly import STUDY, monthly


def test_every_month_of_a_rehearsed_study_is_accepted_as_it_is() -> None:
    protocol = read_protocol(STUDY)
    drawn = rehearse(protocol, {}, read_truths(STUDY), seed=11).source.frame(KINDS["monthly_return"])
    latest = drawn.sort("version").unique(["site_id", "month"], keep="last").select(monthly().names)
    sites = tuple(site.id for site in protocol.sites)

    for (month,), frame in latest.group_by("month", maintain_order=True):
        texts = frame.with_columns(pl.all().cast(pl.String))
        table = TextTable("r.csv", tuple(texts.columns), tuple(texts.iter_rows()), tuple(range(2, 2 + texts.height)))
        context = ReturnContext(protocol, month_end(str(month)) + timedelta(days=10), sites)
        result = check_return(monthly(), table, context)
        assert result.faults == (), month
        assert result.frame.sort("site_id").equals(frame.sort("site_id"))
