"""What can be looked up about the example."""
