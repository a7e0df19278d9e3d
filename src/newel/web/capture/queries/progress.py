"""How far collection has come: people invited, started and sent, by site, group and wave."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from newel.web.capture.models import AccessGrant, ConsentStatement


@dataclass(frozen=True)
class Progress:
    """Counts of people. `taken_back` are those who withdrew; they are in `invited` and in nothing else."""

    site_id: str
    group: str
    wave: str
    invited: int
    started: int
    sent: int
    taken_back: int


def collection_progress(site_ids: Iterable[str] | None = None) -> list[Progress]:
    """Return one row a site, group and wave with anybody invited; of `site_ids` only, where given."""
    grants = AccessGrant.objects.all() if site_ids is None else AccessGrant.objects.filter(site_id__in=list(site_ids))
    withdrew = ConsentStatement.objects.filter(grant=OuterRef("pk"), purpose="take_part", state="withdrawn")
    rows = (
        grants.annotate(withdrew=Exists(withdrew))
        .values("site_id", "group", "wave")
        .annotate(
            invited=Count("pk"),
            started=Count("response"),
            sent=Count("response", filter=Q(response__sent_at__isnull=False)),
            taken_back=Count("pk", filter=Q(withdrew=True)),
        )
        .order_by("wave", "group", "site_id")
    )
    return [Progress(**row) for row in rows]
