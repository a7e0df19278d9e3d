"""Tells Django that progress is one of Newel's apps."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """The app that shows how far collection has come. It keeps nothing of its own."""

    name = "newel.web.progress"
    label = "progress"
