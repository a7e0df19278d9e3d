"""What the strands mean together: programme theories, what bears on them, and where the strands agree."""

from newel.records.model import Column, RecordKind

_BY = Column("written_by", "text", "Pseudonym of who wrote it.")
_ON = Column("written_on", "date", "Day it was written.")

THEORY = RecordKind(
    "theory",
    "One version of one context, mechanism and outcome statement. Every version is kept; the highest one stands.",
    ("theory_id", "version"),
    (
        Column("theory_id", "text", "Id of the theory."),
        Column("version", "integer", "1 for the first wording, one more for every change.", lowest=1),
        Column("title", "text", "A few words to call it by."),
        Column("context", "text", "Where and for whom it holds."),
        Column("resource", "text", "What the programme offers there."),
        Column("response", "text", "How people reason about it or respond to it."),
        Column("outcome", "text", "What follows."),
        Column(
            "status", "text", "Where it stands.", allowed=("draft", "proposed", "supported", "refined", "rejected")
        ),
        Column(
            "strength", "text", "How strong its evidence is.", allowed=("not_judged", "weak", "moderate", "strong")
        ),
        _BY,
        _ON,
        Column("because", "text", "Why this version followed; blank for the first.", required=False),
        Column(
            "looked_against", "text", "Where evidence against it was looked for; blank: nobody said.", required=False
        ),
    ),
)

THEORY_EVIDENCE = RecordKind(
    "theory_evidence",
    "One thing that bears on one theory, from any strand.",
    ("evidence_id",),
    (
        Column("evidence_id", "text", "Id of the evidence."),
        Column("theory_id", "text", "The theory it bears on."),
        Column("strand", "text", "Where it comes from.", allowed=("qualitative", "quantitative", "economic")),
        Column("kind", "text", "What it is.", allowed=("code", "quote", "coding", "finding", "cost")),
        Column("thing", "text", "Id of the code, quote, coding or item of cost; the address of a finding's number."),
        Column("bearing", "text", "Which way it bears.", allowed=("supports", "contradicts", "qualifies")),
        Column("says", "text", "What it says about the theory, in a person's words."),
        _BY,
        _ON,
    ),
)

CONVERGENCE = RecordKind(
    "convergence",
    "What one strand says of one topic and whether it agrees with the others; what they mean together.",
    ("topic_id", "part"),
    (
        Column("topic_id", "text", "Id of the topic."),
        Column("title", "text", "The topic in words."),
        Column(
            "part",
            "text",
            "The strand, or all of them together.",
            allowed=("quantitative", "qualitative", "economic", "together"),
        ),
        Column(
            "judgement",
            "text",
            "How it stands to the others.",
            allowed=("agreement", "complementarity", "dissonance", "silence"),
        ),
        Column("says", "text", "What it says, or the meta-inference; blank where a strand is silent.", required=False),
        Column("address", "text", "Address of the number it rests on; blank for none.", required=False),
        _BY,
        _ON,
    ),
)
