"""Linking evidence: choose a code or a quote, look a number up, or name an item of cost; and taking evidence back."""

from collections.abc import Mapping
from typing import get_args

from django.http import Http404, HttpRequest, HttpResponse

from newel.synthesis import BEARINGS, Balance
from newel.synthesis.evidence import Thing
from newel.web.care.forms.reading import Reading
from newel.web.coding.actions.note_looks import note_quotes_seen
from newel.web.synthesis.actions.link_evidence import link_evidence
from newel.web.synthesis.actions.take_back_evidence import take_back_evidence
from newel.web.synthesis.forms import read_link, read_reason
from newel.web.synthesis.presenters import BEARS, choices
from newel.web.synthesis.queries.numbers import Numbers, released_numbers
from newel.web.synthesis.queries.things import Things
from newel.web.synthesis.views._door import doer_of, done, show, theory_page

KINDS = {"code": "a code", "quote": "a quote", "finding": "a number of the report", "cost": "an item of cost"}


@theory_page
def link(request: HttpRequest, balance: Balance, kind: str) -> HttpResponse:
    """Link one thing to a theory. A number must have been released: its address is looked up in the publication."""
    chosen: Thing | None = next((each for each in get_args(Thing) if each == kind and each in KINDS), None)
    if chosen is None:
        raise Http404
    numbers, things = released_numbers(), Things(request.user.get_username())
    known = numbers.by_address if chosen == "finding" else _things_of(things, chosen)
    if request.method == "POST":
        read = Reading(request.POST.dict())
        linked = read_link(read, chosen, known=known)
        if not read.faults:
            evidence = link_evidence(by=doer_of(request), theory_id=balance.theory.id, link=linked)
            return done(request, "theory", balance.theory.id, says=f"Linked: it {evidence.bearing} the theory.")
    else:
        read = Reading({"thing": request.GET.get("thing", "")})
    by = doer_of(request)
    note_quotes_seen(name=by.name, quotes=list(known) if chosen == "quote" else (), now=by.now)
    context = _page(request, balance, chosen, numbers=numbers)
    return show(request, "link", read=read, listed=_listed(known, chosen), **context)


def _page(request: HttpRequest, balance: Balance, kind: Thing, *, numbers: Numbers) -> dict[str, object]:
    find = request.GET.get("find", "")
    return {
        "theory": balance.theory,
        "kind": kind,
        "what": KINDS[kind],
        "bearings": choices(BEARINGS, names=BEARS),
        "strands": choices(("quantitative", "economic")),
        "find": find,
        "numbers": numbers.like(find),
        "freeze": numbers.freeze,
        "here": "theories",
    }


def _things_of(things: Things, kind: Thing) -> Mapping[str, str]:
    if kind == "quote":
        return things.quotes
    return things.codes if kind == "code" else things.costs


def _listed(known: Mapping[str, object], kind: Thing) -> list[tuple[str, str]]:
    """Return what can be chosen as (id, words); numbers are too many to list and are looked up."""
    return [] if kind == "finding" else [(name, str(words)) for name, words in known.items()]


@theory_page
def take_back(request: HttpRequest, balance: Balance, evidence: str) -> HttpResponse:
    """Take one piece of evidence back, with the reason."""
    every = (*balance.supports, *balance.contradicts, *balance.qualifies)
    found = next((each for each in every if each.id == evidence), None)
    if found is None:
        raise Http404
    read = Reading(request.POST.dict())
    if request.method == "POST":
        because = read_reason(read)
        if not read.faults:
            take_back_evidence(by=doer_of(request), evidence_id=found.id, because=because)
            says = "The evidence is taken back. It stays to be read below."
            return done(request, "theory", balance.theory.id, says=says)
    return show(request, "take_back", read=read, theory=balance.theory, evidence=found, here="theories")
