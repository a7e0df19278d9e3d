"""The pages of synthesis as a signed-in client fills them in."""

from django.urls import reverse

from newel.web.synthesis.queries.theories import balance_of_one, every_theory
from newel.web.synthesis.queries.topics import all_topics

WORDS = {
    "title": "A seat at the table",
    "context": "young people stay long enough",
    "resource": "a seat at the meeting is offered",
    "response": "they bring their own words",
    "outcome": "the plan is theirs",
    "looked_against": "",
    "because": "",
}


def page(name, *names):
    """Return the address of a page."""
    return reverse(f"synthesis:{name}", args=names)


def write(client, **words):
    """Write a theory and return its id."""
    client.post(page("write"), WORDS | words)
    return every_theory()[-1].id


def move(client, theory, status, strength="not_judged", because="The interviews say so.", seen=None):
    """Say where a theory stands."""
    seen = balance_of_one(theory).theory.version if seen is None else seen
    fields = {"status": status, "strength": strength, "because": because, "seen": seen}
    return client.post(page("move", theory), fields)


def link(client, theory, **parts):
    """Link a number that supports a theory."""
    fields = {"thing": "incidents.rates_by_type.all.assaults", "strand": "quantitative", "bearing": "supports",
              "says": "It goes the way the theory says."}  # fmt: skip
    return client.post(page("link", theory, "finding"), fields | parts)


BEGUN = {"title": "Safety", "part": "quantitative", "judgement": "agreement", "says": "It falls.", "address": ""}


def begin(client, **parts):
    """Begin a topic and return its id."""
    client.post(page("begin"), BEGUN | parts)
    return all_topics()[-1].id


def judge(client, topic, part, **parts):
    """Judge a part of a topic."""
    fields = {"judgement": "agreement", "says": "The same.", "address": "", "seen": 0} | parts
    return client.post(page("judge", topic, part), fields)
