"""Draws a chart of released numbers: as SVG for pages and print, as PNG for Word. The same chart, the same bytes.

What is withheld or missing is left as a gap. Colours are told apart by people who see red and green alike, and every
series has its own mark as well.
"""

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from newel.report.document import Chart, Series

WIDTH = 4.5
"""Inches. Small on purpose: on a narrow phone the picture shrinks, and its words must stay readable."""
ROW = 0.27
"""Inches a thin row."""
WORD = 0.86
"""Rows that a line of words above a row takes."""
SHORT, LONGEST = 12, 46
"""Letters of a name that fits left of its row, and of a line above it."""
LEAST_DRAWN = 0.25
"""Share of its points that a figure needs more of to be drawn."""
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


def svg(chart: Chart) -> bytes:
    """Return the chart as SVG. Its words are drawn as shapes, so it looks the same everywhere."""
    return _pictures(chart)[0]


def png(chart: Chart) -> bytes:
    """Return the chart as PNG at 160 dots an inch."""
    return _pictures(chart)[1]


def is_empty(chart: Chart) -> bool:
    """Whether there is too little to draw: a figure that is mostly gaps shows nothing that its table does not."""
    points = [point for series in chart.series for point in series.points]
    return sum(point.value is not None for point in points) <= LEAST_DRAWN * len(points)


def has_gaps(chart: Chart) -> bool:
    """Whether any number of the chart is withheld or missing."""
    return any(point.value is None for series in chart.series for point in series.points)


def height(chart: Chart) -> float:
    """Return how high the drawing is, in inches."""
    rows = 0.75 + ROW * _layout(chart.rows, thickness=_thickness(chart)).depth
    return (3.2 if chart.drawn_as in ("lines", "plane") else rows) + 0.26 * _legend_rows(chart)


@lru_cache(maxsize=256)
def _pictures(chart: Chart) -> tuple[bytes, bytes]:
    """Draw once and save twice: finding room for every word is most of the work."""
    as_svg, as_png = BytesIO(), BytesIO()
    with mpl.rc_context(_STYLE):  # type: ignore[arg-type]  # the stub lists every setting by name
        figure = _drawing(chart)
        figure.savefig(as_svg, format="svg", facecolor="white", metadata={"Date": None, "Creator": None})
        figure.set_layout_engine("none")
        figure.savefig(as_png, format="png", facecolor="white", dpi=160, metadata={"Software": None})
    return (as_svg.getvalue(), as_png.getvalue())


def _drawing(chart: Chart) -> Figure:
    layout = _layout(chart.rows, thickness=_thickness(chart))
    figure = Figure(figsize=(WIDTH, height(chart)), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    if chart.drawn_as == "lines":
        _draw_lines(axes, chart)
    elif chart.drawn_as == "plane":
        _draw_plane(axes, chart)
    else:
        _draw_rows(axes, chart, layout)
    if len(chart.series) > 1 and chart.drawn_as != "plane":
        figure.legend(loc="outside upper left", ncols=_legend_columns(chart), frameon=False, fontsize=10)
    return figure


def _thickness(chart: Chart) -> float:
    """Return how many thin rows a row takes: a bar carries its number in print, so it needs more room than a point."""
    return max(1.0, (0.7 if chart.drawn_as == "bars" else 0.55) * len(chart.series))


def _legend_columns(chart: Chart) -> int:
    widest = max(len(series.label) for series in chart.series)
    return max(1, min(len(chart.series), 46 // (widest + 6)))


def _legend_rows(chart: Chart) -> int:
    if len(chart.series) < 2 or chart.drawn_as == "plane":
        return 0
    return -(-len(chart.series) // _legend_columns(chart))


@dataclass(frozen=True)
class _Words:
    """Words above a row or a group of rows."""

    at: float
    text: str
    weight: str


@dataclass(frozen=True)
class _Layout:
    """Where rows and the words above them stand, counted in thin rows from the top."""

    places: tuple[float, ...]
    names: tuple[str, ...]
    """What stands left of each row."""
    words: tuple[_Words, ...]
    depth: float


def _layout(labels: tuple[str, ...], *, thickness: float) -> _Layout:
    """Set short names beside their rows and long ones above them, so that the drawing keeps its width on a phone.

    Rows that share what comes before their last comma (`Staff, wave 1`) get it once, in bold, above the first of them.
    """
    parted = [_parted(label) for label in labels]
    if len({head for head, _ in parted}) == len(parted):
        parted = [("", label) for label in labels]
    beside = all(len(tail) <= SHORT for _, tail in parted)
    at, places, words, before = 0.0, [], [], ""
    for head, tail in parted:
        for text, weight in ((head if head != before else "", "bold"), ("" if beside else tail, "normal")):
            if text:
                written = textwrap.fill(text, LONGEST if weight == "normal" else LONGEST - 6)
                at += WORD * (written.count("\n") + 1)
                words.append(_Words(at, written, weight))
        places.append(at + thickness / 2)
        at, before = at + thickness, head
    return _Layout(tuple(places), tuple(tail if beside else "" for _, tail in parted), tuple(words), at)


def _parted(label: str) -> tuple[str, str]:
    head, _, tail = label.rpartition(", ")
    return (head, tail[:1].upper() + tail[1:])


def _draw_rows(axes: Axes, chart: Chart, layout: _Layout) -> None:
    """Draw rows from the top down, the series of a row beside each other."""
    thickness = 0.76 * _thickness(chart) / len(chart.series)
    for index, series in enumerate(chart.series):
        offset = (index - (len(chart.series) - 1) / 2) * thickness
        places = [place + offset for place in layout.places]
        if chart.drawn_as == "bars":
            _draw_bars(axes, series, places, index=index, thickness=thickness)
        else:
            _draw_intervals(axes, series, places, index=index)
    for words in layout.words:
        axes.annotate(
            words.text,
            (0, words.at),
            xycoords=("axes fraction", "data"),
            xytext=(3, 0),
            textcoords="offset points",
            va="bottom",
            fontsize=10,
            fontweight=words.weight,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6} if chart.drawn_as == "differences" else None,
        )
    if chart.drawn_as == "differences":
        axes.axvline(0, color=INK, linewidth=1, zorder=0.9)
    if chart.span is not None:
        axes.set_xlim(*chart.span)
    axes.set_yticks(layout.places, layout.names)
    axes.set_ylim(layout.depth + 0.1, 0)
    axes.set_xlabel("\n".join(textwrap.wrap(chart.axis, 46)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.xaxis.set_major_formatter(_number)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)


def _draw_bars(axes: Axes, series: Series, places: list[float], *, index: int, thickness: float) -> None:
    values = [point.value or 0.0 for point in series.points]
    axes.barh(places, values, height=thickness * 0.9, color=COLOURS[index % len(COLOURS)], label=series.label)
    for place, point, value in zip(places, series.points, values, strict=True):
        axes.annotate(
            point.shown,
            (value, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            style="normal" if point.value is not None else "italic",
        )
    axes.set_xlim(left=min((0.0, *values)), right=max((*values, axes.get_xlim()[1] / 1.15)) * 1.15 or 1.0)


def _draw_intervals(axes: Axes, series: Series, places: list[float], *, index: int) -> None:
    colour = COLOURS[index % len(COLOURS)]
    drawn = [(place, point) for place, point in zip(places, series.points, strict=True) if point.value is not None]
    for place, point in drawn:
        if point.low is not None and point.high is not None:
            axes.plot([point.low, point.high], [place, place], color=colour, linewidth=2.2, solid_capstyle="butt")
    axes.plot(
        [point.value or 0.0 for _, point in drawn],
        [place for place, _ in drawn],
        linestyle="none",
        marker=MARKS[index % len(MARKS)],
        markersize=7.5,
        color=colour,
        markeredgecolor="white",
        label=series.label,
    )
    for place, point in zip(places, series.points, strict=True):
        if point.value is None:
            axes.annotate(
                point.shown,
                (0.01, place),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=9.5,
                style="italic",
                color=colour,
            )


def _draw_lines(axes: Axes, chart: Chart) -> None:
    for index, series in enumerate(chart.series):
        heights = [float("nan") if point.value is None else point.value for point in series.points]
        axes.plot(
            range(len(heights)),
            heights,
            color=COLOURS[index % len(COLOURS)],
            linestyle=STROKES[index % len(STROKES)],
            linewidth=1.8,
            marker=MARKS[index % len(MARKS)],
            markersize=4,
            label=series.label,
        )
    step = max(1, -(-len(chart.rows) // 5))
    axes.set_xticks(range(0, len(chart.rows), step), [_below(label) for label in chart.rows[::step]])
    axes.set_xlim(-0.6, len(chart.rows) - 0.4)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("\n".join(textwrap.wrap(chart.axis, 32)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(_number)
    axes.grid(axis="y", color=GRID, linewidth=0.8)


def _draw_plane(axes: Axes, chart: Chart) -> None:
    """Draw the first row as a point and the others as a closed line around it, with lines at nothing."""
    across, up = ([point.value for point in series.points] for series in chart.series)
    known = [(x, y) for x, y in zip(across, up, strict=True) if x is not None and y is not None]
    for line in (axes.axhline, axes.axvline):
        line(0, color=INK, linewidth=1, zorder=0.9)
    if len(known) == len(across):
        xs, ys = zip(*known[1:], known[1], strict=True)
        axes.fill(xs, ys, color=COLOURS[0], alpha=0.12, linewidth=0)
        axes.plot(xs, ys, color=COLOURS[0], linewidth=1.8)
        axes.plot(*known[0], linestyle="none", marker="o", markersize=8, color=COLOURS[1], markeredgecolor="white")
    axes.set_xlabel("\n".join(textwrap.wrap(chart.series[0].label, 46)))
    axes.set_ylabel("\n".join(textwrap.wrap(chart.axis, 32)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=5))
        axis.set_major_formatter(_number)
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _below(label: str) -> str:
    """Return a name that fits below a line chart; the table has it whole."""
    return textwrap.fill(textwrap.shorten(label, 27, placeholder="..."), 9, break_long_words=True)


def _number(value: float, _: float) -> str:
    return f"{value:,.10g}".replace("-", "\N{MINUS SIGN}")
