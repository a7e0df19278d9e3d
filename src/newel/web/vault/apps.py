"""Tells Django that the vault is one of Newel's apps."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The app of the vault. Its tables are in a database of their own, under keys of their own."""

    name = "newel.web.vault"
    label = "vault"
