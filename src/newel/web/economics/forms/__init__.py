"""What a reader sets on the decision page."""
