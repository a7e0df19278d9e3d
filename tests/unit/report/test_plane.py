"""The plane of extra effect and extra cost: drawn from a released table, a point and a line around it."""

from pathlib import Path

from newel.findings import Estimate
from newel.report import charts
from newel.report.document import FigureBlock
from newel.report.filling import chart_of, parts
from tests.support.findings import a_figure, a_table, released
from tests.support.reports import a_document

SECTION = "# Value\n\n{{ figure flow plane }}\n"


def point(effect: float, cost: float, *, people: int | None = None) -> list[Estimate]:
    return [Estimate("difference", effect, "points", people), Estimate("amount", cost, "GBP", people)]


def the_table(*edges: list[Estimate]):  # type: ignore[no-untyped-def]  # a table
    rows = {"middle": point(0.5, 100)} | {f"edge_{number}": edge for number, edge in enumerate(edges)}
    return a_table(rows, ("effect", "cost"))


FIGURE = a_figure("t", ("effect", "cost"), id="plane", drawn_as="plane", axis="Extra cost, pounds")
RING = [point(0, 50), point(1, 50), point(1, 150), point(0, 150)]


def test_the_first_column_goes_to_the_right_and_the_second_up() -> None:
    chart = chart_of(released(the_table(*RING), figures=(FIGURE,)).table("t"), FIGURE)

    assert [[each.value for each in series.points] for series in chart.series] == [
        [0.5, 0, 1, 1, 0],
        [100, 50, 50, 150, 150],
    ]


def test_a_plane_is_drawn_alike_every_time_whole_and_with_its_table(tmp_path: Path) -> None:
    many = [point(number, 100 + number) for number in range(40)]
    document = a_document(
        tmp_path, {"flow": released(the_table(*many), figures=(FIGURE,))}, s10_flow=SECTION
    )

    (figure,) = [block for block in document.blocks if isinstance(block, FigureBlock)]
    assert figure.table is not None
    assert len(parts(figure.chart)) == 1
    assert charts.svg(figure.chart) == charts.svg(figure.chart)
    assert charts.svg(figure.chart).startswith(b"<?xml")


def test_where_a_point_is_withheld_no_line_is_drawn_without_it() -> None:
    """Twenty-four points are one line; with a gap it would be another line."""
    chart = chart_of(released(the_table(*RING, point(0, 90, people=2)), figures=(FIGURE,)).table("t"), FIGURE)

    whole = chart_of(released(the_table(*RING), figures=(FIGURE,)).table("t"), FIGURE)
    assert charts.has_gaps(chart)
    colour = charts.COLOURS[0].encode()
    assert colour in charts.svg(whole)
    assert colour not in charts.svg(chart)
