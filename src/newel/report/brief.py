"""The report in brief: the sections that say they belong to it, as a document with the numbers of the report."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from newel.report.document import (
    Block,
    BulletList,
    Callout,
    Cell,
    DataTable,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    PrintedNumber,
    Runs,
    TableRow,
)

FULL_REPORT = (
    "report.pdf, or report.docx for Word, published with this brief. It says how each question was answered. Every "
    "number printed here is one of its numbers, and its list tables/every-number.csv gives the address of each."
)


def brief_of(report: Document) -> Document | None:
    """Return the brief of a report, its tables and figures numbered anew; None where no section belongs to it."""
    if not report.brief_sections:
        return None
    kept = tuple(_kept(report))
    numbering = _Numbering(frozenset(block.id for block in kept if isinstance(block, Heading)))
    blocks = tuple(numbering.block(block) for block in kept)
    return replace(
        report,
        title=f"In brief: {report.title}",
        short_title=f"{report.short_title}, in brief",
        facts=(*report.facts, ("The full report", FULL_REPORT)),
        blocks=blocks,
        numbers=tuple(_numbers(report, blocks, numbering.tables)),
        brief_sections=(),
        is_brief=True,
    )


def _kept(report: Document) -> Iterator[Block]:
    """Yield the blocks of the sections that belong to the brief."""
    inside = False
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id in report.brief_sections
        if inside:
            yield block


@dataclass
class _Numbering:
    """Numbers tables and figures anew, and unties links to sections that the brief does not have."""

    headings: frozenset[str]
    tables: dict[int, int] = field(default_factory=dict)
    """The number of each table in the brief, by its number in the report."""
    figures: int = 0

    def block(self, block: Block) -> Block:
        if isinstance(block, DataTable):
            return self._table(block)
        return self._figure(block) if isinstance(block, FigureBlock) else block

    def _table(self, table: DataTable) -> DataTable:
        number = self.tables[table.number] = len(self.tables) + 1
        rows = tuple(TableRow(row.label, tuple(self._untied(cell) for cell in row.cells)) for row in table.rows)
        notes = (*table.notes, *_once("Table", table.number, number))
        return replace(table, id=f"table-{number}", number=number, rows=rows, notes=notes)

    def _figure(self, figure: FigureBlock) -> FigureBlock:
        self.figures += 1
        notes = (*figure.notes, *_once("Figure", figure.number, self.figures))
        table = self._table(figure.table) if figure.table else None
        return replace(figure, id=f"figure-{self.figures}", number=self.figures, notes=notes, table=table)

    def _untied(self, cell: Cell) -> Cell:
        links = tuple(link for link in cell.links if link.to in self.headings)
        gone = "; ".join(f"{link.text} (full report)" for link in cell.links if link.to not in self.headings)
        return replace(cell, links=links, text=" ".join(part for part in (gone, cell.text) if part))


def _once(what: str, was: int, number: int) -> tuple[str, ...]:
    """Say under which number the report prints a table or figure, where it is another: the list of numbers names it."""
    return () if was == number else (f"{what} {was} of the full report.",)


def _numbers(report: Document, blocks: tuple[Block, ...], tables: dict[int, int]) -> Iterator[PrintedNumber]:
    """Yield the report's numbers that the brief prints, those of a table under its new number."""
    said = {run.source for runs in _texts(blocks) for run in runs if run.source}
    titles = {block.text for block in blocks if isinstance(block, Heading) and block.level == 1}
    renamed = {f"Table {was}": f"Table {number}" for was, number in tables.items()}
    for number in report.numbers:
        if number.printed_in in renamed:
            yield replace(number, printed_in=renamed[number.printed_in])
        elif number.address in said and number.printed_in in {f"a sentence of {title}" for title in titles}:
            yield number


def _texts(blocks: tuple[Block, ...]) -> Iterator[Runs]:
    for block in blocks:
        if isinstance(block, BulletList):
            yield from block.items
        elif isinstance(block, Paragraph | Callout):
            yield block.runs
