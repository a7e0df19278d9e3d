"""What can change on the public site: a count."""
