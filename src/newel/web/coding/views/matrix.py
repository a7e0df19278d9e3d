"""The framework matrix: a row a case, a column a theme; in each cell a person's summary and what it rests on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from newel.coding import Codebook
from newel.web.accounts.doors import not_there, staff_page
from newel.web.coding.actions._recording import OvertakenError
from newel.web.coding.actions.fill_cell import Cell, fill_cell
from newel.web.coding.presenters.matrix import column_codes, grid
from newel.web.coding.presenters.quoting import quoted
from newel.web.coding.queries.cells import cell_versions, latest_cells
from newel.web.coding.queries.codebooks import kept
from newel.web.coding.queries.codings import number_in, rows_by_key
from newel.web.coding.queries.matrix import case_of, matrix_of
from newel.web.coding.texts import lengths_of
from newel.web.coding.views._door import answer, doer
from newel.web.coding.views._reading import read_from
from newel.web.study import current_study

_OVERTAKEN = "Not kept: somebody else changed this cell meanwhile. Their words are below; go back to find yours again."


@staff_page("code")
def matrix(request: HttpRequest) -> HttpResponse:
    """Show the matrix: the protocol's themes, or with `?codes=all` every code."""
    read = read_from(request)
    if read is None:
        return render(request, "coding/nothing.html")
    codes = column_codes(read.codebook, plan_themes(read.codebook), every=request.GET.get("codes") == "all")
    found = matrix_of(read.rows, read.codings(), read.codebook, codes=codes)
    cells = {} if read.blind else latest_cells(read.codebook.id)
    shown = grid(found, cells, of=(read.rows, lengths_of(read.rows)), found_at=f"{read.codebook.id}/")
    context = {"read": read, "columns": [read.codebook.code(code) for code in codes], "grid": shown}
    return render(request, "coding/matrix.html", context | {"all": request.GET.get("codes") == "all"})


@staff_page("code")
def cell(request: HttpRequest, *, codebook_id: str, source_id: str, code_id: str) -> HttpResponse:
    """Show everything the case of a source says to one code; keep a summary and what is pinned to it."""
    read = read_from(request, codebook_id)
    if read is None or read.blind or code_id not in read.codebook.by_id:
        raise Http404
    case_id = next((case_of(row) for row in read.rows if row.source_id == source_id), None)
    if case_id is None:
        raise not_there(request, "source")
    rows = [row for row in read.rows if case_of(row) == case_id]
    under = read.codebook.under(code_id)
    sources = {row.source_id for row in rows}
    read_here = (each for each in read.codings() if each.source in sources and each.code in under)
    codings = rows_by_key(each.id for each in read_here)
    versions = cell_versions(codebook_id, case_id, code_id)
    if request.method == "POST":
        return _keep(request, (codebook_id, source_id, code_id), case_id=case_id, codings=codings)
    pinned = {coding.key for coding in versions[0].pinned.all()} if versions else set()
    context: dict[str, Any] = {
        "read": read,
        "codebook": read.codebook,
        "code": read.codebook.code(code_id),
        "sources": rows,
        "rows": quoted(codings, rows),
        "pinned": pinned,
        "versions": versions,
        "now": versions[0] if versions else None,
    }
    return render(request, "coding/cell.html", context)


def plan_themes(codebook: Codebook) -> tuple[str, ...]:
    """Return the themes of the matrix as the protocol names them; none where it names none of this codebook."""
    plan = current_study().protocol.coding
    return tuple(code for code in plan.themes if code in codebook.by_id) if plan else ()


def _keep(request: HttpRequest, at: tuple[str, str, str], *, case_id: str, codings: list[Any]) -> HttpResponse:
    codebook_id, source_id, code_id = at
    row = kept(codebook_id)
    assert row is not None  # noqa: S101 - for the types: the page was found by it
    seen, words = request.POST.get("seen", ""), request.POST.get("summary", "").replace("\r\n", "\n").strip()
    back = reverse("coding:cell", args=at)
    if len(words) > 20_000 or number_in(seen) is None:
        return answer(request, "This is too long to keep. Make it shorter than 20000 letters.", back=back, status=422)
    chosen = set(request.POST.getlist("pin"))
    pinned = [coding for coding in codings if coding.key in chosen]
    into = Cell(row, case_id, code_id, int(seen), source_id)
    try:
        fill_cell(by=doer(request), cell=into, summary=words, pinned=pinned)
    except OvertakenError:
        return answer(request, _OVERTAKEN, back=back, status=409)
    return answer(request, "The summary is kept.", back=f"{reverse('coding:matrix')}?codebook={codebook_id}")
