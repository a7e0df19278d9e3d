"""A few invented young people on the care pathway of the example site, each at another point of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newel.protocol import Protocol
from newel.web.care.actions.admit import admit
from newel.web.care.actions.assess_domain import Found, assess_domain
from newel.web.care.actions.begin_sitting import begin_sitting
from newel.web.care.actions.end_sitting import end_sitting
from newel.web.care.actions.hold_review import Held, hold_review
from newel.web.care.actions.plan_transition import Planned, plan_transition
from newel.web.care.actions.rate_target import Rated, rate_target
from newel.web.care.actions.save_words import save_words
from newel.web.care.actions.set_target import Aim, set_target
from newel.web.care.actions.start_intervention import Begun, start_intervention
from newel.web.care.actions.write_formulation import Meeting, Story, Written, write_formulation
from newel.web.care.study_words import wording

ACTOR = "example"


@dataclass(frozen=True)
class Invented:
    """One invented young person. Days count from admission; `assessed` and `needs` count domains of the protocol."""

    label: str
    days_here: int
    assessed: int
    needs: int = 0
    words: tuple[str, ...] = ()
    formulation_day: int | None = None
    ratings: tuple[tuple[int, int], ...] = ()
    intervention: bool = False
    review_day: int | None = None
    plan_day: int | None = None


INVENTED = (
    Invented("B12", days_here=4, assessed=2, needs=1, words=("I sleep badly here. At home I sleep fine.",)),
    Invented(
        "C07", days_here=30, assessed=6, needs=2, words=("My knee hurts when I run.", "I get angry and then sad.")
    ),
    Invented("D31", days_here=55, assessed=8, needs=3),
    Invented(
        "F20",
        days_here=75,
        assessed=8,
        needs=2,
        words=("Good. I like the gym.",),
        formulation_day=25,
        ratings=((26, 2), (40, 4), (52, 3), (70, 6)),
        intervention=True,
        review_day=66,
        plan_day=30,
    ),
    Invented("K118", days_here=120, assessed=7, needs=2, formulation_day=38, ratings=((40, 3), (90, 5))),
)


def load_young_people(protocol: Protocol, site_id: str, *, today: date, now: datetime) -> int:
    """Bring them onto the pathway and return how many there are. A study that names no needs has none of them."""
    if not protocol.needs:
        return 0
    for invented in INVENTED:
        _Path(protocol, invented, today=today, now=now).walk(site_id)
    return len(INVENTED)


class _Path:
    """The way of one invented young person."""

    def __init__(self, protocol: Protocol, invented: Invented, *, today: date, now: datetime) -> None:
        self.protocol, self.invented, self.now = protocol, invented, now
        self.admitted_on = today - timedelta(days=invented.days_here)

    def walk(self, site_id: str) -> None:
        """Go as far as they have come."""
        self.admission = admit(
            actor=ACTOR, site_id=site_id, label=self.invented.label, admitted_on=self.admitted_on, now=self.now
        )
        self._say(self.invented.words)
        self._assess()
        self._aim()
        if self.invented.formulation_day is not None:
            self._formulate(self._day(self.invented.formulation_day))
        if self.invented.plan_day is not None:
            self._plan(self._day(self.invented.plan_day))

    def _day(self, days: int) -> date:
        return self.admitted_on + timedelta(days=days)

    def _say(self, words: Iterable[str]) -> None:
        sitting = begin_sitting(actor=ACTOR, admission=self.admission, now=self.now)
        for domain, said in zip(self.protocol.needs, words, strict=False):
            save_words(sitting=sitting, domain=domain, words=said, now=self.now)
        end_sitting(sitting=sitting, now=self.now)

    def _assess(self) -> None:
        for place, domain in enumerate(self.protocol.needs[: self.invented.assessed]):
            need = "identified" if place < self.invented.needs else "not_identified"
            took_part = frozenset({"health", "staff", "child"} if place % 2 else {"health", "family"})
            found = Found(domain, need, self._day(1 + place % min(4, self.invented.days_here)), took_part)
            assess_domain(actor=ACTOR, admission=self.admission, found=found, now=self.now)

    def _aim(self) -> None:
        if not self.invented.ratings:
            return
        set_on = self._day(self.invented.ratings[0][0])
        aim = Aim("I want to get through a whole day without a fight.", set_on, set_by_child=True)
        target = set_target(actor=ACTOR, admission=self.admission, aim=aim, now=self.now)
        for days, rating in self.invented.ratings:
            rated = Rated(target.number, self._day(days), rating)
            rate_target(actor=ACTOR, admission=self.admission, rated=rated, now=self.now)

    def _formulate(self, held_on: date) -> None:
        story = Story(
            "Invented for this example. Being told what to do in front of others feels like being made small; then it "
            "boils over. It helps to be asked, with time, by somebody who stays calm.",
            tuple((kind.id, f"Invented: {kind.label.lower()}.") for kind in wording().factors),
        )
        meeting = Meeting(
            held_on, child_present=True, family_present=False, staff_present=4, shared_with_child=True,
            agreed_by_child=True,
        )  # fmt: skip
        written = Written(meeting, story, seen=0)
        write_formulation(actor=ACTOR, admission=self.admission, written=written, now=self.now)
        if self.invented.intervention:
            begun = Begun(
                "Ten minutes with the key worker every evening (invented).", held_on, self.protocol.needs[0], 1
            )
            start_intervention(actor=ACTOR, admission=self.admission, begun=begun, now=self.now)
        if self.invented.review_day is not None:
            due_on = held_on + timedelta(weeks=self.protocol.care.review_weeks)
            held = Held(due_on, self._day(self.invented.review_day), child_present=True, plan_changed=False)
            hold_review(actor=ACTOR, admission=self.admission, held=held, now=self.now)

    def _plan(self, planned_on: date) -> None:
        words = "The boxing club near home holds a place (invented)."
        planned = Planned(planned_on, home_area_took_part=True, child_took_part=True, words=words)
        plan_transition(actor=ACTOR, admission=self.admission, planned=planned, seen=0, now=self.now)
