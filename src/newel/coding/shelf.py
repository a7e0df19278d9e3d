"""The codebooks of a study: its own files, frameworks it names, and whether the protocol finds its codes in them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newel.coding.codebook import Codebook
from newel.coding.reading import framework, frameworks, read_codebook
from newel.faults import Fault, Refused
from newel.protocol import FILE, CodingPlan

FOLDER = "codebooks"


def read_codebooks(study: Path) -> dict[str, Codebook]:
    """Read the codebooks of a study folder by id, which is the file's name. Raises Refused with every fault."""
    found: dict[str, Codebook] = {}
    faults: list[Fault] = []
    for path in sorted((study / FOLDER).glob("*.toml")):
        try:
            found[path.stem] = read_codebook(path)
        except Refused as refused:
            faults.extend(refused.faults)
            continue
        if found[path.stem].id != path.stem:
            expected = f"`{path.stem}`, as the file is named"
            faults.append(Fault(path.name, "id", f"`{found[path.stem].id}`", expected, "Rename the file or the id."))
    if faults:
        raise Refused(faults)
    return found


def codebooks_in_use(study: Path, plan: CodingPlan | None) -> dict[str, Codebook]:
    """Return the codebooks that the protocol names, by id: the study's own file, or a framework that ships.

    Every file of the study is read, used or not. Raises Refused for a name without a codebook, for an id that two of
    them give a code, and for a theme that none of them has.
    """
    own = read_codebooks(study)
    if plan is None:
        return {}
    shelf = {**{name: framework(name) for name in frameworks() if name in plan.codebooks}, **own}
    faults = list(_unnamed(plan, shelf))
    used = {name: shelf[name] for name in plan.codebooks if name in shelf}
    if not faults:  # a missing codebook would make its codes be reported too
        faults.extend(_unknown_themes(plan, used))
        faults.extend(_given_twice(used))
    if faults:
        raise Refused(faults)
    return used


def _unnamed(plan: CodingPlan, shelf: dict[str, Codebook]) -> Iterator[Fault]:
    known = ", ".join(sorted({*shelf, *frameworks()}))
    for name in plan.codebooks:
        if name not in shelf:
            remedy = f"Correct the name, or add {FOLDER}/{name}.toml."
            yield Fault(FILE, "coding, codebooks", f"`{name}`", f"one of {known}", remedy)


def _unknown_themes(plan: CodingPlan, used: dict[str, Codebook]) -> Iterator[Fault]:
    for theme in plan.themes:
        if not any(theme in book.by_id for book in used.values()):
            expected = f"the id of a code of {', '.join(used)}"
            yield Fault(FILE, "coding, themes", f"`{theme}`", expected, "Correct the id, or name its codebook too.")


def _given_twice(used: dict[str, Codebook]) -> Iterator[Fault]:
    for code, times in Counter(code for book in used.values() for code in book.by_id).items():
        if times > 1:
            books = " and ".join(name for name, book in used.items() if code in book.by_id)
            expected = "an id of its own for every code in use"
            yield Fault(FILE, "coding, codebooks", f"`{code}`, a code of {books}", expected, "Change one of the ids.")
