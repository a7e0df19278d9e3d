"""What was read, as plain data for a template."""
