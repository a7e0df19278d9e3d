"""The figures of one month at one site, as they travel from the file through the check to the database."""

from collections.abc import Mapping
from dataclasses import dataclass

Key = tuple[str, str]
"""Site id and month."""
Value = int | float | str | bool | None


@dataclass(frozen=True)
class Figures:
    """One row of a return. `values` has every column but site and month; None is not known, never zero."""

    site_id: str
    month: str
    values: Mapping[str, Value]

    @property
    def key(self) -> Key:
        """Whose figures they are."""
        return self.site_id, self.month
