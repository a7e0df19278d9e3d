"""The tree of codes as plain data: names, depth, and a mark that does not rest on colour alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from newel.coding import Code, Codebook

HUES = 8
PATTERNS = 4


@dataclass(frozen=True)
class Row:
    """One code as a page shows it. `hue` and `pattern` name classes of the style sheet: an address needs no colour."""

    id: str
    name: str
    path: str
    depth: int
    hue: int
    pattern: int
    retired: bool
    theme: bool
    code: Code
    count: int = 0
    key: str = ""
    """Number on the keyboard that codes with it."""


def tree(codebook: Codebook, *, counts: Mapping[str, int] | None = None, retired: bool = False) -> list[Row]:
    """Return the codes as the tree reads from top to bottom; those that are retired only where they are asked for."""
    themes = {code.id: place for place, code in enumerate(codebook.children.get(None, ()))}
    place_in: Counter[str] = Counter()
    rows = []
    for code in codebook.in_order():
        if code.retired and not retired:
            continue
        path = codebook.path(code.id)
        place_in[path[0].id] += 1
        rows.append(
            Row(
                id=code.id,
                name=code.name,
                path=codebook.path_name(code.id),
                depth=len(path) - 1,
                hue=themes[path[0].id] % HUES,
                pattern=(place_in[path[0].id] - 1) % PATTERNS,
                retired=code.retired,
                theme=len(path) == 1,
                code=code,
                count=(counts or {}).get(code.id, 0),
            )
        )
    return rows
