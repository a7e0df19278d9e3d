"""Tells Django that serving is one of Newel's apps."""

from django.apps import AppConfig


class ServingConfig(AppConfig):
    """The app that has no page, only the commands that run the site."""

    name = "newel.web.serving"
    label = "serving"

    def ready(self) -> None:
        """Register what is asked of a database."""
        from newel.web.serving import checks  # noqa: F401 - it registers itself
