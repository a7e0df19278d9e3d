"""Markdown: the words without the marks of headings, emphasis, lists and links."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from newel.importers._decoding import NOT_TEXT, decoded
from newel.importers._transcripts.model import Draft, SourceReader, counted, paragraphs

SUFFIXES = (".md", ".markdown")
_SAVE_AGAIN = "Save the file again as plain text, UTF-8."
_LEFT_OUT = {"html_block": "block of HTML", "html_inline": "HTML tag", "image": "picture"}
_LINES = frozenset(["softbreak", "hardbreak"])
_WORDS = _LINES | {"text", "text_special", "code_inline"}
_MARK = re.compile(r"[\\`*_\[<&]")
"""What every mark inside a block begins with: an escape, code, emphasis, a link, a picture, HTML or an entity."""
_LINE_END = re.compile(r" *\n[ \t]*")


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says Markdown and the first bytes do not say otherwise."""
    return name.lower().endswith(SUFFIXES) and not content.startswith((*NOT_TEXT, b"%PDF-"))


def read(name: str, content: bytes) -> Draft:
    """Read the words of headings, paragraphs, list items, tables and code. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    left_out: Counter[str] = Counter()
    blocks = list(_blocks(text.replace("\0", ""), left_out))
    notes = [f"{counted(left_out[kind], what)} left out" for kind, what in _LEFT_OUT.items() if left_out[kind]]
    return paragraphs(blocks, notes=[*oddities, *notes])


def _blocks(text: str, left_out: Counter[str]) -> Iterator[str]:
    """Yield the words of each block, and count what is left out.

    Marks inside a block are read a block at a time, so that of a long text only one is held in pieces; and where there
    can be none, the block is its own words: in a transcript that is most of them.
    """
    markdown = MarkdownIt("commonmark").enable("table").disable("inline")
    known: dict[str, Any] = {}
    for token in markdown.parse(text, known):
        left_out[token.type] += 1
        if token.type == "inline":
            yield _words(markdown, token.content, known, left_out=left_out)
        elif token.type in ("fence", "code_block"):
            yield token.content


def _words(markdown: MarkdownIt, block: str, known: dict[str, Any], *, left_out: Counter[str]) -> str:
    if not _MARK.search(block):
        return _LINE_END.sub("\n", block)
    tokens: list[Token] = []
    markdown.inline.parse(block, markdown, known, tokens)
    left_out.update(token.type for token in tokens)
    return "".join("\n" if token.type in _LINES else token.content for token in tokens if token.type in _WORDS)


reader = SourceReader(title="Markdown", suffixes=SUFFIXES, recognise=recognise, read=read)
