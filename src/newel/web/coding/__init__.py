"""Coding of sources: codebooks, layers, codings, memos, comparison, and what is read off the coded text."""
