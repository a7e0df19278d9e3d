"""From the bytes of a text file to its text, in any of three encodings, and every doubt named."""

from functools import partial

from newel.faults import Refused

NOT_TEXT = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How a ZIP file (so also XLSX) and a legacy Office file begin."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(name: str, content: bytes, *, save_again: str) -> tuple[str, list[str]]:
    """Return the text and what is odd about its encoding: UTF-16 by its mark, else UTF-8, else Windows-1252."""
    broken = partial(_broken, name=name, save_again=save_again)
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16"), ["read as UTF-16"]
        except UnicodeDecodeError as error:
            raise broken(f"byte {error.start + 1}", "UTF-16 that breaks off or is damaged") from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    if not content.decode("utf-8", "ignore").isascii():
        raise broken(f"line {line}", "UTF-8 with a damaged character in it")
    try:
        return content.decode("cp1252"), [f"read as Windows-1252, because line {line} is not UTF-8"]
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"the byte {content[error.start]:02X}, which is no letter in UTF-8 or Windows-1252"
        raise broken(f"line {line}", found) from error


def _broken(place: str, found: str, *, name: str, save_again: str) -> Refused:
    return Refused.because(
        name,
        place,
        found=found,
        expected="text in UTF-8, UTF-16 with its mark, or Windows-1252",
        remedy=save_again,
    )
