"""What can be looked up in the audit."""
