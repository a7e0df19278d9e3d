"""Builds the report from the protocol, the sections its authors wrote and the findings that were released."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newel.disclosure import Released, UnableToRelease
from newel.faults import Fault, Refused
from newel.findings import Figure
from newel.protocol import FILE, Protocol, Question
from newel.report.appendices import generated, methods, provenance
from newel.report.checklists.placing import Written, placed
from newel.report.checklists.printing import printed
from newel.report.checklists.reading import StudyAnswers, checklists
from newel.report.displays import filled
from newel.report.document import Block, BulletList, Callout, Document, Heading, Paragraph, Run
from newel.report.filling import Filling
from newel.report.sections import FOLDER, INLINE, WHOLE, Piece, Prose, Reference, SectionText
from newel.synthesis.displays import Display

LANGUAGE = "en-GB"


def build_report(
    protocol: Protocol,
    sections: tuple[SectionText, ...],
    released: Mapping[str, Released],
    *,
    answers: StudyAnswers | None = None,
    displays: Mapping[str, Display] | None = None,
) -> Document:
    """Return the report: the sections in order, then methods and the origin of every number.

    `answers` are what the study's authors say to the items of checklists (`read_checklists`), `displays` its joint
    displays by id (`newel.synthesis.read_displays`).

    Raises Refused, with file and line, for a reference to what does not exist, a planned question that has no section
    or no finding, and findings of more than one freeze. Raises UnableToRelease for anything but Released findings.
    """
    for finding in released.values():
        if not isinstance(finding, Released):
            raise UnableToRelease(f"{finding!r:.60} has passed no disclosure rule, so it cannot be printed.")
    _check(protocol, sections, released)
    building = _Building(protocol, sections, released, answers=answers or {}, displays=displays or {})
    written = [block for section in sections for block in building.section(section)]
    if building.faults:
        raise Refused(building.faults)
    filling = building.filling
    behind = [*methods(protocol, released, filling), *provenance(released, filling)]
    first = next(iter(released.values()))
    return Document(
        title=protocol.study.title,
        short_title=protocol.study.short_title,
        language=LANGUAGE,
        synthetic=any(finding.synthetic for finding in released.values()),
        facts=_facts(protocol, first),
        blocks=(*written, *behind),
        numbers=tuple(filling.numbers),
        study=protocol.study.id,
        freeze=first.freeze,
        rule=first.rule,
        brief_sections=tuple(building.anchors[section.file] for section in sections if section.in_brief),
    )


def _facts(protocol: Protocol, finding: Released) -> tuple[tuple[str, str], ...]:
    study = protocol.study
    return (
        ("Commissioned by", study.commissioner),
        ("Evaluated by", study.evaluators),
        ("Period", f"{study.starts:%B %Y} to {study.ends:%B %Y}"),
        ("Records", f"freeze {finding.freeze}"),
        ("Made with", finding.software),
    )


def _check(protocol: Protocol, sections: tuple[SectionText, ...], released: Mapping[str, Released]) -> None:
    """Refuse a planned question without a finding, and one without a section that prints its finding."""
    written = {section.file: section for section in sections}
    faults = []
    for question in protocol.questions:
        place = f"questions, {question.id}, section"
        if question.id not in released:
            faults.append(Fault(FILE, place, "no finding", f"a finding `{question.id}`", "Run `newel analyse` again."))
        elif question.section not in written:
            remedy = f"Write {FOLDER}/{question.section} with a title and a line {{{{ finding {question.id} }}}}."
            faults.append(Fault(FILE, place, f"no file {FOLDER}/{question.section}", "a section a question", remedy))
        elif not written[question.section].names(question.id):
            remedy = f"Add a line {{{{ finding {question.id} }}}}."
            found = f"nothing of the finding `{question.id}`"
            faults.append(
                Fault(f"{FOLDER}/{question.section}", "the text", found, "the answer to its question", remedy)
            )
    freezes = sorted({finding.freeze for finding in released.values()})
    if len(freezes) > 1:
        remedy = "Run `newel analyse` again, so that all come from one freeze."
        faults.append(Fault("findings", "freeze", " and ".join(freezes), "one freeze", remedy))
    if faults:
        raise Refused(faults)


@dataclass
class _Building:
    """Fills the sections and collects what is wrong with them."""

    protocol: Protocol
    sections: tuple[SectionText, ...]
    released: Mapping[str, Released]
    answers: StudyAnswers
    displays: Mapping[str, Display]
    filling: Filling = field(default_factory=Filling)
    faults: list[Fault] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    anchors: dict[str, str] = field(default_factory=dict)
    """The heading's id of each section by its file, and of headings that Newel writes by their text."""

    def __post_init__(self) -> None:
        """Name the titles first, because a checklist may stand before the sections it leads to."""
        self.anchors = {section.file: self._id(section.title) for section in self.sections} | generated(self.protocol)

    def section(self, section: SectionText) -> Iterator[Block]:
        """Return the blocks of one section. Its question stands under its title."""
        for position, prose in enumerate(section.blocks):
            yield from self._filled(prose, section)
            if position == 0:
                yield from (self._asked(question) for question in self._questions_of(section))

    def _questions_of(self, section: SectionText) -> list[Question]:
        return [question for question in self.protocol.questions if question.section == section.file]

    def _asked(self, question: Question) -> Callout:
        return Callout("question", "The question", (Run(question.asks),))

    def _filled(self, prose: Prose, section: SectionText) -> Iterator[Block]:
        items = tuple(tuple(self._piece(piece, section) for piece in item) for item in prose.items)
        alone = prose.items[0][0] if prose.items and prose.items[0] else None
        if isinstance(alone, Reference) and alone.what == "checklist":
            yield from self._checklist(alone, section)
        elif isinstance(alone, Reference) and alone.what == "display":
            yield from self._display(alone, section)
        elif isinstance(alone, Reference) and alone.what in WHOLE:
            yield from self._whole(alone, section)
        elif prose.shape == "heading":
            text = "".join(run.text for run in items[0])
            yield Heading(prose.level, text, self.anchors[section.file] if prose.level == 1 else self._id(text))
        elif prose.shape in ("list", "numbered"):
            yield BulletList(items, ordered=prose.shape == "numbered")
        elif prose.shape == "quotation":
            yield Callout("remark", "", tuple(run for item in items for run in item))
        else:
            yield Paragraph(items[0])

    def _piece(self, piece: Piece, section: SectionText) -> Run:
        if isinstance(piece, Run):
            return piece
        finding = self._known(piece, section) if piece.what in INLINE else None
        return self.filling.number(finding, piece, section) if finding else Run("")

    def _whole(self, reference: Reference, section: SectionText) -> Iterator[Block]:
        finding = self._known(reference, section)
        if finding is None:
            return
        if reference.what == "finding":
            yield from self.filling.finding(finding, section)
            return
        yield from self.filling.warning(finding, section)
        if reference.what == "table":
            yield self.filling.table(finding, finding.table(reference.names[1]))
        else:
            figures = {figure.id: figure for figure in finding.figures}
            figure = figures[reference.names[1]]
            yield from self.filling.figure(finding, figure, numbers_in=self._elsewhere(finding, figure, section))

    def _elsewhere(self, finding: Released, figure: Figure, section: SectionText) -> str:
        """Return the title of another section that prints what a figure of the brief draws: here it is only drawn."""
        if not section.in_brief:
            return ""
        printing: set[tuple[str, ...]] = {("table", finding.id, figure.table)}
        if finding.table(figure.table).printed_in == "section":
            printing.add(("finding", finding.id))
        others = (other for other in self.sections if other is not section)
        return next((other.title for other in others if other.alone & printing), "")

    def _checklist(self, reference: Reference, section: SectionText) -> Iterator[Block]:
        name, known = reference.names[0], checklists()
        if name not in known:
            self._unknown(reference, section, step=("checklist", name, tuple(known)))
            return
        written = Written(self.protocol, self.sections, self.released, self.anchors)
        yield from printed(known[name], placed(known[name], self.answers.get(name, {}), written), self.filling)

    def _display(self, reference: Reference, section: SectionText) -> Iterator[Block]:
        name = reference.names[0]
        if name not in self.displays:
            self._unknown(reference, section, step=("display", name, tuple(self.displays)))
            return
        try:
            yield from filled(name, self.displays[name], self.released, filling=self.filling)
        except Refused as refused:
            self.faults.extend(refused.faults)

    def _known(self, reference: Reference, section: SectionText) -> Released | None:
        """Return the finding a reference names, if all its names exist; otherwise note the first that does not."""
        finding: Released | None = None
        for step in _steps(reference, self.released):
            if step[1] not in step[2]:
                self._unknown(reference, section, step=step)
                return None
            finding = finding or self.released[step[1]]
        return finding

    def _unknown(self, reference: Reference, section: SectionText, *, step: tuple[str, str, tuple[str, ...]]) -> None:
        what, name, known = step
        place = f"{{{{ {reference.what} {' '.join(reference.names)} }}}}"
        expected = f"one of {', '.join(known)}"
        fault = Fault(
            f"{FOLDER}/{section.file}",
            place,
            f"the unknown {what} `{name}`",
            expected,
            "Correct the name.",
            reference.line,
        )
        self.faults.append(fault)

    def _id(self, text: str) -> str:
        """Return an anchor for a heading, another for each heading of the same words."""
        anchor = base = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
        number = 2
        while anchor in self.ids:
            anchor, number = f"{base}-{number}", number + 1
        self.ids.add(anchor)
        return anchor


def _steps(reference: Reference, released: Mapping[str, Released]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (what, name, the names there are) for each name of a reference, as far as the names before it exist."""
    names = reference.names
    yield ("finding", names[0], tuple(released))
    finding = released[names[0]]
    if reference.what == "figure":
        yield ("figure", names[1], tuple(figure.id for figure in finding.figures))
    elif len(names) > 1:
        yield ("table", names[1], tuple(table.id for table in finding.tables))
    if len(names) == 4:
        table = finding.table(names[1])
        yield ("row", names[2], tuple(row.id for row in table.rows))
        yield ("column", names[3], table.column_ids)
