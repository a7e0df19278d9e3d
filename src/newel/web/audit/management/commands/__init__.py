"""Commands of the audit, one a file."""
