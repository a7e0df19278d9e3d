"""A drawing of differences has a line at nothing, room for it, and every point where its number is."""

import re
from typing import Any

import pytest
from matplotlib.figure import Figure as Drawing

from newel.findings import Estimate
from newel.report import charts
from newel.report.document import Chart, Point, Series
from newel.report.filling import HIGHEST, chart_of, parts
from tests.support.findings import a_figure, a_table, released

FAR = (Point(12.0, "12.0", 8.0, 17.0), Point(20.0, "20.0", 15.0, 25.0))


def a_chart(points: tuple[Point, ...] = FAR, drawn_as: str = "differences", **changes: Any) -> Chart:
    rows = tuple(f"Outcome {number}" for number in range(len(points)))
    return Chart(drawn_as, "Hedges' g", rows, (Series("Gain", points),), **changes)  # type: ignore[arg-type]  # of the kinds


def drawn(chart: Chart) -> Any:
    """Return the axes of a chart as matplotlib has them."""
    drawing = charts._drawing(chart)
    assert isinstance(drawing, Drawing)
    return drawing.axes[0]


def lines_at_nothing(chart: Chart) -> int:
    """Return how many lines run from top to bottom at zero."""
    return sum(1 for line in drawn(chart).lines if list(line.get_xdata()) == [0, 0])


def test_only_differences_have_a_line_at_nothing() -> None:
    assert lines_at_nothing(a_chart()) == 1
    assert lines_at_nothing(a_chart(drawn_as="intervals")) == 0


@pytest.mark.parametrize("sign", [1, -1])
def test_nothing_is_within_the_drawing_however_far_the_numbers_are_from_it(sign: int) -> None:
    points = tuple(
        Point(sign * (point.value or 0), "", sign * (point.low or 0), sign * (point.high or 0)) for point in FAR
    )

    low, high = drawn(a_chart(points)).get_xlim()

    assert low < 0 < high


def test_a_point_and_the_ends_of_its_interval_are_where_the_numbers_are() -> None:
    axes = drawn(a_chart())

    marks = [line for line in axes.lines if line.get_marker() in charts.MARKS]
    intervals = [sorted(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 2.2]
    assert [list(mark.get_xdata()) for mark in marks] == [[12.0, 20.0]]
    assert intervals == [[8.0, 17.0], [15.0, 25.0]]


def test_a_point_without_an_interval_has_none_drawn() -> None:
    axes = drawn(a_chart((Point(12.0, "12.0"), FAR[1])))

    assert sum(1 for line in axes.lines if line.get_linewidth() == 2.2) == 1


def test_a_withheld_point_is_a_word_in_its_row() -> None:
    axes = drawn(a_chart((Point(None, "withheld"), FAR[1])))

    assert "withheld" in {text.get_text() for text in axes.texts}
    marks = [line for line in axes.lines if line.get_marker() in charts.MARKS]
    assert [list(mark.get_xdata()) for mark in marks] == [[20.0]]


def test_rows_stand_in_the_order_of_the_table_from_the_top_down() -> None:
    axes = drawn(a_chart())
    (mark,) = [line for line in axes.lines if line.get_marker() in charts.MARKS]
    bottom, top = axes.get_ylim()

    places = list(mark.get_ydata())

    assert bottom > top, "the axis runs downwards"
    assert places == sorted(places)


def test_two_series_of_a_row_stand_beside_each_other_with_marks_of_their_own() -> None:
    two = Chart("differences", "g", ("Climate",), (Series("Gain", FAR[:1]), Series("Later", FAR[1:])))

    marks = [line for line in drawn(two).lines if line.get_marker() in charts.MARKS]

    assert len({mark.get_marker() for mark in marks}) == 2
    assert len({mark.get_color() for mark in marks}) == 2
    assert len({float(mark.get_ydata()[0]) for mark in marks}) == 2


def test_a_long_drawing_is_parted_and_all_parts_share_an_axis_that_holds_nothing() -> None:
    number = 50
    chart = a_chart(tuple(Point(5.0 + place, "", 4.0 + place, 6.0 + place) for place in range(number)))

    found = parts(chart)

    assert len(found) > 1
    assert max(charts.height(part) for part in found) <= HIGHEST
    assert [row for part in found for row in part.rows] == list(chart.rows)
    assert len({part.span for part in found}) == 1
    low, high = found[0].span or (1.0, -1.0)
    assert low < 0 < high
    assert high > 6.0 + number - 1


def test_the_same_numbers_as_intervals_share_an_axis_that_need_not_hold_nothing() -> None:
    number = 50
    points = tuple(Point(50.0 + place, "", 49.0 + place, 51.0 + place) for place in range(number))

    low, _ = parts(a_chart(points, "intervals"))[0].span or (0.0, 0.0)

    assert low > 0


def test_parts_of_bars_share_an_axis_that_begins_at_nothing() -> None:
    points = tuple(Point(5.0 + place, str(5 + place)) for place in range(50))

    spans = {part.span for part in parts(a_chart(points, "bars"))}

    assert len(spans) == 1
    low, high = spans.pop() or (1.0, 0.0)
    assert low == 0.0
    assert high > 54.0


def test_a_short_drawing_is_never_parted() -> None:
    assert parts(a_chart()) == [a_chart()]


def test_a_figure_draws_the_columns_it_names_in_its_order_and_every_row() -> None:
    cells = [Estimate("coefficient", value, "g", 400, low=value - 1, high=value + 1) for value in (0.25, 0.5)]
    table = released(a_table({"climate": cells, "all": cells}, ("gain", "later"))).tables[0]

    chart = chart_of(table, a_figure("t", ("later", "gain"), drawn_as="differences"))

    assert chart.rows == ("CLIMATE", "ALL"), "a total is left out of bars only"
    assert [series.label for series in chart.series] == ["Later", "Gain"]
    assert [series.points[0].value for series in chart.series] == [0.5, 0.25]
    assert [series.points[0].low for series in chart.series] == [-0.5, -0.75]


def test_what_is_drawn_is_what_is_printed_and_no_digit_more() -> None:
    exact = Estimate("coefficient", 0.123456789, "g", 400, low=0.0123456, high=0.2345678)
    table = released(a_table({"climate": [exact]}, ("gain",))).tables[0]

    (point,) = chart_of(table, a_figure("t", ("gain",), drawn_as="differences")).series[0].points

    assert (point.value, point.low, point.high) == (0.12, 0.01, 0.23)


def test_the_words_of_a_picture_are_shapes_and_name_no_font_of_the_machine() -> None:
    text = charts.svg(a_chart()).decode()

    assert "<text" not in text
    assert not re.search(r"font-family", text)
