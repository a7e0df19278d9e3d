"""The decision page: what delivery would cost and prevent, for published numbers that the reader may move."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newel.web.economics.forms.deciding import Setting, assumed_of, read_settings, settings_of
from newel.web.economics.presenters.deciding import answer_of, sources_of
from newel.web.economics.queries.released import ALL, INCIDENTS, Printed, payers, printed
from newel.web.public.publication import shelf
from newel.web.study import current_study

OWN = ("lasts", "years", "rate", "places")
"""What stays as it is when another kind of incident is looked at: the rest belongs to the other's numbers."""


@require_safe
def decide(request: HttpRequest) -> HttpResponse:
    """Work out what an address asks, or say in words why there is nothing to work with."""
    protocol, shown = current_study().protocol, shelf().shown
    numbers = printed(protocol)
    context: dict[str, Any] = {"publication": shown.publication if shown else None, "why_none": numbers.why_none}
    if numbers.why_none:
        return render(request, "economics/decide.html", context)
    incident, payer = _chosen(request, numbers)
    found = numbers.of(incident, payer)
    if found is None:
        raise Http404
    settings = read_settings(settings_of(protocol, found, incident), request.GET.dict())
    faults = [setting for setting in settings if setting.fault]
    context |= {
        "incident": incident,
        "incident_words": INCIDENTS[incident],
        "payer": payer,
        "payer_words": _payer_words(payer),
        "choices": _choices(numbers, (incident, payer), settings),
        "found": found,
        "settings": settings,
        "unsure": (found.prevented.low or 0.0) <= 0 <= (found.prevented.high or 0.0),
        "children": repr(found.children),
        "faults": faults,
        "answer": answer_of(assumed_of(settings, found.children), found),
        "sources": sources_of(settings, found),
        "address": _address(incident, payer, {setting.name: setting.typed for setting in settings}),
        "start": _address(incident, payer, {}),
        "study": protocol.study.id,
    }
    return render(request, "economics/decide.html", context, status=422 if faults else 200)


def _chosen(request: HttpRequest, numbers: Printed) -> tuple[str, str]:
    """Return which incidents and payer an address asks for. Raises Http404 where it has no such numbers."""
    there = numbers.choices(payers(current_study().protocol))
    incident = request.GET.get("incident", next(iter(there)))
    payer = request.GET.get("payer", there.get(incident, (ALL,))[0])
    if payer not in there.get(incident, ()):
        raise Http404
    return incident, payer


def _choices(
    numbers: Printed, chosen: tuple[str, str], settings: tuple[Setting, ...]
) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the two lists of links, each link as (words, address, whether it is this page)."""
    there = numbers.choices(payers(current_study().protocol))
    own = {each.name: each.typed for each in settings if each.name in OWN and each.moved and not each.fault}
    incident, payer = chosen
    to_other = {other: payer if payer in paying else paying[0] for other, paying in there.items()}
    others = [
        (INCIDENTS[other].capitalize(), _address(other, pays, own), other == incident)
        for other, pays in to_other.items()
    ]
    paying = [(_payer_words(other), _address(incident, other, own), other == payer) for other in there[incident]]
    return [("Which incidents", others), ("Who pays", paying)]


def _payer_words(payer: str) -> str:
    return "All together" if payer == ALL else payer.replace("_", " ").capitalize()


def _address(incident: str, payer: str, values: dict[str, str]) -> str:
    return f"{reverse('decide:page')}?{urlencode({'incident': incident, 'payer': payer} | values)}"
