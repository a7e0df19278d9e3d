"""Tells Django that the sources are one of Newel's apps."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The app of the sources. Its label is not `sessions`: Django's own table of visits has that one."""

    name = "newel.web.sessions"
    label = "sources"
