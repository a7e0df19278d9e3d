"""Reads of observed meetings for the pages."""
