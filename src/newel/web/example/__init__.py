"""The example: accounts, invitations and returns of invented people, to look at the site with."""
