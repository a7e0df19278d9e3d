"""Send a response: the person says that these are their answers. Sending twice changes nothing."""

from datetime import datetime

from django.db import transaction

from newel.web.capture.actions._recording import record_act
from newel.web.capture.actions.end_visit import close_visit
from newel.web.capture.models import Response


@transaction.atomic
def send_response(*, response: Response, visit: str, now: datetime) -> bool:
    """Mark the response as sent and end the visit. Returns False where it was sent before."""
    sent = Response.objects.filter(pk=response.pk, sent_at__isnull=True).update(sent_at=now)
    if not sent:
        return False
    close_visit(visit, now)
    record_act(response.grant, "send_response", body={"answers": response.revision}, now=now)
    return True
