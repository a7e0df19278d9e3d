"""Sources and the codings on them: text is kept with its codings; what is coded on a picture or a film is listed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from newel.coding import Coding, Link, Source
from newel.exchange.offsets import Normalised, Placed
from newel.exchange.refi.annexe import Annexe, Ids
from newel.exchange.refi.elements import Element, child, children, own_guid, place_of, tag, target
from newel.exchange.refi.opening import Opened
from newel.exchange.refi.people import Coders
from newel.exchange.remarks import Ledger, counted
from newel.exchange.snippets import doubt
from newel.transcripts import units_of

_MEDIA = ("PictureSource", "AudioSource", "VideoSource")
_SELECTIONS = ("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection")
_KIND = "interview"


@dataclass
class Passages:
    """The sources and codings read so far. `subjects` says what a GUID in the file became here."""

    opened: Opened
    annexe: Annexe
    coders: Coders
    ids: Ids
    codes: dict[str, str]
    """{GUID of a code: its id}."""
    ends_inclusive: bool = False
    sources: list[Source] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    subjects: dict[str, tuple[Link, ...]] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """Return where remarks go."""
        return self.opened.ledger


@dataclass(frozen=True)
class _Text:
    """A text of the file: as it came, as it is here, and the source it became."""

    source: Source
    raw: str
    normalised: Normalised


def read_sources(passages: Passages) -> None:
    """Read every source of the project, in file order."""
    for element in children(child(passages.opened.root, "Sources"), "TextSource", "PDFSource", *_MEDIA):
        if tag(element) == "TextSource":
            _read_text(passages, element, title=element.get("name"), given=own_guid(element))
        elif tag(element) == "PDFSource":
            _read_pdf(passages, element)
        else:
            _read_media(passages, element)


def _read_text(passages: Passages, element: Element, *, title: str | None, given: str) -> _Text | None:
    """Read an element with a plain text and its selections; None where the text is not in the file."""
    raw = passages.opened.text(element)
    if raw is None:
        if not element.get("plainTextPath"):
            passages.ledger.not_kept(place_of(element), "It has no plain text, so it cannot be coded here.")
        _list_codings(passages, element)
        return None
    text = _source(passages, element, raw, title=title, given=given)
    for selection in children(element, "PlainTextSelection"):
        _read_selection(passages, text, selection)
    whole = list(children(element, "Coding"))
    if whole and text.source.text:
        words = f"{counted(len(whole), 'code')} on the whole source: kept as codings of all its words."
        passages.ledger.changed(place_of(element), words)
        _add_codings(passages, text, whole, at=Placed(0, len(text.source.text)))
    return text


def _source(passages: Passages, element: Element, raw: str, *, title: str | None, given: str) -> _Text:
    normalised = Normalised(raw)
    if normalised.text != raw:
        words = "Line ends or accents were brought into the form Newel keeps; every coding kept its words."
        passages.ledger.changed(place_of(element), words)
    row = passages.annexe.sources.get(given)
    kept = row if row and row.fits(normalised.text) else None
    source = Source(
        id=passages.ids.give("source", given),
        title=title or "without a name",
        kind=_KIND,
        text=normalised.text,
        units=kept.units if kept else units_of(normalised.text),
        version=row.version if row else 1,
    )
    passages.sources.append(source)
    passages.subjects[given] = (Link("source", source.id),)
    passages.subjects.setdefault(own_guid(element), (Link("source", source.id),))
    return _Text(source, raw, normalised)


def _read_selection(passages: Passages, text: _Text, selection: Element) -> None:
    start, end = _number(selection, "startPosition"), _number(selection, "endPosition")
    end = end + 1 if end is not None and passages.ends_inclusive else end
    placed = text.normalised.span(start, end) if start is not None and end is not None else None
    codings = list(children(selection, "Coding"))
    if placed is None or placed.start == placed.end or start is None or end is None:
        why = "no characters" if placed else "characters that the text does not have"
        passages.ledger.not_kept(place_of(selection), f"A selection of {why}, with {counted(len(codings), 'coding')}.")
        return
    said = doubt(selection.get("name") or "", text.raw, start=start, end=end)
    if said:
        passages.ledger.unusual(place_of(selection), f"{said}. It was kept at its own place; look at it.")
    if not placed.exact:
        words = "It began or ended inside a letter with an accent; it has that letter whole."
        passages.ledger.changed(place_of(selection), words)
    if not codings:
        passages.ledger.not_kept(place_of(selection), "A selection without a code.")
    added = _add_codings(passages, text, codings, at=placed)
    passages.subjects[own_guid(selection)] = added or (Link("source", text.source.id),)


def _add_codings(passages: Passages, text: _Text, elements: list[Element], *, at: Placed) -> tuple[Link, ...]:
    added: list[Link] = []
    for element in elements:
        code = passages.codes.get(target(child(element, "CodeRef")))
        if code is None:
            passages.ledger.not_kept(place_of(element), "A coding with a code that the file does not have.")
            continue
        coding = Coding(
            id=passages.ids.give("coding", own_guid(element)),
            layer=passages.coders.layer(element.get("creatingUser")),
            source=text.source.id,
            version=text.source.version,
            code=code,
            start=at.start,
            end=at.end,
        )
        passages.codings.append(coding)
        passages.subjects[own_guid(element)] = (Link("coding", coding.id),)
        added.append(Link("coding", coding.id))
    return tuple(added)


def _read_pdf(passages: Passages, element: Element) -> None:
    """Keep the text of a PDF and what is coded on it; list what is coded on rectangles of a page alone."""
    representation = child(element, "Representation")
    text = None
    if representation is not None:
        text = _read_text(passages, representation, title=element.get("name"), given=own_guid(element))
    twins = {own_guid(one): one for one in children(representation, "PlainTextSelection")}
    for selection in children(element, "PDFSelection"):
        twin = twins.get(own_guid(selection))
        if twin is not None:
            words = "A rectangle of a page and a passage of its text have one GUID; both are kept as the passage."
            passages.ledger.unusual(place_of(selection), words)
        if twin is None or text is None:
            _list_selection(passages, selection)
        else:
            _add_from_twin(passages, text, (selection, twin))
    if representation is None:
        passages.ledger.not_kept(place_of(element), "A PDF without its text.")
    _list_whole(passages, element)


def _add_from_twin(passages: Passages, text: _Text, pair: tuple[Element, Element]) -> None:
    """Add what is coded on the rectangle and not on the passage that has the same GUID."""
    rectangle, passage = pair
    there = {target(child(coding, "CodeRef")) for coding in children(passage, "Coding")}
    more = [one for one in children(rectangle, "Coding") if target(child(one, "CodeRef")) not in there]
    start, end = _number(passage, "startPosition"), _number(passage, "endPosition")
    placed = text.normalised.span(start, end) if start is not None and end is not None else None
    if more and placed and placed.start < placed.end:
        _add_codings(passages, text, more, at=placed)


def _read_media(passages: Passages, element: Element) -> None:
    """Keep the transcripts of sound and film with what is coded between their time marks; list the rest."""
    passages.ledger.not_kept(place_of(element), "A picture, sound or film: Newel keeps texts.")
    if (path := element.get("path") or "") and not path.lower().startswith("internal"):
        words = "Its path leads out of the file. It was not followed, and nothing there was read."
        passages.ledger.not_kept(place_of(element), words)
    for transcript in children(element, "Transcript"):
        title = transcript.get("name") or element.get("name")
        text = _read_text(passages, transcript, title=title, given=own_guid(transcript))
        if text is not None:
            _read_timed(passages, text, transcript)
    for selection in children(element, *_SELECTIONS):
        _list_selection(passages, selection)
    _list_whole(passages, element)


def _read_timed(passages: Passages, text: _Text, transcript: Element) -> None:
    positions = {own_guid(mark): _number(mark, "position") for mark in children(transcript, "SyncPoint")}
    for selection in children(transcript, "TranscriptSelection"):
        start, end = (positions.get((selection.get(name) or "").strip("{}").casefold()) for name in _FROM_TO)
        placed = text.normalised.span(start, end) if start is not None and end is not None else None
        if placed is None or placed.start == placed.end:
            _list_selection(passages, selection)
            continue
        added = _add_codings(passages, text, list(children(selection, "Coding")), at=placed)
        passages.subjects[own_guid(selection)] = added or (Link("source", text.source.id),)


_FROM_TO = ("fromSyncPoint", "toSyncPoint")


def _list_codings(passages: Passages, element: Element) -> None:
    """List what was coded on a text that is not there."""
    number = sum(1 for _ in _codings_below(element))
    if number:
        words = f"{counted(number, 'coding')} on it: without the text nobody can say on which words."
        passages.ledger.not_kept(place_of(element), words)


def _codings_below(element: Element) -> Iterator[Element]:
    yield from (each for each in element.iter() if tag(each) == "Coding")


def _list_selection(passages: Passages, selection: Element) -> None:
    number = sum(1 for _ in _codings_below(selection))
    words = "A part of a picture, a page, a sound or a film"
    passages.ledger.not_kept(place_of(selection), f"{words}, with {counted(number, 'coding')}.")


def _list_whole(passages: Passages, element: Element) -> None:
    if number := sum(1 for _ in children(element, "Coding")):
        words = f"{counted(number, 'code')} on the whole of it."
        passages.ledger.not_kept(place_of(element), words)


def _number(element: Element, name: str) -> int | None:
    try:
        return int(element.get(name) or "")
    except ValueError:
        return None
