"""Where the costs of the sites are."""

from django.urls import path

from newel.web.economics.views.board import board
from newel.web.economics.views.site import site

app_name = "economics"
urlpatterns = [
    path("", board, name="board"),
    path("<str:site_id>/", site, name="site"),
]
