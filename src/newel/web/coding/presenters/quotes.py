"""Quotes as plain data: the words, and everything that must be so before they are printed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from newel.protocol import Protocol
from newel.web.coding.models import Quote
from newel.web.coding.presenters.quoting import Quoted, quoted
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.texts import SourceRow


@dataclass(frozen=True)
class QuoteCard:
    """One quote. `holds` are what stands against print, in words; none where it may be printed."""

    key: str
    code: str
    """The path of its code."""
    quoted: Quoted
    chosen_by: str
    checked_by: str
    own: bool
    holds: tuple[str, ...]


def quote_cards(
    quotes: Iterable[Quote], sources: Iterable[SourceRow], protocol: Protocol, *, name: str
) -> list[QuoteCard]:
    """Return the quotes whose source may still be coded. `name` is who reads."""
    rows = list(sources)
    people = people_behind(rows)
    found = list(quotes)
    words = {each.coding.pk: each for each in quoted((quote.coding for quote in found), rows)}
    return [
        QuoteCard(
            quote.key,
            _path(quote),
            words[quote.coding_id],
            quote.chosen_by,
            quote.checked_by,
            quote.chosen_by == name,
            tuple(holds(quote, words[quote.coding_id].source, people=people, protocol=protocol)),
        )
        for quote in found
        if quote.coding_id in words
    ]


def _path(quote: Quote) -> str:
    book = codebook_now(quote.coding.layer.codebook_id)
    return book.path_name(quote.coding.code) if quote.coding.code in book.by_id else quote.coding.code


def people_behind(rows: Iterable[SourceRow]) -> dict[tuple[str, str], int]:
    """Return {(site, group): how many people or groups were heard there}."""
    heard: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        heard[row.site_id, row.group].add(row.case_id or row.source_id)
    return {key: len(cases) for key, cases in heard.items()}


def holds(quote: Quote, row: SourceRow, *, people: dict[tuple[str, str], int], protocol: Protocol) -> Iterable[str]:
    """Yield what stands against printing a quote."""
    plan = protocol.coding
    fewest = plan.people_behind_quote if plan else 1
    if plan is not None and not plan.quotes_printed:
        yield "The protocol prints no quotes."
    if not row.may_be_quoted:
        yield "Those who speak have not agreed to be quoted."
    if people.get((row.site_id, row.group), 0) < fewest:
        yield f"Fewer than {fewest} people of this group were heard at this site."
    if not quote.checked_by:
        yield "Nobody else has read it yet."
