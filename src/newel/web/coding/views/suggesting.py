"""Suggested codes for a unit, with the coded words they are nearest to. Off until asked for; never in a blind layer."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from newel.web.coding.actions.ask_suggestions import BlindError, ask_suggestions, refuse_suggestion
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.suggestions import suggestions_for
from newel.web.coding.views._door import Desk, answer, desk_page, doer
from newel.web.coding.views._looking import shown


@desk_page
def suggest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer with up to five codes for a unit (GET unit), or log that one was refused (POST code)."""
    if not desk.writes or desk.layer.blind or not desk.layer.suggests:
        raise Http404
    if request.method == "POST":
        code = request.POST.get("code", "")
        if code not in codebook_now(desk.layer.codebook_id).by_id:  # the audit keeps ids of codes, and no words
            raise Http404
        refuse_suggestion(by=doer(request), layer=desk.layer, source_id=desk.source.source_id, code=code)
        return answer(request, "Refused.", back=desk.address)
    sent = request.GET.get("unit", "")
    number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0
    found = suggestions_for(request.user, desk.layer, desk.source.source_id, unit=number)
    shown(desk.sight, {(each.layer, each.source) for each in found})
    says = f"{len(found)} suggestions" if found else "Nothing coded so far is near to these words."
    offered = [{"code": each.code, "name": each.name, "because": each.because} for each in found]
    return JsonResponse({"suggestions": offered, "says": says})


@require_POST
@desk_page
def ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Turn suggestions on or off for one's own layer."""
    if not desk.writes:
        raise Http404
    try:
        ask_suggestions(by=doer(request), layer=desk.layer, on=request.POST.get("on") == "yes")
    except BlindError:
        return answer(request, "A blind layer is coded without suggestions.", back=desk.address, status=409)
    on = "on" if request.POST.get("on") == "yes" else "off"
    return answer(request, f"Suggestions are {on}.", back=f"{desk.address}#suggesting")
