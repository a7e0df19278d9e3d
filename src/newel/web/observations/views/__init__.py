"""The pages of observed meetings."""
