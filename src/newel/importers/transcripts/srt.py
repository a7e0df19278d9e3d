"""SubRip subtitles: numbered cues with times, from which turns and paragraphs are put together."""

from newel.faults import Refused
from newel.importers._decoding import decoded
from newel.importers._transcripts.cues import Cue, cues_of, draft_of, times_in
from newel.importers._transcripts.model import Draft, SourceReader
from newel.transcripts import normal

SUFFIXES = (".srt",)
_SAVE_AGAIN = "Save the subtitles again as SubRip (.srt), UTF-8."


def recognise(name: str, content: bytes) -> bool:
    """Return whether the name says SubRip."""
    return name.lower().endswith(SUFFIXES) and not content.startswith(b"PK")


def read(name: str, content: bytes) -> Draft:
    """Read cues. A line of times begins one, and the number above it is no words. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    lines = normal(text).split("\n")
    times = {place: found for place, line in enumerate(lines) if (found := times_in(line))}
    starts = list(times)
    if not starts:
        raise Refused.because(
            name,
            "the whole file",
            found="no line of times",
            expected="00:00:01,000 --> 00:00:02,500",
            remedy=_SAVE_AGAIN,
        )
    ends = [place - 1 if lines[place - 1].strip().isdigit() else place for place in starts[1:]]
    cues: list[Cue] = []
    for start, end in zip(starts, [*ends, len(lines)], strict=True):
        cues += cues_of(*times[start], lines[start + 1 : end])
    return draft_of(cues, notes=oddities)


reader = SourceReader(title="SubRip subtitles", suffixes=SUFFIXES, recognise=recognise, read=read)
