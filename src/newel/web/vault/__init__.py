"""The vault: what was said before it was redacted, and what replaced each identifier; apart from everything else."""
