"""Plain text: the words as they are typed, lines and all."""

from newel.faults import Refused
from newel.importers._decoding import NOT_TEXT, decoded
from newel.importers._transcripts.model import Draft, SourceReader
from newel.transcripts import normal

SUFFIXES = (".txt", ".text")
_SAVE_AGAIN = "Save the file again as plain text, UTF-8."


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says text and the first bytes do not say otherwise."""
    return name.lower().endswith(SUFFIXES) and not content.startswith((*NOT_TEXT, b"%PDF-"))


def read(name: str, content: bytes) -> Draft:
    """Read plain text. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    if "\0" in text:
        raise Refused.because(
            name,
            f"character {text.index(chr(0)) + 1}",
            found="a NUL character, which no text holds",
            expected="text",
            remedy=_SAVE_AGAIN,
        )
    return Draft(normal(text).strip("\n"), tuple(oddities))


reader = SourceReader(title="plain text", suffixes=SUFFIXES, recognise=recognise, read=read)
