"""Tells Django that public is one of Newel's apps."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The app that everybody can read."""

    name = "newel.web.public"
    label = "public"
