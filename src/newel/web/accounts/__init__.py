"""Accounts: who works on the study, in which role, at which sites, and what each role may do."""
