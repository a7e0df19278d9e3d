"""Tells Django that synthesis is one of Newel's apps."""

from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    """The app of theories, topics and joint displays."""

    name = "newel.web.synthesis"
    label = "synthesis"
