"""What is read for a page: theories and topics as they stand, released numbers, and what can be linked."""
