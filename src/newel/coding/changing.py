"""Changes of a codebook: each makes the next version, keeps every code's id, and says what becomes of the codings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newel.coding.codebook import Code, Codebook

DESCRIBED = ("definition", "include", "exclude", "example", "colour", "reference")


@dataclass(frozen=True)
class Change:
    """What a change of a codebook made, and what it asks of the codings."""

    codebook: Codebook
    """The next version."""
    words: str
    """What was done, as the history of the codebook prints it."""
    codings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """{id of a code: the codes its codings go to}: one code takes them all; of several, a person chooses for each."""


def add_code(codebook: Codebook, code: Code) -> Change:
    """Add a code below its parent, at the end of its siblings where `place` is 0."""
    if code.id in codebook.by_id:
        expected = "an id that no code has or had"
        raise codebook.refusal(f"code {code.id}", "an id that is taken", expected=expected, remedy="Choose another id.")
    _parent_in_use(codebook, code.parent)
    _name_is_free(codebook, code)
    placed = replace(code, place=code.place or _last_place(codebook, code.parent) + 1)
    return Change(_next(codebook, [placed], added=True), f"Added “{code.name}”.")


def rename_code(codebook: Codebook, identifier: str, name: str) -> Change:
    """Give a code another name; its id stays, so its codings do not move."""
    code = _in_use(codebook, identifier)
    renamed = replace(code, name=name.strip())
    _name_is_free(codebook, renamed)
    return Change(_next(codebook, [renamed]), f"Renamed “{code.name}” to “{renamed.name}”.")


def describe_code(codebook: Codebook, identifier: str, words: Mapping[str, str]) -> Change:
    """Change definition, include, exclude, example, colour or reference of a code, by name."""
    code = _in_use(codebook, identifier)
    for name in words:
        if name not in DESCRIBED:
            raise codebook.refusal(
                f"code {identifier}",
                f"`{name}`",
                expected=f"one of {', '.join(DESCRIBED)}",
                remedy="Correct the word; names and places are changed by renaming and moving.",
            )
    changed = ", ".join(words)
    described = Code(**(vars(code) | dict(words)))
    return Change(_next(codebook, [described]), f"Changed {changed} of “{code.name}”.")


def move_code(codebook: Codebook, identifier: str, *, parent: str | None, place: int = 0) -> Change:
    """Move a code with all below it under another code, or to the top where `parent` is None.

    `place` is its place among the codes of the parent, from 1; at the end where it is 0. Raises Refused for a move
    below itself.
    """
    code = _in_use(codebook, identifier)
    _parent_in_use(codebook, parent)
    if parent is not None and parent in codebook.under(identifier):
        raise codebook.refusal(
            f"code {identifier}, parent",
            f"“{codebook.code(parent).name}”, which is below it" if parent != identifier else "the code itself",
            expected="a code outside its own branch, or none",
            remedy="Move the lower code out first, or choose another parent.",
        )
    moved = replace(code, parent=parent)
    _name_is_free(codebook, moved)
    siblings = [each for each in codebook.children.get(parent, ()) if each.id != identifier]
    siblings.insert(place - 1 if place else len(siblings), moved)
    numbered = [replace(each, place=number) for number, each in enumerate(siblings, start=1)]
    where = f"under “{codebook.code(parent).name}”" if parent else "to the top"
    return Change(_next(codebook, numbered), f"Moved “{code.name}” {where}.")


def merge_codes(codebook: Codebook, identifiers: Sequence[str], *, into: str) -> Change:
    """Merge codes into one that is kept; the others are retired, and their codings and lower codes go to it.

    Raises Refused where the kept code lies below one that is merged, and where two lower codes would have one name.
    """
    kept = _in_use(codebook, into)
    merged = [_in_use(codebook, each) for each in dict.fromkeys(identifiers) if each != into]
    if not merged:
        expected = "another code to merge into it"
        raise codebook.refusal("merge", f"only “{kept.name}”", expected=expected, remedy="Choose two codes.")
    for code in merged:
        if into in codebook.under(code.id):
            found = f"“{kept.name}”, which is below “{code.name}”"
            remedy = "Move it out first, or merge the other way."
            raise codebook.refusal("merge", found, expected="a code that is not below", remedy=remedy)
    retired = [replace(code, retired=True, merged_into=into) for code in merged]
    gone = {code.id for code in merged}
    last = _last_place(codebook, into)
    lower = [each for code in merged for each in codebook.children.get(code.id, ()) if each.id not in gone]
    moved = [replace(each, parent=into, place=last + number) for number, each in enumerate(lower, start=1)]
    book = _next(codebook, [*retired, *moved])
    for code in moved:
        _name_is_free(book, code)
    names = ", ".join(f"“{code.name}”" for code in merged)
    return Change(book, f"Merged {names} into “{kept.name}”.", {code.id: (into,) for code in merged})


def split_code(codebook: Codebook, identifier: str, parts: Sequence[Code]) -> Change:
    """Split a code into new ones beside it; it is retired, and a person chooses a part for each of its codings."""
    code = _in_use(codebook, identifier)
    _has_nothing_below(codebook, code, "split")
    if len({part.id for part in parts} - codebook.by_id.keys()) < max(2, len(parts)):
        expected = "two or more parts, each with an id of its own"
        remedy = "Name at least two parts, and give each a new id."
        raise codebook.refusal(f"code {identifier}, split", f"{len(parts)} parts", expected=expected, remedy=remedy)
    last = _last_place(codebook, code.parent)
    new = [replace(part, parent=code.parent, place=last + number) for number, part in enumerate(parts, start=1)]
    book = _next(_next(codebook, [replace(code, retired=True)]), new, added=True)
    for part in new:
        _name_is_free(book, part)
    names = ", ".join(f"“{part.name}”" for part in new)
    chosen = {identifier: tuple(part.id for part in new)}
    return Change(replace(book, version=codebook.version + 1), f"Split “{code.name}” into {names}.", chosen)


def retire_code(codebook: Codebook, identifier: str) -> Change:
    """Retire a code: nothing more is coded with it, and what was coded stays."""
    code = _in_use(codebook, identifier)
    _has_nothing_below(codebook, code, "retire")
    return Change(_next(codebook, [replace(code, retired=True)]), f"Retired “{code.name}”.")


def _next(codebook: Codebook, codes: Iterable[Code], *, added: bool = False) -> Codebook:
    """Return the next version with some codes changed or added."""
    changed = {code.id: code for code in codes}
    kept = [changed.get(code.id, code) for code in codebook.codes]
    return replace(codebook, version=codebook.version + 1, codes=(*kept, *changed.values()) if added else tuple(kept))


def _in_use(codebook: Codebook, identifier: str) -> Code:
    code = codebook.code(identifier)
    if code.retired:
        taken = codebook.by_id.get(code.merged_into)
        remedy = f"Use “{taken.name}”, which it was merged into." if taken else "Choose a code in use."
        found = f"“{code.name}”, which is retired"
        raise codebook.refusal(f"code {identifier}", found, expected="a code in use", remedy=remedy)
    return code


def _parent_in_use(codebook: Codebook, parent: str | None) -> None:
    if parent is not None:
        _in_use(codebook, parent)


def _name_is_free(codebook: Codebook, code: Code) -> None:
    """Refuse an empty name, and one that a sibling in use has too: a coder could not tell them apart."""
    place = f"code {code.id}, name"
    if not code.name.strip():
        raise codebook.refusal(place, "no name", expected="a name", remedy="Give the code a name.")
    for sibling in codebook.children.get(code.parent, ()):
        same = sibling.name.casefold() == code.name.casefold()
        if same and sibling.id != code.id and not sibling.retired:
            raise codebook.refusal(
                place,
                f"“{code.name}” again",
                expected="a name that no code beside it has",
                remedy="Choose another name, or merge the two.",
            )


def _has_nothing_below(codebook: Codebook, code: Code, verb: str) -> None:
    lower = [each.name for each in codebook.children.get(code.id, ()) if not each.retired]
    if lower:
        found = f"codes below it: {', '.join(lower)}"
        expected, remedy = "a code without codes below", "Move, merge or retire those first."
        raise codebook.refusal(f"code {code.id}, {verb}", found, expected=expected, remedy=remedy)


def _last_place(codebook: Codebook, parent: str | None) -> int:
    return max((code.place for code in codebook.children.get(parent, ())), default=0)
