"""One file format per file. Each draws the same document: the same headings, tables and words for the eye."""
