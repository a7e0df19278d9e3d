"""Convergence coding: per topic, what each strand says, whether they agree, and what that means together."""

from collections.abc import Iterator

from newel.analysis import _cells
from newel.analysis._plugin import Analysis, Evidence
from newel.analysis._words import words
from newel.findings import Answer, Column, Estimate, Figure, Row, Table
from newel.protocol import Question
from newel.synthesis import FIT, JUDGEMENTS, PARTS, TOGETHER, Topic, topics_of

NOTHING = "No topic was received on which the strands were compared."
NOBODY = "Not judged"
NOTES = (
    (
        "Each judgement is a person's, of one topic: agreement says the same, complementarity adds another side, "
        "dissonance contradicts, silence has nothing to say. The fit of the whole topic is a judgement of its own, "
        "shown beside what the strands' judgements come to by rule."
    ),
    (
        "By rule: any dissonance makes dissonance; fewer than two strands that speak make silence; otherwise the topic "
        "is in agreement where every strand that speaks agrees, and complementary where one adds another side."
    ),
)


def answer(question: Question, evidence: Evidence) -> Answer:  # noqa: ARG001 - an answer's signature is fixed
    """Show each topic's judgements by strand, then what each strand says."""
    topics = topics_of(evidence.freeze.frame("convergence").to_dicts())
    return Answer(
        population="Topics that the researchers compared across the strands",
        n=_cells.things(len(topics), "topics", national=True),
        tables=(_judgements(topics), _meaning(topics), _counts(topics), *map(_topic, topics)),
        figures=(FIGURE,) if topics else (),
        notes=NOTES if topics else (*NOTES, NOTHING),
    )


def _judgements(topics: tuple[Topic, ...]) -> Table:
    columns = (
        *(Column(part, words(part)) for part in PARTS if part != TOGETHER),
        Column("rule", "By rule"),
        Column("fit", "Fit"),
    )
    rows = tuple(Row(topic.id, topic.title, tuple(_cells.says(text) for text in _judged(topic))) for topic in topics)
    title = "Where the strands agree, add to each other, contradict or are silent"
    return Table("topics", title, "Topic", columns, rows)


def _judged(topic: Topic) -> Iterator[str]:
    for part in PARTS:
        if part != TOGETHER:
            yield words(topic.said[part].judgement) if part in topic.said else NOBODY
    yield words(topic.suggested)
    together = topic.said.get(TOGETHER)
    yield FIT[together.judgement] if together else NOBODY


def _meaning(topics: tuple[Topic, ...]) -> Table:
    rows = []
    for topic in topics:
        together = topic.said.get(TOGETHER)
        rows.append(Row(topic.id, topic.title, (_cells.says(together.says if together else NOBODY),)))
    title = "What the strands mean together, as the researchers put it"
    return Table("meta_inferences", title, "Topic", (Column("meta_inference", "Meta-inference"),), tuple(rows))


def _counts(topics: tuple[Topic, ...]) -> Table:
    said = [said for topic in topics for said in topic.said.values()]
    rows = []
    for part in PARTS:
        judged = [each.judgement for each in said if each.part == part]
        cells = tuple(_cells.things(judged.count(judgement), "topics") for judgement in JUDGEMENTS)
        rows.append(Row(part, words(part), cells))
    columns = tuple(Column(judgement, words(judgement)) for judgement in JUDGEMENTS)
    return Table("counts", "Judgements by strand", "Strand", columns, tuple(rows))


def _topic(topic: Topic) -> Table:
    columns = (Column("says", "What it says"), Column("where", "Number it rests on"))
    rows = []
    for part, said in topic.said.items():
        if part == TOGETHER:
            continue
        where: Estimate = _cells.pointer(said.address) if said.address else _cells.says("None")
        cells = (_cells.says(said.says or "Nothing"), where)
        rows.append(Row(part, f"{words(part)}: {said.judgement}", cells))
    return Table(f"topic_{topic.id}", f"{topic.title}: what each strand says", "Strand", columns, tuple(rows))


FIGURE = Figure(
    "judgements",
    "Judgements by strand",
    "bars",
    "counts",
    JUDGEMENTS,
    "Topics",
    "For each strand and all together, bars for the topics judged agreement, complementarity, dissonance and silence.",
)

analysis = Analysis(
    title="Convergence coding",
    method=(
        "A convergence coding matrix, as in the triangulation protocol of Farmer and others (Qualitative Health "
        "Research 2006;16:377-394); the fit is named as in joint displays (Fetters, Curry and Creswell, Health "
        "Services Research 2013;48:2134-2156)."
    ),
    answer=answer,
)
