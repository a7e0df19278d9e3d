"""Relations between codings: context, mechanism and outcome belong together as one statement, not as three tags."""

from collections import Counter
from collections.abc import Iterable, Iterator

from newel.coding.codebook import Codebook, RelationKind
from newel.coding.project import Relation
from newel.faults import Fault, Refused


def check_relation(relation: Relation, codebook: Codebook, codings: Iterable[str]) -> None:
    """Raise Refused for a relation of an unknown kind, with a missing, unknown or repeated role, or a lost coding."""
    kind = next((each for each in codebook.relations if each.id == relation.kind), None)
    if kind is None:
        known = ", ".join(each.id for each in codebook.relations) or "none"
        expected = f"a kind of relation of the codebook; it has {known}"
        raise codebook.refusal(f"relation {relation.id}", f"`{relation.kind}`", expected=expected, remedy="Choose one.")
    faults = list(_faults(relation, kind, set(codings)))
    if faults:
        raise Refused(faults)


def _faults(relation: Relation, kind: RelationKind, codings: set[str]) -> Iterator[Fault]:
    place = f"relation {relation.id}"
    played = Counter(part.role for part in relation.parts)
    known = {role.id: role for role in kind.roles}
    for name in played:
        if name not in known:
            expected = f"one of {', '.join(known)}"
            yield Fault("relations", place, f"role `{name}`", expected, "Choose a role of this kind.")
    for role in kind.roles:
        if role.needed and not played[role.id]:
            yield Fault("relations", place, f"no {role.label}", f"a coding as {role.label}", "Choose a coding for it.")
        if not role.several and played[role.id] > 1:
            found = f"{played[role.id]} codings as {role.label}"
            yield Fault("relations", place, found, "one coding", "Make a relation of its own for each.")
    for part in relation.parts:
        if part.coding not in codings:
            remedy = "Choose a coding that is there, or undo its removal."
            yield Fault("relations", place, f"coding {part.coding}", "a coding of the project", remedy)
