"""The costs of the sites, and the decision page."""
