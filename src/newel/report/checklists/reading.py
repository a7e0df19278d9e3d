"""Reads the checklists there are, and what a study's authors answered; an item that does not exist is a fault."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from newel.faults import Fault, Refused
from newel.protocol import read_toml
from newel.report.checklists.model import Answer, Answers, Checklist
from newel.report.typed_in import typed_in_numbers

FOLDER = "report/checklists"
REFERENCE = "checklists"
StudyAnswers = Mapping[str, Mapping[str, Answer]]
"""{checklist: {item number: answer}}."""


@cache
def checklists() -> Mapping[str, Checklist]:
    """Return every checklist there is, by id. Raises Refused for a file that does not say what its name says."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        found[path.stem] = checklist = read_toml(path, Checklist, reference=REFERENCE)
        if checklist.id != path.stem:
            raise Refused.because(
                path.name,
                "id",
                found=f"`{checklist.id}`",
                expected=f"`{path.stem}`, as the file is called",
                remedy="Rename one of the two.",
            )
    return found


def read_checklists(study: Path) -> StudyAnswers:
    """Read `report/checklists/*.toml` of a study folder; none is legal. Raises Refused with every fault found."""
    answers: dict[str, Mapping[str, Answer]] = {}
    faults: list[Fault] = []
    for path in sorted((study / FOLDER).glob("*.toml")):
        said = read_toml(path, Answers, reference=REFERENCE).answers
        faults += _faults(path.stem, said)
        answers[path.stem] = {answer.number: answer for answer in said}
    if faults:
        raise Refused(faults)
    return answers


def _faults(checklist: str, answers: tuple[Answer, ...]) -> Iterator[Fault]:
    file = f"{FOLDER}/{checklist}.toml"
    if checklist not in checklists():
        expected = f"one of {', '.join(checklists())}"
        yield Fault(file, "the name of the file", f"`{checklist}`", expected, "Name the file after its checklist.")
        return
    numbers = [item.number for item in checklists()[checklist].items]
    for answer in answers:
        if answer.number not in numbers:
            expected = f"one of {', '.join(numbers)}"
            yield Fault(file, "answers, number", f"`{answer.number}`", expected, "Correct the number.")
        for word in typed_in_numbers(answer.says):
            expected = "numbers from findings only"
            remedy = "Name the section that prints it; put a name with a digit in backticks."
            yield Fault(file, f"answers, {answer.number}, says", f"the typed-in number `{word}`", expected, remedy)
