"""Files into records: tables as sites send them, monthly returns checked by row, whole projects of other systems.

`read_table` reads one table. `newel.importers.returns` checks a site's return. `import_project` reads a project that
was captured elsewhere, and `write_study` makes a study folder of it.
"""

from newel.importers._identifiers import holds_nhs_number
from newel.importers._plugin import Entry, ImportedProject, TextTable
from newel.importers.importing import import_project, project_importers
from newel.importers.reading import read_table, table_readers
from newel.importers.writing import write_study

__all__ = [
    "Entry",
    "ImportedProject",
    "TextTable",
    "holds_nhs_number",
    "import_project",
    "project_importers",
    "read_table",
    "table_readers",
    "write_study",
]
