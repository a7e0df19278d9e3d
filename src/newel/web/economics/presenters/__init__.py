"""Costs and decisions as plain rows, words and bars."""
