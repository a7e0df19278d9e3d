"""Forms of the redaction desk: words that a person marks, and whole lists for the roster."""

from newel.transcripts import Unit
from newel.web.care.forms.reading import Reading
from newel.web.sessions.actions.mark_words import Marked
from newel.web.sessions.desk import places_of
from newel.web.sessions.presenters.desk import KIND_NAMES
from newel.web.vault.queries.roster import Listed

EVERYWHERE = "everywhere"
MOST_LISTED = 5_000


def read_marked(read: Reading, text: str, units: tuple[Unit, ...]) -> list[Marked]:
    """Return where the words stand that were typed: in one unit, or everywhere in the text. Look at `read.faults`."""
    words = read.words("words", says="Copy the words from the text, exactly as they stand there.")
    kind = read.choice("mark_kind", KIND_NAMES, says="Choose what it is.")
    replacement = read.words("instead", says="Type what is to stand in their place.")
    where = read.fields.get("where", EVERYWHERE)
    places = places_of(text, words, _within(where, text, units))
    if words and not places:
        read.faults["words"] = "These words do not stand there. Copy them again, and look at the turn you chose."
    return [Marked(start, end, kind, replacement) for start, end in places]


def read_roster(read: Reading) -> Listed:
    """Return the lists, one entry a line, each once."""
    lists = {name: _lines(read, name) for name in ("names", "places", "units")}
    return Listed(**lists)


def _lines(read: Reading, name: str) -> tuple[str, ...]:
    lines = tuple(dict.fromkeys(filter(None, map(str.strip, read.words(name).splitlines()))))
    if len(lines) > MOST_LISTED:
        read.faults[name] = f"These are {len(lines)} lines; the most is {MOST_LISTED}."
    return lines


def _within(where: str, text: str, units: tuple[Unit, ...]) -> list[tuple[int, int]]:
    """Return the stretch of a unit with the label before it; the whole text for anything else."""
    for before, unit in zip((None, *units), units, strict=False):
        if where == str(unit.number):
            return [(before.end if before else 0, unit.end)]
    return [(0, len(text))]
