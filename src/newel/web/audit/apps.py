"""Tells Django that the audit is one of Newel's apps."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app that writes down what was done."""

    name = "newel.web.audit"
    label = "audit"
