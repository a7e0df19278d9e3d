"""Where every page of the site is."""

from django.urls import include, path

urlpatterns = [
    path("", include("newel.web.capture.urls")),
]
