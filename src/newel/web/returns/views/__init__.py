"""The pages of a site lead: returns and months, sending a file, saying yes, and what can be downloaded."""
