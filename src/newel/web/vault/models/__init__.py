"""The tables of the vault. No other app reads them; its acts and queries are the doors."""

from newel.web.vault.models.original_file import OriginalFile
from newel.web.vault.models.original_text import OriginalText
from newel.web.vault.models.replacement import Replacement
from newel.web.vault.models.roster import Roster

__all__ = ["OriginalFile", "OriginalText", "Replacement", "Roster"]
