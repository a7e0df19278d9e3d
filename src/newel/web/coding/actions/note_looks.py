"""Note that somebody has seen how somebody else coded some sources: those they code blind no more."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from newel.web.audit.actions import record_event
from newel.web.coding.actions._recording import Doer
from newel.web.coding.models import Look, Quote
from newel.web.coding.queries.layers import Sight, sight_of
from newel.web.coding.queries.looks import looked_at


def note_looks(*, by: Doer, sight: Sight, shown: Iterable[tuple[str, str]]) -> None:
    """Note the first look at each source; `shown` is (layer, source) of the codings on a page. One's own are no look.

    Another's layer is one that another person codes in, and one that settles two: in that is what the other had.
    """
    theirs = {layer.key: layer.codebook_id for layer in sight.layers if layer.coder != sight.name or layer.settles}
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for layer, source_id in shown:
        if layer in theirs:
            seen[theirs[layer]].add(source_id)
    for codebook_id, sources in seen.items():
        first = sources - looked_at(by.name, codebook_id, among=sources)
        if first:
            _note(by, codebook_id, first)


def note_quotes_seen(*, name: str, quotes: Collection[str], now: datetime) -> None:
    """Note that a page of another app shows quotes, by their ids in the records, to somebody."""
    keys = [quote.removeprefix("q") for quote in quotes]
    found = Quote.objects.filter(key__in=keys).values_list("coding__layer__key", "coding__source_id") if keys else ()
    note_looks(by=Doer(name, now), sight=sight_of(name), shown=found)


@transaction.atomic
def _note(by: Doer, codebook_id: str, sources: set[str]) -> None:
    looks = (Look(by=by.name, source_id=each, codebook_id=codebook_id, at=by.now) for each in sorted(sources))
    Look.objects.bulk_create(looks, ignore_conflicts=True)
    body = {"codebook": codebook_id, "sources": sorted(sources)}
    record_event(actor=by.name, verb="see", thing="codings", body=body, now=by.now)
