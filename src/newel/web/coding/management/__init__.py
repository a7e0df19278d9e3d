"""Commands of coding."""
