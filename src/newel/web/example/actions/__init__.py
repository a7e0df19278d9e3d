"""Loading the example, in one act."""
