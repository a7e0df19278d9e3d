"""The whole flow on one page: read this first.

    study folder -> records -> freeze -> findings -> released -> report -> publication

Each function is one stage. It reads what the stage before it left in the build folder and leaves its own beside it, so
that a stage can be run again by itself. After the freeze nothing looks back at the records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newel import publish, report
from newel.analysis import Evidence, answer_questions
from newel.costs import read_registry, read_value_set, with_registry, with_value_set
from newel.disclosure import Released, ReleasedCell, control, with_pointed
from newel.faults import Refused
from newel.findings import Finding, read_findings, write_findings
from newel.freeze import Freeze, current_freeze, seal
from newel.records import FolderSource, RecordSource
from newel.rehearsal import Rehearsed, read_truths, rehearse, write_rehearsal
from newel.study import Study
from newel.synthesis import read_displays

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Build:
    """Where the stages of one study leave what they made."""

    folder: Path

    @property
    def records(self) -> Path:
        """Records that were rehearsed, imported or taken from the web shell; not yet sealed."""
        return self.folder / "records"

    @property
    def freezes(self) -> Path:
        """Every freeze that was sealed, by id."""
        return self.folder / "freeze"

    @property
    def findings(self) -> Path:
        """What the analyses answered; not fit to print."""
        return self.folder / "findings"

    @property
    def report(self) -> Path:
        """The report in every format."""
        return self.folder / "report"

    @property
    def public(self) -> Path:
        """The publication, as the web shell serves it."""
        return self.folder / "public"


def rehearse_study(study: Study, build: Build, *, seed: int, progress: Progress) -> Rehearsed:
    """Draw synthetic records with the study's declared truths."""
    truths = read_truths(study.folder)
    rehearsed = rehearse(study.protocol, study.instruments, truths, seed=seed, progress=progress)
    write_rehearsal(study.protocol, rehearsed, build.records)
    return rehearsed


def freeze_records(study: Study, build: Build, source: RecordSource | None = None) -> Freeze:
    """Seal the records of `source`; of the build folder, where none is given. What things cost is sealed with them."""
    registry = read_registry(study.folder, study.protocol)
    value_set = read_value_set(study.folder, study.protocol, study.instruments)
    records = with_value_set(with_registry(source or FolderSource(build.records), registry), value_set)
    return seal(study.protocol, records, build.freezes)


def analyse_freeze(study: Study, build: Build, *, progress: Progress) -> tuple[Finding, ...]:
    """Answer every question of the protocol from the current freeze."""
    evidence = Evidence(study.protocol, study.instruments, current_freeze(build.freezes))
    findings = answer_questions(evidence, progress)
    write_findings(findings, build.findings)
    return findings


def release_findings(study: Study, build: Build) -> dict[str, Released]:
    """Pass every finding through the protocol's disclosure rule. Raises Refused for one of an earlier freeze."""
    findings = read_findings(build.findings)
    sealed = current_freeze(build.freezes).id
    for finding in findings:
        if finding.freeze != sealed:
            raise Refused.because(
                "findings.json",
                f"finding {finding.id}",
                found=f"an answer from freeze {finding.freeze}",
                expected=f"one from the current freeze, {sealed}",
                remedy="Run `newel analyse` again.",
            )
    return with_pointed({finding.id: control(finding, study.protocol.disclosure) for finding in findings})


def write_report(study: Study, build: Build) -> list[Path]:
    """Write the report in every format and return the files."""
    return report.write_report(_document(study, build), build.report)


def publish_report(study: Study, build: Build) -> publish.Publication:
    """Put what the report released where the web shell serves it from."""
    return publish.publish(_document(study, build), build.report, build.public)


def _document(study: Study, build: Build) -> report.Document:
    sections, answers = report.read_sections(study.folder), report.read_checklists(study.folder)
    displays, released = read_displays(study.folder, study.protocol), release_findings(study, build)
    return report.build_report(study.protocol, sections, released, answers=answers, displays=displays)


def explain(study: Study, build: Build, address: str) -> list[tuple[str, str]]:
    """Follow one printed number back to sealed data, as (what, words) pairs from the number down to the files.

    `address` is finding.table.row.column or finding.n, as the report's provenance appendix lists it. The freeze is
    opened for this, so every byte of it has just been compared with its hash. Raises Refused for an unknown address.
    """
    freeze = current_freeze(build.freezes)
    finding, cell = _printed(release_findings(study, build), address)
    about = freeze.manifest["newel"]
    sealed = {resource["path"]: resource for resource in freeze.manifest["resources"]}
    return [
        ("printed", _as_printed(cell)),
        ("question", finding.question),
        ("planned", "yes" if finding.planned else "no: exploratory"),
        ("analysis", f"{finding.strand}/{finding.analysis}, {finding.software}"),
        ("method", finding.method),
        ("rule", f"{finding.rule}: {finding.rule_says}"),
        ("freeze", f"{freeze.id}, from {about['source']}, sealed under protocol {freeze.protocol[:12]}"),
        *(("file", f"{path}, {sealed[path]['rows']:,} rows, {sealed[path]['hash']}") for path in finding.files),
    ]


def _as_printed(cell: ReleasedCell) -> str:
    unit = "" if cell.shown.endswith(cell.unit) else cell.unit  # a percentage carries its own sign
    interval = f"({cell.interval})" if cell.interval else ""
    return " ".join(part for part in (cell.shown, unit, interval, cell.note) if part)


def _printed(released: dict[str, Released], address: str) -> tuple[Released, ReleasedCell]:
    name, *place = address.split(".")
    try:
        finding = released[name]
        if place == ["n"]:
            return finding, finding.n
        table, row, column = place
        return finding, finding.table(table).cell(row, column)
    except (ValueError, KeyError) as error:
        raise Refused.because(
            "the report",
            address,
            found="no number at this address",
            expected="finding.table.row.column, or finding.n",
            remedy="Copy an address from the provenance appendix of the report.",
        ) from error
