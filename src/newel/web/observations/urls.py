"""Where the pages of observed meetings are. An address holds a random id and nothing else."""

from django.urls import path

from newel.web.observations.views import beginning, board, meeting, settling, sheet

app_name = "observations"
_ONE = "<slug:observation_id>/"
urlpatterns = [
    path("", board.board, name="board"),
    path("begin/", beginning.begin, name="begin"),
    path(_ONE, meeting.one, name="meeting"),
    path(f"{_ONE}join/", meeting.join, name="join"),
    path(f"{_ONE}notes/", meeting.notes, name="notes"),
    path(f"{_ONE}sheet/", sheet.fill_in, name="sheet"),
    path(f"{_ONE}settle/", settling.together, name="settle"),
]
