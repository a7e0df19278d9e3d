"""Fields of the pages of observed meetings."""
