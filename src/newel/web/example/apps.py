"""Tells Django that the example is one of Newel's apps."""

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    """The app that fills an empty site with an example."""

    name = "newel.web.example"
    label = "example"
