"""Files that hold one table, one reader a format: `reader = TableReader(...)` in each file."""
