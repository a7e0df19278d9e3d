"""The monthly return of the study that is served."""

from functools import lru_cache
from pathlib import Path

from newel.importers.returns import ReturnDefinition, read_definitions
from newel.records.kinds import MONTHLY_RETURN
from newel.web.study import current_study


def monthly_return() -> ReturnDefinition | None:
    """Return the definition of the study's monthly return, or None where the study asks for none."""
    return _read(current_study().folder)


@lru_cache(maxsize=8)
def _read(study: Path) -> ReturnDefinition | None:
    definitions = read_definitions(study).values()
    return next((definition for definition in definitions if definition.kind == MONTHLY_RETURN.name), None)
