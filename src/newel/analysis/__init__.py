"""One file per answer, in a folder per strand. `answer_questions` runs the protocol's own list and nothing else."""

from newel.analysis._plugin import Analysis, Evidence
from newel.analysis.running import analyses, answer_question, answer_questions, unknown_analysis

__all__ = ["Analysis", "Evidence", "analyses", "answer_question", "answer_questions", "unknown_analysis"]
