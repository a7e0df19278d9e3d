"""A loaded text is redacted and signed: the codings that came in with it find their places in it, or wait for a person.

Until then they stand on the text in the vault. They are queued, so that they count nowhere and no page shows them.
"""

from django.db import transaction

from newel.web.coding.actions.follow_version import follow_version
from newel.web.coding.models import Coding
from newel.web.sessions.followers import VersionAdded


@transaction.atomic
def follow_first_version(added: VersionAdded) -> None:
    """Let the codings of a source that waited for its redaction follow it, inside the act that signs it."""
    waited = Coding.objects.filter(source_id=added.source_id, version=added.old.number, queued=True)
    if waited.update(queued=False):
        follow_version(added)
