"""What all acts of synthesis share: who acts, the version they saw, and what the audit is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from newel.synthesis import Step
from newel.web.audit.actions import record_event
from newel.web.coding.actions.open_layer import pseudonym_of


class OvertakenError(Exception):
    """Somebody else wrote a version after this page was opened."""


@dataclass(frozen=True)
class Doer:
    """Who acts, by the name of the account, and when."""

    name: str
    now: datetime

    @property
    def pseudonym(self) -> str:
        """The name under which records know this person; the same as in coding."""
        return pseudonym_of(self.name)

    @property
    def today(self) -> date:
        """The day on which this person acts, where they are."""
        return timezone.localtime(self.now).date()

    def step(self, because: str = "") -> Step:
        """Return the step of a theory that this act makes."""
        return Step(self.pseudonym, self.today, because)


def record_act(act: str, *, by: Doer, body: Mapping[str, object]) -> None:
    """Write the one audit event of an act: a verb and its thing. `body` has ids and versions, never words."""
    verb, _, thing = act.partition(" ")
    record_event(actor=by.name, verb=verb, thing=thing, body=dict(body), now=by.now)
