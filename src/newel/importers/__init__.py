"""Files into records: tables as sites send them, monthly returns checked by row, whole projects of other systems.

`read_table` reads one table. `newel.importers.returns` checks a site's return. `import_project` reads a project that
was captured elsewhere, and `write_study` makes a study folder of it.
"""

from newel.importers._plugin import Entry, ImportedProject, TextTable
from newel.importers.reading import read_table, table_readers

__all__ = ["Entry", "ImportedProject", "TextTable", "read_table", "table_readers"]
