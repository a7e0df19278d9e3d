"""Files: codings, the codebook, the framework matrix and counts, each checked for consent and small numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from newel.coding import codebook_toml, crosstab, framework_matrix
from newel.exchange import spreadsheets, write_qdc, write_qdpx
from newel.exchange.spreadsheets import Sheet
from newel.web.accounts.doors import not_there, staff_page
from newel.web.accounts.permissions import allowed
from newel.web.coding.actions.note_export import note_export
from newel.web.coding.presenters.counts import BY, column_names
from newel.web.coding.presenters.leaving import counts_sheet, leaving_sources, project_of, summaries_of, with_thoughts
from newel.web.coding.presenters.matrix import column_codes
from newel.web.coding.queries.cells import latest_cells_with_pins
from newel.web.coding.queries.codings import counted
from newel.web.coding.queries.memos import memos_seen
from newel.web.coding.queries.relations import relations_in
from newel.web.coding.texts import texts_of
from newel.web.coding.views._door import doer
from newel.web.coding.views._looking import shown
from newel.web.coding.views._reading import Read, columns_by, read_from
from newel.web.coding.views.matrix import plan_themes
from newel.web.study import current_study

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIME = {"csv": "text/csv", "xlsx": EXCEL, "docx": WORD, "toml": "application/toml", "qdpx": "application/zip"}


@dataclass(frozen=True)
class File:
    """A file that can be had. `whole` ones hold sources in full, and are for the evaluation lead alone."""

    name: str
    says: str
    make: Callable[[Read], bytes]
    whole: bool = False

    @property
    def key(self) -> str:
        """What a form sends, and the audit is told."""
        return self.name.replace(".", "-")


@staff_page("code")
def files(request: HttpRequest) -> HttpResponse:
    """Show what can be had of what this person may see."""
    read = read_from(request)
    if read is None:
        return render(request, "coding/nothing.html")
    shown = [file for file in FILES.values() if not file.whole or allowed(request.user, "open_round")]
    return render(request, "coding/exports.html", {"read": read, "files": shown})


@require_POST
@staff_page("code")
def give(request: HttpRequest, codebook_id: str, key: str) -> HttpResponse:
    """Give a file, and note it in the audit."""
    file, read = FILES.get(key), read_from(request, codebook_id)
    if file is None or read is None or (file.whole and not allowed(request.user, "open_round")):
        raise not_there(request, "file")
    content = file.make(read)
    body = {"codebook": codebook_id, "sources": len(read.rows), "bytes": len(content)}
    note_export(by=doer(request), file=file.key, body=body)
    kind = MIME.get(file.name.rpartition(".")[2], "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{codebook_id}-{file.name}"'
    return response


def _quotes(read: Read) -> Sheet:
    sources = leaving_sources(read.rows, texts_of(read.rows), current_study().protocol)
    return spreadsheets.quotes(project_of(read.codebook, sources, read.codings(), layers=read.layers))


def _matrix(read: Read) -> Sheet:
    sources = leaving_sources(read.rows, texts_of(read.rows), current_study().protocol)
    codings = read.codings()
    codes = column_codes(read.codebook, plan_themes(read.codebook), every=False)
    cells = [] if read.blind else latest_cells_with_pins(read.codebook.id)
    coded = framework_matrix(codings, sources, read.codebook, codes=codes)
    found = coded.with_summaries(summaries_of(cells))
    return spreadsheets.framework(project_of(read.codebook, sources, codings, layers=read.layers), found)


def _codebook(read: Read) -> Sheet:
    return spreadsheets.codebook(project_of(read.codebook, (), (), layers=read.layers))


def _counts(by: str) -> Callable[[Read], bytes]:
    def make(read: Read) -> bytes:
        protocol = current_study().protocol
        sources = leaving_sources(read.rows, {}, protocol)
        by_site = [replace(source, site=row.site_id) for source, row in zip(sources, read.rows, strict=True)]
        found = crosstab(read.codings(), by_site, by=columns_by(by), codebook=read.codebook)
        sheet = counts_sheet(found, read.codebook, protocol, names=column_names(by, found, protocol))
        return spreadsheets.csv_bytes(sheet)

    return make


def _whole(read: Read) -> bytes:
    """Return everything this person may see as a project for another program: each layer, and each source in full."""
    texts = texts_of(read.rows)
    sources = leaving_sources(read.rows, texts, current_study().protocol)
    codings = counted(read.layers, sources=texts)
    shown(read.sight, {(coding.layer, coding.source) for coding in codings})
    project = project_of(read.codebook, sources, codings, layers=read.layers)
    return write_qdpx(with_thoughts(project, memos_seen(read.sight), relations_in(read.layers))).content


_ALL = (
    File("codings.csv", "A row for each coding", lambda read: spreadsheets.csv_bytes(_quotes(read))),
    File(
        "codings.xlsx",
        "The codings and the codebook, for Excel",
        lambda read: spreadsheets.xlsx_bytes([_quotes(read), _codebook(read)]),
    ),
    File("codings.docx", "The codings, for Word", lambda read: _word(read, _quotes(read))),
    File("matrix.xlsx", "The framework matrix, for Excel", lambda read: spreadsheets.xlsx_bytes([_matrix(read)])),
    File("matrix.docx", "The framework matrix, for Word", lambda read: _word(read, _matrix(read))),
    *(File(f"{by}.csv", f"Sources with each code, by {name.lower()}", _counts(by)) for by, name in BY.items()),
    File("codebook.toml", "The codebook, for a study's folder", lambda read: codebook_toml(read.codebook).encode()),
    File("codebook.qdc", "The codebook, for other programs (REFI-QDA)", lambda read: write_qdc(read.codebook)),
    File("project.qdpx", "Everything, for other programs (REFI-QDA): sources in full", _whole, whole=True),
)
FILES = {file.key: file for file in _ALL}


def _word(read: Read, sheet: Sheet) -> bytes:
    return spreadsheets.docx_bytes(read.codebook.title, [sheet])
