"""The command line: one verb per stage of the flow, and one that asks where a printed number came from."""

from newel.cli.coding import coding
from newel.cli.costing import costs
from newel.cli.evaluating import evaluate
from newel.cli.flow import analyse, freeze, publish, report, why
from newel.cli.group import main
from newel.cli.importing import import_, returns
from newel.cli.rehearsing import rehearse
from newel.cli.serving import serve
from newel.cli.study import check, new
from newel.cli.verifying import verify

__all__ = ["main"]

_IN_THE_ORDER_OF_THE_FLOW = (
    new, check, costs, coding, rehearse, import_, returns, freeze, analyse, report, why, publish, evaluate, serve,
    verify,
)  # fmt: skip
for _verb in _IN_THE_ORDER_OF_THE_FLOW:
    main.add_command(_verb)
