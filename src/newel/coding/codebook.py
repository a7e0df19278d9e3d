"""A codebook: the codes of a study as a tree, each with what it means, what belongs to it and what does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newel.faults import Refused


@dataclass(frozen=True)
class Code:
    """One code. Its id never changes and is never given to another code; its name and its place may change."""

    id: str
    name: str
    parent: str | None = None
    """Id of the code above it; none for a code at the top, which is a theme."""
    definition: str = ""
    include: str = ""
    """What belongs to it."""
    exclude: str = ""
    """What does not, and where that belongs."""
    example: str = ""
    colour: str = ""
    """`#rrggbb`, or nothing. A page never tells codes apart by colour alone."""
    reference: str = ""
    """Where it comes from: `npt:coherence` for a construct of a shipped framework, or a publication."""
    place: int = 0
    """Its place among the codes of one parent."""
    retired: bool = False
    """Nothing more is coded with it; what was coded stays."""
    merged_into: str = ""
    """Id of the code that took its codings, for a code retired by a merge."""


@dataclass(frozen=True)
class Role:
    """One role that a coding may play in a relation, as `context` does beside mechanism and outcome."""

    id: str
    label: str
    needed: bool = True
    several: bool = True
    """Whether more than one coding may play it."""


@dataclass(frozen=True)
class RelationKind:
    """A way in which codings belong together."""

    id: str
    label: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Citation:
    """Where a codebook or a list of constructs comes from."""

    cites: str
    doi: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Codebook:
    """One version of a codebook. Every change makes a new one: see `newel.coding.changing`."""

    id: str
    title: str
    version: int = 1
    codes: tuple[Code, ...] = ()
    about: str = ""
    sources: tuple[Citation, ...] = ()
    verified: bool = True
    """False where the list of constructs is from memory, not from the publication it cites."""
    relations: tuple[RelationKind, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """Return {id: code}, in the order of the file."""
        return {code.id: code for code in self.codes}

    @cached_property
    def children(self) -> dict[str | None, tuple[Code, ...]]:
        """Return {id of a parent: its codes in their places}; the themes are under None."""
        found: dict[str | None, list[Code]] = {}
        for code in sorted(self.codes, key=lambda code: (code.place, code.name.casefold(), code.id)):
            found.setdefault(code.parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    def code(self, identifier: str) -> Code:
        """Return one code. Raises Refused for an id the codebook does not have."""
        found = self.by_id.get(identifier)
        if found is None:
            raise self.refusal(
                f"code {identifier}", "no such code", expected="the id of a code in it", remedy="Check the id."
            )
        return found

    def path(self, identifier: str) -> tuple[Code, ...]:
        """Return the codes from the theme down to this code."""
        code = self.code(identifier)
        return (*self.path(code.parent), code) if code.parent else (code,)

    def line_of(self, identifier: str) -> tuple[str, ...]:
        """Return the ids of the path, from the code itself up to its theme. Raises Refused for an unknown id."""
        found = self._lines.get(identifier)
        return found if found is not None else (self.code(identifier).id,)

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        return {code.id: tuple(each.id for each in reversed(self.path(code.id))) for code in self.codes}

    def path_name(self, identifier: str) -> str:
        """Return the names of the path, as `Culture / Trust`."""
        return " / ".join(code.name for code in self.path(identifier))

    def under(self, identifier: str) -> frozenset[str]:
        """Return the ids of this code and of all below it. Ids are compared whole: `Train` never holds `Training`."""
        return frozenset(code.id for code in self._down(self.code(identifier)))

    def themes(self) -> tuple[Code, ...]:
        """Return the codes at the top that are in use, in their places."""
        return tuple(code for code in self.children.get(None, ()) if not code.retired)

    def theme_of(self, identifier: str) -> Code:
        """Return the theme that this code belongs to."""
        return self.path(identifier)[0]

    def in_order(self) -> tuple[Code, ...]:
        """Return all codes as the tree reads from top to bottom."""
        return tuple(code for theme in self.children.get(None, ()) for code in self._down(theme))

    def in_use(self) -> tuple[Code, ...]:
        """Return the codes that may still be coded with, as the tree reads from top to bottom."""
        return tuple(code for code in self.in_order() if not code.retired)

    def refusal(self, place: str, found: str, *, expected: str, remedy: str) -> Refused:
        """Return a refusal that names this codebook."""
        where = f"codebook {self.id}, version {self.version}"
        return Refused.because(where, place, found=found, expected=expected, remedy=remedy)

    def _down(self, code: Code) -> Iterator[Code]:
        yield code
        for child in self.children.get(code.id, ()):
            yield from self._down(child)
