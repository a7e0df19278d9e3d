"""Answers that put the strands side by side."""
