"""Markdown read a block at a time has the words that its parser finds in the whole, whatever the marks."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newel.importers.transcripts import markdown

PIECES = [
    "P1:", "word", " ", "  ", "\n", "\n\n", "   \n", "\n\t", " \n  ", "*", "**", "_", "__", "`", "``", "[", "](x)", "]",
    "![", "<b>", "<", "&amp;", "&", "\\*", "\\", "- ", "> ", "# ", "1. ", "| a | b |\n|---|---|\n", "| c | d |\n",
    "[a]: http://b\n", "[a]", "---", "\n===\n", "    code", "```\n", "é", "!", "~", "5 < 6", "http://x",
]  # fmt: skip


def words_of_the_whole(text):
    """Return the words as the parser finds them when it reads everything at once: what was done here before."""
    blocks = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            parts = token.children or ()
            breaks = ("softbreak", "hardbreak")
            words = ("\n" if part.type in breaks else part.content for part in parts if part.type in (
                *breaks, "text", "code_inline"
            ))  # fmt: skip
            blocks.append("".join(words))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
    return markdown.paragraphs(blocks).text


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_block_at_a_time_reads_the_same_words(text):
    assert markdown.read("talk.md", text.encode()).text == words_of_the_whole(text)


@given(st.lists(st.sampled_from(["<b>", "![x](y)", "<div>\n\n", "word ", "`<b>`", "\n\n", "\\<b>"]), max_size=15))
def test_what_is_left_out_is_counted_as_in_the_whole(pieces):
    text = "".join(pieces)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = [each.type for token in tokens for each in (token, *(token.children or ()))]
    notes = " ".join(markdown.read("talk.md", text.encode()).notes)

    for kind, what in (("html_inline", "HTML tag"), ("html_block", "block of HTML"), ("image", "picture")):
        found = kinds.count(kind)
        assert (f"{found} {what}" in notes) == (found > 0)
