"""The pages of a site lead: months, sending a file, saying yes to a correction, and what can be downloaded."""
