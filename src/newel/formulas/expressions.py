"""A formula as a tree: which sign joins what, read by R's rules of precedence. Reading it runs nothing."""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from newel.formulas.refusing import refuse
from newel.formulas.words import Word, words

BINDS = {
    "|": 2, "||": 2,
    "<": 4, ">": 4, "<=": 4, ">=": 4, "==": 4, "!=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%in%": 7, ":": 8, "^": 10,
}  # fmt: skip
"""How tightly each sign binds, as R's manual lists it (?Syntax)."""
UNARY = 9
COMPARING = frozenset({"<", ">", "<=", ">=", "==", "!="})
DEEPEST = 40
"""Brackets within brackets."""
PLAIN = re.compile(r"(?:[^\W\d_]|\.(?!\d))[\w.]*")
"""A name that needs no backticks."""
TIGHT = frozenset({"/", "^", ":"})
"""Signs that R prints without spaces."""


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:.15g}"


@dataclass(frozen=True)
class Text:
    """Text between quotes: the name of a level."""

    value: str

    def __str__(self) -> str:
        return f'"{self.value}"'


@dataclass(frozen=True)
class Name:
    """The name of a column, or `pi`, `TRUE`, `FALSE`."""

    name: str

    def __str__(self) -> str:
        return self.name if PLAIN.fullmatch(self.name) else f"`{self.name}`"


@dataclass(frozen=True)
class Call:
    """A function of a fixed list, and what it is given."""

    function: str
    arguments: tuple["Node", ...]
    named: tuple[tuple[str, "Node"], ...] = ()

    def __str__(self) -> str:
        given = [*map(str, self.arguments), *(f"{name} = {node}" for name, node in self.named)]
        return f"{self.function}({', '.join(given)})"


@dataclass(frozen=True)
class Bracket:
    """What stands between round brackets."""

    inner: "Node"

    def __str__(self) -> str:
        return f"({self.inner})"


@dataclass(frozen=True)
class Signed:
    """A plus or minus in front of something."""

    sign: str
    operand: "Node"

    def __str__(self) -> str:
        return f"{self.sign}{self.operand}"


@dataclass(frozen=True)
class Joined:
    """Two things with a sign between them."""

    sign: str
    left: "Node"
    right: "Node"

    def __str__(self) -> str:
        sign = self.sign if self.sign in TIGHT else f" {self.sign} "
        return f"{self.left}{sign}{self.right}"


Node: TypeAlias = Number | Text | Name | Call | Bracket | Signed | Joined


@dataclass
class _Reader:
    """Where reading has come to."""

    words: list[Word]
    at: int = 0
    depth: int = field(default=0)

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def take(self, sign: str) -> bool:
        """Go past a sign, if it stands here."""
        here = self.word.kind == "sign" and self.word.text == sign
        self.at += here
        return here

    def need(self, sign: str) -> None:
        if not self.take(sign):
            self.stop(f"`{sign}`")

    def stop(self, expected: str) -> None:
        found = self.word.text or "the end"
        refuse(f"character {self.word.at}", found=found, expected=expected, remedy="Check the brackets and signs.")

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            refuse("its brackets", found="too many", expected=f"{DEEPEST} levels at most", remedy="Write it flatter.")


def read_sides(formula: str) -> tuple[Node | None, Node]:
    """Return what stands left and right of the `~`; left is None in a formula such as `~ site`."""
    reader = _Reader(words(formula))
    left = None if reader.take("~") else _joined(reader, 0)
    if left is not None:
        reader.need("~")
    right = _joined(reader, 0)
    if reader.word.kind != "end":
        reader.stop("a sign such as + between two terms")
    return left, right


def read_expression(text: str) -> Node:
    """Return one expression without a `~`."""
    reader = _Reader(words(text))
    node = _joined(reader, 0)
    if reader.word.kind != "end":
        reader.stop("the end")
    return node


def _joined(reader: _Reader, tightness: int) -> Node:
    """Read things joined by signs that bind more tightly than `tightness`; equals join from the left, `^` not."""
    reader.deeper()
    left = _one(reader)
    while reader.word.kind == "sign" and BINDS.get(reader.word.text, -1) > tightness:
        sign = reader.word.text
        reader.at += 1
        left = Joined(sign, left, _joined(reader, BINDS[sign] - (sign == "^")))
    reader.depth -= 1
    return left


def _one(reader: _Reader) -> Node:
    for sign in ("-", "+"):
        if reader.take(sign):
            return Signed(sign, _joined(reader, UNARY))
    if reader.take("("):
        inner = _joined(reader, 0)
        reader.need(")")
        return Bracket(inner)
    return _atom(reader)


def _atom(reader: _Reader) -> Node:
    word = reader.word
    if word.kind in {"sign", "end"}:
        reader.stop("the name of a column, a number or a bracket")
    reader.at += 1
    if word.kind == "number":
        return Number(float(word.text))
    if word.kind == "text":
        return Text(word.text[1:-1])
    if word.kind == "name" and reader.take("("):
        return _call(reader, word.text)
    return Name(word.text)


def _call(reader: _Reader, function: str) -> Call:
    given: list[Node] = []
    named: list[tuple[str, Node]] = []
    while not reader.take(")"):
        if given or named:
            reader.need(",")
        following = reader.words[min(reader.at + 1, len(reader.words) - 1)]
        if reader.word.kind == "name" and following.kind == "sign" and following.text == "=":
            name = reader.word.text
            reader.at += 2
            named.append((name, _joined(reader, 0)))
        else:
            given.append(_joined(reader, 0))
    return Call(function, tuple(given), tuple(named))
