"""The progress board."""
