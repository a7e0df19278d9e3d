"""The person at the form: their invitation, this opening of it, and the study as it stands now."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from newel.protocol import Group, Protocol
from newel.web.capture import secrecy
from newel.web.capture.models import AccessGrant, AnswerEvent, Response
from newel.web.capture.queries.consents import current_states
from newel.web.capture.queries.current_answers import ItemKey, latest_events
from newel.web.capture.screens import Screen, asked_instruments, is_young, lay_out
from newel.web.study import Study


@dataclass(frozen=True)
class Visitor:
    """What a page needs to know. Made afresh for every request; nothing of it outlives the request."""

    grant: AccessGrant
    visit: str
    study: Study
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where the site is."""
        return timezone.localdate(self.now)

    @property
    def ticket(self) -> str:
        """The hidden field of the next page."""
        return secrecy.Ticket(self.grant.pk, self.visit).sealed()

    @property
    def protocol(self) -> Protocol:
        """The protocol the questions come from."""
        return self.study.protocol

    @property
    def group(self) -> Group:
        """The respondent group of the invitation."""
        return self.protocol.group(self.grant.group)

    @property
    def young(self) -> bool:
        """Whether this is one of the young people of a site."""
        return is_young(self.group)

    @cached_property
    def states(self) -> dict[str, str]:
        """Where consent stands: {purpose: state}."""
        return current_states(self.grant)

    @property
    def pending_purposes(self) -> tuple[str, ...]:
        """The purposes that still wait for a yes or a no; all of them until taking part is agreed."""
        purposes = self.protocol.consent.purposes
        if self.states.get("take_part") != "given":
            return purposes
        return tuple(purpose for purpose in purposes if purpose not in self.states)

    @property
    def purposes_on_a_page(self) -> tuple[str, ...]:
        """The purposes the next page asks about: one for a young person, all that are left for an adult."""
        return self.pending_purposes[:1] if self.young else self.pending_purposes

    @cached_property
    def response(self) -> Response | None:
        """The questionnaire, once taking part is agreed."""
        return Response.objects.select_related("grant").filter(grant=self.grant).first()

    @property
    def answering(self) -> Response | None:
        """The questionnaire where it may be answered: while the last word on taking part is yes."""
        return self.response if self.states.get("take_part") == "given" else None

    @cached_property
    def screens(self) -> list[Screen]:
        """Everything this person is asked, page by page."""
        asked = asked_instruments(self.protocol, self.study.instruments, group=self.grant.group, wave=self.grant.wave)
        return lay_out(asked, one_a_page=self.young)

    def again(self) -> "Visitor":
        """Return the same person with everything read again, after an act changed it."""
        return Visitor(self.grant, self.visit, self.study, self.now)

    def answers(self) -> dict[ItemKey, AnswerEvent]:
        """Return the current answers, read from the log now."""
        return latest_events(self.response) if self.response else {}
