"""The public pages, the cookie tool, and the pages that say what went wrong."""
