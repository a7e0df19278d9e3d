"""Everything that can change in capture, one act a file. Each runs whole or not at all, and writes one audit event."""
