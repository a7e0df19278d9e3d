"""The tables of accounts."""

from newel.web.accounts.models.account import Account

__all__ = ["Account"]
