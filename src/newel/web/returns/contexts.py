"""What a sender's file is held against: their sites, the day, the key of the pseudonyms, and what they sent before."""

from datetime import date

from django.conf import settings

from newel.importers.returns import ReturnContext, ReturnDefinition
from newel.records import KINDS
from newel.web.returns.frames import frame_of
from newel.web.returns.queries.current_returns import current_returns
from newel.web.study import current_study


def context_of(definition: ReturnDefinition, site_ids: tuple[str, ...], today: date) -> ReturnContext:
    """Return the context of one return for a sender who may write these sites."""
    earlier = current_returns(definition.kind, site_ids).values()
    return ReturnContext(
        protocol=current_study().protocol,
        today=today,
        site_ids=site_ids,
        key=bytes.fromhex(settings.NEWEL_PSEUDONYM_KEY),
        earlier=frame_of(KINDS[definition.kind], earlier) if earlier else None,
    )
