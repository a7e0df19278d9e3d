"""Newel: a national, multi-site, mixed-methods evaluation from one protocol file to the published report."""

__version__ = "0.1.0"
