"""The whole flow on one page: read this first."""
