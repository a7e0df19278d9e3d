"""Sheets as plain words for the pages."""
