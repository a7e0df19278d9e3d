"""The measures schedule as a protocol paper prints it: assessment, voice, schedule."""

from newel.protocol.design import Measure
from newel.protocol.model import Protocol

_COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def printed_schedule(protocol: Protocol) -> list[tuple[str, str, str]]:
    """Return one (assessment, voice, schedule) row a measure, in the protocol's order."""
    return [(_assessment(measure), _voices(protocol, measure), _schedule(measure)) for measure in protocol.measures]


def _assessment(measure: Measure) -> str:
    return f"{measure.name} ({measure.note})" if measure.note else measure.name


def _voices(protocol: Protocol, measure: Measure) -> str:
    return ", ".join(protocol.group(voice).label.lower() for voice in measure.voices)


def _schedule(measure: Measure) -> str:
    """For example: 6-monthly; three time points."""
    if measure.topics:
        return measure.topics
    count = len(measure.waves)
    points = f"{_COUNTS[count] if count < len(_COUNTS) else count} time point" + ("" if count == 1 else "s")
    when = f"submitted at {points}" if measure.submitted else points
    return "; ".join(part for part in (measure.every, measure.coverage, when) if part)
