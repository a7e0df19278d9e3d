"""What can be looked up about returns."""
