"""Whole projects of other systems, one importer a system: `importer = ProjectImporter(...)` in each."""
