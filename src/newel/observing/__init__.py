"""Two people's sheets of one meeting: where they differ, what they agree on, and which events both of them saw."""

from newel.observing.sheets import Difference, agreed, differences, same_events

__all__ = ["Difference", "agreed", "differences", "same_events"]
