"""Progress: what was expected, what has come in, what is late or missing, and what was asked and chased about it."""
