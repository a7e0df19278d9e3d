"""Open a layer: somebody starts to code, in a round of their own or beside another coder, blind or in the open."""

import hashlib
import hmac

from django.conf import settings
from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act
from newel.web.coding.models import Codebook, Layer
from newel.web.coding.queries.looks import seen_of_all


class AlreadyCodingError(Exception):
    """This person has a layer in this round."""


class SeenEverythingError(Exception):
    """There is no source that this person could code blind: of each they have seen somebody else's coding."""


@transaction.atomic
def open_layer(*, by: Doer, codebook: Codebook, coder: str, number: int | None = None, blind: bool = False) -> Layer:
    """Open a layer in round `number`, or in the next one. The first of a round is `first`, the others `second`.

    Raises AlreadyCodingError, and SeenEverythingError for a blind one.
    """
    seen, every = seen_of_all(coder) if blind else (0, 0)
    if blind and every and seen == every:
        raise SeenEverythingError
    rounds = [layer.round for layer in codebook.layers.exclude(purpose="reconciled")]
    chosen = number or max(rounds, default=0) + 1
    beside = codebook.layers.filter(round=chosen).exclude(purpose="reconciled")
    if beside.filter(coder=coder).exists():
        raise AlreadyCodingError
    layer = Layer.objects.create(
        key=f"{codebook.pk}-r{chosen}-{pseudonym_of(coder)}".lower()[:60],
        codebook=codebook,
        coder=coder,
        pseudonym=pseudonym_of(coder),
        round=chosen,
        purpose="second" if beside.exists() else "first",
        blind=blind,
        opened_at=by.now,
    )
    record_act("open layer", by=by, where=Where(layer=layer), said=Said(audit={"round": chosen, "blind": blind}))
    return layer


def pseudonym_of(coder: str) -> str:
    """Return the name under which records know a coder: the same for the same account, and no way back from it."""
    key = bytes.fromhex(settings.NEWEL_PSEUDONYM_KEY)
    return f"C{hmac.new(key, f'coder/{coder}'.encode(), hashlib.sha256).hexdigest()[:6].upper()}"
