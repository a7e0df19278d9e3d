"""Two layers side by side: how far they agree, every disagreement, and the decision on each. Both stay as they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newel.web.accounts.doors import not_there, staff_page
from newel.web.accounts.permissions import Act
from newel.web.coding.actions._recording import LayerLockedError
from newel.web.coding.actions.decide import Verdict, carry_over, decide, open_reconciled
from newel.web.coding.models import Layer
from newel.web.coding.presenters.agreement import COEFFICIENTS, USUAL, agreement_rows
from newel.web.coding.presenters.sides import side_rows
from newel.web.coding.presenters.tree import tree
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import counted, counts_by_source
from newel.web.coding.queries.layers import sight_of
from newel.web.coding.queries.pairs import Pair, compared, decisions_on, pair_of, pairs_of, unit_kind
from newel.web.coding.texts import SourceRow, Text, codable_source, codable_sources, core_source, text_behind, texts_of
from newel.web.coding.views._door import answer, doer, name_of
from newel.web.coding.views._looking import shown
from newel.web.study import current_study


def pair_page(act: Act) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """Make a page of two layers. Where one may not be seen, as in a blind round, it is not there: 404.

    Whoever comes in has seen how the other coded the source, or, on a page of all sources, each of them.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @staff_page(act)
        @wraps(view)
        def page(request: HttpRequest, first: str, second: str, **parts: Any) -> HttpResponse:
            sight = sight_of(name_of(request))
            pair = pair_of(sight, first, second)
            if pair is None:
                raise not_there(request, "layer")
            coded = counts_by_source([pair.first, pair.second])
            keys = {layer.pk: layer.key for layer in (pair.first, pair.second)}
            shown(sight, {(keys[layer], source) for layer, source in coded if parts.get("source_id", source) == source})
            return view(request, pair, **parts)

        return page

    return decorate


@staff_page("code")
def choose(request: HttpRequest) -> HttpResponse:
    """Show the pairs of layers that may be compared."""
    return render(request, "coding/pairs.html", {"pairs": pairs_of(sight_of(name_of(request)))})


@pair_page("code")
def pair_overview(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Show agreement per code on the sources that both coded, and how many disagreements each source has."""
    both, alone = _coded_by_both(request, pair)
    texts = texts_of(both)
    sources = [core_source(row, texts[row.source_id]) for row in both]
    ids = {row.source_id for row in both}
    plan = current_study().protocol.coding
    names = plan.coefficients if plan else USUAL
    rows = agreement_rows(
        sources,
        counted([pair.first], sources=ids),
        counted([pair.second], sources=ids),
        codebook=codebook_now(pair.first.codebook_id),
        plan=(unit_kind(), names),
    )
    context = {
        "pair": pair,
        "rows": rows,
        "coefficients": [COEFFICIENTS[name][0] for name in names],
        "sources": [_standing(pair, row, texts[row.source_id]) for row in both],
        "alone": alone,
        "unit": unit_kind() or "unit",
    }
    return render(request, "coding/pair.html", context)


@pair_page("code")
def side_by_side(request: HttpRequest, pair: Pair, source_id: str) -> HttpResponse:
    """Show one source with both layers, every disagreement marked and, where it may be settled, a form for each."""
    row = _source(request, source_id)
    text = text_behind(row)
    found = compared(pair, text)
    rows = {each.id: each for each in tree(codebook_now(pair.first.codebook_id), retired=True)}
    sides = side_rows(text, pair, found, rows=rows, decisions=decisions_on(pair.settled, source_id))
    context = {
        "pair": pair,
        "source": row,
        "sides": sides if request.GET.get("show") == "all" else [side for side in sides if side.items],
        "show": request.GET.get("show", ""),
        "left": sum(item.decided is None for side in sides for item in side.items),
        "all": sum(len(side.items) for side in sides),
        "locked": bool(pair.settled and pair.settled.locked_at),
    }
    return render(request, "coding/side_by_side.html", context)


@require_POST
@pair_page("reconcile")
def settle(request: HttpRequest, pair: Pair, source_id: str) -> HttpResponse:
    """Keep a decision: fields unit, code, choice, because. What both coders have is carried over with it."""
    row, sent = _source(request, source_id), request.POST
    text = text_behind(row)
    found = compared(pair, text)
    at = (sent.get("unit", ""), sent.get("code", ""))
    item = next((each for each in found.differing if (str(each.unit.number), each.code) == at), None)
    back = f"{reverse('coding:side_by_side', args=[pair.first.key, pair.second.key, row.source_id])}#d{at[0]}"
    choice = sent.get("choice", "")
    if item is None or choice not in ("first", "second", "both", "neither"):
        return answer(request, "Choose what counts.", back=back, status=422)
    verdict = Verdict(
        source_id=source_id,
        version=text.version,
        unit=item.unit.number,
        within=(item.unit.start, item.unit.end),
        code=item.code,
        choice=choice,
        spans=item.spans(choice),
        because=sent.get("because", "").strip()[:2_000],
    )
    try:
        layer = _settling(request, pair)
        carry_over(by=doer(request), layer=layer, source_id=source_id, version=text.version, spans=found.agreed)
        decide(by=doer(request), layer=layer, verdict=verdict)
    except LayerLockedError:
        return answer(request, "Nothing was changed: the reconciled layer is locked.", back=back, status=409)
    return answer(request, "The decision is kept.", back=back)


@require_POST
@pair_page("reconcile")
def carry(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Carry over to the reconciled layer what both coders have, in every source that both coded."""
    both, _ = _coded_by_both(request, pair)
    layer = _settling(request, pair)
    back = reverse("coding:pair", args=[pair.first.key, pair.second.key])
    new = 0
    try:
        for source_id, text in texts_of(both).items():
            spans = compared(pair, text).agreed
            new += carry_over(by=doer(request), layer=layer, source_id=source_id, version=text.version, spans=spans)
    except LayerLockedError:
        return answer(request, "Nothing was changed: the reconciled layer is locked.", back=back, status=409)
    return answer(request, f"{new} codings that both have are carried over.", back=back)


def _settling(request: HttpRequest, pair: Pair) -> Layer:
    """Return the layer that settles two; it is opened once both are locked, so that nobody codes on beside it."""
    if pair.first.locked_at is None or pair.second.locked_at is None:
        raise LayerLockedError
    return open_reconciled(by=doer(request), first=pair.first, second=pair.second)


def _coded_by_both(request: HttpRequest, pair: Pair) -> tuple[list[SourceRow], list[SourceRow]]:
    """Return the sources that both have coded, and those that one of them has."""
    counts = counts_by_source([pair.first, pair.second])
    rows = codable_sources(request.user)
    by = {row.source_id: [(layer.pk, row.source_id) in counts for layer in (pair.first, pair.second)] for row in rows}
    return [row for row in rows if all(by[row.source_id])], [row for row in rows if sum(by[row.source_id]) == 1]


def _standing(pair: Pair, row: SourceRow, text: Text) -> dict[str, object]:
    found = compared(pair, text)
    decided = decisions_on(pair.settled, row.source_id)
    open_ones = sum((item.unit.number, item.code) not in decided for item in found.differing)
    return {"row": row, "agreed": len(found.agreed), "differing": len(found.differing), "left": open_ones}


def _source(request: HttpRequest, source_id: str) -> SourceRow:
    row = codable_source(request.user, source_id)
    if row is None:
        raise not_there(request, "source")
    return row
