"""What a page of others' codings leaves behind: that its reader has looked; and the page that a look has closed."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from newel.web import clock
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.note_looks import note_looks
from newel.web.coding.models import Coding, Layer
from newel.web.coding.queries.layers import Sight
from newel.web.sessions.queries.sources import SourceRow

WHY = "you have seen how somebody else coded it"


def shown(sight: Sight, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that the reader is shown codings; `pairs` are (layer, source)."""
    note_looks(by=Doer(sight.name, clock.now()), sight=sight, shown=pairs)


def shown_rows(sight: Sight, codings: Iterable[Coding]) -> None:
    """Note that the reader is shown codings, given as rows with their layers."""
    shown(sight, {(coding.layer.key, coding.source_id) for coding in codings})


def closed_page(request: HttpRequest, layer: Layer, source: SourceRow) -> HttpResponse:
    """Say why a source cannot be coded in a blind layer."""
    context = {"layer": layer, "source": source, "why": WHY, "board": f"{reverse('coding:board')}?layer={layer.key}"}
    return render(request, "coding/closed.html", context, status=403)
