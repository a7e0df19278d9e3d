"""Where the progress board is."""

from django.urls import path

from newel.web.progress.views.board import board
from newel.web.progress.views.site import site

app_name = "progress"
urlpatterns = [path("", board, name="board"), path("<str:site_id>/", site, name="site")]
