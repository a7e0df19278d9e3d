"""The clock of the web shell: views and commands ask here what time it is, and pass it down.

A site that shows an example study can be set to a day inside that study, so that its waves and months are open.
"""

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def now() -> datetime:
    """Return this instant; where the setting NEWEL_TODAY names a day, this time of that day."""
    real = timezone.now()
    day: date | None = settings.NEWEL_TODAY
    return datetime.combine(day, timezone.localtime(real).timetz()) if day else real


def today() -> date:
    """Return the day it is where the sites are."""
    return timezone.localdate(now())


def demonstration(request: HttpRequest) -> dict[str, date | None]:  # noqa: ARG001 - Django calls it with the request
    """Give every page the day the site was set to, so that it can say so."""
    return {"demonstration_day": settings.NEWEL_TODAY}
