"""The three panes: the text in its units, the tree of codes, and what a code means with the memos."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from newel.coding import Codebook
from newel.transcripts import Unit
from newel.web.coding.models import Coding, Layer
from newel.web.coding.presenters.text import bars_of, unit_view, unit_views
from newel.web.coding.presenters.tree import Row, tree
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import codings_on, last_step, recent_codes
from newel.web.coding.queries.memos import memos_about
from newel.web.coding.queries.relations import relations_on
from newel.web.coding.texts import Text, text_behind
from newel.web.coding.views._door import Desk, desk_page
from newel.web.coding.views._looking import shown_rows

MEMO_KINDS = {"analytic": "Analytic", "method": "On the method", "reflexive": "Reflexive, for me alone"}


@desk_page
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the page. With `?others=no` the codings of colleagues are left out."""
    text, codebook = text_behind(desk.source), codebook_now(desk.layer.codebook_id)
    beside = beside_of(desk) if request.GET.get("others") != "no" else ()
    codings = codings_on(desk.source.source_id, (desk.layer, *beside))
    shown_rows(desk.sight, codings)
    rows = {row.id: row for row in tree(codebook, retired=True)}
    in_use = [row for row in rows.values() if not row.retired]
    context: dict[str, Any] = {
        "desk": desk,
        "text": text,
        "units": unit_views(text, codings, rows, own=desk.layer.pk),
        "codes": in_use,
        "themes": _themes(in_use),
        "recent": [rows[code] for code in recent_codes(desk.layer, {row.id for row in in_use})],
        "memos": memos_about(desk.sight, "source", desk.source.source_id),
        "memo_kinds": MEMO_KINDS,
        "relations": relations_on(
            desk.layer, desk.source.source_id, text=text, names={row.id: row.name for row in rows.values()}
        ),
        "relation_kinds": codebook.relations,
        "own_codings": [_choice(text, coding, rows) for coding in codings if coding.layer_id == desk.layer.pk],
        "beside": beside,
        "colleagues": beside_of(desk),
        "last": last_step(desk.source.source_id, (desk.layer, *beside)),
        "codebook": codebook,
        "may_suggest": desk.writes and not desk.layer.blind,
    }
    return render(request, "coding/desk.html", context)


def beside_of(desk: Desk) -> tuple[Layer, ...]:
    """Return the colleagues' layers of the same round that may be seen: none while a blind round goes on."""
    return tuple(
        layer
        for layer in desk.sight.of(desk.layer.codebook_id)
        if layer.pk != desk.layer.pk and layer.round == desk.layer.round
    )


def codings_near(desk: Desk, text: Text, touched: list[Coding], *, others: bool = True) -> list[Coding]:
    """Return the codings that count now, from the first unit that some codings reach into to the last.

    They go to the page, so that it is noted whose its reader has seen.
    """
    spans: list[Unit | Coding] = [*touched, *_units_under(text, touched)]
    within = min(each.start for each in spans), max(each.end for each in spans)
    layers = (desk.layer, *(beside_of(desk) if others else ()))
    found = codings_on(desk.source.source_id, layers, within=within)
    shown_rows(desk.sight, found)
    return found


def units_html(
    desk: Desk, codebook: Codebook, text: Text, *, touched: list[Coding], now: list[Coding]
) -> dict[int, str]:
    """Return the inside of every unit that some codings reach into, as the page shows it now; `now` are those near."""
    bars = bars_of(now, {row.id: row for row in tree(codebook, retired=True)}, own=desk.layer.pk)
    return {
        unit.number: render_to_string(
            "coding/_unit.html", {"unit": unit_view(text, unit, bars), "writes": desk.writes}
        )
        for unit in _units_under(text, touched)
    }


def _units_under(text: Text, codings: list[Coding]) -> list[Unit]:
    """Return the units that some codings reach into, as the text runs."""
    found = {unit.number: unit for coding in codings for unit in text.touched(coding.start, coding.end)}
    return [found[number] for number in sorted(found)]


def _themes(rows: list[Row]) -> list[list[Row]]:
    """Return the codes in use by theme."""
    themes: list[list[Row]] = []
    for row in rows:
        if row.theme or not themes:
            themes.append([])
        themes[-1].append(row)
    return themes


def _choice(text: Text, coding: Coding, rows: dict[str, Row]) -> dict[str, object]:
    """Return a coding as a list of choices names it."""
    words = text.quote(coding.start, coding.end)
    short = words if len(words) <= 60 else f"{words[:57]}…"
    return {"key": coding.key, "name": f"{rows[coding.code].name if coding.code in rows else coding.code}: {short}"}
