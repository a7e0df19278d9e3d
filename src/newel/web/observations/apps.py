"""Tells Django that observed meetings are one of Newel's apps."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """The app of the observed meetings."""

    name = "newel.web.observations"
