"""The board: every source and where its text is on the way from transcript to coding."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from newel.web.accounts.doors import staff_page
from newel.web.sessions.presenters.board import EMPTY, STEPS, board_rows, filters, step_of
from newel.web.sessions.queries.sources import sources_for
from newel.web.sessions.views._door import show
from newel.web.study import current_study


@staff_page("see_sources")
def board(request: HttpRequest) -> HttpResponse:
    """Show all sources, or those of one step."""
    rows = sources_for(request.user)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in STEPS else ""
    ready = sum(row.stage == "ready" for row in rows)
    context: dict[str, Any] = {
        "filters": filters(rows, chosen),
        "rows": board_rows(current_study().protocol, [row for row in rows if not chosen or step_of(row) == chosen]),
        "empty": EMPTY[chosen if rows else ""],
        "ready": ready,
        "all": len(rows),
        "percent": round(100 * ready / len(rows)) if rows else 0,
    }
    return show(request, "board", **context)
