"""Everything that can happen to a return, one act a file, each with one audit event."""
