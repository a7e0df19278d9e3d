"""Where the pages of capture are. No address but the opening link says anything about a person."""

from django.urls import path

from newel.web.capture.views import again, agreeing, answering, cards, entry, finishing, lost_cards

app_name = "capture"
urlpatterns = [
    path("take-part/", entry.enter, name="enter"),
    path("open/<str:key>/", entry.open_link, name="open_link"),
    path("take-part/agree/", agreeing.agree, name="agree"),
    path("take-part/questions/", answering.answer, name="questions"),
    path("take-part/change/", answering.change, name="change"),
    path("take-part/send/", finishing.send, name="send"),
    path("take-part/stop/", finishing.stop, name="stop"),
    path("take-part/take-back/", finishing.take_back, name="take_back"),
    path("staff/invitations/", cards.cards, name="cards"),
    path("staff/invitations/again/", again.again, name="again"),
    path("staff/invitations/stop/", lost_cards.stop_card, name="revoke"),
]
