"""Where the pages of returns are."""

from django.urls import path

from newel.web.returns.views import confirming, downloading, uploading

app_name = "returns"
urlpatterns = [
    path("", uploading.upload, name="upload"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("blank/", downloading.blank, name="blank"),
    path("faults/", downloading.faults, name="faults"),
]
