"""Drawings: they say what was released, and the same drawing is the same file."""

import re
from xml.etree import ElementTree as ET

import pytest

from newel.report import charts
from newel.report.document import Chart, Point, Series

KINDS = ("bars", "intervals", "differences", "lines")
LABELS = (
    ("Alder", "Ash", "Aspen", "Bay"),
    ("Staff, wave 1", "Staff, wave 2", "Young people, wave 1", "Young people, wave 2"),
    tuple(f"A long name of a scale that nobody could print beside its row, number {number}" for number in range(4)),
)


def a_chart(drawn_as: str, rows: tuple[str, ...] = LABELS[0], series: int = 1) -> Chart:
    points = (Point(12.0, "12", 8.0, 17.0), Point(None, "withheld"), Point(0.0, "0"), Point(35.0, "35", 30.0, 40.0))
    names = ("Interviews", "Focus groups", "Observations", "Others")
    return Chart(drawn_as, "People", rows, tuple(Series(names[index], points) for index in range(series)))  # type: ignore[arg-type]  # of KINDS


@pytest.mark.parametrize("rows", LABELS, ids=["short", "grouped", "long"])
@pytest.mark.parametrize("series", [1, 2, 4])
@pytest.mark.parametrize("drawn_as", KINDS)
def test_every_kind_of_chart_is_drawn_within_its_picture(drawn_as: str, series: int, rows: tuple[str, ...]) -> None:
    # matplotlib warns where words leave no room for the drawing, and warnings are errors here.
    picture = ET.fromstring(charts.svg(a_chart(drawn_as, rows, series)))  # noqa: S314 - our own
    width = float(picture.attrib["width"].removesuffix("pt"))
    assert width == pytest.approx(charts.WIDTH * 72)


def test_the_same_chart_is_the_same_bytes_however_often_it_is_drawn() -> None:
    chart = a_chart("intervals")
    first = (charts.svg(chart), charts.png(chart))
    charts._pictures.cache_clear()
    assert (charts.svg(chart), charts.png(chart)) == first


def test_a_picture_names_no_day_and_asks_nobody_for_anything() -> None:
    text = charts.svg(a_chart("bars")).decode()
    assert "dc:date" not in text
    assert set(re.findall(r'(?:href|src)="([^"]+)"', text)) <= set(re.findall(r'href="(#[^"]+)"', text))


def test_two_charts_that_differ_in_one_number_differ() -> None:
    chart = a_chart("bars")
    other = Chart(
        "bars", chart.axis, chart.rows, (Series("Interviews", (Point(13.0, "13"), *chart.series[0].points[1:])),)
    )
    assert charts.svg(chart) != charts.svg(other)


@pytest.mark.parametrize("drawn_as", KINDS)
def test_a_chart_of_nothing_but_withheld_numbers_can_be_drawn(drawn_as: str) -> None:
    empty = Chart(drawn_as, "People", ("A", "B"), (Series("n", (Point(None, "withheld"),) * 2),))  # type: ignore[arg-type]  # of KINDS
    assert charts.has_gaps(empty)
    assert charts.svg(empty).startswith(b"<?xml")


@pytest.mark.parametrize("drawn_as", KINDS)
def test_a_chart_without_rows_can_be_drawn(drawn_as: str) -> None:
    assert charts.svg(Chart(drawn_as, "People", (), (Series("n", ()),)))  # type: ignore[arg-type]  # of KINDS
