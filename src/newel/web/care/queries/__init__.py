"""What is read from the tables for a page: pathways as they stand, and the sitting of a ticket."""
