"""Progress: what was expected, what has come in, and what is late or missing, by site."""
