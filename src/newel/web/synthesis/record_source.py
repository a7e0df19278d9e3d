"""The door from the database to the freeze: theories, evidence and topics as records."""

import polars as pl

from newel.records import conform
from newel.records.kinds import CONVERGENCE, THEORY, THEORY_EVIDENCE
from newel.synthesis import evidence_row, rows_of, said_row
from newel.web.synthesis.queries.theories import every_theory, live_evidence
from newel.web.synthesis.queries.topics import all_topics


def synthesis_frames() -> dict[str, pl.DataFrame]:
    """Return a frame for each kind of synthesis: every version of a theory, what was not taken back, topics as now."""
    rows = {
        THEORY: rows_of(every_theory()),
        THEORY_EVIDENCE: [evidence_row(each) for each in live_evidence()],
        CONVERGENCE: [said_row(said) for topic in all_topics() for said in topic.said.values()],
    }
    return {kind.name: conform(kind, pl.DataFrame(each, schema=kind.schema)) for kind, each in rows.items()}
