"""A young person on the pathway, as far along as a test needs, and the pages of their pathway."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from newel.web.care.actions.admit import admit
from newel.web.care.actions.assess_domain import Found, assess_domain
from newel.web.care.actions.begin_sitting import begin_sitting
from newel.web.care.actions.rate_target import Rated, rate_target
from newel.web.care.actions.save_words import save_words
from newel.web.care.actions.set_target import Aim, set_target
from newel.web.care.actions.start_intervention import Begun, start_intervention
from newel.web.care.actions.write_formulation import Meeting, Story, Written, write_formulation
from newel.web.care.models import Admission
from tests.support.web import NOON

TODAY = NOON.date()
EARLY = NOON - timedelta(hours=13)
"""Before any hour at which a test can run on that day: the web shell's clock takes its hour from the machine's."""
NARRATIVE = "Quokka-narrative: it began when the dog died."
OWN_WORDS = "Quokka-words: I miss my nan."
AIM = "Quokka-aim: sleep through the night."
DONE = "Quokka-done: a walk each evening."
FACTOR = "Quokka-factor: loud corridors."
PLAN = "Quokka-plan: the youth club carries on."
WORDS_OF_A_CHILD = (NARRATIVE, OWN_WORDS, AIM, DONE, FACTOR, PLAN)
MEETING = Meeting(
    TODAY, child_present=True, family_present=False, staff_present=3, shared_with_child=True, agreed_by_child=True
)
FORMULATION = {
    "held_on": TODAY.isoformat(),
    "child_present": "yes",
    "family_present": "no",
    "staff_present": "3",
    "shared": "yes",
    "agreed": "yes",
    "narrative": NARRATIVE,
    "factor.trigger": f"{FACTOR}\n\nBeing hurried.",
    "factor.strength": "Football.",
    "seen": "0",
}


@dataclass(frozen=True)
class YoungPerson:
    """An admission, with the acts a test arranges by."""

    admission: Admission

    def address(self, page: str, *parts: Any) -> str:
        """Return where a page of the pathway is."""
        return reverse(f"care:{page}", args=[self.admission.key, *parts])

    def assess(self, domain: str, need: str, *who: str, on: date = TODAY) -> None:
        """Assess a domain."""
        found = Found(domain, need, on, frozenset(who or ("staff",)))
        assess_domain(actor="tests", admission=self.admission, found=found, now=EARLY)

    def say(self, domain: str, words: str | None = OWN_WORDS) -> None:
        """Say something about a domain, or (None) that they do not want to."""
        sitting = begin_sitting(actor="tests", admission=self.admission, now=EARLY)
        save_words(sitting=sitting, domain=domain, words=words, now=EARLY)

    def formulate(self, held_on: date = TODAY, *, seen: int = 0) -> None:
        """Write the next version of the formulation."""
        meeting = Meeting(**{**vars(MEETING), "held_on": held_on})
        written = Written(meeting, Story(NARRATIVE, (("trigger", FACTOR),)), seen)
        write_formulation(actor="tests", admission=self.admission, written=written, now=EARLY)

    def aim(self, *ratings: int) -> None:
        """Set a target, rated once a week, last today."""
        first = TODAY - timedelta(weeks=len(ratings))
        target = set_target(actor="tests", admission=self.admission, aim=Aim(AIM, first, set_by_child=True), now=EARLY)
        for week, rating in enumerate(ratings, start=1):
            rated = Rated(target.number, first + timedelta(weeks=week), rating)
            rate_target(actor="tests", admission=self.admission, rated=rated, now=EARLY)

    def start(self, domain: str = "", version: int | None = None) -> None:
        """Start an intervention."""
        begun = Begun(DONE, TODAY, domain, version)
        start_intervention(actor="tests", admission=self.admission, begun=begun, now=EARLY)


def a_young_person(label: str = "B12", *, site: str = "S01", days_here: int = 5) -> YoungPerson:
    """Admit one, so many days ago."""
    admitted_on = TODAY - timedelta(days=days_here)
    return YoungPerson(admit(actor="tests", site_id=site, label=label, admitted_on=admitted_on, now=EARLY))
