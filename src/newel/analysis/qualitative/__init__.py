"""Answers from interviews, focus groups and observations."""
