"""Tells Django that care is one of Newel's apps."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The app of the care pathway."""

    name = "newel.web.care"
    label = "care"
