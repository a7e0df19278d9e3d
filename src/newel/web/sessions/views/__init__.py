"""Pages of the sources: load, check, act, show."""
