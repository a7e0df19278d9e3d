"""Where the progress board is."""

from django.urls import path

from newel.web.progress.views.board import board

app_name = "progress"
urlpatterns = [path("", board, name="board")]
