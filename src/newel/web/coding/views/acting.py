"""Acts on the coding page: code a span or a whole unit, take a coding away, take one's last act back, link codings.

Each is a plain form; the page's script sends the same form and reads the answer as JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from newel.coding import RelationKind
from newel.web.coding.actions._recording import (
    LayerLockedError,
    NothingToRedoError,
    NothingToUndoError,
    OvertakenError,
    Where,
)
from newel.web.coding.actions.add_coding import Added, NotACodeError, Spot, TextMovedError, add_coding
from newel.web.coding.actions.link_codings import link_codings, unlink_codings
from newel.web.coding.actions.remove_coding import remove_coding
from newel.web.coding.actions.undo import act_of, redo, undo
from newel.web.coding.models import Coding
from newel.web.coding.queries.codebooks import codebook_now
from newel.web.coding.queries.codings import codes_on, coding_of, codings_in, number_in
from newel.web.coding.queries.relations import relation_of
from newel.web.coding.texts import text_behind
from newel.web.coding.views._door import Desk, answer, desk_page, doer, doer_with_ticket, wants_json
from newel.web.coding.views.desk import codings_near, units_html

_STOPPED: dict[type[Exception], tuple[str, int]] = {
    LayerLockedError: ("Nothing was changed: this layer is locked.", 409),
    TextMovedError: (
        "Not coded: the text has changed since this page was opened. Load the page again, and nothing else is lost.",
        409,
    ),
    NotACodeError: ("Choose a code first.", 422),
    NothingToUndoError: ("There is nothing of yours here to take back.", 404),
    NothingToRedoError: ("There is nothing you took back here that could be done again.", 404),
    OvertakenError: ("It cannot be taken back: somebody built on it.", 409),
}
_NOT_YOURS = "Nothing was changed: this layer is a colleague's."
_GONE = "It was taken away already."


def act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Make an act of the coding page: sent by a form, into one's own layer. What stops it becomes words."""

    @desk_page
    @wraps(view)
    def page(request: HttpRequest, desk: Desk) -> HttpResponse:
        if not desk.own:
            return answer(request, _NOT_YOURS, back=desk.address, status=403)
        try:
            return view(request, desk)
        except tuple(_STOPPED) as stopped:
            says, status = _STOPPED[type(stopped)]
            return answer(request, says, back=desk.address, status=status)

    return require_POST(page)


@act
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Code a span: fields version, start, end (code points), quote (the words the page showed there) and code."""
    sent = request.POST
    numbers = [sent.get(name, "") for name in ("version", "start", "end")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 10 for number in numbers):
        return answer(request, "Select some words first.", back=desk.address, status=422)
    version, start, end = map(int, numbers)
    words = sent.get("quote", "").replace("\r\n", "\n")
    spot = Spot(desk.source.source_id, version, start, end, words, desk.source)
    suggested = sent.get("suggested") == "yes" and not desk.layer.blind
    code = sent.get("code", "")
    made = add_coding(by=doer_with_ticket(request), layer=desk.layer, spot=spot, code=code, suggested=suggested)
    return _coded(request, desk, made)


@act
def add_unit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Code a whole unit: fields unit and code. It works without any script."""
    text, sent = text_behind(desk.source), request.POST
    unit = text.by_number.get(number_in(sent.get("unit")) or 0)
    if unit is None or sent.get("version") != str(text.version):
        raise TextMovedError
    words = text.quote(unit.start, unit.end)
    spot = Spot(desk.source.source_id, text.version, unit.start, unit.end, words, desk.source)
    made = add_coding(by=doer_with_ticket(request), layer=desk.layer, spot=spot, code=sent.get("code", ""))
    return _coded(request, desk, made, place=f"#u{unit.number}")


@act
def remove(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take a coding away: field coding."""
    coding = coding_of(desk.layer, desk.source.source_id, request.POST.get("coding", ""))
    if coding is None:
        return answer(request, _GONE, back=desk.address, status=404)
    remove_coding(by=doer(request), layer=desk.layer, coding=coding)
    name = codebook_now(desk.layer.codebook_id).code(coding.code).name
    return _shown(request, desk, f"taken away: {name}", touched=[coding])


@act
def undo_last(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take back one's own last act on this source in this layer."""
    step = undo(by=doer_with_ticket(request), where=Where(desk.source.source_id, desk.layer))
    undone = step.undoes
    what = _ACTS.get(act_of(undone), "your last act") if undone else "your last act"
    return _shown(request, desk, f"taken back: {what}", touched=codings_in(undone) if undone else [])


@act
def redo_last(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Do again what was taken back last on this source in this layer."""
    step = redo(by=doer_with_ticket(request), where=Where(desk.source.source_id, desk.layer))
    what = _ACTS.get(act_of(step), "your last act")
    return _shown(request, desk, f"done again: {what}", touched=codings_in(step))


@act
def link(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Link codings: field kind, and a list of codings for each role; or take a link away: field relation."""
    back = f"{desk.address}#links"
    if request.POST.get("relation"):
        relation = relation_of(desk.layer, request.POST["relation"])
        if relation:
            unlink_codings(by=doer(request), relation=relation)
        return answer(request, "The link is taken away." if relation else _GONE, back=back)
    kinds = {kind.id: kind for kind in codebook_now(desk.layer.codebook_id).relations}
    kind = kinds.get(request.POST.get("kind", ""))
    parts = {role.id: _codings(request, desk, f"role.{role.id}") for role in kind.roles} if kind else {}
    fault = _fault(kind, parts)
    if kind is None or fault:
        return answer(request, fault, back=back, status=422)
    link_codings(by=doer(request), layer=desk.layer, kind=kind.id, parts=parts)
    return answer(request, f"Linked: {kind.label}.", back=back)


def _fault(kind: RelationKind | None, parts: Mapping[str, Sequence[Coding]]) -> str:
    """Return what is missing or too much in a link, or nothing."""
    if kind is None:
        return "This codebook has no such link."
    missing = [role.label for role in kind.roles if role.needed and not parts[role.id]]
    if missing:
        return f"Choose a coding for: {', '.join(missing)}."
    several = [role.label for role in kind.roles if not role.several and len(parts[role.id]) > 1]
    return f"Choose one coding only for: {', '.join(several)}." if several else ""


def _codings(request: HttpRequest, desk: Desk, field: str) -> list[Coding]:
    found = (coding_of(desk.layer, desk.source.source_id, key) for key in request.POST.getlist(field))
    return [coding for coding in found if coding]


_ACTS = {
    "add coding": "the last coding",
    "remove coding": "taking a coding away",
    "write memo": "the last memo",
    "link codings": "the last link",
    "sort coding": "the last change of a code",
}


def _coded(request: HttpRequest, desk: Desk, made: Added, *, place: str = "") -> HttpResponse:
    name = made.codebook.code(made.coding.code).name
    if not wants_json(request):
        return answer(request, f"Coded: {name}.", back=f"{desk.address}{place}")
    touched = [made.coding]
    now = codings_near(desk, made.text, touched, others=_with_others(request))
    count = codes_on(made.coding, now)
    codes = f"{count} code{'s' if count > 1 else ''}"
    says = f"coded: {name}, {codes}" if made.step else f"it has the code {name} already, {codes}"
    html = units_html(desk, made.codebook, made.text, touched=touched, now=now)
    return answer(request, says, back=desk.address, units=html, coding=made.coding.key)


def _shown(request: HttpRequest, desk: Desk, says: str, *, touched: list[Coding]) -> HttpResponse:
    """Answer with the units as they stand now, so that the page and the table never differ."""
    if not touched or not wants_json(request):
        return answer(request, says[0].upper() + says[1:], back=desk.address)
    text, codebook = text_behind(desk.source), codebook_now(desk.layer.codebook_id)
    now = codings_near(desk, text, touched, others=_with_others(request))
    html = units_html(desk, codebook, text, touched=touched, now=now)
    return answer(request, says, back=desk.address, units=html)


def _with_others(request: HttpRequest) -> bool:
    return request.POST.get("others") != "no"
