"""Economics on the web: what sites sent of their costs, and the page on which a reader moves the published numbers."""
