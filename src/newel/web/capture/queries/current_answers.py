"""The current answer to each question: the last row of the log for it."""

from newel.web.capture.models import AccessGrant, AnswerEvent, Response

ItemKey = tuple[str, str]
"""Instrument id and item id."""


def latest_events(response: Response) -> dict[ItemKey, AnswerEvent]:
    """Return {(instrument, item): the last event}, in the order in which the questions were first answered."""
    return {(event.instrument, event.item): event for event in response.events.order_by("revision")}


def last_two_places(grant: AccessGrant, key: ItemKey) -> tuple[AnswerEvent, AnswerEvent]:
    """Return the current answer to a question, and the last one before it that came from another visit."""
    of_question = AnswerEvent.objects.filter(response__grant=grant, instrument=key[0], item=key[1])
    events = list(of_question.order_by("-revision"))
    return events[0], next(event for event in events if event.visit != events[0].visit)
