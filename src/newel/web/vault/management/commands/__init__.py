"""Commands of the vault, one a file."""
