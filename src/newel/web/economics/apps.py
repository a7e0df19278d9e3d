"""Tells Django that economics is one of Newel's apps."""

from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    """The app of costs and decisions. It has no tables: costs are returns, and decisions are in an address."""

    name = "newel.web.economics"
    label = "economics"
