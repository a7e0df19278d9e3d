"""The sections of the report: Markdown in the study's own folder that names findings and types no statistic.

Allowed are headings, paragraphs, lists, quotations (printed as a box), emphasis, `backticks` and the directives

    {{ finding incidents }}                                     a whole finding, alone on a line
    {{ table incidents rates_by_type }}                         one table of it, alone on a line
    {{ figure incidents rates_by_type }}                        one figure of it, alone on a line
    {{ number incidents rates_by_type yoi assaults }}           one number, in a sentence
    {{ interval incidents rates_by_type yoi assaults }}         its interval, in a sentence
    {{ checklist cheers }}                                      a reporting checklist, alone on a line
    {{ display by_site_type }}                                  a joint display, alone on a line
    {{ brief }}                                                 the section is in the brief too, alone on a line

A digit outside a directive is refused as a typed-in statistic, except in a year and in backticks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from newel.faults import Fault, Refused
from newel.report.document import Run
from newel.report.typed_in import typed_in_numbers

FOLDER = "report"
WORDS_AFTER = {
    "finding": 1, "table": 2, "figure": 2, "number": 4, "interval": 4, "checklist": 1, "display": 1, "brief": 0
}  # fmt: skip
"""How many names follow each directive: finding, table, row, column; of a checklist or a display its own."""
BRIEF = "brief"
INLINE = ("number", "interval")
WHOLE = ("finding", "table", "figure")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_DIRECTIVE = re.compile(r"\{\{([^{}]*)\}\}")
_STYLES: dict[str, Literal["strong", "emphasis"]] = {"strong": "strong", "em": "emphasis"}
_PLAIN: dict[str, Callable[[str], Run]] = {
    "softbreak": lambda _: Run(" "),
    "hardbreak": lambda _: Run(" "),
    "code_inline": lambda text: Run(text, "code"),
}
_REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
    "link": "a link",
    "table": "a table typed by hand",
    "fence": "a block of code",
    "code_block": "an indented block",
    "hr": "a rule",
}


@dataclass(frozen=True)
class Reference:
    """A directive: what is to be printed, the names it gives and the line it stands in."""

    what: str
    names: tuple[str, ...]
    line: int


Piece = Run | Reference


@dataclass(frozen=True)
class Prose:
    """One block of a section as written, its references not yet filled. A list has an item for each entry."""

    shape: Literal["heading", "paragraph", "list", "numbered", "quotation"]
    items: tuple[tuple[Piece, ...], ...]
    line: int
    level: int = 0

    @property
    def says_brief(self) -> bool:
        """Whether it is the directive that puts its section into the report in brief, alone on its line."""
        return self.shape == "paragraph" and [_what(piece) for piece in self.items[0]] == [BRIEF]


@dataclass(frozen=True)
class SectionText:
    """One section as its authors wrote it."""

    file: str
    title: str
    blocks: tuple[Prose, ...]
    in_brief: bool = False
    """Whether it belongs to the report in brief, too."""

    def names(self, finding: str) -> bool:
        """Whether the section prints anything of a finding."""
        pieces = (piece for block in self.blocks for item in block.items for piece in item)
        return any(
            isinstance(piece, Reference) and piece.what != "checklist" and piece.names[0] == finding for piece in pieces
        )

    def prints(self, finding: str) -> bool:
        """Whether the section prints a finding whole, or a table or figure of it: more than a number in a sentence."""
        return any(what in WHOLE and names[0] == finding for what, *names in self.alone)

    @property
    def alone(self) -> frozenset[tuple[str, ...]]:
        """The directives that stand alone, each with its names."""
        pieces = (item[0] for block in self.blocks for item in block.items if len(item) == 1)
        return frozenset((piece.what, *piece.names) for piece in pieces if isinstance(piece, Reference))


def read_sections(study: Path) -> tuple[SectionText, ...]:
    """Read `report/*.md` of a study folder in the order of the file names. Raises Refused with every fault found."""
    paths = sorted((study / FOLDER).glob("*.md"))
    if not paths:
        raise Refused.because(
            FOLDER,
            study.name,
            found="no section",
            expected="a Markdown file for each section of the report",
            remedy=f"Write {FOLDER}/10-first.md with a heading and a line {{{{ finding <question id> }}}}.",
        )
    faults: list[Fault] = []
    sections = [_Reading(path.name, faults).section(path.read_text(encoding="utf-8")) for path in paths]
    if faults:
        raise Refused(faults)
    return tuple(sections)


class _Reading:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file, self.faults = file, faults

    def section(self, text: str) -> SectionText:
        root = SyntaxTreeNode(_MARKDOWN.parse(text))
        blocks = tuple(block for node in root.children for block in self._block(node))
        self._check_headings(blocks)
        titles = [_plain(block.items[0]) for block in blocks if block.shape == "heading"]
        printed = tuple(block for block in blocks if not block.says_brief)
        self._check_brief(blocks)
        return SectionText(self.file, titles[0] if titles else self.file, printed, in_brief=len(printed) < len(blocks))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Prose]:
        line = _line(node)
        if node.type == "heading":
            yield Prose("heading", (self._pieces(node),), line, int(node.tag[1]))
        elif node.type == "paragraph":
            yield Prose("paragraph", (self._pieces(node),), line)
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(self._entry(item) for item in node.children)
            yield Prose("numbered" if node.type == "ordered_list" else "list", items, line)
        elif node.type == "blockquote":
            yield Prose("quotation", tuple(self._pieces(paragraph) for paragraph in node.children), line)
        else:
            self._refuse(line, _REFUSED.get(node.type, f"`{node.type}`"), _ALLOWED, remedy="Write it in one of these.")

    def _entry(self, item: SyntaxTreeNode) -> tuple[Piece, ...]:
        for child in item.children[1:]:
            self._refuse(
                _line(child), "a list entry of several blocks", "one short text an entry", remedy="Shorten it."
            )
        return self._pieces(item.children[0]) if item.children else ()

    def _pieces(self, node: SyntaxTreeNode) -> tuple[Piece, ...]:
        """Return the pieces of the one text inside a block."""
        if node.type not in ("heading", "paragraph") or not node.children:
            self._refuse(_line(node), f"`{node.type}` inside another block", _ALLOWED, remedy="Take it out of there.")
            return ()
        pieces: list[Piece] = []
        line = _line(node)
        for child in node.children[0].children:
            pieces += self._inline(child, line)
            line += child.type in ("softbreak", "hardbreak")
        self._check_alone(tuple(pieces))
        return tuple(pieces)

    def _inline(self, node: SyntaxTreeNode, line: int) -> list[Piece]:
        if node.type == "text":
            return list(self._text(node.content, line))
        if node.type in _STYLES:
            inner = [piece for child in node.children for piece in self._inline(child, line)]
            return [Run(p.text, _STYLES[node.type]) if isinstance(p, Run) and p.style == "plain" else p for p in inner]
        if node.type in _PLAIN:
            return [_PLAIN[node.type](node.content)]
        self._refuse(line, _REFUSED.get(node.type, f"`{node.type}`"), _ALLOWED, remedy="Write it in words.")
        return []

    def _text(self, text: str, line: int) -> Iterator[Piece]:
        for position, part in enumerate(_DIRECTIVE.split(text)):
            if position % 2:
                yield from self._reference(part.split(), line)
            elif part:
                self._check_digits(part, line)
                yield Run(part)

    def _reference(self, words: list[str], line: int) -> Iterator[Reference]:
        what, names = (words[0], tuple(words[1:])) if words else ("", ())
        if WORDS_AFTER.get(what) == len(names):
            yield Reference(what, names, line)
            return
        self._refuse(
            line,
            f"`{{{{ {' '.join(words)} }}}}`",
            f"one of {', '.join(WORDS_AFTER)} with its names",
            remedy="Write finding <id>, table <id> <table>, figure <id> <figure>, number <id> <table> <row> <column>, "
            "checklist <id>, display <id> or brief.",
        )

    def _check_digits(self, text: str, line: int) -> None:
        if "{{" in text or "}}" in text:
            self._refuse(line, "braces that do not close", "{{ ... }} on one line", remedy="Close the braces.")
        for word in typed_in_numbers(text):
            self._refuse(
                line,
                f"the typed-in number `{word}`",
                "numbers from findings only",
                remedy="Write {{ number <finding> <table> <row> <column> }}; put a name with a digit in backticks.",
            )

    def _check_alone(self, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, Reference) and piece.what not in INLINE and len(pieces) > 1:
                words = (piece.what, "...") if piece.names else (piece.what,)
                self._refuse(
                    piece.line,
                    f"{{{{ {' '.join(words)} }}}} in a sentence",
                    "it alone, with an empty line before and after",
                    remedy="Give it a line of its own.",
                )

    def _check_brief(self, blocks: tuple[Prose, ...]) -> None:
        for block in blocks:
            if not block.says_brief and any([_what(piece) for piece in item] == [BRIEF] for item in block.items):
                place = {"numbered": "list"}.get(block.shape, block.shape)
                remedy = "Give it a line of its own below the title."
                self._refuse(block.line, f"{{{{ brief }}}} in a {place}", "it alone on a line", remedy=remedy)
        for block in [block for block in blocks if block.says_brief][1:]:
            self._refuse(block.line, "{{ brief }} a second time", "it once in a section", remedy="Remove this line.")

    def _check_headings(self, blocks: tuple[Prose, ...]) -> None:
        if not blocks or (blocks[0].shape, blocks[0].level) != ("heading", 1):
            self._refuse(
                1, "a section without its title", "a first line `# Title`", remedy="Begin the file with its title."
            )
        level = 0
        for block in blocks:
            if block.shape != "heading":
                continue
            if block.level > level + 1 or (block.level == 1 and level):
                self._refuse(
                    block.line,
                    f"a heading of level {block.level} after one of level {level}",
                    "one title, and no level left out below it",
                    remedy="Add or remove a `#`.",
                )
            level = block.level

    def _refuse(self, line: int, found: str, expected: str, *, remedy: str) -> None:
        self.faults.append(Fault(f"{FOLDER}/{self.file}", "the text", found, expected, remedy, line))


_ALLOWED = "headings, paragraphs, lists, quotations, emphasis, backticks and directives"


def _what(piece: Piece) -> str:
    return piece.what if isinstance(piece, Reference) else ""


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Run)).strip()
