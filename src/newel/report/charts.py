"""Draws a chart of released numbers: as SVG for pages and print, as PNG for Word. The same chart, the same bytes.

What is withheld or missing is left as a gap. Colours are told apart by people who see red and green alike, and every
series has its own mark as well.
"""

import textwrap
from functools import lru_cache
from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from newel.report.document import Chart, Series

WIDTH = 5.2
"""Inches. Small on purpose: on a narrow phone the picture shrinks, and its words must stay readable."""
INK, GRID = "#1d2733", "#d5dae0"
COLOURS = ("#1b5e9b", "#b3470f", "#157a5b", "#7b3f98", "#5c6470", "#8a6d00")
MARKS = ("o", "s", "^", "D", "v", "P")
STROKES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
_STYLE = {
    "svg.hashsalt": "newel",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#8a939e",
    "xtick.color": INK,
    "ytick.color": INK,
}


@lru_cache(maxsize=256)
def svg(chart: Chart) -> bytes:
    """Return the chart as SVG. Its words are drawn as shapes, so it looks the same everywhere."""
    return _saved(chart, format="svg", metadata={"Date": None, "Creator": None})


@lru_cache(maxsize=256)
def png(chart: Chart) -> bytes:
    """Return the chart as PNG at 200 dots an inch."""
    return _saved(chart, format="png", dpi=200, metadata={"Software": None})


def has_gaps(chart: Chart) -> bool:
    """Whether any number of the chart is withheld or missing."""
    return any(point.value is None for series in chart.series for point in series.points)


def is_empty(chart: Chart) -> bool:
    """Whether the chart has nothing to draw."""
    return all(point.value is None for series in chart.series for point in series.points)


def _saved(chart: Chart, **options: object) -> bytes:
    target = BytesIO()
    with mpl.rc_context(_STYLE):  # type: ignore[arg-type]  # the stub lists every setting by name
        figure = _drawing(chart)
        figure.savefig(target, facecolor="white", bbox_inches="tight", pad_inches=0.08, **options)  # type: ignore[arg-type]  # passed on
    return target.getvalue()


def _drawing(chart: Chart) -> Figure:
    figure = Figure(figsize=(WIDTH, _height(chart)))
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    if chart.drawn_as == "lines":
        _draw_lines(axes, chart)
    else:
        _draw_rows(axes, chart)
    if len(chart.series) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=_legend_columns(chart), frameon=False, fontsize=9.5)
    return figure


def _height(chart: Chart) -> float:
    if chart.drawn_as == "lines":
        return 3.4
    lines = sum(max(1.25, label.count("\n") + 1) for label in _wrapped(chart.rows))
    return 0.9 + max(lines * 0.22, len(chart.rows) * 0.13 * (len(chart.series) + 1))


def _legend_columns(chart: Chart) -> int:
    return 1 if max(len(series.label) for series in chart.series) > 24 else min(3, len(chart.series))


def _wrapped(labels: tuple[str, ...]) -> list[str]:
    return [textwrap.fill(label, 22) for label in labels]


def _draw_rows(axes: Axes, chart: Chart) -> None:
    """Draw rows from the top down, the series of a row beside each other."""
    thickness = 0.8 / len(chart.series)
    for index, series in enumerate(chart.series):
        offset = (index - (len(chart.series) - 1) / 2) * thickness
        places = [row + offset for row in range(len(chart.rows))]
        if chart.drawn_as == "bars":
            _draw_bars(axes, series, places, index=index, thickness=thickness)
        else:
            _draw_intervals(axes, series, places, index=index)
    axes.set_yticks(range(len(chart.rows)), _wrapped(chart.rows))
    axes.set_ylim(len(chart.rows) - 0.4, -0.6)
    axes.set_xlabel("\n".join(textwrap.wrap(chart.axis, 48)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.08)


def _draw_bars(axes: Axes, series: Series, places: list[float], *, index: int, thickness: float) -> None:
    values = [point.value or 0.0 for point in series.points]
    axes.barh(places, values, height=thickness * 0.88, color=COLOURS[index % len(COLOURS)], label=series.label)
    for place, point, value in zip(places, series.points, values, strict=True):
        axes.annotate(
            point.shown, (value, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9,
            style="normal" if point.value is not None else "italic",
        )
    axes.set_xlim(left=min(0.0, *values), right=max(*values, axes.get_xlim()[1]) * 1.08 or 1.0)


def _draw_intervals(axes: Axes, series: Series, places: list[float], *, index: int) -> None:
    drawn = [(place, point) for place, point in zip(places, series.points, strict=True) if point.value is not None]
    colour = COLOURS[index % len(COLOURS)]
    for place, point in drawn:
        if point.low is not None and point.high is not None:
            axes.plot([point.low, point.high], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
    axes.plot(
        [point.value or 0.0 for _, point in drawn], [place for place, _ in drawn], linestyle="none",
        marker=MARKS[index % len(MARKS)], markersize=6.5, color=colour, markeredgecolor="white", label=series.label,
    )


def _draw_lines(axes: Axes, chart: Chart) -> None:
    for index, series in enumerate(chart.series):
        heights = [float("nan") if point.value is None else point.value for point in series.points]
        axes.plot(
            range(len(heights)), heights, color=COLOURS[index % len(COLOURS)], linestyle=STROKES[index % len(STROKES)],
            linewidth=1.8, marker=MARKS[index % len(MARKS)], markersize=4, label=series.label,
        )
    step = max(1, -(-len(chart.rows) // 6))
    axes.set_xticks(range(0, len(chart.rows), step), list(chart.rows[::step]))
    axes.set_xlim(-0.6, len(chart.rows) - 0.4)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("\n".join(textwrap.wrap(chart.axis, 32)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
