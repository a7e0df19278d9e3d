"""What the pages of coding read."""
