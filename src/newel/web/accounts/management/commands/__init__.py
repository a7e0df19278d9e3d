"""Commands of accounts, one a file."""
