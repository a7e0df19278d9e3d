"""Acts on observed meetings, one file an act."""
