"""Load the example: one account for each role, a few invitations, and the returns that invented sites have sent."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from newel.faults import Refused
from newel.importers.returns import read_definitions
from newel.protocol import Protocol, Wave
from newel.records import KINDS, RecordSource
from newel.rehearsal import read_truths, rehearse, rehearse_words
from newel.web.accounts.actions.create_account import Post, create_account
from newel.web.audit.actions import record_event
from newel.web.capture.actions.invite import Card, Place, invite
from newel.web.coding.actions.load_rehearsed import load_rehearsed
from newel.web.coding.texts import every_codable_source
from newel.web.example.meetings import load_meetings
from newel.web.example.models import LoadedExample
from newel.web.example.received import received
from newel.web.example.sources import load_sources
from newel.web.example.theories import load_theories
from newel.web.example.young_people import load_young_people
from newel.web.returns.actions.load_received import load_received
from newel.web.study import Study

ACTOR = "example"
SEED = 2018
CARDS_EACH = 3
DAYS_INTO_WAVE = 45


@dataclass
class Loaded:
    """What was made, with the passwords and codes that are shown once. `cards` are by group."""

    today: date
    site: str = ""
    passwords: dict[str, str] = field(default_factory=dict)
    cards: dict[str, list[Card]] = field(default_factory=dict)
    returns: int = 0
    young_people: int = 0
    sources: int = 0
    codings: int = 0
    theories: int = 0
    meetings: int = 0


def example_date(protocol: Protocol, real_today: date) -> date:
    """Return a day on which there is something to do: today inside the study, else in the middle of its last wave."""
    if protocol.study.starts <= real_today <= protocol.study.ends:
        return real_today
    last = protocol.waves[-1]
    return date.fromordinal(min(last.opens.toordinal() + DAYS_INTO_WAVE, last.closes.toordinal()))


@transaction.atomic
def load_example(*, study: Study, today: date, now: datetime) -> Loaded:
    """Fill an empty site. Raises Refused where there are accounts: real people and an example never mix."""
    if User.objects.exists():
        raise Refused.because(
            "the database",
            "accounts",
            found="accounts of people",
            expected="an empty site, because the example must not mix with real records",
            remedy="Point NEWEL_DATA at another folder, or serve the site without the example.",
        )
    loaded = Loaded(today)
    LoadedExample.objects.create(today=today, loaded_at=now)
    site = study.protocol.sites[0]
    loaded.site = site.pseudonym
    loaded.passwords = _accounts(site.id, now)
    loaded.cards = _invitations(study.protocol, site.id, today=today, now=now)
    source = rehearse(study.protocol, study.instruments, read_truths(study.folder), seed=SEED).source
    loaded.returns = _returns(study, source, today=today, now=now)
    loaded.meetings = load_meetings(source, today=today, now=now)
    loaded.young_people = load_young_people(study.protocol, site.id, today=today, now=now)
    words = rehearse_words(study.protocol, read_truths(study.folder), seed=SEED)
    loaded.sources = load_sources(words.sources, today=today, now=now)
    codable = {row.source_id for row in every_codable_source()}
    loaded.codings = load_rehearsed(actor=ACTOR, words=words, sources=codable, now=now)
    loaded.theories = load_theories(study, read_truths(study.folder), today=today, now=now)
    record_event(actor=ACTOR, verb="load", thing="example", body={"returns": loaded.returns}, now=now)
    return loaded


def _accounts(site_id: str, now: datetime) -> dict[str, str]:
    posts = (
        Post("lead", "lead"),
        Post("site", "site_lead", (site_id,)),
        Post("practitioner", "practitioner", (site_id,)),
        Post("redactor", "redactor"),
        Post("researcher", "researcher"),
        Post("checker", "output_checker"),
    )
    passwords = {post.username: secrets.token_urlsafe(12) for post in posts}
    for post in posts:
        create_account(actor=ACTOR, post=post, password=passwords[post.username], now=now, must_change_password=False)
    return passwords


def _invitations(protocol: Protocol, site_id: str, *, today: date, now: datetime) -> dict[str, list[Card]]:
    wave = _open_wave(protocol, today)
    if wave is None:
        return {}
    return {
        group.plural: invite(
            actor=ACTOR, place=Place(site_id, group.id, wave.id), count=CARDS_EACH, expires_on=wave.closes, now=now
        )
        for group in protocol.groups
    }


def _open_wave(protocol: Protocol, today: date) -> Wave | None:
    return next((wave for wave in protocol.waves if wave.opens <= today <= wave.closes), None)


def _returns(study: Study, source: RecordSource, *, today: date, now: datetime) -> int:
    """Keep the returns of a rehearsal that had reached the team by this day, and say how many."""
    kinds = [KINDS[definition.kind] for definition in read_definitions(study.folder).values()]
    if not kinds:
        return 0
    frames = {kind: received(kind, source, protocol=study.protocol, today=today) for kind in kinds}
    return sum(load_received(actor=ACTOR, kind=kind, frame=frame, now=now) for kind, frame in frames.items())
