"""Serving: how the site is started, and how its records are taken out."""
