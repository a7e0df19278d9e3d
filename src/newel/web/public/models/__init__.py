"""The table of the public site."""

from newel.web.public.models.page_count import PageCount

__all__ = ["PageCount"]
