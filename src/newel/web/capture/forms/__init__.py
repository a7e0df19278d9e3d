"""What came back from a page, read against the instrument that made it."""
