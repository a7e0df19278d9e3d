"""Markdown: the words without the marks of headings, emphasis, lists and links."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from newel.importers._decoding import NOT_TEXT, decoded
from newel.importers._transcripts.model import Draft, SourceReader, counted, paragraphs

SUFFIXES = (".md", ".markdown")
_SAVE_AGAIN = "Save the file again as plain text, UTF-8."
_LEFT_OUT = {"html_block": "block of HTML", "html_inline": "HTML tag", "image": "picture"}
_LINES = frozenset(["softbreak", "hardbreak"])


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says Markdown and the first bytes do not say otherwise."""
    return name.lower().endswith(SUFFIXES) and not content.startswith((*NOT_TEXT, b"%PDF-"))


def read(name: str, content: bytes) -> Draft:
    """Read the words of headings, paragraphs, list items, tables and code. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    tokens = MarkdownIt("commonmark").enable("table").parse(text.replace("\0", ""))
    inner = [child for token in tokens for child in token.children or ()]
    kinds = [token.type for token in (*tokens, *inner)]
    notes = [f"{counted(kinds.count(kind), what)} left out" for kind, what in _LEFT_OUT.items() if kind in kinds]
    return paragraphs(_blocks(tokens), notes=[*oddities, *notes])


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_words(token.children or ()))
        elif token.type in ("fence", "code_block"):
            yield token.content


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _LINES:
            yield "\n"
        elif token.type in ("text", "code_inline"):
            yield token.content


reader = SourceReader(title="Markdown", suffixes=SUFFIXES, recognise=recognise, read=read)
