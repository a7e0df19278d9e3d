"""The sources of the first page as plain data."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from newel.protocol import Protocol
from newel.web.coding.models import Layer
from newel.web.coding.texts import SourceRow


@dataclass(frozen=True)
class BoardRow:
    """One source in one layer: how many codings it has there, and whether it is closed to its coder."""

    source: SourceRow
    wave: str
    group: str
    codings: int
    closed: bool


def board_rows(
    sources: Iterable[SourceRow],
    layer: Layer | None,
    protocol: Protocol,
    *,
    counts: Mapping[tuple[int, str], int],
    closed: Container[str] = (),
) -> list[BoardRow]:
    """Return the sources with their codings in a layer; without one, with none. `closed` are closed to its coder."""
    waves = {wave.id: wave.label for wave in protocol.waves}
    groups = {group.id: group.plural for group in protocol.groups}
    return [
        BoardRow(
            row,
            waves.get(row.wave, row.wave),
            groups.get(row.group, row.group),
            counts.get((layer.pk, row.source_id), 0) if layer else 0,
            row.source_id in closed,
        )
        for row in sources
    ]
