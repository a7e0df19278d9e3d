"""A chaser as a letter: who it goes to, its words, and the months it is about."""

from dataclasses import dataclass

from newel.web.progress.presenters import RECIPIENTS
from newel.web.returns.presenters import month_words
from newel.web.returns.queries.chasers import DueChaser


@dataclass(frozen=True)
class Letter:
    """What the page of chasers shows of one. `marks` are the months, as its form gives them back."""

    site_id: str
    heading: str
    to: str
    days_late: int
    words: str
    marks: tuple[str, ...]

    @property
    def height(self) -> int:
        """Lines that show the whole letter on a wide screen, where its first paragraph breaks."""
        return self.words.count("\n") + 4


def letter(due: DueChaser) -> Letter:
    """Return the letter that is due."""
    lines = [
        f"- {late.definition.title}, {month_words(late.month.month)}: was due on {late.month.due_on:%-d %B %Y}"
        for late in due.late
    ]
    return Letter(
        site_id=due.site.id,
        heading=f"{due.site.pseudonym} ({due.site.id})",
        to=RECIPIENTS[due.chaser.to],
        days_late=due.chaser.days_late,
        words="\n".join((due.chaser.says, "", f"{due.site.pseudonym} ({due.site.id}):", *lines)),
        marks=tuple(f"{late.about.kind} {late.about.month}" for late in due.late),
    )
