"""Answers about cost."""
