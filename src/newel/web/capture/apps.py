"""Tells Django that capture is one of Newel's apps."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    """The app that asks questions and keeps the answers."""

    name = "newel.web.capture"
    label = "capture"
    default_auto_field = "django.db.models.BigAutoField"
