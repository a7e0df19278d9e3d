"""Tells Django that accounts is one of Newel's apps."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app that knows who is signed in."""

    name = "newel.web.accounts"
    label = "accounts"
