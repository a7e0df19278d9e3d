"""Where the progress board, the queries and the chasers are."""

from django.urls import path

from newel.web.progress.views import queries
from newel.web.progress.views.board import board
from newel.web.progress.views.chasers import chasers
from newel.web.progress.views.month import ask, month
from newel.web.progress.views.site import site

app_name = "progress"
urlpatterns = [
    path("", board, name="board"),
    path("chasers/", chasers, name="chasers"),
    path("queries/", queries.waiting, name="queries"),
    path("queries/<int:query_id>/answer/", queries.answer, name="answer"),
    path("queries/<int:query_id>/close/", queries.close, name="close"),
    path("<str:site_id>/", site, name="site"),
    path("<str:site_id>/<str:name>/<str:month_id>/", month, name="month"),
    path("<str:site_id>/<str:name>/<str:month_id>/ask/", ask, name="ask"),
]
