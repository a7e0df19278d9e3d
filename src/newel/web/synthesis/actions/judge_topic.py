"""Judge a topic: what one strand says of it, or all of them together, as the next version of that part."""

from django.db import transaction

from newel.synthesis import Said, said_row
from newel.web.synthesis.actions._recording import Doer, OvertakenError, record_act
from newel.web.synthesis.forms import Judged
from newel.web.synthesis.models import TopicPart


@transaction.atomic
def judge_topic(*, by: Doer, topic_id: str, judged: Judged, seen: int = 0) -> Said:
    """Keep the next version of a part. `seen` is the version the person saw, 0 for none. Raises OvertakenError.

    The first part of an empty `topic_id` begins a topic under the next id.
    """
    topic = topic_id or _next_id()
    parts = TopicPart.objects.select_for_update().filter(topic_id=topic, part=judged.part)
    version = max((part.version for part in parts), default=0)
    if version != seen:
        raise OvertakenError
    said = Said(
        topic=topic,
        title=judged.title,
        part=judged.part,
        judgement=judged.judgement,
        says=judged.says,
        address=judged.address,
        written_by=by.pseudonym,
        written_on=by.today,
    )
    keep_part(said, version=version + 1)
    record_act("judge topic", by=by, body={"topic": topic, "part": judged.part, "version": version + 1})
    return said


def keep_part(said: Said, *, version: int) -> None:
    """Keep what was said of a part of a topic."""
    TopicPart.objects.create(
        version=version, **{name: "" if value is None else value for name, value in said_row(said).items()}
    )


def _next_id() -> str:
    taken = set(TopicPart.objects.values_list("topic_id", flat=True))
    number = 1
    while f"topic{number}" in taken:
        number += 1
    return f"topic{number}"
