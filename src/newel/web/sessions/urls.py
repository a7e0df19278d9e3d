"""Where the pages of the sources are. An address holds a random id and places in lists, and nothing else."""

from django.urls import path

from newel.web.sessions.views import adding, board, consenting, desk, one, original, recall, roster, second

app_name = "sources"
_ONE = "<slug:source_id>/"
urlpatterns = [
    path("", board.board, name="board"),
    path("add/", adding.add, name="add"),
    path("recall/", recall.recall, name="recall"),
    path("roster/", roster.roster, name="roster"),
    path(_ONE, one.one, name="source"),
    path(f"{_ONE}text/<int:number>/", one.text, name="text"),
    path(f"{_ONE}consent/", consenting.consent, name="consent"),
    path(f"{_ONE}original/", original.original, name="original"),
    path(f"{_ONE}desk/", desk.desk, name="desk"),
    path(f"{_ONE}desk/open/", desk.begin, name="open_desk"),
    path(f"{_ONE}desk/clear/", desk.clear, name="clear_desk"),
    path(f"{_ONE}desk/look/", desk.look_again, name="look"),
    path(f"{_ONE}desk/mark/", desk.mark, name="mark"),
    path(f"{_ONE}desk/hand-over/", desk.hand_on, name="hand_over"),
    path(f"{_ONE}desk/take-back/", desk.fetch_back, name="take_back"),
    path(f"{_ONE}desk/<int:number>/", desk.decide, name="decide"),
    path(f"{_ONE}second/", second.second, name="second"),
    path(f"{_ONE}second/sign/", second.sign, name="sign"),
]
