"""From instruments and answers to the plain words and values a template prints."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from newel.instruments import Instrument, Item, Option
from newel.web.capture.forms.answers import PREFER_NOT, PageRead, field_name
from newel.web.capture.models import AnswerEvent
from newel.web.capture.queries.current_answers import ItemKey, last_two_places
from newel.web.capture.screens import Screen
from newel.web.capture.visitor import Visitor

PREFER_NOT_WORDS = "Prefer not to say"
REASONS = {"skipped": "Skipped", PREFER_NOT: PREFER_NOT_WORDS}


@dataclass(frozen=True)
class Choice:
    """One radio button."""

    value: str
    label: str
    chosen: bool
    aside: bool = False


@dataclass(frozen=True)
class Question:
    """One question as it stands on a page. `layout` is choices, scale or number."""

    name: str
    number: int
    text: str
    layout: str
    choices: list[Choice]
    typed: str = ""
    whole: bool = False
    lowest_label: str = ""
    highest_label: str = ""
    highest_value: str = ""
    error: str = ""
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A page of questions. `revision` is that of the answers it shows, so that a later save can tell them apart."""

    place: int
    revision: int
    progress: str
    percent: int
    title: str
    introduction: str
    heading: str
    questions: list[Question]
    licence: str
    faults: list[Question] = field(default_factory=list)


def question_page(
    visitor: Visitor, place: int, *, read: PageRead | None = None, only: tuple[ItemKey, ...] | None = None
) -> Page:
    """Return one screen as a page: with what there is to mend (`read`), or with some of its questions (`only`)."""
    screen = visitor.screens[place]
    answers = visitor.answers()
    sheet = _Sheet(visitor, screen, answers, read)
    questions = [
        sheet.question(item, number)
        for number, item in enumerate(screen.items, start=screen.first)
        if only is None or (screen.instrument.id, item.id) in only
    ]
    total = visitor.screens[-1].first + len(visitor.screens[-1].items) - 1
    return Page(
        place=place,
        revision=max((event.revision for event in answers.values()), default=0),
        progress=_progress(screen, total),
        percent=round(100 * (screen.first - 1) / total),
        title=screen.instrument.title,
        introduction=screen.instrument.introduction if screen.opens_instrument else "",
        heading=screen.heading,
        questions=questions,
        licence=screen.instrument.licence.copyright,
        faults=[question for question in questions if question.error],
    )


def differing_page(visitor: Visitor, place: int, differing: tuple[ItemKey, ...]) -> Page:
    """Return only the questions that two places answered differently.

    Adults see both answers, and theirs is the one marked. A young person is asked again and shown neither, because
    the other answer may be somebody else's.
    """
    page = question_page(visitor, place, only=differing)
    screen = visitor.screens[place]
    marked = [_differing(visitor, screen, question) for question in page.questions]
    return replace(page, questions=marked)


def _differing(visitor: Visitor, screen: Screen, question: Question) -> Question:
    if visitor.young:
        return replace(question, choices=[replace(choice, chosen=False) for choice in question.choices], typed="")
    item = next(item for item in screen.items if field_name((screen.instrument.id, item.id)) == question.name)
    here, there = last_two_places(visitor.grant, (screen.instrument.id, item.id))
    said = [answer_words(screen.instrument, item, event) for event in (here, there)]
    return replace(question, note=f"Here: {said[0]}. In the other place: {said[1]}.")


def answer_words(instrument: Instrument, item: Item, event: AnswerEvent) -> str:
    """Return an answer as the words of the option that was chosen."""
    for option in () if item.number else instrument.options_of(item):
        if _is_chosen(option, event):
            return option.label
    return REASONS.get(event.missing, "") if event.missing else _written(event.value)


def _written(value: float | None) -> str:
    """Write a number so that reading it gives the same number again."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


def check_rows(visitor: Visitor) -> list[dict[str, object]]:
    """Return one row a question for the last look: its text, its page, and its answer.

    A young person's row says only whether it was answered, because the tablet is shared and somebody sits near.
    """
    answers = visitor.answers()
    rows: list[dict[str, object]] = []
    for place, screen in enumerate(visitor.screens):
        for number, item in enumerate(screen.items, start=screen.first):
            event = answers.get((screen.instrument.id, item.id))
            words = answer_words(screen.instrument, item, event) if event else "Not answered yet"
            if visitor.young and event:
                words = "Skipped" if event.missing == "skipped" else "Answered"
            rows.append({"number": number, "text": item.text, "place": place, "answer": words})
    return rows


def _progress(screen: Screen, total: int) -> str:
    last = screen.first + len(screen.items) - 1
    if last == screen.first:
        return f"Question {last} of {total}"
    return f"Questions {screen.first} to {last} of {total}"


@dataclass(frozen=True)
class _Sheet:
    """A screen with what is known about it while its questions are written."""

    visitor: Visitor
    screen: Screen
    answers: Mapping[ItemKey, AnswerEvent]
    read: PageRead | None

    def question(self, item: Item, number: int) -> Question:
        key = (self.screen.instrument.id, item.id)
        event = self.answers.get(key)
        shown = event if event is not None and self._may_be_shown(event) else None
        return Question(
            name=field_name(key),
            number=number,
            text=item.text,
            layout=_layout(item),
            choices=_choices(self.screen.instrument, item, shown),
            typed=self._typed(key, shown) if item.number else "",
            whole=item.whole,
            lowest_label=item.lowest_label,
            highest_label=item.highest_label,
            highest_value=str(item.highest),
            error=self._error(key, item, event),
            note="You have answered this. You can choose again." if event is not None and shown is None else "",
        )

    def _may_be_shown(self, event: AnswerEvent) -> bool:
        """Adults see what they answered; a young person only in the same visit, because the tablet is shared."""
        return not self.visitor.young or event.visit == self.visitor.visit

    def _typed(self, key: ItemKey, shown: AnswerEvent | None) -> str:
        if self.read is not None and key in self.read.typed:
            return self.read.typed[key]
        return _written(shown.value) if shown is not None else ""

    def _error(self, key: ItemKey, item: Item, event: AnswerEvent | None) -> str:
        if self.read is None:
            return ""
        if key in self.read.untouched and event is None:
            return "Type a number, or press Skip." if item.number else "Choose an answer, or press Skip."
        return self.read.faults.get(key, "")


def _layout(item: Item) -> str:
    if item.number:
        return "number"
    return "choices" if item.options is not None else "scale"


def _choices(instrument: Instrument, item: Item, event: AnswerEvent | None) -> list[Choice]:
    options = () if item.number else instrument.options_of(item)
    choices = [
        Choice(
            str(option.code),
            option.label,
            chosen=event is not None and _is_chosen(option, event),
            aside=option.missing is not None,
        )
        for option in options
    ]
    if all(option.missing != PREFER_NOT for option in options):
        refused = event is not None and event.missing == PREFER_NOT
        choices.append(Choice(PREFER_NOT, PREFER_NOT_WORDS, chosen=refused, aside=True))
    return choices


def _is_chosen(option: Option, event: AnswerEvent) -> bool:
    return event.missing == option.missing if option.missing else event.value == option.code
