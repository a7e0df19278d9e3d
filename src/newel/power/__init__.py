"""The planned analyses run on many rehearsed studies: are effects found, recovered, and chance kept out?

Only what the analyses of change need is drawn, under the truths of `rehearsal.toml`: who is scored, and their scores.
"""

from newel.power.planned import Planned, plan_of, planned_analyses
from newel.power.running import Simulated, Size, simulate
from newel.power.summary import Performance, Share, performances, verdicts
from newel.power.table import checked_lines, performance_lines, verdict_lines, write_performances

__all__ = [
    "Performance",
    "Planned",
    "Share",
    "Simulated",
    "Size",
    "checked_lines",
    "performance_lines",
    "performances",
    "plan_of",
    "planned_analyses",
    "simulate",
    "verdict_lines",
    "verdicts",
    "write_performances",
]
