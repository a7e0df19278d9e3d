"""Save what a young person said about a domain, or that they do not want to say; what they said before is gone."""

from datetime import datetime

from django.db import transaction

from newel.web.care.actions._recording import locked, record_act
from newel.web.care.actions.end_sitting import YOUNG_PERSON
from newel.web.care.models import OwnWords, Sitting
from newel.web.care.sealing import seal


@transaction.atomic
def save_words(*, sitting: Sitting, domain: str, words: str | None, now: datetime) -> None:
    """Keep the words; None for *I do not want to say*; an empty text takes back what was said. Raises StayEndedError.

    The words are the young person's: the earlier ones are overwritten in the file too, and no copy is kept.
    """
    current = locked(sitting.admission)
    if words == "":
        current.own_words.filter(domain=domain).delete()
    else:
        sealed = None if words is None else seal(current, f"own_words/{domain}", words)
        OwnWords.objects.update_or_create(
            admission=current, domain=domain, defaults={"sealed": sealed, "said_at": now, "read_at": None}
        )
    record_act(current, "say own words", actor=YOUNG_PERSON, now=now, body={"domain": domain})
