"""Tells Django that capture is one of Newel's apps."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    """The app that asks questions and keeps the answers."""

    name = "newel.web.capture"
    label = "capture"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is checked when a command of the site starts."""
        from newel.web.capture import readiness  # noqa: F401 - importing it registers its check
