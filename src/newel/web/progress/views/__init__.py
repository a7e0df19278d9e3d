"""The progress board, and one page for each site."""
