"""The words of an HTML document as Taguette counts them, and the same words with a line for every paragraph.

Taguette counts bytes of UTF-8 over the text between the tags, without any break between two paragraphs. A transcript
needs those breaks; they are put in, and every place is carried over to the words it had.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from html.parser import HTMLParser

from newel.exchange.offsets import Placed

_SECTIONS = frozenset({"address", "article", "aside", "body", "div", "footer", "header", "main", "nav", "section"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_OTHERS = frozenset({"blockquote", "br", "fieldset", "figcaption", "figure", "form", "hr", "p", "pre"})
_BLOCKS = _SECTIONS | _HEADINGS | _LISTS | _TABLES | _OTHERS
"""Elements that begin on a line of their own."""
_UNSEEN = frozenset({"script", "style", "title", "template"})
_DROPS_A_LINE = frozenset({"pre", "listing", "textarea"})
"""Elements of which HTML ignores a line end right at the start."""


@dataclass(frozen=True)
class HtmlText:
    """The text, and where in it each byte of the text without breaks is."""

    text: str
    _breaks: tuple[int, ...]
    """Code points of the text without breaks before which a line end was put in, once for each."""
    _bytes: tuple[int, ...]
    """Byte offset at which each code point of the text without breaks begins, and the end."""

    def span(self, start: int, end: int) -> Placed | None:
        """Return where the bytes from `start` up to `end` are; None where the text does not have them."""
        if not 0 <= start <= end <= self._bytes[-1]:
            return None
        first, last = bisect_left(self._bytes, start), bisect_left(self._bytes, end)
        exact = self._bytes[first] == start and self._bytes[last] == end
        return Placed(first + bisect_right(self._breaks, first), last + bisect_left(self._breaks, last), exact)


def html_text(html: str) -> HtmlText:
    """Return the words of an HTML document or fragment."""
    reader = _Reader()
    reader.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    plain = "".join(reader.pieces)
    starts = [0]
    for letter in plain:
        starts.append(starts[-1] + len(letter.encode("utf-8", "surrogatepass")))
    breaks = [place for place in reader.breaks if 0 < place < len(plain)]
    text, done = [], 0
    for place in breaks:
        text += [plain[done:place], "\n"]
        done = place
    return HtmlText("".join([*text, plain[done:]]), tuple(breaks), tuple(starts))


class _Reader(HTMLParser):
    """Gathers the text between the tags, and the places at which a block begins or ends without a line end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.breaks: list[int] = []
        self._length = 0
        self._unseen = 0
        self._at_block = False
        self._drop_line = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        self._at_block = self._at_block or tag in _BLOCKS
        self._drop_line = tag in _DROPS_A_LINE

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._at_block = self._at_block or tag in _BLOCKS
        self._drop_line = False

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = data.removeprefix("\n") if self._drop_line else data
        if not self._length:
            words = words.lstrip(" \t\n\f\r")  # HTML ignores blanks before the first thing that is seen
        self._drop_line = False
        if not words:
            return
        if not words.isspace():
            if self._at_block and self._length and not words.startswith("\n") and not self._ends_a_line():
                self.breaks.append(self._length)
            self._at_block = False
        self.pieces.append(words)
        self._length += len(words)

    def _ends_a_line(self) -> bool:
        return self.pieces[-1].endswith("\n")
