"""Mixed models: people within sites, and sites that differ. Linear, logit, Poisson, negative binomial and ordinal."""

from newel.statistics.mixed.terms import Design, RandomTerm

__all__ = ["Design", "RandomTerm"]
