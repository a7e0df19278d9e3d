"""WebVTT subtitles, as meeting software writes them: voices become speakers, times become places in the recording.

Source: WebVTT: The Web Video Text Tracks Format, W3C Candidate Recommendation, 4 April 2019.
"""

from collections.abc import Iterator

from newel.faults import Refused
from newel.importers._decoding import decoded
from newel.importers._transcripts.cues import Cue, cues_of, draft_of, times_in
from newel.importers._transcripts.model import Draft, SourceReader, counted
from newel.transcripts import normal

SUFFIXES = (".vtt",)
_SAVE_AGAIN = "Save the subtitles again as WebVTT, UTF-8."


def recognise(name: str, content: bytes) -> bool:
    """Return whether the file begins as WebVTT must, or is named so."""
    return name.lower().endswith(SUFFIXES) or content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")


def read(name: str, content: bytes) -> Draft:
    """Read cues; notes, styles and regions are left out. Raises Refused."""
    text, oddities = decoded(name, content, save_again=_SAVE_AGAIN)
    if not text.startswith("WEBVTT"):
        raise Refused.because(name, "line 1", found="another first line", expected="WEBVTT", remedy=_SAVE_AGAIN)
    blocks = [block.strip("\n").split("\n") for block in normal(text).split("\n\n")]
    cues = [cue for block in blocks for cue in _cues(block)]
    others = sum(block[0].startswith(("NOTE", "STYLE", "REGION")) for block in blocks)
    left_out = [f"{counted(others, 'block')} of notes or styles left out"] if others else []
    return draft_of(cues, notes=[*oddities, *left_out])


def _cues(block: list[str]) -> Iterator[Cue]:
    """Yield what a block says: its times stand in the first line, or in the second below a name of the cue."""
    for place, line in enumerate(block[:2]):
        times = times_in(line)
        if times and not block[0].startswith("NOTE"):
            yield from cues_of(*times, block[place + 1 :])
            return


reader = SourceReader(title="WebVTT subtitles", suffixes=SUFFIXES, recognise=recognise, read=read)
