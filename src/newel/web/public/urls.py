"""Where the public pages are."""

from django.urls import path

from newel.web.public.views import reading

app_name = "public"
urlpatterns = [
    path("", reading.home, name="home"),
    path("report/", reading.report, name="report"),
    path("report/<path:name>", reading.report_file, name="report_file"),
    path("<slug:name>/", reading.page, name="page"),
]
