"""Commands that run the site, one a file."""
