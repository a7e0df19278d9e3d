"""The web shell: the pages people collect, return and read with. The only part of Newel that knows Django."""
