"""The pages of the care pathway: the board of a site, one young person's stages, and their own page."""
