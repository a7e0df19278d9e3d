"""Tells Django that progress is one of Newel's apps."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """The app that shows how far collection has come, and what to do about it. It keeps nothing of its own."""

    name = "newel.web.progress"
    label = "progress"
