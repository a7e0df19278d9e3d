"""The report as one HTML file that needs nothing else, and as the part of a page that the public site serves."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from newel.report import charts
from newel.report.document import SYNTHETIC, SYNTHETIC_SAYS, Document, FigureBlock
from newel.report.renderer import Renderer

_FOLDER = Path(__file__).parent.parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)
_TEMPLATES.globals.update(synthetic=SYNTHETIC, synthetic_says=SYNTHETIC_SAYS)


def render(document: Document) -> bytes:
    """Return the whole report as one file: style and pictures are inside it."""
    page = _TEMPLATES.get_template("report.html").render(
        document=document,
        style=Markup(stylesheet()),  # noqa: S704 - our own file
        body=Markup(_body(document, linked=False)),  # noqa: S704 - made by our own template, which escapes
    )
    return page.encode()


def body(document: Document) -> str:
    """Return the report as part of a page. Figures and tables are links to files beside the page."""
    return _body(document, linked=True)


def stylesheet() -> str:
    """Return the style sheet of the report."""
    return (_FOLDER / "report.css").read_text(encoding="utf-8")


def _body(document: Document, *, linked: bool) -> str:
    picture = _linked if linked else _embedded
    return _TEMPLATES.get_template("body.html").render(document=document, picture=picture, linked=linked)


def _linked(figure: FigureBlock) -> str:
    return figure.file


def _embedded(figure: FigureBlock) -> str:
    return "data:image/svg+xml;base64," + b64encode(charts.svg(figure.chart)).decode()


renderer = Renderer(suffix=".html", render=render, paged=False)
