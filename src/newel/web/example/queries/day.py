"""The day on which the example is shown."""

from datetime import date

from newel.web.example.models import LoadedExample


def example_day() -> date | None:
    """Return the day the example is shown on; None where this database holds no example."""
    return LoadedExample.objects.values_list("today", flat=True).first()
