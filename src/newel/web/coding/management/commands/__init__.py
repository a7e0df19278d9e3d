"""Commands of coding, one a file."""
