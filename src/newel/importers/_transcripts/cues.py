"""Cues of subtitles put together into what people said: a cue is a few seconds of speech, and no unit of meaning."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newel.importers._transcripts.model import PARAGRAPH, Anchor, Draft, counted
from newel.transcripts import as_label, normal

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]*>")
_ENDS = (".", "?", "!", "…", '"', "”")
_PAUSE = 1.5
"""Seconds of silence, after the end of a sentence, that begin a new paragraph where nobody is named."""


@dataclass(frozen=True)
class Cue:
    """What was said from `start` to `end`, in seconds, and by whom where the file says so."""

    start: float
    end: float
    words: str
    speaker: str | None = None


def times_in(line: str) -> tuple[float, float] | None:
    """Return the seconds that a line such as 01:02:03.450 --> 01:02:05,000 gives as start and end, if it is one."""
    found = _TIMES.match(line)
    return (_seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])) if found else None


def _seconds(hours: str | None, minutes: str, *whole_and_part: str) -> float:
    whole, part = whole_and_part
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + int(part.ljust(3, "0")) / 1000


def cues_of(start: float, end: float, lines: Sequence[str]) -> Iterator[Cue]:
    """Yield one cue for each voice in a block of lines; its markup is left out."""
    text = "\n".join(lines)
    pieces = _VOICE.split(text)
    if words := _plain(pieces[0]):
        yield Cue(start, end, words)
    for voice, said in zip(pieces[1::2], pieces[2::2], strict=True):
        if words := _plain(said):
            yield Cue(start, end, words, as_label(normal(html.unescape(voice))) or None)


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def draft_of(cues: Iterable[Cue], *, notes: Sequence[str] = ()) -> Draft:
    """Put cues together: what one voice says without another between is one turn, as a line "Voice: words"."""
    text = ""
    anchors: list[Anchor] = []
    voices: list[str] = []
    last: Cue | None = None
    for cue in cues:
        voices += [cue.speaker] if cue.speaker else []
        label = f"{cue.speaker}: " if cue.speaker else ""
        before = "" if last is None else " " if _goes_on(last, cue) else PARAGRAPH
        text += before + ("" if before == " " else label)
        anchors.append(Anchor("second", cue.start, len(text)))
        text += normal(cue.words)
        last = cue
    said = f"{counted(len(anchors), 'cue')} kept as places in the recording"
    return Draft(text, (*notes, said) if anchors else tuple(notes), tuple(anchors), tuple(dict.fromkeys(voices)))


def _goes_on(last: Cue, cue: Cue) -> bool:
    if last.speaker or cue.speaker:
        return last.speaker == cue.speaker
    return not (last.words.endswith(_ENDS) and cue.start - last.end >= _PAUSE) and not _dialogue(cue.words)


def _dialogue(words: str) -> bool:
    """Return whether words begin as another person's do: with a dash, a chevron, or a label."""
    return words.startswith(("- ", "\u2013 ", ">>")) or bool(re.match(r"[^\W_][\w .'-]{0,30}: ", words))
