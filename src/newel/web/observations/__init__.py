"""Observed meetings: two people sit in, each with a sheet of their own, and settle what they saw otherwise."""
