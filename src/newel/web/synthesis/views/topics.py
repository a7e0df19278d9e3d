"""Convergence: topics across the strands, and what each strand says of one of them."""

from django.http import Http404, HttpRequest, HttpResponse

from newel.synthesis import FIT, JUDGEMENTS, PARTS, TOGETHER
from newel.synthesis.convergence import Part
from newel.web.accounts.doors import staff_page
from newel.web.care.forms.reading import Reading
from newel.web.synthesis.actions._recording import OvertakenError
from newel.web.synthesis.actions.judge_topic import judge_topic
from newel.web.synthesis.forms import read_judged
from newel.web.synthesis.presenters import JUDGED, PART_NAMES, choices, judged_rows
from newel.web.synthesis.queries.numbers import released_numbers
from newel.web.synthesis.queries.topics import PartNow, all_topics, topic_of
from newel.web.synthesis.views._door import OVERTAKEN, doer_of, done, seen_of, show


@staff_page("write_theory")
def topics(request: HttpRequest) -> HttpResponse:
    """Show every topic with each strand's judgement and the fit."""
    rows = judged_rows(all_topics())
    strands = [PART_NAMES[part] for part in PARTS if part != TOGETHER]
    return show(request, "topics", rows=rows, strands=strands, here="topics")


@staff_page("write_theory")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a topic with what one strand says of it."""
    read = Reading(request.POST.dict())
    if request.method == "POST":
        part: Part = next((each for each in PARTS if each == read.fields.get("part")), PARTS[0])
        title = read.words("title")
        judged = read_judged(read, part, title=title, numbers=released_numbers().by_address)
        if not read.faults:
            said = judge_topic(by=doer_of(request), topic_id="", judged=judged)
            return done(request, "topic", said.topic, says="The topic is begun.")
    context = {"parts": choices(PARTS, names=PART_NAMES), "judgements": choices(JUDGEMENTS, names=JUDGED)}
    return show(request, "begin", read=read, here="topics", **context)


@staff_page("write_theory")
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show one topic: what each strand says, and what they come to by rule."""
    found = topic_of(key)
    if found is None:
        raise Http404
    numbers = released_numbers()
    parts = [
        {
            "now": now,
            "name": PART_NAMES[now.part],
            "judged": JUDGED[now.said.judgement] if now.said else "",
            "number": numbers.by_address.get(now.said.address) if now.said else None,
        }
        for now in found[1]
    ]
    together = found[0].said.get(TOGETHER)
    fit = FIT[together.judgement] if together else ""
    return show(request, "topic", topic=found[0], parts=parts, fit=fit, rule=JUDGED[found[0].suggested], here="topics")


@staff_page("write_theory")
def judge(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """Judge one strand of a topic, or all of them together."""
    found = topic_of(key)
    now = next((each for each in found[1] if each.part == part), None) if found else None
    if found is None or now is None:
        raise Http404
    read = Reading(request.POST.dict() or _typed(now))
    if request.method == "POST":
        judged = read_judged(read, now.part, title=found[0].title, numbers=released_numbers().by_address)
        if not read.faults:
            try:
                judge_topic(by=doer_of(request), topic_id=key, judged=judged, seen=seen_of(request))
                return done(request, "topic", key, says=f"Kept: {PART_NAMES[now.part].lower()}.")
            except OvertakenError:
                read.faults["says"] = OVERTAKEN
    context = {"topic": found[0], "now": now, "name": PART_NAMES[now.part], "here": "topics"}
    return show(request, "judge", read=read, judgements=choices(JUDGEMENTS, names=JUDGED), **context)


def _typed(now: PartNow) -> dict[str, str]:
    if now.said is None:
        return {}
    return {"judgement": now.said.judgement, "says": now.said.says, "address": now.said.address}
