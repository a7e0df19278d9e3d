"""What can happen to a source, one act a file."""
