"""What a coding project must be before it is loaded: every fault of it in words, with its file and place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from re import compile as pattern

from newel.coding import Coding, Project, Source
from newel.faults import Fault
from newel.transcripts import normal
from newel.web.coding.actions._coders import Coders
from newel.web.coding.models import Codebook as Book
from newel.web.coding.models import Coding as Kept
from newel.web.coding.models import Part, Relation
from newel.web.coding.queries.codebooks import kept
from newel.web.sessions.queries.known import titles_by_hash

_BOOK = pattern(r"[A-Za-z0-9_-]{1,60}")
_AGAIN = "Export it again, import it again into another folder, and load that."
PROJECT, CODEBOOK, CODINGS = "project.toml", "codebook.toml", "codings.csv"


def project_faults(project: Project, coders: Coders) -> list[Fault]:
    """Return what stands in the way of loading a project that `read_project` has read."""
    return [
        *_doubles(project),
        *_codebook(project),
        *_characters(project),
        *(fault for source in project.sources for fault in _text(source)),
        *_known_texts(project.sources),
        *_versions(project),
        *_layers(project, coders),
        *_links(project),
        *_relations(project),
    ]


def _doubles(project: Project) -> Iterator[Fault]:
    """Refuse two things of one id: what points at it would point at either."""
    ids = {
        (PROJECT, "source"): [source.id for source in project.sources],
        (PROJECT, "layer"): [layer.id for layer in project.layers],
        (PROJECT, "relation"): [relation.id for relation in project.relations],
        (CODINGS, "coding"): [coding.id for coding in project.codings],
    }
    for (file, kind), names in ids.items():
        for name in (name for name, times in Counter(names).items() if times > 1):
            yield Fault(file, f"{kind} {name}", "an id that is there twice", "an id for each", "Give one another id.")


def coders_of(project: Project) -> list[str]:
    """Return the coders of the layers and the writers of the memos, each once."""
    return list(dict.fromkeys([*(layer.coder for layer in project.layers), *(memo.by for memo in project.memos)]))


def _codebook(project: Project) -> Iterator[Fault]:
    book, remedy = project.codebook, "Give another id with --codebook."
    if not _BOOK.fullmatch(book.id):
        yield Fault(CODEBOOK, "id", book.id, "at most 60 letters, digits, - and _", remedy)
    elif kept(book.id):
        yield Fault(CODEBOOK, "id", book.id, "an id that no codebook of the study has", remedy)
    if len(book.title) > _most(Book, "title"):
        yield Fault(CODEBOOK, "title", f"a title of {len(book.title)} letters", "at most 200", "Shorten it.")
    longest = _most(Kept, "code") - len(book.id) - 1
    for code in book.codes:
        if len(code.id) > longest:
            found = f"an id of {len(code.id)} letters"
            yield Fault(CODEBOOK, f"code {code.id[:40]}…", found, f"at most {longest}", "Shorten it in every file.")


def _characters(project: Project) -> Iterator[Fault]:
    memos = ((PROJECT, f"memo {memo.id}", memo.text) for memo in project.memos)
    for file, place, text in ((CODEBOOK, "title", project.codebook.title), *memos):
        if "\0" in text:
            yield Fault(file, place, "a NUL character, which no text holds", "text", "Take the character out.")


def _text(source: Source) -> Iterator[Fault]:
    place = f"source {source.id}"
    if not source.text.strip():
        yield Fault(PROJECT, place, "an empty text", "words", "Take the source out of the project.")
    if normal(source.text) != source.text:
        found = "line ends or accents in a form in which places would be counted differently here"
        yield Fault(PROJECT, place, found, "composed letters (NFC) and line feeds", _AGAIN)


def _known_texts(sources: Iterable[Source]) -> Iterator[Fault]:
    hashes = {source.id: sha256(source.text.encode("utf-8", "replace")).hexdigest() for source in sources}
    titles = titles_by_hash(hashes.values())
    twice = Counter(hashes.values())
    for source, found in hashes.items():
        if found in titles or twice[found] > 1:
            where = f"the very text of {titles[found]}" if found in titles else "the text of another source"
            remedy = "Take the source out of the project; what is coded here goes on here."
            yield Fault(PROJECT, f"source {source}", where, "a text that the study does not have yet", remedy)


def _versions(project: Project) -> Iterator[Fault]:
    """Refuse codings on another version than the text that came: nobody could say where they stand in it."""
    versions = {source.id: source.version for source in project.sources}
    other: Counter[str] = Counter(each.source for each in project.codings if _strays(each, versions))
    for source, count in other.items():
        found = f"{count} codings on another version of the text"
        yield Fault(CODINGS, f"source {source}", found, f"codings on version {versions[source]}", _AGAIN)


def _strays(coding: Coding, versions: dict[str, int]) -> bool:
    return coding.version != versions[coding.source]


def _layers(project: Project, coders: Coders) -> Iterator[Fault]:
    known = coders_of(project)
    for name in coders.unknown(known):
        yield Fault(PROJECT, "layers", f"no coder {name}", f"one of {', '.join(known)}", "Correct --coder.")
    coded = [layer for layer in project.layers if layer.purpose != "reconciled"]
    several = Counter((coders.here(layer.coder), layer.round) for layer in coded)
    for layer in coded:
        if several[coders.here(layer.coder), layer.round] > 1:
            found = f"more than one layer of one coder in round {layer.round}"
            remedy = "Give one of them another round in project.toml, or another account with --coder."
            yield Fault(PROJECT, f"layer {layer.id}", found, "one layer of a coder in a round", remedy)


def _links(project: Project) -> Iterator[Fault]:
    known = {
        "project": {""},
        "source": {source.id for source in project.sources},
        "code": set(project.codebook.by_id),
        "layer": {layer.id for layer in project.layers},
        "coding": {coding.id for coding in project.codings},
        "relation": {relation.id for relation in project.relations},
    }
    for memo in project.memos:
        for link in memo.about:
            if link.id not in known[link.kind]:
                found, remedy = f"it is about the {link.kind} {link.id}", "Take the link out."
                yield Fault(PROJECT, f"memo {memo.id}", found, "something that is in the project", remedy)


def _relations(project: Project) -> Iterator[Fault]:
    layers = {coding.id: coding.layer for coding in project.codings}
    longest = min(_most(Relation, "kind"), _most(Part, "part"))
    for relation in project.relations:
        place = f"relation {relation.id}"
        if len({layers.get(part.coding) for part in relation.parts} - {None}) != 1 or any(
            part.coding not in layers for part in relation.parts
        ):
            expected = "codings of one layer that are in codings.csv"
            yield Fault(PROJECT, place, "other codings, or none", expected, "Take the relation out.")
        if any(len(name) > longest for name in (relation.kind, *(part.role for part in relation.parts))):
            expected = f"at most {longest} letters"
            yield Fault(PROJECT, place, "a long kind or role", expected, "Shorten it in every file.")


def _most(model: type[Book | Kept | Relation | Part], field: str) -> int:
    return int(getattr(model._meta.get_field(field), "max_length", 0))  # noqa: SLF001 - Django's own way to ask
