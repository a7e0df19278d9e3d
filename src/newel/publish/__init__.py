"""The public face of released material: the report as the public site serves it, and the site's own pages."""

from newel.publish.pages import Page, read_pages
from newel.publish.publication import INDEX, Publication, PublishedFile, publish, read_publication

__all__ = ["INDEX", "Page", "Publication", "PublishedFile", "publish", "read_pages", "read_publication"]
