"""Tells Django that returns is one of Newel's apps."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """The app that takes in the sites' monthly returns."""

    name = "newel.web.returns"
    label = "returns"
