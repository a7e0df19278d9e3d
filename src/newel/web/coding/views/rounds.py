"""Rounds: who codes in which layer, blind or not. The lead opens and unlocks layers; a coder locks their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import not_allowed, staff_page
from newel.web.accounts.permissions import allowed, names_with
from newel.web.coding.actions.lock_layer import SeenError, lock_layer, unlock_layer
from newel.web.coding.actions.open_layer import AlreadyCodingError, SeenEverythingError, open_layer
from newel.web.coding.models import Layer
from newel.web.coding.queries.codebooks import codebooks, kept
from newel.web.coding.queries.codings import number_in
from newel.web.coding.queries.layers import all_layers, closed_rounds
from newel.web.coding.queries.looks import seen_of_all
from newel.web.coding.views._door import answer, doer, name_of

MOST_ROUNDS = 999
_STOPPED: dict[type[Exception], str] = {
    AlreadyCodingError: "{} codes in this round already.",
    SeenEverythingError: "Not opened: {} has seen how somebody else coded every source there is, so that nothing could "
    "be coded blind. Open a layer that is not blind, or choose another coder.",
}
_SEEN = "It stays locked: the blind round is over, so its coders may have seen each other's work. Open a new round."


@staff_page("code")
def rounds(request: HttpRequest) -> HttpResponse:
    """Show who codes where, without any count; to the lead, with a form to open a layer."""
    layers = all_layers()
    closed = closed_rounds(layers)
    shown = [{"layer": layer, "closed": (layer.codebook_id, layer.round) in closed} for layer in layers]
    context = {
        "layers": shown,
        "name": name_of(request),
        "may_open": allowed(request.user, "open_round"),
        "codebooks": codebooks(),
        "coders": names_with("code"),
        "rounds": sorted({layer.round for layer in layers}),
    }
    return render(request, "coding/rounds.html", context)


@require_POST
@staff_page("open_round")
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a layer: fields codebook, coder, round (empty for a new one), blind."""
    sent = request.POST
    codebook = kept(sent.get("codebook", ""))
    if codebook is None or sent.get("coder") not in names_with("code"):
        return answer(request, "Choose a codebook and a coder.", back=_page(), status=422)
    number = number_in(sent.get("round"))
    if number is not None and number > MOST_ROUNDS:
        return answer(request, "Choose a round.", back=_page(), status=422)
    try:
        layer = open_layer(
            by=doer(request), codebook=codebook, coder=sent["coder"], number=number, blind=sent.get("blind") == "yes"
        )
    except (AlreadyCodingError, SeenEverythingError) as stopped:
        return answer(request, _STOPPED[type(stopped)].format(sent["coder"]), back=_page(), status=409)
    return answer(request, f"Round {layer.round} is open for {layer.coder}.{_closed(layer)}", back=_page())


def _closed(layer: Layer) -> str:
    """Say how much of a blind layer is closed to its coder, and why."""
    seen, every = seen_of_all(layer.coder) if layer.blind else (0, 0)
    stays = f"{seen} of {every} sources {'stays' if seen == 1 else 'stay'} closed to them there"
    return f" {stays}, because they have seen how somebody else coded {'it' if seen == 1 else 'them'}." if seen else ""


@require_POST
@staff_page("code")
def lock(request: HttpRequest, layer_key: str) -> HttpResponse:
    """Lock a layer: one's own, or, for the lead, any."""
    layer = _layer(layer_key)
    if layer.coder != name_of(request) and not allowed(request.user, "open_round"):
        raise not_allowed(request, "open_round")
    lock_layer(by=doer(request), layer=layer)
    messages.success(request, f"The layer of {layer.coder} in round {layer.round} is locked.")
    return HttpResponseRedirect(_page())


@require_POST
@staff_page("open_round")
def unlock(request: HttpRequest, layer_key: str) -> HttpResponse:
    """Unlock a layer."""
    layer = _layer(layer_key)
    try:
        unlock_layer(by=doer(request), layer=layer)
    except SeenError:
        return answer(request, _SEEN, back=_page(), status=409)
    return answer(request, f"The layer of {layer.coder} in round {layer.round} is open again.", back=_page())


def _layer(key: str) -> Layer:
    layer = next((layer for layer in all_layers() if layer.key == key), None)
    if layer is None:
        raise Http404
    return layer


def _page() -> str:
    return reverse("coding:rounds")
