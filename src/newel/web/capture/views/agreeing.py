"""Agreeing to take part: age where it matters, whose word it rests on, and each purpose by itself."""

from django.http import HttpRequest, HttpResponse

from newel.web.capture import information
from newel.web.capture.actions.state_consent import Terms, state_consent
from newel.web.capture.views._door import participant_page, show
from newel.web.capture.views._route import consent_page, next_page, stoppage
from newel.web.capture.visitor import Visitor

BASES = {"gillick_competence": "staff_confirmed", "parental_consent": "parent"}
WORDS = {"yes": "given", "no": "refused"}


@participant_page
def agree(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take the next step of agreeing, as the page before it says.

    Somebody who has agreed and goes back to say no is asked whether to take everything back: a no that left the
    answers where they are would be half a no.
    """
    steps = {"read": _after_information, "age": _after_age, "confirmed": _after_adult, "purposes": _after_purposes}
    step = steps.get(request.POST.get("step", ""))
    if step is None or stoppage(visitor):
        return next_page(request, visitor)
    if visitor.answering and step is not _after_purposes:
        says_no = request.POST.get("go") == "refuse" or request.POST.get("confirmed") == "no"
        return _says_no(request, visitor) if says_no else next_page(request, visitor)
    return step(request, visitor)


def _after_information(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if request.POST.get("go") == "refuse":
        return _says_no(request, visitor)
    return _age_page(request, visitor) if visitor.young else consent_page(request, visitor)


def _after_age(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    answer = request.POST.get("age")
    if answer == "over":
        return consent_page(request, visitor, basis="own")
    if answer == "under":
        return _adult_page(request, visitor)
    return _age_page(request, visitor, fault=True)


def _after_adult(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    answer = request.POST.get("confirmed")
    if answer == "yes":
        return consent_page(request, visitor, basis=BASES[visitor.protocol.consent.younger_rule])
    if answer == "no":
        _state(visitor, {"take_part": "not_competent"}, basis="")
        return show(request, "refused", {"reason": "not_today"}, visitor=visitor)
    return _adult_page(request, visitor, fault=True)


def _after_purposes(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    asked = _asked(request, visitor)
    basis = request.POST.get("basis", "")
    if not asked or basis not in ("own", BASES[visitor.protocol.consent.younger_rule]):
        return next_page(request, visitor)
    said = {name: word for name in asked if (word := request.POST.get(f"purpose_{name}", "")) in WORDS}
    if said.get("take_part") == "no":
        return _says_no(request, visitor, basis=basis)
    if len(said) < len(asked):
        return consent_page(request, visitor, basis=basis, said=said)
    changed = {name: WORDS[word] for name, word in said.items() if visitor.states.get(name) != WORDS[word]}
    if changed:
        _state(visitor, changed, basis=basis)
    return next_page(request, visitor.again())


def _asked(request: HttpRequest, visitor: Visitor) -> list[str]:
    """Return the purposes that were on the page, which may be one gone back to; none before taking part is agreed."""
    on_page = request.POST.getlist("purpose")
    asked = [name for name in visitor.protocol.consent.purposes if name in on_page]
    return asked if "take_part" in asked or visitor.answering else []


def _says_no(request: HttpRequest, visitor: Visitor, *, basis: str = "own") -> HttpResponse:
    if visitor.answering:
        return show(request, "take_back", visitor=visitor)
    _state(visitor, {"take_part": "refused"}, basis=basis)
    return show(request, "refused", {"reason": "refused"}, visitor=visitor)


def _state(visitor: Visitor, states: dict[str, str], *, basis: str) -> None:
    terms = Terms(visitor.protocol.consent.document_version, basis, mode="tablet" if visitor.young else "web")
    state_consent(grant=visitor.grant, states=states, terms=terms, now=visitor.now)


def _age_page(request: HttpRequest, visitor: Visitor, *, fault: bool = False) -> HttpResponse:
    context = {
        "from_age": visitor.protocol.consent.own_consent_from_age,
        "words": _words(visitor)["age"],
        "fault": fault,
    }
    return show(request, "age", context, visitor=visitor)


def _adult_page(request: HttpRequest, visitor: Visitor, *, fault: bool = False) -> HttpResponse:
    part = "staff_confirms" if visitor.protocol.consent.younger_rule == "gillick_competence" else "parent_agreed"
    return show(request, "adult", {"words": _words(visitor)[part], "fault": fault}, visitor=visitor)


def _words(visitor: Visitor) -> dict[str, information.Words]:
    needed = information.needed_parts(visitor.protocol, young=True)
    return information.consent_words(visitor.study.folder, visitor.grant.group, needed)
