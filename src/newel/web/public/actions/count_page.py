"""Count one reading of a public page. No audit event: it changes nothing, and would tell when somebody read."""

from datetime import date

from django.db import transaction
from django.db.models import F

from newel.web.public.models import PageCount


@transaction.atomic
def count_page(*, page: str, today: date) -> None:
    """Add one to the page's count of this day."""
    PageCount.objects.get_or_create(day=today, page=page)
    PageCount.objects.filter(day=today, page=page).update(times=F("times") + 1)
