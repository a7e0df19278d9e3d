"""Everything that can happen to an account, one act a file, each with one audit event."""
