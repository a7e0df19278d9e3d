"""Holds the words at a coding's place against the words another program kept with it. Nothing is ever shifted here."""

from collections.abc import Iterator

_MARKS = ("…", "...")


def squeezed(text: str) -> str:
    """Return a text with every run of blanks as one space."""
    return " ".join(text.split())


def doubt(said: str, text: str, *, start: int, end: int) -> str:
    """Return why the place may be wrong, in words, or nothing where the words agree or `said` is only a label.

    `said` may be cut short with an ellipsis. Offsets are tried as other programs are known to count them, to say which
    way of counting would fit; they are never changed.
    """
    if not said.strip() or _agrees(said, text[start:end]):
        return ""
    for words, passage in _readings(text, start, end):
        if _agrees(said, passage):
            return f"The words kept with it are those at its place {words}"
    if _start_of(said) and _start_of(said) in squeezed(text):
        return "The words kept with it stand elsewhere in the source"
    return ""


def _agrees(said: str, passage: str) -> bool:
    kept, there = squeezed(said), squeezed(passage)
    return kept == there or (kept.endswith(_MARKS) and bool(_start_of(said)) and there.startswith(_start_of(said)))


def _start_of(said: str) -> str:
    kept = squeezed(said)
    for mark in _MARKS:
        kept = kept.removesuffix(mark)
    return kept.rstrip()


def _readings(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    yield "if the last character is counted in", text[start : end + 1]
    wide = text.encode("utf-16-le", "surrogatepass")
    yield "if characters are counted as UTF-16 units", wide[2 * start : 2 * end].decode("utf-16-le", "ignore")
    narrow = text.encode("utf-8", "surrogatepass")
    yield "if bytes of UTF-8 are counted", narrow[start:end].decode("utf-8", "ignore")
    if "\r\n" in text:
        yield "if each line end is counted as one character", text.replace("\r\n", "\n")[start:end]
    elif "\n" in text:
        yield "if each line end is counted as two characters", text.replace("\n", "\r\n")[start:end]
