"""What every page prints around its own content."""

from typing import Any

from django.http import HttpRequest

from newel.web.study import current_study


def surroundings(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django calls it with the request
    """Give every page the study's short title and who can be written to."""
    study = current_study().protocol.study
    return {"site_title": study.short_title, "site_contact": study.contact}
