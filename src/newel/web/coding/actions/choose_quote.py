"""Choose a coding as a quote for print, read it for what it gives away, or take it back."""

from django.db import transaction

from newel.web.coding.actions._recording import Doer, Said, Where, record_act
from newel.web.coding.models import Coding, Quote


class OwnQuoteError(Exception):
    """Who chose a quote cannot be the second person who reads it."""


@transaction.atomic
def choose_quote(*, by: Doer, coding: Coding) -> Quote:
    """Choose a coding; one that was taken back is chosen anew, and must be read anew."""
    chosen = {"chosen_by": by.name, "chosen_at": by.now, "checked_by": "", "checked_at": None, "live": True}
    quote = Quote.objects.filter(coding=coding, live=True).first()
    if quote:
        return quote
    quote, _ = Quote.objects.update_or_create(coding=coding, defaults=chosen)
    _record("choose quote", by, quote)
    return quote


@transaction.atomic
def check_quote(*, by: Doer, quote: Quote) -> None:
    """Say that a second person has read it. Raises OwnQuoteError."""
    if quote.chosen_by == by.name:
        raise OwnQuoteError
    if Quote.objects.filter(pk=quote.pk, live=True, checked_by="").update(checked_by=by.name, checked_at=by.now):
        _record("check quote", by, quote)


@transaction.atomic
def take_back_quote(*, by: Doer, quote: Quote) -> None:
    """Take a quote back. The coding stays."""
    if Quote.objects.filter(pk=quote.pk, live=True).update(live=False):
        _record("take_back quote", by, quote)


def _record(act: str, by: Doer, quote: Quote) -> None:
    where = Where(quote.coding.source_id, None)
    record_act(act, by=by, where=where, said=Said({}, {"quote": quote.key, "coding": quote.coding.key}))
