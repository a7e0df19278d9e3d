"""The report of an import in words: what was in the file, what came of it, and every remark with its place."""

from collections.abc import Iterable, Sequence

from newel.exchange.imported import OUTCOMES, Imported, Outcome, Remark
from newel.exchange.remarks import counted

_SAYS: dict[Outcome, str] = {
    "not kept": "In the file and not in the project.",
    "changed": "In the project, in another form.",
    "unusual": "Not as the format has it; read all the same.",
}


def report_text(imported: Imported) -> str:
    """Return the report as Markdown. It holds no word of a source and no name of a user."""
    project = imported.project
    made = (
        f"From {imported.system}. It made {counted(len(project.sources), 'source')}, "
        f"{counted(len(project.codebook.codes), 'code')}, {counted(len(project.codings), 'coding')} in "
        f"{counted(len(project.layers), 'layer')}, {counted(len(project.memos), 'memo')} and "
        f"{counted(len(project.relations), 'relation')}."
    )
    lines = [
        "# What the import did",
        "",
        made,
        "",
        "## In the file",
        "",
        *_table(("What", "How many"), [(what, f"{number:,}") for what, number in imported.found.items()]),
    ]
    for outcome in OUTCOMES:
        lines += [f"## {outcome.capitalize()}", "", _SAYS[outcome], ""]
        lines += _table(("Where", "What"), [(remark.place, remark.words) for remark in _of(imported.remarks, outcome)])
    return "\n".join(lines)


def _of(remarks: Iterable[Remark], outcome: Outcome) -> list[Remark]:
    return [remark for remark in remarks if remark.outcome == outcome]


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return ["Nothing.", ""]
    cells = [" | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return [f"| {' | '.join(headings)} |", "|" + " --- |" * len(headings), *(f"| {row} |" for row in cells), ""]
