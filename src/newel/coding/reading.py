"""Reads and writes codebooks as TOML, and lists the frameworks that ship with Newel."""

import json
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from newel.coding.codebook import Citation, Code, Codebook, RelationKind, Role
from newel.faults import Fault, Refused
from newel.protocol import Part, read_toml, toml_of

REFERENCE = "codebooks"
FRAMEWORKS = files("newel.coding") / "frameworks"
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class DeclaredCode(Part):
    """A `[[codes]]` block."""

    id: Identifier
    """Stays for good, whatever becomes of the name."""
    name: Name
    """What coders see."""
    parent: Identifier | None = None
    """Id of the code above; leave it out for a theme."""
    definition: str = ""
    """What the code means."""
    include: str = ""
    """What belongs to it."""
    exclude: str = ""
    """What does not."""
    example: str = ""
    """A made-up example; never a participant's words."""
    colour: Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$")] = ""
    """`#rrggbb`."""
    reference: str = ""
    """Where it comes from: `npt:coherence`, or a publication."""
    place: int = Field(default=0, ge=0)
    """Place among its siblings; the order of the file where left out."""
    retired: bool = False
    """Nothing more is coded with it."""
    merged_into: str = ""
    """Id of the code that took its codings."""


class DeclaredCitation(Part):
    """A `[[sources]]` block."""

    cites: Name
    """The publication."""
    doi: Annotated[str, StringConstraints(pattern=r"^(10\.\S+)?$")] = ""
    """Its DOI, from `10.` on."""
    licence: str = ""
    """The licence it is published under."""


class DeclaredRole(Part):
    """A role of a relation."""

    id: Identifier
    """Short, as `context`."""
    label: Name
    """What a coder sees."""
    needed: bool = True
    """Whether a relation must have it."""
    several: bool = True
    """Whether more than one coding may play it."""


class DeclaredRelation(Part):
    """A `[[relations]]` block: a way in which codings belong together."""

    id: Identifier
    """Short, as `cmo`."""
    label: Name
    """What a coder sees."""
    roles: tuple[DeclaredRole, ...] = Field(min_length=2)


class CodebookFile(Part):
    """A codebook."""

    id: Identifier
    """Short and lasting, as `npt`."""
    title: Name
    """What print calls it."""
    version: int = Field(default=1, ge=1)
    """Goes up with every change."""
    about: str = ""
    """What it is for, and how it came about."""
    verified: bool = True
    """False where the list of constructs was not compared with the publication it cites."""
    sources: tuple[DeclaredCitation, ...] = ()
    relations: tuple[DeclaredRelation, ...] = ()
    codes: tuple[DeclaredCode, ...] = ()


def read_codebook(path: Path) -> Codebook:
    """Read a codebook from a TOML file. Raises Refused with file, key and remedy for every fault."""
    return _codebook(read_toml(path, CodebookFile, reference=REFERENCE), path.name)


def codebook_of(text: str, *, name: str = "codebook.toml") -> Codebook:
    """Return the codebook that a text in TOML holds; faults carry the file name given."""
    return _codebook(toml_of(text, name, CodebookFile, reference=REFERENCE), name)


def framework(identifier: str) -> Codebook:
    """Return a framework that ships with Newel, by id."""
    if identifier not in frameworks():
        raise Refused.because(
            "frameworks",
            identifier,
            found="no such framework",
            expected=f"one of {', '.join(frameworks())}",
            remedy="Correct the id, or read a codebook of your own from a file.",
        )
    name = f"{identifier}.toml"
    return codebook_of((FRAMEWORKS / name).read_text(encoding="utf-8"), name=name)


def frameworks() -> tuple[str, ...]:
    """Return the ids of the frameworks that ship with Newel."""
    return tuple(sorted(Path(entry.name).stem for entry in FRAMEWORKS.iterdir() if entry.name.endswith(".toml")))


def codebook_toml(codebook: Codebook) -> str:
    """Return a codebook as TOML; reading it gives the same codebook."""
    head = {
        "id": codebook.id,
        "title": codebook.title,
        "version": codebook.version,
        "about": codebook.about,
        "verified": codebook.verified,
    }
    blocks = [_pairs(head, shown=("version", "verified"))]
    blocks += [f"[[sources]]\n{_pairs(vars(source))}" for source in codebook.sources]
    blocks += [f"[[relations]]\n{_relation(kind)}" for kind in codebook.relations]
    return "\n".join([*blocks, *(f"[[codes]]\n{_pairs(vars(code))}" for code in codebook.codes)])


def codebook_faults(codebook: Codebook, file: str) -> Iterator[Fault]:
    """Yield what does not agree in a codebook: ids, parents, rings, names of siblings."""
    for identifier, times in Counter(code.id for code in codebook.codes).items():
        if times > 1:
            yield Fault(file, f"code {identifier}", f"this id {times} times", "each id once", "Give one another id.")
    named = Counter((code.parent, code.name.casefold()) for code in codebook.codes if not code.retired)
    for code in codebook.codes:
        place = f"code {code.id}, parent"
        if code.parent is not None and code.parent not in codebook.by_id:
            expected = "the id of a code of this file"
            yield Fault(file, place, f"`{code.parent}`", expected, "Correct it, or add the code.")
        elif _in_a_ring(codebook, code):
            yield Fault(file, place, "a ring of parents", "a path that ends at a theme", "Break the ring.")
        if not code.retired and named[code.parent, code.name.casefold()] > 1:
            expected = "a name that no code beside it has"
            yield Fault(file, f"code {code.id}, name", f"“{code.name}” again", expected, "Rename one of them.")
        if code.merged_into and code.merged_into not in codebook.by_id:
            expected = "the id of a code of this file"
            yield Fault(file, f"code {code.id}, merged_into", f"`{code.merged_into}`", expected, "Correct the id.")


def _in_a_ring(codebook: Codebook, code: Code) -> bool:
    seen = {code.id}
    above = code.parent
    while above is not None and above in codebook.by_id:
        if above in seen:
            return True
        seen.add(above)
        above = codebook.by_id[above].parent
    return False


def _codebook(read: CodebookFile, file: str) -> Codebook:
    counted: Counter[str | None] = Counter()
    codes = []
    for declared in read.codes:
        counted[declared.parent] += 1
        values = declared.model_dump()
        codes.append(Code(**(values | {"place": declared.place or counted[declared.parent]})))
    codebook = Codebook(
        read.id,
        read.title,
        read.version,
        tuple(codes),
        about=read.about,
        sources=tuple(Citation(**each.model_dump()) for each in read.sources),
        verified=read.verified,
        relations=tuple(
            RelationKind(kind.id, kind.label, tuple(Role(**role.model_dump()) for role in kind.roles))
            for kind in read.relations
        ),
    )
    faults = list(codebook_faults(codebook, file))
    if faults:
        raise Refused(faults)
    return codebook


def _relation(kind: RelationKind) -> str:
    pairs = (", ".join(f"{key} = {_value(value)}" for key, value in vars(role).items()) for role in kind.roles)
    roles = "".join(f"  {{ {each} }},\n" for each in pairs)
    return f"{_pairs({'id': kind.id, 'label': kind.label})}roles = [\n{roles}]\n"


def _pairs(values: dict[str, Any], *, shown: tuple[str, ...] = ()) -> str:
    """Write what is not empty; `shown` names what is written even where it is false or nothing."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items() if value or key in shown)


def _value(value: object) -> str:
    """A JSON string is a TOML string, but for one control character that TOML wants escaped and JSON does not."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
