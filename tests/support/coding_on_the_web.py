"""Sources that may be coded, a codebook, and layers to code in: what the tests of coding arrange by."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from newel.coding import Code, Codebook, RelationKind, Role
from newel.transcripts import Edit, TextVersion, next_version
from newel.web.coding.actions._recording import Doer
from newel.web.coding.actions.add_coding import Spot, add_coding
from newel.web.coding.actions.lock_layer import lock_layer
from newel.web.coding.actions.open_layer import open_layer
from newel.web.coding.actions.start_codebook import start_codebook
from newel.web.coding.models import Codebook as Kept
from newel.web.coding.models import Coding, Layer
from newel.web.coding.texts import Text, text_of
from newel.web.sessions.actions.add_version import Signed, add_version
from newel.web.sessions.models import Source
from newel.web.sessions.queries.sources import current_text
from tests.support.filed_sources import Filed, a_source
from tests.support.web import NOON

TALK = (
    "Interviewer: How are the mornings?\n"
    "P1: Loud. Nobody greets me, so I keep quiet. 🙂 Café smells help.\n"
    "Interviewer: Whom do you trust?\n"
    "P1: I trust my key worker. She listens to me every day.\n"
    "Interviewer: And the others?\n"
    "P1: Some shout. We talk about it in the review.\n"
)
TRUST = "I trust my key worker"
BOOK = Codebook(
    "ways",
    "Ways of working",
    codes=(
        Code("relations", "Relations", place=1, definition="How people are with each other."),
        Code("trust", "Trust", "relations", place=1, definition="Relying on somebody.", include="Being believed."),
        Code("shouting", "Shouting", "relations", place=2),
        Code("day", "The day", place=2),
        Code("morning", "Morning", "day", place=1),
        Code("review", "Review", "day", place=2),
    ),
    relations=(
        RelationKind(
            "cmo",
            "Context, mechanism, outcome",
            (Role("context", "Context"), Role("mechanism", "Mechanism"), Role("outcome", "Outcome", needed=False)),
        ),
    ),
)


def by(name: str, ticket: str | None = None) -> Doer:
    """Return somebody who acts."""
    return Doer(name, NOON, ticket)


def a_codebook(book: Codebook = BOOK) -> Kept:
    """Start the codebook of these tests."""
    return start_codebook(by=by("lead-all"), codebook=book)


def a_talk(text: str = TALK, **more: Any) -> Filed:
    """Return a source that may be coded. Nothing in its text is looked for or changed by the redaction."""
    filed = a_source(text, **more)
    filed.look()
    filed.decide_all(leave=True)
    filed.hand_over()
    filed.sign()
    return filed


@dataclass(frozen=True)
class Work:
    """One source in one layer, with the acts a test arranges by."""

    layer: Layer
    source_id: str

    @property
    def text(self) -> Text:
        """Return the text as it stands."""
        return text_of(self.source_id)

    def address(self, page: str = "desk") -> str:
        """Return where a page of it is."""
        return reverse(f"coding:{page}", args=[self.layer.key, self.source_id])

    def spot(self, words: str, nth: int = 0) -> Spot:
        """Return the place where words stand."""
        text, start = self.text, -1
        for _ in range(nth + 1):
            start = text.words.index(words, start + 1)
        return Spot(self.source_id, text.version, start, start + len(words), words)

    def code(self, words: str, code: str) -> Coding:
        """Code the first place where words stand."""
        return add_coding(by=by(self.layer.coder), layer=self.layer, spot=self.spot(words), code=code).coding

    def form(self, words: str, code: str) -> dict[str, object]:
        """Return what the page sends for it."""
        spot = self.spot(words)
        return {"version": spot.version, "start": spot.start, "end": spot.end, "quote": words, "code": code}

    def codes(self) -> list[tuple[str, str]]:
        """Return (code, words) of what is coded in the layer on this source, as the text runs."""
        text = self.text
        rows = Coding.objects.filter(layer=self.layer, source_id=self.source_id, live=True, queued=False)
        return [(row.code, text.quote(row.start, row.end)) for row in rows.order_by("start", "end", "code")]

    def lock(self) -> None:
        """Lock the layer."""
        lock_layer(by=by(self.layer.coder), layer=self.layer)
        self.layer.refresh_from_db()


def a_layer(coder: str = "researcher-all", *, number: int | None = None, blind: bool = False) -> Layer:
    """Open a layer in the codebook of these tests."""
    return open_layer(by=by("lead-all"), codebook=Kept.objects.get(pk="ways"), coder=coder, number=number, blind=blind)


def work(source: Filed, layer: Layer) -> Work:
    """Return a source in a layer."""
    return Work(layer, source.id)


def redact(work: Work, words: str, replacement: str) -> None:
    """Make the next version of the text by one edit, as a late redaction does."""
    old = current_text(work.source_id)
    start = old.text.index(words)
    new: TextVersion = next_version(old, [Edit(start, start + len(words), replacement)], reason="redacted")
    signed = Signed(old, new, made_by="redactor", signed_by="second")
    add_version(actor="second", source=Source.objects.get(source_id=work.source_id), signed=signed, now=NOON)
