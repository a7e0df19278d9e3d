"""A source with something to redact, as far on its way as a test needs, and the pages it has."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from newel.web.sessions.actions.add_source import Described, Received, add_source
from newel.web.sessions.actions.decide_redaction import Decided, decide_redaction
from newel.web.sessions.actions.hand_over import hand_over
from newel.web.sessions.actions.mark_words import Marked, mark_words
from newel.web.sessions.actions.open_desk import open_desk
from newel.web.sessions.actions.record_consent import record_consent
from newel.web.sessions.actions.sign_redaction import sign_redaction
from newel.web.sessions.actions.suggest_redactions import suggest_redactions
from newel.web.sessions.desk import Desk, Mark
from newel.web.sessions.models import Source
from newel.web.sessions.queries.desks import desk_of, text_on_desk
from tests.support.web import NOON

HELD_ON = date(2020, 9, 1)
NAME = "Zbigniew Quokka"
NUMBER = "07700 900123"
TEXT = (
    f"Interviewer: How was the day?\nP1: Fine. Mr {NAME} from the school came, and we played chess.\n"
    f"Interviewer: And the evening?\nP1: I rang my nan on {NUMBER}. {NAME} said I may.\n"
)
"""The name stands twice, the number once."""
IDENTIFIERS = (NAME, NUMBER)
CONSENTS = {"interview": "given", "quotes": "given"}


@dataclass(frozen=True)
class Filed:
    """A source, with the acts a test arranges by."""

    source: Source

    @property
    def id(self) -> str:
        """Return the id that stands in addresses."""
        return self.source.source_id

    @property
    def desk(self) -> Desk:
        """Return the desk as it lies."""
        found = desk_of(self.id)
        assert found is not None
        return found

    def address(self, page: str, *parts: Any) -> str:
        """Return where a page of the source is."""
        return reverse(f"sources:{page}", args=[self.id, *parts])

    def look(self) -> int:
        """Look for identifiers by rules alone."""
        return suggest_redactions(actor="redactor", source_id=self.id, finder=None, now=NOON)

    def decide(self, mark: Mark, decision: str, replacement: str = "", *, alike: bool = False) -> int:
        """Decide about a mark."""
        decided = Decided(mark.number, decision, replacement, alike)
        return decide_redaction(actor="redactor", source_id=self.id, decided=decided, now=NOON)

    def mark(self, words: str, replacement: str, *, kind: str = "name") -> None:
        """Mark the first place where words stand in the text on the desk."""
        start = text_on_desk(self.source, self.desk.on_version).index(words)
        marked = [Marked(start, start + len(words), kind, replacement)]
        mark_words(actor="redactor", source_id=self.id, marked=marked, now=NOON)

    def decide_all(self, *, leave: bool = False) -> None:
        """Replace everything that is suggested by what is suggested, else by [left out]; or leave it all."""
        for mark in self.desk.open:
            self.decide(mark, "leave" if leave else "replace", mark.replacement or "[left out]")

    def hand_over(self) -> None:
        """Give it to a second reader."""
        hand_over(actor="redactor", source_id=self.id, now=NOON)

    def sign(self, *, by: str = "second") -> int:
        """Sign it, as another person."""
        return sign_redaction(actor=by, source_id=self.id, now=NOON)

    def make_ready(self) -> None:
        """Redact it and sign it off."""
        self.look()
        self.decide_all()
        self.hand_over()
        self.sign()

    def change(self, words: str, replacement: str, *, kind: str = "name") -> int:
        """Hide more words of a signed text, or correct them, and have it signed; return the version this makes."""
        open_desk(actor="redactor", source_id=self.id, now=NOON)
        self.mark(words, replacement, kind=kind)
        self.hand_over()
        return self.sign()

    def say(self, **states: str) -> None:
        """Note what its people say now."""
        record_consent(actor="redactor", source_id=self.id, said=states, said_on=HELD_ON, now=NOON)


def a_source(text: str = TEXT, *, kind: str = "interview", site: str = "S01", **more: Any) -> Filed:
    """Add a source, by default with consent to everything."""
    consents = more.pop("consents", CONSENTS)
    file = {"name": more.pop("name", ""), "content": more.pop("content", b"")}
    described = Described(kind, site, "w3", more.pop("group", "young_person"), HELD_ON, **more)
    return Filed(
        add_source(actor="redactor", described=described, received=Received(text, consents=consents, **file), now=NOON)
    )


def a_ready_source(text: str = TEXT, **more: Any) -> Filed:
    """Add a source and bring it to where it may be coded."""
    filed = a_source(text, **more)
    filed.make_ready()
    return filed
