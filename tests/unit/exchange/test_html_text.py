"""The words of HTML documents: as a browser shows them, counted as Taguette counts them."""

import pytest

from newel.exchange.html_text import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One two\nthree"),
        ("<p>One</p>\n<p>two</p>", "One\ntwo"),
        ("<p>One</p> <p>two</p>", "One \ntwo"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("  \n<h1>Title</h1><p>words", "Title\nwords"),
        ("<pre>\nkept\nlines</pre>", "kept\nlines"),
        ("a &amp; b &#128512; &eacute;", "a & b 😀 é"),
        ("<style>p {}</style><script>alert(1)</script><p>seen</p>", "seen"),
        ("a<!-- not seen -->b", "ab"),
        ("line\r\nend", "line\nend"),
        ("", ""),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("a < b", "a < b"),
    ],
)
def test_words_are_those_a_reader_sees(html: str, text: str) -> None:
    assert html_text(html).text == text


def test_a_place_inside_a_letter_is_moved_behind_it_as_taguette_does() -> None:
    read = html_text("<p>é!</p>")
    placed = read.span(1, 3)

    assert placed is not None
    assert not placed.exact
    assert read.text[placed.start : placed.end] == "!"


@pytest.mark.parametrize("span", [(-1, 2), (2, 1), (0, 4)])
def test_a_place_outside_the_words_is_none(span: tuple[int, int]) -> None:
    assert html_text("<p>abc</p>").span(*span) is None
