"""What colleagues did meanwhile: asked by the page every few seconds, answered with the units that changed."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import touched_since
from newel.web.coding.texts import text_behind
from newel.web.coding.views._door import Desk, desk_page
from newel.web.coding.views._looking import shown_rows
from newel.web.coding.views.desk import beside_of, codings_near, units_html


@desk_page
def since(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer with the units that layers beside this one, and this one on another screen, changed after a step.

    Layers that may not be seen are not looked at, so that not even their pace can be guessed from the answer.
    """
    beside = beside_of(desk) if request.GET.get("others") != "no" else ()
    last, touched = touched_since(desk.source.source_id, (desk.layer, *beside), since=request.GET.get("step", ""))
    if not touched:
        return JsonResponse({"step": last, "units": {}})
    shown_rows(desk.sight, touched)
    text = text_behind(desk.source)
    now = codings_near(desk, text, touched, others=bool(beside))
    html = units_html(desk, codebook_now(desk.layer.codebook_id), text, touched=touched, now=now)
    colleagues = sorted({coding.layer.coder for coding in touched} - {desk.sight.name})
    says = f"{', '.join(colleagues)} changed codings" if colleagues else ""
    return JsonResponse({"step": last, "units": html, "says": says})
