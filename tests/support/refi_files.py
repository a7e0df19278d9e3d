"""REFI-QDA files for tests, written by hand: a project with one talk, and whatever a test puts into it."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TALK = "One two three.\nFour five six."
SPACE = "urn:QDA-XML:project:1.0"


def number(place: int) -> str:
    """Return a GUID that a person can tell from another."""
    return f"00000000-0000-4000-8000-{place:012d}"


USER, CODE, OTHER_CODE, SOURCE, SELECTION, CODING = (number(place) for place in (1, 2, 3, 4, 5, 6))
CODEBOOK = (
    f'<CodeBook><Codes><Code guid="{CODE}" name="Counting" isCodable="true"/>'
    f'<Code guid="{OTHER_CODE}" name="Resting" isCodable="true"/></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{USER}" name="Ada Byron" id="abyron"/></Users>'


def coding(place: int = 6, *, code: str = CODE, inside: str = "") -> str:
    """Return a Coding element by the one user."""
    return f'<Coding guid="{number(place)}" creatingUser="{USER}"><CodeRef targetGUID="{code}"/>{inside}</Coding>'


def selection(start: int, end: int, *, name: str = "", place: int = 5, inside: str | None = None) -> str:
    """Return a PlainTextSelection with one coding, or with what is given."""
    content = coding() if inside is None else inside
    at = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{number(place)}" name="{name}" {at}>{content}</PlainTextSelection>'


def text_source(inside: str = "", *, path: str = f"internal://{SOURCE}.txt", name: str = "Talk") -> str:
    """Return a TextSource whose text lies in the ZIP."""
    return f'<TextSource guid="{SOURCE}" name="{name}" plainTextPath="{path}">{inside}</TextSource>'


def project(sources: str, *, after: str = "", before: str = "", attributes: str = "") -> str:
    """Return a project file with these sources, and elements before and after them."""
    head = f'<Project xmlns="{SPACE}" name="Made by hand" origin="Another program" {attributes}>'
    return f"{head}{USERS}{CODEBOOK}{before}<Sources>{sources}</Sources>{after}</Project>"


def qdpx(qde: str, *, text: bytes | None = TALK.encode(), parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a .qdpx file with this project file, the talk, and other parts."""
    files = {"project.qde": qde.encode()}
    files |= {f"sources/{SOURCE}.txt": text} if text is not None else {}
    return zipped(files | dict(parts or {}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these parts."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
