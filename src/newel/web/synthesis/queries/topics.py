"""Topics as they stand: of every part its latest version, and how many versions it has."""

from dataclasses import dataclass

from newel.synthesis import PARTS, Said, Topic, topics_of
from newel.synthesis.convergence import Part
from newel.web.synthesis.models import TopicPart


@dataclass(frozen=True)
class PartNow:
    """One part of a topic as it stands; nobody has judged it yet where `said` is None."""

    part: Part
    said: Said | None
    version: int


def all_topics() -> tuple[Topic, ...]:
    """Return every topic with the latest version of its parts."""
    latest = {(row["topic_id"], row["part"]): row for row in TopicPart.objects.order_by("version").values()}
    return topics_of(latest.values())


def topic_of(topic_id: str) -> tuple[Topic, list[PartNow]] | None:
    """Return one topic and its parts in order; None where there is none of this id."""
    topic = next((each for each in all_topics() if each.id == topic_id), None)
    if topic is None:
        return None
    versions: dict[str, int] = {}
    for part, version in TopicPart.objects.filter(topic_id=topic_id).values_list("part", "version"):
        versions[part] = max(version, versions.get(part, 0))
    return topic, [PartNow(part, topic.said.get(part), versions.get(part, 0)) for part in PARTS]
