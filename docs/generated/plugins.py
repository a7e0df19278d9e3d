"""Every plug-in there is: one row a file."""

import newel.analysis
import newel.disclosure
from generated.tables import table
from newel.importers import project_importers, table_readers
from newel.importers.transcripts import source_readers
from newel.report import report_renderers


def analyses() -> str:
    """Return one row an analysis."""
    rows = [
        (f"`{name}`", strand, analysis.title, analysis.method)
        for strand, of_strand in newel.analysis.analyses().items()
        for name, analysis in of_strand.items()
    ]
    return table(["analysis", "strand", "title", "method, as it is printed"], rows)


def rules() -> str:
    """Return one row a disclosure rule."""
    return table(
        ["rule", "what it does"],
        [(f"`{name}`", rule.says) for name, rule in newel.disclosure.disclosure_rules().items()],
    )


def renderers() -> str:
    """Return one row a renderer."""
    return table(
        ["renderer", "file", "file of the brief"],
        [
            (f"`{name}`", f"`report{renderer.suffix}`", f"`brief{renderer.suffix}`" if renderer.paged else "none")
            for name, renderer in report_renderers().items()
        ],
    )


def importers() -> str:
    """Return one row a reader of tables, one a reader of sources and one an importer of projects."""
    readers = [
        (f"`{name}`", "table", reader.title, ", ".join(reader.suffixes)) for name, reader in table_readers().items()
    ]
    sources = [
        (f"`{name}`", "source", reader.title, ", ".join(reader.suffixes)) for name, reader in source_readers().items()
    ]
    projects = [
        (f"`{name}`", "project", importer.title, importer.expects) for name, importer in project_importers().items()
    ]
    return table(["importer", "reads", "title", "from"], [*readers, *sources, *projects])
