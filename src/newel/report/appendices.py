"""The parts of the report that are generated: how each question was answered, and where every number comes from."""

from collections.abc import Iterator, Mapping

from newel.disclosure import Released
from newel.protocol import Economics, Protocol
from newel.report.document import Block, BulletList, Cell, DataTable, Heading, Paragraph, Run, TableRow
from newel.report.filling import Filling

_COUNTED = "How costs were counted"
GENERATED = {"Methods": "methods", "What is withheld": "what-is-withheld", _COUNTED: "how-costs-were-counted"}
"""Headings that a checklist may name, with their ids."""
EVERY_NUMBER = "tables/every-number.csv"
MANY = 8
"""A list of more row names than this is printed as its first and its last."""


def generated(protocol: Protocol) -> dict[str, str]:
    """Return the headings that Newel writes itself and a checklist may name, each with its id."""
    return {title: anchor for title, anchor in GENERATED.items() if title != _COUNTED or protocol.economics is not None}


def methods(protocol: Protocol, released: Mapping[str, Released], filling: Filling) -> Iterator[Block]:
    """Say how each question was answered and what had to be left out of print."""
    yield Heading(1, "Methods", "methods")
    yield Paragraph(
        (
            Run(
                "The questions and the analysis that answers each were written into the study's protocol. The records "
                "were sealed, and the analyses were run on the sealed records only. Every number then passed the "
                "disclosure rule before it could be printed."
            ),
        )
    )
    yield _planned(released, filling)
    yield Heading(2, "How each question was answered", "how-each-question-was-answered")
    said = dict.fromkeys(finding.method for finding in released.values())
    yield BulletList(tuple((Run(method),) for method in said))
    yield from _checks(released, filling)
    yield Heading(2, "What is withheld", "what-is-withheld")
    for says in dict.fromkeys(finding.rule_says for finding in released.values()):
        yield Paragraph((Run(says),))
    if protocol.economics is not None:
        yield Heading(2, _COUNTED, GENERATED[_COUNTED])
        yield Paragraph((Run(_economics(protocol.economics)),))


def _checks(released: Mapping[str, Released], filling: Filling) -> Iterator[Block]:
    """Print what the findings have to say of their own methods, each under its question."""
    kept = [(finding, table) for finding in released.values() for table in finding.tables]
    checks = [(finding, table) for finding, table in kept if table.printed_in == "methods"]
    if checks:
        yield Heading(2, "How the methods were checked", "how-the-methods-were-checked")
    for finding, table in checks:
        yield Paragraph((Run("Of the question: ", "strong"), Run(finding.question)))
        yield filling.table(finding, table)


def _planned(released: Mapping[str, Released], filling: Filling) -> DataTable:
    rows = tuple(
        TableRow(finding.question, (Cell(finding.analysis), Cell("Planned" if finding.planned else "Exploratory")))
        for finding in released.values()
    )
    return filling.words(
        "Questions, analyses and whether they were planned", ("Question", "Analysis", "Status"), rows
    )


def _economics(economics: Economics) -> str:
    seen_by = ", ".join(name.replace("_", " ") for name in economics.perspectives)
    values = f"Value set: {economics.value_set}. {economics.value_set_reason}"
    return f"Perspectives: {seen_by}. Amounts are in {economics.currency} at prices of {economics.price_year}. {values}"


def provenance(released: Mapping[str, Released], filling: Filling) -> Iterator[Block]:
    """List the findings, the sealed files and the address of every printed number."""
    yield Heading(1, "Where every number comes from", "where-every-number-comes-from")
    yield Paragraph(
        (
            Run("Every number of this report has an address: finding, table, row, column. None was typed in by hand. "),
            Run(EVERY_NUMBER, "code"),
            Run(", beside this report, lists every printed number by itself with its address and where it is printed."),
        )
    )
    yield Heading(2, "Findings", "findings")
    yield _findings(released, filling)
    yield from _stamps(released)
    yield Heading(2, "Addresses", "addresses")
    yield from _addresses(filling)
    yield from _sealed_files(released, filling)


def _findings(released: Mapping[str, Released], filling: Filling) -> DataTable:
    rows = tuple(
        TableRow(
            name,
            (
                Cell(f"{finding.strand}, {finding.analysis}"),
                Cell("Planned" if finding.planned else "Exploratory"),
                Cell(", ".join(finding.files) or "not recorded"),
            ),
        )
        for name, finding in released.items()
    )
    return filling.words(
        "Findings and the records they rest on", ("Finding", "Analysis", "Status", "Sealed files"), rows
    )


def _stamps(released: Mapping[str, Released]) -> Iterator[Block]:
    """Say once what all findings share: freeze, protocol, software and rule."""
    stamps = {
        "Freeze": [finding.freeze for finding in released.values()],
        "Protocol, SHA-256": [finding.protocol for finding in released.values()],
        "Software": [finding.software for finding in released.values()],
        "Disclosure rule": [finding.rule for finding in released.values()],
    }
    yield BulletList(
        tuple(
            (Run(f"{name}: "), *(Run(value, "code") for value in dict.fromkeys(values)))
            for name, values in stamps.items()
        )
    )


def _addresses(filling: Filling) -> Iterator[Block]:
    """List the addresses of tables by their rows and columns, and of numbers in sentences one by one."""
    in_tables: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    in_text = []
    for number in filling.numbers:
        parts = number.address.split(".")
        if number.printed_in.startswith("Table "):
            rows, columns = in_tables.setdefault((number.printed_in, ".".join(parts[:2])), ({}, {}))
            rows[parts[2]] = columns[parts[3]] = None
        else:
            in_text.append(TableRow(number.address, (Cell(number.shown), Cell(number.printed_in))))
    yield filling.words(
        "Numbers in tables and figures",
        ("Printed in", "Finding and table", "Rows", "Columns"),
        tuple(
            TableRow(printed_in, (Cell(table), Cell(_names(rows)), Cell(_names(columns))))
            for (printed_in, table), (rows, columns) in in_tables.items()
        ),
    )
    yield filling.words("Numbers in sentences", ("Address", "Printed", "Where"), tuple(in_text))


def _sealed_files(released: Mapping[str, Released], filling: Filling) -> Iterator[Block]:
    files = {file: digest for finding in released.values() for file, digest in finding.files.items()}
    if files:
        rows = tuple(TableRow(file, (Cell(digest.removeprefix("sha256:")),)) for file, digest in sorted(files.items()))
        yield Heading(2, "Sealed files", "sealed-files")
        yield filling.words("Sealed files the findings were computed from", ("File", "SHA-256"), rows)


def _names(ids: dict[str, None]) -> str:
    names = list(ids)
    return ", ".join(names) if len(names) <= MANY else f"{names[0]} to {names[-1]}, {len(names)} in all"

