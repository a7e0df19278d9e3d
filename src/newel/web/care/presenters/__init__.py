"""Pathways as plain rows and words for the pages."""
