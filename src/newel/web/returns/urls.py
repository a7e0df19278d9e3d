"""Where the pages of returns are."""

from django.urls import path

from newel.web.returns.views import choosing, confirming, downloading, nothing_happened, refusing, typing, uploading

app_name = "returns"
urlpatterns = [
    path("", choosing.choose, name="choose"),
    path("<str:name>/", uploading.upload, name="upload"),
    path("<str:name>/confirm/", confirming.confirm, name="confirm"),
    path("<str:name>/type/", typing.type_in, name="type_in"),
    path("<str:name>/nothing/", nothing_happened.nothing_happened, name="nothing_happened"),
    path("<str:name>/blank/", downloading.blank, name="blank"),
    path("<str:name>/faults/", refusing.faults, name="faults"),
    path("<str:name>/marked/", refusing.marked, name="marked"),
]
