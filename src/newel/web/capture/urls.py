"""Where the pages of capture are. No address but the opening link says anything about a person."""

from django.urls import path

from newel.web.capture.views import agreeing, answering, cards, entry, finishing

app_name = "capture"
urlpatterns = [
    path("answer/", entry.enter, name="enter"),
    path("open/<str:key>/", entry.open_link, name="open"),
    path("answer/agree/", agreeing.agree, name="agree"),
    path("answer/questions/", answering.answer, name="questions"),
    path("answer/change/", answering.change, name="change"),
    path("answer/send/", finishing.send, name="send"),
    path("answer/stop/", finishing.stop, name="stop"),
    path("answer/take-back/", finishing.take_back, name="take_back"),
    path("invitations/", cards.cards, name="cards"),
]
