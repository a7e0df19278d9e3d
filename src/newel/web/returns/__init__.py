"""Returns: a site lead sends the month's figures in a file; it is taken whole, or sent back with every error named."""
